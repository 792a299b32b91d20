import CPeak
import FoundationEssentials
import GGUF
import Computing
import Inference

/// How fast the packed weights can be read at most, which bounds the rate of one token at a time: each
/// token needs all of them once.
struct MemoryBenchmarks {
  /// The weights that a token needs, in bytes: all matrices but an embedding that is not the head.
  let bytes: Double
  /// Bytes a second of all cores together, run by run.
  private let rates: [Double]

  /// Reads a model's weights several times.
  init(model: String, runs: Int) throws {
    let file = try ModelFile(path: model)
    let hasHead = file.tensor("output.weight") != nil
    let tensors = file.tensors.filter { !(hasHead && $0.name == "token_embd.weight") }
    let chunk = 1 << 18
    let chunks = unsafe tensors.flatMap { tensor in
      let all = unsafe file.bytes(of: tensor)
      return unsafe stride(from: 0, to: all.count, by: chunk).map {
        unsafe UnsafeRawBufferPointer(rebasing: all[$0..<min($0 + chunk, all.count)])
      }
    }
    let bytes = unsafe Double(chunks.reduce(0) { $0 + $1.count })
    let pool = WorkerPool(width: ProcessInfo.processInfo.activeProcessorCount)
    rates = seconds(runs: max(runs, 3)) {
      unsafe pool.run(chunks.count) { task, _ in
        unsafe peak_read(chunks[task].baseAddress, chunks[task].count)
      }
    }.map { bytes / $0 }
    self.bytes = bytes
  }

  /// The rate at which tokens would come if reading were all.
  var tokensPerSecond: Double { rates.middle / bytes }

  var all: [Measurement] {
    [
      Measurement(
        "plain read of the packed weights, all cores", rates.map { $0 * 1e-9 }, unit: "GB/s"
      ).noting(
        "\((bytes * 1e-6).rounded3) MB a token, \(tokensPerSecond.rounded3) tokens/s at most")
    ]
  }
}
