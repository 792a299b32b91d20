import InformationTheory

/// A stretch of a text that both of two tokenizers cut out, and no smaller one: what can be compared of models with
/// different vocabularies.
public struct ComparedSpan: Equatable, Sendable {
  /// Its bytes.
  public var bytes: Range<Int>
  /// The tokens of each model in it.
  public var base: Range<Int>, other: Range<Int>

  /// A span from its parts.
  public init(bytes: Range<Int>, base: Range<Int>, other: Range<Int>) {
    (self.bytes, self.base, self.other) = (bytes, base, other)
  }
}

extension ComparedSpan {
  /// The spans of a text by the tokens of two models, in order; together they are the text. A token without bytes
  /// belongs to the span behind it, as the last of all to the one before. O(*n*).
  public static func all(_ base: [Token], _ other: [Token]) -> [ComparedSpan] {
    var spans: [ComparedSpan] = []
    var (i, j, start) = (0, 0, 0)
    while i < base.count, j < other.count {
      let first = (i, j)
      (i, j) = (i + 1, j + 1)
      while base[i - 1].bytes.upperBound != other[j - 1].bytes.upperBound {
        let isBehind = base[i - 1].bytes.upperBound < other[j - 1].bytes.upperBound
        guard isBehind ? i < base.count : j < other.count else { break }
        if isBehind { i += 1 } else { j += 1 }
      }
      let end = max(base[i - 1].bytes.upperBound, other[j - 1].bytes.upperBound)
      spans.append(ComparedSpan(bytes: start..<end, base: first.0..<i, other: first.1..<j))
      start = end
    }
    if let last = spans.indices.last {
      spans[last].base = spans[last].base.lowerBound..<base.count
      spans[last].other = spans[last].other.lowerBound..<other.count
    }
    return spans
  }

  /// The surprisal of some of its tokens together, and what is certain of it; nil where one has none. O(*n*) in them.
  public static func surprisal(
    of tokens: Range<Int>, _ scores: [TokenScore?]
  ) -> (middle: Information, all: ClosedRange<Information>)? {
    var (sum, all) = (Information.zero, Information.zero...Information.zero)
    for token in tokens {
      guard scores.indices.contains(token), let score = scores[token] else { return nil }
      sum = sum + score.surprisal
      all = all + score.surprisals
    }
    return (sum, all)
  }
}
