import FoundationEssentials
import InformationTheory
import Scoring
import Training

/// How fast the classroom's networks learn.
struct TrainingBenchmarks {
  var runs: Int
  var work: Workload
  /// A command that trains the same transformer with another library, for the same number of steps.
  var peer: String?

  /// The most steps a second that are asked of one core and of two, on processors with AVX-512.
  private static let aims = ["at least 45", "at least 1.7 × those of one"]

  var all: [Measurement] {
    get throws {
      let peer = try self.peer.flatMap { try TrainingPeer(command: $0, steps: work.trainingSteps) }
      let cores = min(ProcessInfo.processInfo.activeProcessorCount, 2)
      var all: [Measurement] = []
      for set in InstructionSet.learning {
        let isBest = set.name == InstructionSet.learning[0].name
        for threads in 1...(isBest ? cores : 1) {
          all += try rates(.transformer(), set, threads: threads, beside: isBest ? peer : nil)
        }
      }
      for network in [Network.table, .perceptron()] {
        all += try rates(network, .learning[0], threads: 1, beside: nil)
      }
      return all
    }
  }

  /// Steps a second, and for the transformer what they are of the core's peak.
  private func rates(
    _ network: Network, _ set: InstructionSet, threads: Int, beside peer: TrainingPeer?
  ) throws -> [Measurement] {
    let run = try Run(
      Recipe(network), on: Self.text, threads: threads, instructionSet: set.name)
    let steps = work.trainingSteps
    let rates = seconds(runs: runs) { for _ in 0..<steps { _ = run.step() } }
      .map { Double(steps) / $0 }
    let cores = threads == 1 ? "a core" : "\(threads) cores"
    let name = "learn: \(network.name), \(cores), \(set.name)"
    let isAimed = network == .transformer() && set.name == "avx512"
    let measurement = Measurement(name, rates, unit: "steps/s")
      .beside(peer?.rates[threads]).aiming(isAimed ? Self.aims[threads - 1] : nil)
    guard network == .transformer() else { return [measurement] }
    let peak = KernelBenchmarks(runs: runs).rates(set, threads: threads).middle
    return [
      measurement.noting(peer.map { "peer: \($0.name)" } ?? ""),
      Measurement(
        name + ", of the peak", rates.map { 100 * $0 * Self.operations / peak }, unit: "%"),
    ]
  }

  /// Floating-point operations in the products of a step of the transformer: three products a matrix, and
  /// of attention what is not hidden by what comes later.
  private static let operations: Double = {
    let recipe = Recipe()
    guard case .transformer(let layers, let width, let inner) = recipe.network else { return 0 }
    let weights = layers * (4 * width * width + 3 * width * inner) + 256 * width
    let (length, windows) = (recipe.windowLength, recipe.windowCount)
    return 6 * Double(windows * length) * Double(weights + layers * length * width)
  }()

  /// 20 KB of lines of some words in any order, which is as good as any other text here.
  private static let text: [UInt8] = {
    var random = SplitMix64(seed: 1)
    let words = "the camel of Yuki lives in a desert and eats thorns".split(separator: " ")
    var text: [UInt8] = []
    while text.count < 20_000 {
      let line = (0..<9).map { _ in words[Int(random.next() % UInt64(words.count))] }
      text += Array((line.joined(separator: " ") + ".\n").utf8)
    }
    return text
  }()
}

/// Another library that trains the same transformer, by a command that measures itself. With a number of
/// steps as its argument it prints `engine NAME`, and lines `steps THREADS COUNT SECONDS`, run by run.
struct TrainingPeer {
  private(set) var name = "a peer"
  /// Steps a second by threads, run by run.
  private(set) var rates: [Int: [Double]] = [:]

  /// Measures it at once; nil when the command fails, as where the library is not installed.
  init?(command: String, steps: Int) throws {
    guard
      let output = try? ChildProcess.output(of: ["/bin/sh", "-c", "\(command) \(steps)"]).text
    else { return nil }
    for line in output.split(separator: "\n") {
      let words = line.split(separator: " ")
      if words.first == "engine" {
        name = words.dropFirst().joined(separator: " ")
      } else if words.count == 4, words[0] == "steps", let threads = Int(words[1]),
        let count = Double(words[2]), let seconds = Double(words[3])
      {
        rates[threads, default: []].append(count / seconds)
      } else {
        throw BenchmarkError.badPeerLine(String(line))
      }
    }
  }
}
