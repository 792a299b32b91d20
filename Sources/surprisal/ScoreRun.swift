import Reports
import Scoring

/// What scores a text: a model, or the file in which its scores were kept.
struct ScoreRun {
  let scorer: Scorer
  let settings: ScoringSettings
  /// The text and its tokens.
  let text: [UInt8], tokens: [Token]
  private let options: ScoringOptions
  private let receipt: Receipt
  /// What the model is named by; empty for the default one.
  private let reference: String
  private let readsControlTokens: Bool
  /// Whether numbers may be open.
  private let isBounded: Bool

  /// - Parameter saved: The file; nil where there is none, or a model is to score its text anew.
  init(_ text: [UInt8], _ saved: SavedText?, _ options: ScoringOptions) throws {
    (self.text, self.options) = (text, options)
    if let saved {
      (scorer, settings, receipt) = (saved.scorer, saved.settings, saved.receipt)
      (readsControlTokens, reference) = (saved.readsControlTokens, saved.view.reference)
      isBounded = saved.predictions.isBounded
    } else {
      scorer = try options.scorer()
      settings = try options.settings(for: scorer)
      receipt = Receipt(options.chosen.model)
      (readsControlTokens, reference) = (options.special, options.chosen.model ?? "")
      isBounded = scorer.isBounded
    }
    tokens = try scorer.tokens(of: text, special: readsControlTokens)
  }

  func header(topCount: Int) -> ReportHeader {
    ReportHeader(
      model: scorer.model, vocabulary: scorer.vocabulary, settings: settings,
      temperature: options.temperature, topCount: topCount, isBounded: isBounded, receipt: receipt,
      look: .usual)
  }

  /// The text with its scores, to be kept in a file.
  ///
  /// - Parameter source: The name of the file that it came from; empty for none.
  func saved(_ predictions: Predictions, source: String) -> SavedText {
    var view = SavedText.View()
    (view.temperature, view.source) = (options.temperature, source)
    view.reference = reference
    return SavedText(
      text, tokens, predictions, settings, readsControlTokens: readsControlTokens,
      model: scorer.model,
      vocabulary: scorer.vocabulary, boundaries: scorer.boundaries, receipt: receipt, view: view)
  }
}
