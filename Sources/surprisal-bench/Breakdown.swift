/// Where the time of scoring a text goes, on one thread with one instruction set.
struct Breakdown: Codable {
  var instructionSet: String
  /// Tokens of the text.
  var tokens: Int
  /// Seconds that one thread takes for it, measured as a whole.
  var seconds: Double
  /// The parts, each measured alone, and last what is left of the whole.
  var parts: [Part]
  /// Floating-point operations of the whole, and those that the machine can do in a second: one core,
  /// and all of them together with what they achieve.
  var operations: Double, peakOfCore: Double
  var peakOfAllCores: Double, achievedOnAllCores: Double

  struct Part: Codable {
    var name: String
    /// Seconds of one thread.
    var seconds: Double
    /// What it does in a second; nil where operations are not what it is made of.
    var operationsPerSecond: Double?
  }

  /// The share of the machine's peak that is achieved, on one core and on all.
  var shareOfCore: Double { operations / seconds / peakOfCore }
  var shareOfAllCores: Double { achievedOnAllCores / peakOfAllCores }

  var measurements: [Measurement] {
    let whole = "\(tokens.grouped) tokens, \(instructionSet)"
    let giga = 1e-9
    return [
      Measurement("peak of a core, \(instructionSet)", [peakOfCore * giga], unit: "Gflop/s"),
      Measurement("achieved, \(whole), 1 thread", [operations / seconds * giga], unit: "Gflop/s")
        .noting("\(percent(shareOfCore)) of that peak"),
      Measurement(
        "peak of all cores, \(instructionSet)", [peakOfAllCores * giga], unit: "Gflop/s"),
      Measurement("achieved, \(whole), all threads", [achievedOnAllCores * giga], unit: "Gflop/s")
        .noting("\(percent(shareOfAllCores)) of that peak"),
      Measurement("time of \(whole), 1 thread", [seconds * 1e3], unit: "ms"),
    ]
      + parts.map { part in
        let rate = part.operationsPerSecond.map { ", \(($0 * giga).rounded3) Gflop/s" } ?? ""
        return Measurement("  \(part.name), \(instructionSet)", [part.seconds * 1e3], unit: "ms")
          .noting(percent(part.seconds / seconds) + rate)
      }
  }
}

/// A share in per cent, such as `78 %`.
func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
