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
  /// How many of the first tokens are expected alike in both texts, as nothing else was read before them.
  private var sharedCount = 0

  /// What is certain of the sums of the surprisals of two texts, as far as both are scored up to the same place.
  public struct Totals: Equatable, Sendable {
    /// The sum in the baseline, and in the text that is measured against it.
    public var before: ClosedRange<Information>, after: ClosedRange<Information>
    /// By how much the text is more surprising than its baseline; nil where both may be infinite.
    public var changes: ClosedRange<Information>?

    /// The same with the text as the baseline.
    public var reversed: Self {
      Self(before: after, after: before, changes: changes.flatMap { (.zero ... .zero) - $0 })
    }
  }

  /// A baseline for a text, at a temperature.
  ///
  /// - Complexity: O(*n*) in the bytes and tokens of both.
  public init(_ scored: ScoredText, for text: ScoredText, at temperature: Temperature) {
    self.scored = scored
    figures = TextFigures(scored.predictions, at: temperature)
    alignment = TokenAlignment(from: scored, to: text)
    sharedCount = countShared(with: text.settings)
  }

  /// Takes another text to be measured. O(*n*) in the bytes and tokens.
  public mutating func align(with text: ScoredText) {
    alignment = TokenAlignment(from: scored, to: text)
    sharedCount = countShared(with: text.settings)
  }

  private func countShared(with settings: ScoringSettings) -> Int {
    guard settings != scored.settings else { return alignment.replaced.lowerBound }
    guard settings.startToken == scored.settings.startToken else { return 0 }
    return min(alignment.replaced.lowerBound, settings.capacity, scored.settings.capacity)
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
    let change = after - before
    return change.nats.isNaN ? nil : change
  }

  /// What is certain of that; nil likewise. What is open of a token is so independently in both texts, but where both
  /// expect it alike. O(1).
  public func changes(of token: Int, in figures: TextFigures) -> ClosedRange<Information>? {
    guard let old = alignment.old(of: token),
      let before = self.figures.surprisalInterval(at: old),
      let after = figures.surprisalInterval(at: token), let changes = after - before
    else { return nil }
    return token < sharedCount ? .zero ... .zero : changes
  }

  /// The sums over what was replaced and over what came in its place; nil where nothing was, or
  /// where that is not scored yet. O(*n*) in these tokens.
  public func replacement(in figures: TextFigures) -> Totals? {
    let (old, new) = (alignment.replaced, alignment.replacement)
    guard !old.isEmpty || !new.isEmpty, self.figures.holds(all: old), figures.holds(all: new)
    else { return nil }
    return totals(old, new, in: figures)
  }

  /// The sums over both texts, as far as both are scored up to the same place; nil while no token of
  /// one of them has a score there, as where the model reads no context at all. O(*n*) in the tokens.
  public func totals(in figures: TextFigures) -> Totals? {
    let shared = alignment.comparable(
      old: self.figures.leadingCount, new: figures.leadingCount)
    guard let before = self.figures.firstScored, let after = figures.firstScored,
      before < shared.old, after < shared.new
    else { return nil }
    return totals(0..<shared.old, 0..<shared.new, in: figures)
  }

  private func totals(_ old: Range<Int>, _ new: Range<Int>, in figures: TextFigures) -> Totals {
    func sum(_ figures: TextFigures, _ tokens: Range<Int>) -> ClosedRange<Information> {
      figures.totalInterval(of: tokens)
    }
    let others = sharedCount..<Int.max
    return Totals(
      before: sum(self.figures, old), after: sum(figures, new),
      changes: sum(figures, new.clamped(to: others)) - sum(self.figures, old.clamped(to: others)))
  }
}
