/// Where the time of scoring a text goes, on one thread with one instruction set.
struct Breakdown: Codable {
  var instructionSet: String
  /// Tokens of the text.
  var tokens: Int
  /// Seconds for it, measured as a whole: of one thread, the middle of several runs, and run by run.
  var seconds: Double
  var runs: [Double]
  /// Seconds of as many threads as there are cores, run by run.
  var threads: Int, sharedRuns: [Double]
  /// The parts, each measured alone, and last what is left of the whole.
  var parts: [Part]
  /// Floating-point operations of the whole, and those that the machine can do in a second: one core,
  /// and all of them together.
  var operations: Double, peakOfCore: Double, peakOfAllCores: Double

  struct Part: Codable {
    var name: String
    /// Seconds of one thread.
    var seconds: Double
    /// What it does in a second; nil where operations are not what it is made of.
    var operationsPerSecond: Double?
  }

  /// The share of one core's peak that is achieved.
  var shareOfCore: Double { operations / seconds / peakOfCore }

  var measurements: [Measurement] {
    let whole = "\(tokens.grouped) tokens, \(instructionSet)"
    let all = "\(threads) threads"
    let gigaPeaks = (core: peakOfCore * 1e-9, all: peakOfAllCores * 1e-9)
    let alone = achieved("achieved, \(whole), 1 thread", runs)
    let shared = achieved("achieved, \(whole), \(all)", sharedRuns)
    return [
      Measurement("peak of a core, \(instructionSet)", [gigaPeaks.core], unit: "Gflop/s"),
      alone.noting("\(percent(alone.value / gigaPeaks.core)) of that peak"),
      Measurement("peak of all cores, \(instructionSet)", [gigaPeaks.all], unit: "Gflop/s"),
      shared.noting("\(percent(shared.value / gigaPeaks.all)) of that peak"),
      Measurement("\(all) over 1, \(whole)", shared, over: alone)
        .aiming(threads == 2 ? "at least 1.8" : nil),
      Measurement("time of \(whole), 1 thread", runs.map { $0 * 1e3 }, unit: "ms"),
    ]
      + parts.map { part in
        let rate = part.operationsPerSecond.map { ", \(($0 * 1e-9).rounded3) Gflop/s" } ?? ""
        return Measurement("  \(part.name), \(instructionSet)", [part.seconds * 1e3], unit: "ms")
          .noting(percent(part.seconds / seconds) + rate)
      }
  }
}

extension Breakdown {
  private func achieved(_ name: String, _ runs: [Double]) -> Measurement {
    Measurement(name, runs.map { operations / $0 * 1e-9 }, unit: "Gflop/s")
  }
}

/// A share in per cent, such as `78 %`.
func percent(_ share: Double) -> String { "\(Int((share * 100).rounded())) %" }
