import Basics
import InformationTheory
import TestSupport

/// A model of bytes with logits that only look random, but that knows how the alphabet goes on: what made-up servers
/// answer from.
struct ToyModel: Sendable {
  /// The entries of its vocabulary: bytes, and entries that stand for nothing.
  static let size = 300

  /// ln of the probability of each entry after some.
  static func logProbabilities(after ids: [Int], temperature: Double = 1) -> [Double] {
    var seed: UInt64 = 17
    for id in ids.suffix(3) { seed = seed &* 6_364_136_223_846_793_005 &+ UInt64(id) &+ 1 }
    var random = SeededGenerator(seed: seed)
    var logits = random.normals(size, deviation: 2).map(Double.init)
    if let next = next(after: ids) { logits[next] += 12 }
    logits = logits.map { $0 / temperature }
    let most = logits.max() ?? 0
    let sum = log(logits.reduce(0) { $0 + exp($1 - most) }) + most
    return logits.map { $0 - sum }
  }

  /// What comes next where the alphabet has gone on for a while: a space, or the letter behind the last.
  private static func next(after ids: [Int]) -> Int? {
    guard ids.count > 3, let last = ids.last else { return nil }
    if (65...90).contains(last) { return 0x20 }
    let before = ids[ids.count - 2]
    return last == 0x20 && (65..<90).contains(before) ? before + 1 : nil
  }

  /// The rank of an entry.
  static func rank(of id: Int, in values: [Double]) -> Int { 1 + values.count { $0 > values[id] } }

  /// The likeliest entries, best first.
  static func likeliest(_ count: Int, of values: [Double]) -> [Int] {
    Array(values.indices.sorted { (values[$1], $0) < (values[$0], $1) }.prefix(count))
  }
}
