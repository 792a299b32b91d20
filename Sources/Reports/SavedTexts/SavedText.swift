import InformationTheory
import Scoring

/// A scored text that was put into a file, with all that is shown of it: it is read without the model.
public struct SavedText: Sendable {
  /// The model that scored it, and what made the numbers.
  public var model: ModelDescription, receipt: Receipt
  /// What its tokens are scored after at its beginning and its end.
  public var boundaries: BoundaryTokens
  /// How it was scored.
  public var settings: ScoringSettings
  /// Whether names of control tokens in it were read as these.
  public var readsControlTokens: Bool
  /// The text, and the tokens that it is.
  public var text: [UInt8], tokens: [Token]
  /// What the model expected of the first tokens; those behind them have no score.
  public var predictions: Predictions
  /// What the entries of the vocabulary are called that are named in it.
  public var names: [Int: Name]
  /// How it was looked at.
  public var view: View

  /// What an entry of the vocabulary is called.
  public struct Name: Hashable, Sendable {
    /// The bytes that it stands for.
    public var bytes: [UInt8]
    /// Whether it stands for no text.
    public var isControl: Bool
    /// A name.
    public init(bytes: [UInt8], isControl: Bool) {
      (self.bytes, self.isControl) = (bytes, isControl)
    }
  }

  /// How a text is looked at.
  public struct View: Hashable, Sendable {
    /// The temperature, what the colours mean, and the unit.
    public var temperature = Temperature.one, lens = Lens.surprise, unit = Unit.bits
    /// What it is read in.
    public var textUnit = TextUnit.token
    /// The token that is looked at, from 0.
    public var token = 0
    /// Where the text came from: the name of a file; empty for none.
    public var source = ""
    /// What the model is named by, as `--model` takes it; empty for the default one.
    public var reference = ""
    /// The usual view.
    public init() {}
  }

  /// A text as a scorer read it, with the names of all that its predictions name. O(*n*).
  ///
  /// - Parameter predictions: Of the first tokens; the rest has no score.
  public init(
    _ text: [UInt8], _ tokens: [Token], _ predictions: Predictions, _ settings: ScoringSettings,
    readsControlTokens: Bool, model: ModelDescription, vocabulary: Vocabulary,
    boundaries: BoundaryTokens, receipt: Receipt, view: View
  ) {
    (self.text, self.tokens, self.predictions) = (text, tokens, predictions)
    (self.settings, self.readsControlTokens) = (settings, readsControlTokens)
    (self.model, self.receipt, self.boundaries, self.view) = (model, receipt, boundaries, view)
    var entries = Set(tokens.map(\.id))
    for place in 0..<predictions.count {
      let ids = predictions.ids[place]
      for lane in ids.indices where ids[lane] >= 0 { entries.insert(Int(ids[lane])) }
    }
    entries.formUnion(
      [boundaries.beginning, boundaries.end, settings.startToken].compactMap { $0 })
    names = [:]
    for entry in entries where (0..<vocabulary.count).contains(entry) {
      names[entry] = Name(bytes: vocabulary.bytes(entry), isControl: vocabulary.isControl(entry))
    }
  }

  init(
    model: ModelDescription, receipt: Receipt, boundaries: BoundaryTokens,
    settings: ScoringSettings,
    readsControlTokens: Bool, text: [UInt8], tokens: [Token], predictions: Predictions,
    names: [Int: Name], view: View
  ) {
    (self.model, self.receipt, self.boundaries, self.settings) = (
      model, receipt, boundaries, settings
    )
    (self.readsControlTokens, self.text, self.tokens) = (readsControlTokens, text, tokens)
    (self.predictions, self.names, self.view) = (predictions, names, view)
  }
}

extension SavedText {
  /// A scorer that says what was saved, and knows of no other text.
  public var scorer: Scorer {
    let names = names
    var scorer = Scorer(
      model: model,
      vocabulary: Vocabulary(count: model.vocabularySize) {
        names[$0]?.bytes ?? []
      } isControl: {
        names[$0]?.isControl ?? false
      }, boundaries: boundaries
    ) { text, special, _ in
      tokens(of: text, special)
    } score: { tokens, settings, first, report in
      try score(tokens, settings, first, report)
    }
    scorer.readsWholeTexts = true
    return scorer
  }

  /// What is asked of a file is not in it.
  public struct NoModel: Error, Hashable, CustomStringConvertible {
    /// The sentence for the user.
    public let description =
      "a saved text has its scores and no model: open it with --model to change it or to score it in another way"
  }

  /// The saved tokens of the saved text; of another one, those before it differs, and what is left as one that
  /// nothing is known of.
  private func tokens(of text: [UInt8], _ special: Bool) -> [Token] {
    if text == self.text, special == readsControlTokens { return tokens }
    let shared = zip(text, self.text).prefix { $0 == $1 }.count
    let kept = tokens.prefix { $0.bytes.upperBound <= shared }
    let start = kept.last?.bytes.upperBound ?? 0
    guard start < text.count else { return Array(kept) }
    return kept + [
      Token(id: 0, bytes: start..<min(text.count, start + 1 << 20), isUnknown: true)
    ]
  }

  private func score(
    _ tokens: [Token], _ settings: ScoringSettings, _ first: Int, _ report: (Predictions) -> Bool
  ) throws {
    // The last token once more asks for what comes behind it, which is not kept.
    let all = self.tokens + self.tokens.suffix(1)
    guard settings == self.settings, tokens[...] == all.prefix(tokens.count) else {
      throw NoModel()
    }
    for start in stride(from: first, to: tokens.count, by: 512) {
      var block = Predictions(vocabularySize: model.vocabularySize)
      for place in start..<min(start + 512, tokens.count) {
        block.append(place < predictions.count ? predictions[place] : .unscored)
      }
      guard report(block) else { return }
    }
  }
}
