import ArgumentParser
import FoundationEssentials
import Inference
import Basics

/// Measures what README says of speed, and says on what machine.
@main
struct Bench: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "surprisal-bench",
    abstract: "Measure the speed of the scoring core, the slider and the screen.",
    discussion: """
      Every figure is the median of several runs, with the least and the greatest in parentheses, and \
      in brackets what it should reach.

      A peer is a command, run by the shell with the model as SURPRISAL_MODEL. With lengths as \
      arguments it scores random texts of these lengths and prints lines “score TOKENS SECONDS”, then \
      “generate TOKENS SECONDS”; and “engine NAME”. With “sentence” it loads the model, scores \
      SURPRISAL_TEXT, and prints “sentence TOKENS SECONDS”.

      A peer in learning is a command that trains the classroom's transformer for the number of steps \
      that is its argument, and prints “engine NAME” and lines “steps THREADS COUNT SECONDS”. Where it \
      fails, as without its library, nothing stands beside ours.
      """)

  @Option(help: "The model file.")
  var model: String

  @Option(help: "The surprisal program, for figures of whole processes.")
  var program: String

  @Option(help: "Runs of each figure.")
  var runs = 5

  @Option(help: "Only the groups whose name contains this word.")
  var only: String?

  @Option(help: "The command of another engine to measure beside ours.")
  var peer: String?

  @Option(help: "The command of another library to measure beside ours in learning.")
  var trainingPeer: String?

  @Option(help: "The command of another engine to measure beside ours with many texts.")
  var linesPeer: String?

  @Option(help: "A folder of texts with float64 scores, to say how exact ours are.")
  var reference: String?

  @Option(help: "A file that gets the figures as JSON.")
  var json: String?

  @Option(help: "A file that gets a picture of the group “parts”, where the time goes, as SVG.")
  var chart: String?

  @Flag(help: "Measure next to nothing, to see that everything runs; the figures mean nothing.")
  var quick = false

  func run() throws {
    let machine = Machine(model: model)
    print(machine)
    var report = Report(machine: machine)
    let size = try? FileManager.default.attributesOfItem(atPath: model)[.size] as? Int
    let work = quick ? Workload.quick : .fitting(bytes: size ?? 0)
    let peer = try measuredPeer(work)
    report.peer = peer?.name
    if let peer { print("peer: \(peer.name)") }
    let scoring = ScoringBenchmarks(model: model, runs: runs, work: work, peer: peer)
    let groups: [(String, () throws -> [Measurement])] = [
      // First, while this process is small: a child's peak memory begins with its parent's.
      (
        "process",
        {
          try ProcessBenchmarks(
            program: program, model: model, runs: runs, lengths: work.processLengths, peer: peer
          ).all
        }
      ),
      (
        "explorer",
        { try ExplorerBenchmarks(program: program, model: model, runs: runs, work: work).all }
      ),
      (
        "long texts",
        { try LongTextBenchmarks(program: program, model: model, runs: runs, work: work).all }
      ),
      ("peer", { peer?.all ?? [] }),
      ("peak", { KernelBenchmarks(runs: runs).all }),
      ("scoring", { try scoring.all }),
      ("generating", { try scoring.generation }),
      ("lines", { try LinesBenchmarks(model: model, count: work.texts, peer: linesPeer).all }),
      (
        "training", { try TrainingBenchmarks(runs: runs, work: work, peer: trainingPeer).all }
      ),
      (
        "exactness",
        {
          try ExactnessBenchmarks(model: model, reference: reference, length: work.exactLength).all
        }
      ),
      ("slider", { SliderBenchmarks(work: work).all }),
      (
        "parts",
        {
          report.breakdowns = try PartBenchmarks(
            model: model, runs: runs, tokens: work.usualLength
          ).all
          return report.breakdowns.flatMap(\.measurements)
        }
      ),
    ]
    for (name, measure) in groups where isWanted(name) {
      let measurements = try measure()
      if !measurements.isEmpty { print("\n\(name)") }
      for measurement in measurements { print(Report.line(measurement)) }
      fflush(nil)  // so that a file or a pipe shows how far it is
      report.measurements += measurements
    }
    if let json { try report.write(to: json) }
    if let chart, !report.breakdowns.isEmpty {
      let chartOf = Chart(
        breakdowns: report.breakdowns, machine: "\(machine.processor), \(machine.model)")
      try Data(chartOf.svg.utf8).write(to: URL(filePath: chart), options: .atomic)
    }
  }

  private func isWanted(_ group: String) -> Bool { only.map(group.contains) ?? true }

  /// The peer's figures, where a group is wanted that has a place for them.
  private func measuredPeer(_ work: Workload) throws -> Peer? {
    guard let peer, ["process", "peer", "scoring", "generating"].contains(where: isWanted) else {
      return nil
    }
    return try Peer(
      command: peer, model: model, lengths: work.lengths.filter { $0 <= 2048 }, runs: runs)
  }
}
