import Basics

/// The entries of a vocabulary in the order of their bytes, so that all that begin with the same
/// bytes are neighbours. Control tokens, which stand for no text, are left out.
public struct ByteOrder: Sendable {
  /// The entries' ids: `[entries]`.
  public let ids: [Int]
  private let spellings: [[UInt8]]

  /// Sorts a vocabulary. O(*n* log *n*) in the number of its entries.
  public init(_ vocabulary: Vocabulary) {
    let entries = (0..<vocabulary.count).filter { !vocabulary.isControl($0) }
      .map { (id: $0, bytes: vocabulary.bytes($0)) }.filter { !$0.bytes.isEmpty }
      .sorted { $0.bytes.lexicographicallyPrecedes($1.bytes) }
    ids = entries.map(\.id)
    spellings = entries.map(\.bytes)
  }

  /// All entries.
  public var all: Range<Int> { ids.indices }

  /// The number of bytes of the entry at a place.
  func length(at place: Int) -> Int { spellings[place].count }

  /// Among neighbours that share their first bytes, and go on behind them, those that go on with a
  /// certain byte. O(log *n*) in the number of neighbours.
  func narrowed(_ range: Range<Int>, at depth: Int, to byte: UInt8) -> Range<Int> {
    let start = spellings[range].partitioningIndex { $0[depth] >= byte }
    return start..<spellings[start..<range.upperBound].partitioningIndex { $0[depth] > byte }
  }
}
