import ArgumentParser
import FoundationEssentials
import Inference

/// Measures what README says of speed, and says on what machine.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "surprisal-bench",
    abstract: "Measure the speed of the scoring core, the slider and the screen.",
    discussion: """
      Every figure is the median of several runs. A peer is a command that scores random texts of the \
      lengths given to it as arguments, and prints lines “score TOKENS SECONDS” (and “generate …”).
      """)

  @Option(help: "The model file.")
  var model: String

  @Option(help: "The surprisal program, for figures of whole processes.")
  var program: String

  @Option(help: "Runs of each figure.")
  var runs = 5

  @Option(help: "Only what contains this word.")
  var only: String?

  @Option(help: "The command of another engine to measure beside ours.")
  var peer: String?

  @Option(help: "A file that gets the figures as JSON.")
  var json: String?

  func run() throws {
    let machine = Machine()
    print(machine)
    var report = Report(machine: machine)
    let groups: [(String, () throws -> [Measurement])] = [
      // First, while this process is small: a child's peak memory begins with its parent's.
      ("process", { try ProcessBenchmarks(program: program, model: model, runs: runs).all }),
      ("peak", { KernelBenchmarks(runs: runs).all }),
      ("scoring", { try ScoringBenchmarks(model: model, runs: runs).all }),
      ("generating", { try ScoringBenchmarks(model: model, runs: runs).generation }),
      ("slider", { SliderBenchmarks().all }),
      ("peer", { try peer.map { try PeerBenchmarks(command: $0, model: model).all } ?? [] }),
    ]
    for (name, measure) in groups where only.map(name.contains) ?? true {
      for measurement in try measure() {
        report.measurements.append(measurement)
        print(Report.line(measurement))
      }
    }
    if let json { try report.write(to: json) }
  }
}
