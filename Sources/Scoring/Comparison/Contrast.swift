import Basics
import InformationTheory

/// A text as another model reads it, beside the tokens of the one at hand: the spans that both cut out, and by how
/// much more each surprises the other. Predictions are kept, so that every number follows the temperature.
public struct Contrast: Sendable {
  /// The text as the other reads it, with as many predictions as there are.
  public private(set) var other: ScoredText
  /// The other's figures, at the temperature that was set last.
  public private(set) var figures: TextFigures
  /// The spans of the text, in order.
  public let spans: [ComparedSpan]

  /// Sums over the beginning of a text, as far as both models have scored it.
  public struct Totals: Equatable, Sendable {
    /// The surprisals of all of it; where they are open the middles of what they are at least and at most.
    public var base: Information, other: Information
    /// What is certain of them.
    public var bases: ClosedRange<Information>, others: ClosedRange<Information>
    /// Its bytes.
    public var bytes: Int

    /// By how much more the text surprises the other; nil where it may be impossible to both.
    public var changes: ClosedRange<Information>? { others - bases }

    /// Whether it lies between two numbers.
    public var isOpen: Bool { bases.isOpen || others.isOpen }

    /// Bits per byte of one of the sums; nil of no bytes.
    public func perByte(_ sum: Information) -> Double? {
      bytes > 0 ? sum.bits / Double(bytes) : nil
    }
  }

  /// A text in the tokens of the model at hand, and as the other reads it. O(*n*) in both.
  public init(of tokens: [Token], with other: ScoredText, at temperature: Temperature) {
    self.other = other
    figures = TextFigures(other.predictions, at: temperature)
    spans = ComparedSpan.all(tokens, other.tokens)
  }

  /// Takes what the other says of its tokens from one on. O(*n* · notches) in them.
  public mutating func add(_ block: Predictions, at start: Int) {
    guard start + block.count <= other.tokens.count else { return }
    if other.predictions.count == 0 {
      other.predictions = TextPredictions(
        vocabularySize: block.vocabularySize, division: figures.division)
    }
    let pages = other.predictions.add(block, at: start, of: other.tokens.count)
    figures.extend(to: other.predictions, pages: pages)
  }

  /// Sets the temperature of the figures. O(*n*) in the tokens.
  public mutating func set(_ temperature: Temperature) {
    guard temperature != figures.temperature else { return }
    figures = TextFigures(other.predictions, at: temperature)
  }

  /// The span that a token of the model at hand belongs to. O(log *n*).
  public func span(holding token: Int) -> ComparedSpan? {
    let place = spans.partitioningIndex { $0.base.upperBound > token }
    return spans.indices.contains(place) && spans[place].base.contains(token) ? spans[place] : nil
  }

  /// By how much more the span that holds a token surprises the other; nil where either has no score, and where
  /// both find it impossible. O(*n*) in the span.
  ///
  /// - Parameter figures: Those of the model at hand, at the same temperature.
  public func change(of token: Int, in figures: TextFigures) -> Information? {
    guard let span = span(holding: token), let base = figures.surprisal(of: span.base),
      let other = self.figures.surprisal(of: span.other)
    else { return nil }
    let change = other - base
    return change.nats.isNaN ? nil : change
  }

  /// What is certain of that; nil likewise. What is open of one model is so independently of the other. O(*n*) in the
  /// span.
  public func changes(of token: Int, in figures: TextFigures) -> ClosedRange<Information>? {
    guard let span = span(holding: token), let base = figures.surprisals(of: span.base),
      let other = self.figures.surprisals(of: span.other)
    else { return nil }
    return other - base
  }

  /// What a token adds to a sum of changes: that of a span stands with its first token.
  public func share(of token: Int, in figures: TextFigures) -> Information? {
    guard let change = change(of: token, in: figures) else { return nil }
    return span(holding: token)?.base.lowerBound == token ? change : .zero
  }

  /// The sums over the beginning of the text, as far as both have scored it; nil while that is nothing.
  /// O(log *n*), and O(*pages*).
  public func totals(in figures: TextFigures) -> Totals? {
    guard let base = figures.firstScored, let other = self.figures.firstScored else { return nil }
    let first = spans.partitioningIndex {
      $0.base.lowerBound >= base && $0.other.lowerBound >= other
    }
    let ends = (base: figures.leadingCount, other: self.figures.leadingCount)
    let end = spans.partitioningIndex {
      $0.base.upperBound > ends.base || $0.other.upperBound > ends.other
    }
    guard first < end else { return nil }
    let (from, to) = (spans[first], spans[end - 1])
    let (mine, theirs) = (
      from.base.lowerBound..<to.base.upperBound, from.other.lowerBound..<to.other.upperBound
    )
    return Totals(
      base: figures.total(of: mine), other: self.figures.total(of: theirs),
      bases: figures.totalInterval(of: mine), others: self.figures.totalInterval(of: theirs),
      bytes: to.bytes.upperBound - from.bytes.lowerBound)
  }
}

extension TextFigures {
  /// The surprisal of some tokens together; nil where one has none. O(*n*) in them.
  public func surprisal(of tokens: Range<Int>) -> Information? {
    var sum = Information.zero
    for token in tokens {
      guard let surprisal = surprisal(at: token) else { return nil }
      sum = sum + surprisal
    }
    return sum
  }

  /// What is certain of that; nil likewise. O(*n*) in them.
  public func surprisals(of tokens: Range<Int>) -> ClosedRange<Information>? {
    var sum = Information.zero ... .zero
    for token in tokens {
      guard let surprisals = surprisalInterval(at: token) else { return nil }
      sum = sum + surprisals
    }
    return sum
  }
}
