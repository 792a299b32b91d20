/// Which entries of a vocabulary begin a word, those whose bytes begin with a space, and which end a text.
public struct WordBoundaries: Hashable, Sendable {
  /// For each entry 1 where it begins a word, else 0.
  public let starts: [UInt8]
  /// The number of entries that begin a word.
  public let startCount: Int
  /// The entries that end a text, at most two.
  public let ends: [Int]

  /// The most entries that end a text.
  public static let mostEnds = 2

  /// Boundaries of a vocabulary. O(*n*) in its size.
  public init(starts: [Bool], ends: [Int] = []) {
    self.starts = starts.map { $0 ? 1 : 0 }
    startCount = starts.count { $0 }
    var known: [Int] = []
    for end in ends where !known.contains(end) { known.append(end) }
    self.ends = Array(known.prefix(Self.mostEnds))
  }

  /// The boundaries of a vocabulary of bytes.
  public static let bytes = WordBoundaries(starts: (0..<256).map { $0 == 0x20 })

  /// Whether an entry begins a word. O(1).
  public func isStart(_ id: Int) -> Bool { starts.indices.contains(id) && starts[id] != 0 }
}
