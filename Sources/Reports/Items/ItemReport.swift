import InformationTheory
import Scoring
import ShownText

/// What a row of figures of an experiment stands for.
public enum ItemUnit: String, Hashable, Sendable, CaseIterable {
  /// A region, a word, a token.
  case region, word, token
}

/// A row of figures.
public struct ItemRow: Equatable, Sendable {
  /// The region that it belongs to, from 0.
  public var region: Int
  /// The values in the order of the columns.
  public var values: [ItemValue]
}

/// Figures of the texts of an experiment, tidy: a row a region, a word or a token, what does not change
/// repeated in each.
public struct ItemReport: Sendable {
  /// How the texts are scored.
  public struct Settings: Sendable {
    /// What a row stands for.
    public var unit: ItemUnit
    /// How words are corrected.
    public var correction: BoundaryCorrection
    /// The temperature of all numbers.
    public var temperature: Temperature
    /// How the start token was asked for: `none`, `bos`, `eos` or an id.
    public var startToken: String
    /// The window and its stride.
    public var scoring: ScoringSettings
    /// The model, the SHA-256 of its file, and the version of the program.
    public var model: ModelDescription
    /// In hexadecimal; empty for a model without a file.
    public var modelSHA256: String, version: String

    /// Settings.
    public init(
      unit: ItemUnit, correction: BoundaryCorrection, temperature: Temperature, startToken: String,
      scoring: ScoringSettings, model: ModelDescription, modelSHA256: String, version: String
    ) {
      (self.unit, self.correction, self.temperature) = (unit, correction, temperature)
      (self.startToken, self.scoring, self.model) = (startToken, scoring, model)
      (self.modelSHA256, self.version) = (modelSHA256, version)
    }
  }

  private let settings: Settings
  private let boundaries: BoundaryReader

  /// A report. O(1).
  public init(_ settings: Settings) {
    self.settings = settings
    boundaries = BoundaryReader(settings.temperature)
  }

  /// The names of the columns behind those that are copied.
  public static func columns(_ unit: ItemUnit) -> [String] {
    ["region", "region_text"] + (unit == .region ? [] : ["word", "word_text"]) + [
      "tokens", "words", "bytes", "logprob", "surprisal_bits", "surprisal_bow_bits",
      "entropy_bits", "rank", "token", "model", "model_file", "model_sha256", "quantization",
      "temperature", "start_token", "bow", "window", "stride", "version",
    ]
  }

  /// The rows of a stimulus, their values in the order of the columns.
  ///
  /// - Parameters:
  ///   - predictions: Of its tokens, and of what comes behind the last; nil where it could not be scored.
  ///   - spelling: What a token is called.
  /// - Complexity: O(*n*) in the tokens.
  public func rows(
    of stimulus: Stimulus, _ tokens: [Token], _ predictions: Predictions?,
    spelling: (Token) -> [UInt8]
  ) -> [ItemRow] {
    let figures = predictions.map { Figures($0, at: settings.temperature) }
    let scores = WordScores(stimulus.bytes, tokens[...], settings.correction) {
      figures?.surprisal(at: $0)
    } boundary: { place in
      predictions.flatMap { boundaries.probability(at: place, of: $0) }
    }
    return parts(stimulus, stimulus.words(tokens)).map { part in
      let first = part.tokens.first.flatMap { tokens.indices.contains($0) ? $0 : nil }
      let beginning: [ItemValue] = [
        .number(first.flatMap { figures?.certainEntropy(at: $0)?.bits }),
        .integer(first.flatMap { rank($0, predictions) }),
        .text(first.map { String(decoding: spelling(tokens[$0]), as: UTF8.self) } ?? ""),
      ]
      return ItemRow(
        region: part.region,
        values: name(part, stimulus) + amounts(part, tokens, scores) + beginning + constants)
    }
  }

  /// What a stimulus comes to, its context left out. O(*n*).
  ///
  /// - Parameter predictions: As for its rows.
  public func score(
    of stimulus: Stimulus, _ tokens: [Token], _ predictions: Predictions
  ) -> TextScore {
    var text = RowText(
      of: stimulus.bytes, from: stimulus.contextLength, tokens: tokens,
      temperature: settings.temperature, unit: .text)
    var own = Predictions(vocabularySize: predictions.vocabularySize)
    for place in 0..<min(tokens.count, predictions.count) where place >= text.first {
      own.append(predictions[place])
    }
    text.add(own)
    return text.score
  }

  /// What a row stands for.
  private struct Part {
    var region: Int
    var word: Int?
    var tokens: Range<Int>
    var words: Int
    /// The bytes of the word.
    var bytes: Range<Int>
  }

  private func parts(_ stimulus: Stimulus, _ words: [StimulusWord]) -> [Part] {
    let whole = words.enumerated().map { index, word in
      Part(
        region: word.region, word: index + 1, tokens: word.tokens, words: 1, bytes: word.bytes)
    }
    return switch settings.unit {
    case .region: stimulus.regions.indices.map { region($0, words) }
    case .word: whole
    case .token: whole.flatMap { part in part.tokens.map { token($0, of: part) } }
    }
  }

  private func region(_ index: Int, _ words: [StimulusWord]) -> Part {
    let own = words.filter { $0.region == index }
    let tokens = (own.first?.tokens.lowerBound ?? 0)..<(own.last?.tokens.upperBound ?? 0)
    return Part(
      region: index, word: nil, tokens: tokens, words: own.count, bytes: 0..<0)
  }

  private func token(_ token: Int, of word: Part) -> Part {
    var part = word
    part.tokens = token..<token + 1
    return part
  }

  private func name(_ part: Part, _ stimulus: Stimulus) -> [ItemValue] {
    let region: [ItemValue] = [
      stimulus.regionNames.map { ItemValue(named: $0[part.region]) } ?? .integer(part.region + 1),
      .text(stimulus.regionTexts[part.region]),
    ]
    guard let word = part.word else { return region }
    let text = String(decoding: stimulus.bytes[part.bytes], as: UTF8.self)
    return region + [.integer(word), .text(trimmed(text))]
  }

  private func amounts(_ part: Part, _ tokens: [Token], _ scores: WordScores) -> [ItemValue] {
    let plain = scores.plain(part.tokens)
    // Where no token but the best can come, what is impossible less what is impossible is no number.
    let corrected = (settings.unit != .token ? scores.corrected(part.tokens) : nil).flatMap {
      $0.corrected.bits.isNaN ? nil : $0
    }
    // Where nothing stands, nothing is counted.
    let counts = [
      part.tokens.count, part.words, tokens[part.tokens].reduce(0) { $0 + $1.bytes.count },
    ]
    return counts.map { ItemValue.integer(part.words > 0 ? $0 : nil) } + [
      .number(plain.map { -$0.nats }), .number(plain?.bits), .number(corrected?.corrected.bits),
    ]
  }

  private func rank(_ token: Int, _ predictions: Predictions?) -> Int? {
    predictions?.rank(at: token)
  }

  private var constants: [ItemValue] {
    [
      .foreign(settings.model.name), .foreign(settings.model.file), .text(settings.modelSHA256),
      .foreign(settings.model.quantization), .number(settings.temperature.value),
      .text(settings.startToken), .text(settings.correction.rawValue),
      .integer(settings.scoring.window), .integer(settings.scoring.stride),
      .text(settings.version),
    ]
  }
}
