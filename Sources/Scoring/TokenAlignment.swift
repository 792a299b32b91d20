/// Which tokens of two texts stand for the same bytes: those before the first difference, and those
/// behind the last. What lies between has been replaced, and is compared as a whole.
public struct TokenAlignment: Equatable, Sendable {
  /// The tokens that gave way, as places among the old ones; empty when nothing did.
  public let replaced: Range<Int>
  /// What came in their place, as places among the new ones; empty when nothing did.
  public let replacement: Range<Int>
  private let oldCount: Int, newCount: Int

  /// Aligns the tokens of two texts by their bytes, so that it does not matter which tokenizer made
  /// them.
  ///
  /// - Complexity: O(*n*) in the bytes and tokens.
  public init(from old: ScoredText, to new: ScoredText) {
    let difference = ByteDifference(from: old.text, to: new.text)
    (oldCount, newCount) = (old.tokens.count, new.tokens.count)
    let shortest = min(oldCount, newCount)
    let prefix =
      (0..<shortest).first {
        old.tokens[$0].bytes != new.tokens[$0].bytes
          || old.tokens[$0].bytes.upperBound > difference.removed.lowerBound
      } ?? shortest
    let shift = new.text.count - old.text.count
    let suffix =
      (0..<shortest - prefix).first {
        let (a, b) = (old.tokens[old.tokens.count - 1 - $0], new.tokens[new.tokens.count - 1 - $0])
        return a.bytes.lowerBound + shift != b.bytes.lowerBound
          || a.bytes.upperBound + shift != b.bytes.upperBound
          || a.bytes.lowerBound < difference.removed.upperBound
      } ?? shortest - prefix
    replaced = prefix..<oldCount - suffix
    replacement = prefix..<newCount - suffix
  }

  /// The old token that stands for the same bytes as a new one; nil for what is new. O(1).
  public func old(of new: Int) -> Int? {
    guard (0..<newCount).contains(new), !replacement.contains(new) else { return nil }
    return new < replacement.lowerBound ? new : new + oldCount - newCount
  }

  /// The new token that stands for the same bytes as an old one; nil for what is gone. O(1).
  public func new(of old: Int) -> Int? {
    guard (0..<oldCount).contains(old), !replaced.contains(old) else { return nil }
    return old < replaced.lowerBound ? old : old + newCount - oldCount
  }

  /// How many of the first old and new tokens are to be compared, when so many of them are scored:
  /// both as far as the same place, before the replacement or behind it. O(1).
  func comparable(old oldScored: Int, new newScored: Int) -> (old: Int, new: Int) {
    let behind = min(oldScored - replaced.upperBound, newScored - replacement.upperBound)
    if behind >= 0 { return (replaced.upperBound + behind, replacement.upperBound + behind) }
    let before = min(oldScored, newScored, replaced.lowerBound)
    return (before, before)
  }
}

/// Where two texts differ: what lies between the bytes that they begin and end with alike.
public struct ByteDifference: Equatable, Sendable {
  /// The bytes of the first text that the second has not, and where others stand in the second.
  public let removed: Range<Int>, inserted: Range<Int>

  /// The difference between two texts. O(*n*) in the bytes.
  public init(from old: [UInt8], to new: [UInt8]) {
    let shortest = min(old.count, new.count)
    let prefix = (0..<shortest).first { old[$0] != new[$0] } ?? shortest
    let suffix =
      (0..<shortest - prefix).first { old[old.count - 1 - $0] != new[new.count - 1 - $0] }
      ?? shortest - prefix
    removed = prefix..<old.count - suffix
    inserted = prefix..<new.count - suffix
  }
}
