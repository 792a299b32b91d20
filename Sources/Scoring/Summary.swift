import InformationTheory

/// Sums over the tokens of a text that have a score, and the means that follow from them.
///
/// A token without a score counts nowhere: neither in the sum of the surprisals, nor among the tokens
/// and bytes that this is spread over.
public struct ScoredSums: Equatable, Sendable {
  /// The number of tokens, and of the bytes that they stand for.
  public private(set) var tokens = 0, bytes = 0
  /// The sum of the surprisals, and of the entropies before the tokens.
  public private(set) var total = Information.zero, totalEntropy = Information.zero
  /// What is certain of both; of no width where the whole vocabulary was summed.
  public private(set) var totalInterval = Information.zero...Information.zero
  /// Likewise.
  public private(set) var totalEntropyInterval = Information.zero...Information.zero

  /// Nothing yet.
  public init() {}

  /// The sums over those tokens of a text that are scored. O(*n*) in the tokens.
  public init(_ figures: TextFigures, of tokens: [Token]) {
    self.tokens = figures.scoredCount
    bytes = figures.scoredBytes(of: tokens)
    (total, totalEntropy) = (figures.total, figures.totalEntropy)
    (totalInterval, totalEntropyInterval) = (figures.totalInterval, figures.totalEntropyInterval)
  }

  /// Adds the scored ones of the next tokens. O(*n*) in the tokens.
  public mutating func add(_ figures: Figures, of tokens: some Sequence<Token>) {
    self.tokens += figures.scoredCount
    bytes += figures.scoredBytes(of: tokens)
    total = total + figures.total
    totalEntropy = totalEntropy + figures.totalEntropy
    totalInterval = totalInterval + figures.totalInterval
    totalEntropyInterval = totalEntropyInterval + figures.totalEntropyInterval
  }

  /// The mean of −ln p; nil when there are no tokens.
  public var crossEntropy: Information? {
    tokens == 0 ? nil : .nats(total.nats / Double(tokens))
  }

  /// The mean entropy; nil when there are no tokens.
  public var meanEntropy: Information? {
    tokens == 0 ? nil : .nats(totalEntropy.nats / Double(tokens))
  }

  /// The surprisals in bits over the bytes; nil when there are none.
  public var bitsPerByte: Double? { bytes == 0 ? nil : total.bits / Double(bytes) }

  /// What is certain of the mean of −ln p; nil when there are no tokens.
  public var crossEntropyInterval: ClosedRange<Information>? { totalInterval.over(tokens) }
  /// What is certain of the mean entropy; nil when there are no tokens.
  public var meanEntropyInterval: ClosedRange<Information>? { totalEntropyInterval.over(tokens) }
  /// What is certain of the bits over the bytes; nil when there are none.
  public var bitsPerByteInterval: ClosedRange<Double>? { totalInterval.over(bytes)?.map(\.bits) }
}

/// The figures of a whole text, as every export gives them.
public struct Summary: Sendable {
  private let source: [Token], text: [UInt8]
  /// The number of tokens.
  public var tokens: Int { source.count }
  /// The tokens that stand for a byte without a token of its own.
  public let unknownTokens: Int
  /// The length of the text in bytes.
  public var bytes: Int { text.count }
  /// What whole pages of tokens come to, and what was expected behind these: it is summed page by page, so that sums
  /// do not depend on how many tokens come at a time.
  private var pages = Sums(), rest = Predictions(vocabularySize: 0)
  private var temperature = Temperature.one
  private var tally: TokenTally
  /// The tokens seen.
  private var position = 0

  /// The figures of a text of which nothing is scored yet. O(*n*) in the tokens.
  public init(of text: [UInt8], tokens: [Token], settings: ScoringSettings) {
    source = tokens
    self.text = text
    unknownTokens = tokens.count { $0.isUnknown }
    tally = TokenTally(settings)
  }

  /// The figures of a text at a temperature. O(*n*) in the tokens.
  public init(_ text: ScoredText, _ figures: TextFigures) {
    self.init(of: text.text, tokens: text.tokens, settings: text.settings)
    pages.scored = ScoredSums(figures, of: text.tokens)
    pages.curve = text.predictions.curve
    for place in source.indices {
      take(figures.surprisalInterval(at: place), figures.surprisal(at: place), at: place)
    }
  }

