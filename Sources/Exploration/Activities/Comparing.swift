import InformationTheory
import Scoring

/// The text on the screen beside what it is measured against.
public struct Comparison: Sendable {
  /// What the text is measured against.
  public internal(set) var baseline: Baseline
  /// What the baseline is.
  public internal(set) var subject: Subject
  /// The lens to go back to in the end.
  let formerLens: Lens
  /// The board and the panel from which it began: what was opened since is left before it.
  let start: (board: Board, panel: Panel)

  /// What a baseline can be.
  public enum Subject: Hashable, Sendable {
    /// The text before it was changed; the changed text is on the screen.
    case original
    /// The changed text; the original is on the screen.
    case variant
    /// The text read with all of its context; read with so many tokens of it, it is on the screen.
    case wholeContext(limit: Int)
  }

  /// The most tokens that the model may look back; nil for all that it can read.
  public var limit: Int? { if case .wholeContext(let limit) = subject { limit } else { nil } }

  /// What the header says of it, in full and in few letters.
  var name: (full: String, short: String) {
    switch subject {
    case .original: ("CHANGED TEXT", "CHANGED")
    case .variant: ("ORIGINAL TEXT", "ORIGINAL")
    case .wholeContext(let limit): ("CONTEXT \(limit)", "CONTEXT \(limit)")
    }
  }
}

extension Explorer {
  /// Measures the text against a baseline from now on, and shows what has changed.
  mutating func compare(with baseline: Baseline, as subject: Comparison.Subject) {
    comparison = Comparison(
      baseline: baseline, subject: subject,
      formerLens: comparison?.formerLens ?? desk.settings.lens,
      start: comparison?.start ?? (board, panel))
    lens = .change
  }

  /// Forgets the baseline and shows the text as before.
  mutating func endComparison() {
    if desk.settings.lens == .change { lens = comparison?.formerLens ?? .surprise }
    comparison = nil
  }

  /// By how much a token is more surprising in the changed text than in the original, whichever of
  /// the two is on the screen, or to another model than to that at hand; nil where it stands in one of them only,
  /// or is not scored. O(1), and O(*n*) in the tokens that it is to either model.
  package func change(of token: Int) -> Information? {
    hasPrediction(token) ? changes?.change(of: token, in: figures) : nil
  }

  /// What is certain of that; nil likewise.
  package func changeInterval(of token: Int) -> ClosedRange<Information>? {
    hasPrediction(token) ? changes?.interval(of: token, in: figures) : nil
  }

  /// What a token adds to the change of a part: what several tokens have in common stands with the first of them.
  func share(ofChange token: Int) -> Information? {
    hasPrediction(token) ? changes?.share(of: token, in: figures) : nil
  }

  /// What the text is measured against, if anything.
  var changes: TextChanges? {
    if let contrast = modelComparison?.contrast { return .toModel(contrast) }
    return comparison.map { .from($0.baseline, isReversed: $0.subject == .variant) }
  }

  /// Whether a token stands in the text on the screen only. O(1).
  package func isReplacement(_ token: Int) -> Bool {
    comparison?.baseline.alignment.replacement.contains(token) ?? false
  }

  /// The surprisals of what was replaced and of what came in its place, for a token that belongs to
  /// either; nil for any other token. O(*n*) in what was replaced.
  package func replacement(holding token: Int) -> Baseline.Totals? {
    guard let comparison, hasPrediction(token), isReplacement(token) else { return nil }
    return comparison.baseline.replacement(in: figures).map(comparison.oriented)
  }

  /// The surprisals of the original and of the changed text in all, as far as both are scored up to
  /// the same place; nil without a comparison, and where nothing has a score. O(*n*) in the tokens.
  package var totals: Baseline.Totals? {
    comparison.flatMap { $0.baseline.totals(in: figures).map($0.oriented) }
  }

  /// Whether both texts of a comparison are scored to their ends, so that its sums are over all of them. O(1).
  package var comparesWholeTexts: Bool {
    phase == .idle && reading.split?.isComplete == true
      && comparison?.baseline.scored.isComplete == true
  }
}

/// How the surprise of each token changes.
enum TextChanges: Sendable {
  /// From what another text, or less context, let expect; to it where that is the change.
  case from(Baseline, isReversed: Bool)
  /// To what another model says.
  case toModel(Contrast)

  /// The change of a token, or of what it has in common with others.
  func change(of token: Int, in figures: TextFigures) -> Information? {
    switch self {
    case .from(let baseline, let isReversed):
      baseline.change(of: token, in: figures).map { isReversed ? .zero - $0 : $0 }
    case .toModel(let contrast): contrast.change(of: token, in: figures)
    }
  }

  /// What is certain of that.
  func interval(of token: Int, in figures: TextFigures) -> ClosedRange<Information>? {
    switch self {
    case .from(let baseline, let isReversed):
      baseline.changes(of: token, in: figures).flatMap {
        isReversed ? (.zero ... .zero) - $0 : $0
      }
    case .toModel(let contrast): contrast.changes(of: token, in: figures)
    }
  }

  /// What it adds to the change of a part.
  func share(of token: Int, in figures: TextFigures) -> Information? {
    if case .toModel(let contrast) = self { return contrast.share(of: token, in: figures) }
    return change(of: token, in: figures)
  }

  /// Of how many tokens it is known what they are measured against.
  var count: Int {
    switch self {
    case .from(let baseline, _): baseline.scored.predictions.count
    case .toModel(let contrast): contrast.other.predictions.count
    }
  }
}

extension Comparison {
  /// The sums with the original first, whichever text is on the screen.
  fileprivate func oriented(_ totals: Baseline.Totals) -> Baseline.Totals {
    subject == .variant ? totals.reversed : totals
  }
}
