import CKernels
import FoundationEssentials
import GGUF
import Inference
import InformationTheory
import Scoring

/// Where the time of scoring a text goes: each kernel alone on one core, on operands of the size and the
/// layout that the engine gives it, times the number of its calls.
struct PartBenchmarks {
  var model: String
  var runs: Int
  /// The length of the text in tokens; a multiple of 16.
  var tokens: Int

  /// A breakdown for each instruction set but the portable one, which nobody waits for.
  var all: [Breakdown] {
    get throws {
      let shape = try ModelShape(path: model)
      return try InstructionSet.available.filter { $0.name != "portable" }.map {
        try breakdown($0, shape)
      }
    }
  }

  private func breakdown(_ set: InstructionSet, _ shape: ModelShape) throws -> Breakdown {
    let cores = ProcessInfo.processInfo.activeProcessorCount
    let alone = try time(set, threads: 1)
    let whole = alone.middle
    let shared = try time(set, threads: cores)
    let count = shape.operations(tokens: tokens)
    let parts = KernelParts(set, shape, blocks: tokens / 16, runs: runs)
    let products = shape.layerMatrices.reduce(0) { $0 + parts.product(with: $1, blocksAtOnce: nil) }
    let head = parts.product(with: shape.head, blocksAtOnce: 3)
    let attention = parts.attention
    var known = [
      Breakdown.Part(
        name: "products of the layers", seconds: products,
        operationsPerSecond: count.layers / products),
      .init(
        name: "products of the head", seconds: head, operationsPerSecond: count.head / head),
      .init(
        name: "attention", seconds: attention, operationsPerSecond: count.attention / attention),
      .init(name: "folding logits", seconds: parts.folding),
      .init(
        name: "unpacking weights",
        seconds: (shape.layerMatrices + [shape.head]).reduce(0) { $0 + parts.unpacking($1) }),
    ]
    known.append(
      .init(name: "all else", seconds: whole - known.reduce(0) { $0 + $1.seconds }))
    let operations = count.layers + count.head + count.attention
    let peaks = KernelBenchmarks(runs: runs)
    return Breakdown(
      instructionSet: set.name, tokens: tokens, seconds: whole, runs: alone, threads: cores,
      sharedRuns: shared, parts: known,
      operations: operations, peakOfCore: peaks.rates(set, threads: 1).middle,
      peakOfAllCores: peaks.rates(set, threads: cores).middle)
  }

  /// Seconds for the whole, run by run.
  private func time(_ set: InstructionSet, threads: Int) throws -> [Double] {
    let scorer = try Engine(path: model, threads: threads, instructionSet: set.name).scorer
    var seed: UInt64 = 100
    return try seconds(runs: min(runs, 3)) {
      seed += 1
      try scorer.scoreAll(BenchmarkText.random(tokens, seed: seed))
    }
  }
}
