import Basics

/// Finds the names of tokens in a text: the leftmost, and of those that begin
/// at one place the longest.
struct SpecialTokens: Sendable {
  /// A name and its id.
  typealias Name = (bytes: [UInt8], id: Int)

  /// The names in order of their bytes.
  private let names: [Name]
  /// Whether a name begins with a byte.
  private let begins: [Bool]

  init(_ names: [Name]) {
    self.names =
      names.filter { !$0.bytes.isEmpty }
      .sorted {
        ($0.bytes == $1.bytes) ? $0.id < $1.id : $0.bytes.lexicographicallyPrecedes($1.bytes)
      }
    var begins = [Bool](repeating: false, count: 256)
    for name in self.names { begins[Int(name.bytes[0])] = true }
    self.begins = begins
  }

  /// The first name in a part of a text.
  ///
  /// - Complexity: O(*n* · *m* · log *k*), where *m* is the length of the longest of *k* names.
  func first(in text: Span<UInt8>, _ part: Range<Int>) -> (id: Int, range: Range<Int>)? {
    guard !names.isEmpty else { return nil }
    for place in part where begins[Int(text[place])] {
      if let match = longest(in: text, place..<part.upperBound) { return match }
    }
    return nil
  }

  /// The longest name at the start of a part, found by narrowing down the sorted names byte by byte.
  private func longest(in text: Span<UInt8>, _ part: Range<Int>) -> (id: Int, range: Range<Int>)? {
    let start = part.lowerBound
    var candidates = names.indices
    var match: (id: Int, range: Range<Int>)?
    for place in part {
      let depth = place - start
      let lower = names[candidates].partitioningIndex {
        $0.bytes.count > depth && $0.bytes[depth] >= text[place]
      }
      let upper = names[lower..<candidates.upperBound].partitioningIndex {
        $0.bytes[depth] > text[place]
      }
      candidates = lower..<upper
      guard let first = candidates.first else { break }
      if names[first].bytes.count == depth + 1 { match = (names[first].id, start..<place + 1) }
    }
    return match
  }
}
