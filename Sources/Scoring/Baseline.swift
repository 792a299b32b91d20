import InformationTheory

/// What a scored text is measured against: the same text, or most of it, under other circumstances,
/// such as before a word was replaced, or with less context.
///
/// It keeps predictions and no figures of one temperature, so that every change follows the slider.
public struct Baseline: Sendable {
  /// The other text, its tokens and their predictions.
  public let scored: ScoredText
  /// Its figures, at the temperature that was set last.
  public private(set) var figures: TextFigures
  /// Which of its tokens (the old ones) are which of the text that is measured (the new ones).
  public private(set) var alignment: TokenAlignment

  /// The sums of the surprisals of two texts, as far as both are scored up to the same place.
  public struct Totals: Equatable, Sendable {
    /// The sum in the baseline, and in the text that is measured against it.
    public var before: Information, after: Information

    /// Sums of two texts.
    public init(before: Information, after: Information) {
      self.before = before
      self.after = after
    }

    /// By how much the text is more surprising than its baseline; nil where both are infinite.
    public var change: Information? { difference(after, before) }
  }

  /// A baseline for a text, at a temperature.
  ///
  /// - Complexity: O(*n*) in the bytes and tokens of both.
  public init(_ scored: ScoredText, for text: ScoredText, at temperature: Temperature) {
    self.scored = scored
    figures = TextFigures(scored.predictions, at: temperature)
    alignment = TokenAlignment(from: scored, to: text)
  }

  /// Takes another text to be measured. O(*n*) in the bytes and tokens.
  public mutating func align(with text: ScoredText) {
    alignment = TokenAlignment(from: scored, to: text)
  }

  /// Sets the temperature of the figures. O(*n*) in the tokens.
  public mutating func set(_ temperature: Temperature) {
    guard temperature != figures.temperature else { return }
    figures = TextFigures(scored.predictions, at: temperature)
  }

  /// By how much a token is more surprising than in the baseline; nil where it is not there, where
  /// either has no score, and where both are infinite. O(1).
  ///
  /// - Parameter figures: Those of the text that is measured, at the same temperature.
  public func change(of token: Int, in figures: TextFigures) -> Information? {
    guard let old = alignment.old(of: token), let before = self.figures.surprisal(at: old),
      let after = figures.surprisal(at: token)
    else { return nil }
    return difference(after, before)
  }

  /// The sums over what was replaced and over what came in its place; nil where nothing was, or
  /// where that is not scored yet. O(*n*) in these tokens.
  public func replacement(in figures: TextFigures) -> Totals? {
    let (old, new) = (alignment.replaced, alignment.replacement)
    guard !old.isEmpty || !new.isEmpty, self.figures.holds(all: old), figures.holds(all: new)
    else { return nil }
    return Totals(before: self.figures.total(of: old), after: figures.total(of: new))
  }

  /// The sums over both texts, as far as both are scored up to the same place; nil while no token of
  /// one of them has a score there, as where the model reads no context at all. O(*n*) in the tokens.
  public func totals(in figures: TextFigures) -> Totals? {
    let shared = alignment.comparable(
      old: self.figures.leadingCount, new: figures.leadingCount)
    guard let before = self.figures.firstScored, let after = figures.firstScored,
      before < shared.old, after < shared.new
    else { return nil }
    return Totals(
      before: self.figures.total(of: 0..<shared.old), after: figures.total(of: 0..<shared.new))
  }
}

/// What one amount exceeds another by; nil where both are infinite, so that there is no telling.
private func difference(_ a: Information, _ b: Information) -> Information? {
  let difference = a - b
  return difference.nats.isNaN ? nil : difference
}