  /// Adds the next tokens, for a text that is scored and forgotten block by block.
  ///
  /// - Complexity: O(*n*) in these tokens, times the number of the slider's notches.
  public mutating func add(_ predictions: Predictions, _ figures: Figures) {
    temperature = figures.temperature
    var start = 0
    while start < predictions.count {
      let end = min(start + ScoringDivision.longestPage - rest.count, predictions.count)
      if rest.count == 0 { rest = Predictions(vocabularySize: predictions.vocabularySize) }
      rest.append(Predictions(predictions, start..<end))
      start = end
      guard rest.count == ScoringDivision.longestPage else { continue }
      pages = sums
      rest.truncate(to: 0)
    }
    add(figures)
  }

  private mutating func add(_ figures: Figures) {
    let next = source[min(position, source.count)...].prefix(figures.logProbabilities.count)
    for offset in 0..<next.count {
      take(
        figures.surprisalInterval(at: offset), figures.surprisal(at: offset), at: position + offset)
    }
    position += next.count
  }

  /// Takes the next token into the words and the standard errors.
  private mutating func take(
    _ interval: ClosedRange<Information>?, _ surprisal: Information?, at place: Int
  ) {
    let item = surprisal.map {
      WholeWords.Item(
        place: place, amounts: ScoredAmounts($0, of: source[place], in: text), interval: interval)
    }
    tally.take(source[place], of: text, item)
  }

  /// What all of them come to. O(1): no more than a page is left.
  private var sums: Sums {
    guard rest.count > 0 else { return pages }
    var all = pages
    all.scored.add(Figures(rest, at: temperature), of: source.dropFirst(all.tokens))
    all.curve.add(rest)
    all.tokens += rest.count
    return all
  }

  private struct Sums {
    var scored = ScoredSums(), curve = LossCurve()
    /// The tokens that are in it, scored or not.
    var tokens = 0
  }

  /// The tokens that have a score.
  public var scored: ScoredSums { sums.scored }

  private var curve: LossCurve { sums.curve }

  /// The standard errors: over the scored tokens, and over the windows where there are several.
  public var standardErrors: [StandardErrors] { tally.standardErrors }

  /// The words that are scored whole: runs of bytes that are no white space.
  public var scoredWords: Int { tally.inWords.words }

  /// The tokens that have a score and belong to no such word.
  public var tokensOutsideWords: [Range<Int>] { tally.outside }

  /// Whether all scored tokens are of words that are scored whole, which then have the same sum.
  private var isAllInWords: Bool { tally.inWords.tokens == scored.tokens }

  /// The surprisals in bits of the words that are scored whole over their number; nil when there are none.
  public var bitsPerWord: Double? {
    isAllInWords && scoredWords > 0
      ? scored.total.bits / Double(scoredWords) : tally.inWords.perWord?.bits
  }

  /// The loss at each of the slider's notches; none where nothing is scored.
  public var losses: [Information] { curve.losses }

  /// The temperature of the smallest loss within the slider's range, and that loss; nil when nothing
  /// is scored.
  public var best: (temperature: Temperature, loss: Information)? { curve.best }

  /// What is certain of both.
  public var bestInterval: (temperature: ClosedRange<Temperature>, loss: ClosedRange<Information>)?
  {
    curve.bestInterval
  }

  /// What is certain of the bits over the words; nil when there are none.
  public var bitsPerWordInterval: ClosedRange<Double>? {
    (isAllInWords ? scored.totalInterval : tally.wordInterval).over(scoredWords)?.map(\.bits)
  }
}

extension Figures {
  /// The bytes that the scored ones of these tokens stand for. O(*n*) in the tokens.
  public func scoredBytes(of tokens: some Sequence<Token>) -> Int {
    zip(logProbabilities, tokens).reduce(0) { $1.0.isNaN ? $0 : $0 + $1.1.bytes.count }
  }

  /// The first position that has a score; nil when none has. O(*n*) in those before it.
  public var firstScored: Int? { logProbabilities.firstIndex { !$0.isNaN } }
}
