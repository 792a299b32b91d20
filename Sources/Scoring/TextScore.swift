import InformationTheory

/// The figures of one text among many: what stands in its row.
public struct TextScore: Equatable, Sendable {
  /// Its length.
  public var tokens = 0, bytes = 0, characters = 0, words = 0
  /// What its scored tokens come to.
  public var scored = ScoredAmounts()
  /// The sum of the entropies before its scored tokens; not a number where it is open.
  public var totalEntropy = Information.zero

  /// A text of which nothing is scored yet. O(*n*).
  ///
  /// - Parameters:
  ///   - text: What stands before it, and it.
  ///   - tokens: The tokens of all that.
  ///   - first: The first token that is scored, and not context.
  ///   - start: Where the text begins behind its context.
  public init(of text: [UInt8], from start: Int, tokens: [Token], first: Int) {
    self.tokens = tokens.count - first
    bytes = text.count - start
    characters = String(decoding: text[start...], as: UTF8.self).unicodeScalars.count
    words = wordsBeginning(in: start..<text.count, of: text)
  }

  /// Adds the figures of the tokens from a place on. O(*n*).
  public mutating func add(_ figures: Figures, of tokens: ArraySlice<Token>, in text: [UInt8]) {
    var added = ScoredAmounts()
    for (offset, token) in tokens.enumerated() {
      guard let surprisal = figures.surprisal(at: offset) else { continue }
      added += ScoredAmounts(surprisal, of: token, in: text)
    }
    added.total = figures.total  // which was summed before it was rounded token by token
    scored += added
    let entropies = figures.totalEntropyInterval
    totalEntropy =
      entropies.lowerBound == entropies.upperBound
      ? totalEntropy + figures.totalEntropy : .nats(.nan)
  }

  /// The mean of −ln p over the scored tokens; nil where there are none.
  public var crossEntropy: Information? { scored.total(over: scored.tokens) }

  /// The mean entropy before them; nil where it is open as well.
  public var meanEntropy: Information? {
    scored.tokens == 0 || totalEntropy.nats.isNaN
      ? nil : .nats(totalEntropy.nats / Double(scored.tokens))
  }

  /// The perplexity of a word, and of a byte, as lm-eval has them: e to the sum over the words that begin in
  /// scored tokens, and over the bytes of these tokens.
  public var wordPerplexity: Double? { scored.total(over: scored.words)?.perplexity }
  /// Likewise.
  public var bytePerplexity: Double? { scored.total(over: scored.bytes)?.perplexity }
  /// The bits over the bytes of the scored tokens.
  public var bitsPerByte: Double? {
    scored.bytes == 0 ? nil : scored.total.bits / Double(scored.bytes)
  }
}

/// The figures of many texts together.
public struct CorpusScore: Equatable, Sendable {
  /// The texts, and those that could not be scored.
  public private(set) var texts = 0, failed = 0
  /// Their length.
  public private(set) var tokens = 0, bytes = 0, words = 0
  /// What their scored tokens come to.
  public private(set) var scored = ScoredAmounts()
  /// The sum of the entropies before them.
  public private(set) var totalEntropy = 0.0
  /// The texts with a loss, and the sum of their perplexities.
  private var lossCount = 0
  private var perplexities = 0.0
  /// The standard errors over the texts.
  public private(set) var overLines = StandardErrors(over: .lines)

  /// No texts.
  public init() {}

  /// Adds a text; nil for one that could not be scored.
  public mutating func add(_ text: TextScore?) {
    texts += 1
    guard let text else { return failed += 1 }
    tokens += text.tokens
    bytes += text.bytes
    words += text.words
    scored += text.scored
    totalEntropy += text.totalEntropy.nats
    overLines.add(text.scored)
    guard let loss = text.crossEntropy else { return }
    lossCount += 1
    perplexities += loss.perplexity
  }

  /// The mean of −ln p over all scored tokens.
  public var crossEntropy: Information? { scored.total(over: scored.tokens) }
  /// The same over words that begin in scored tokens, and over the bytes of these.
  public var perWord: Information? { scored.total(over: scored.words) }
  /// Likewise.
  public var perByte: Information? { scored.total(over: scored.bytes) }
  /// The mean entropy before the scored tokens.
  public var meanEntropy: Information? {
    scored.tokens == 0 || totalEntropy.isNaN ? nil : .nats(totalEntropy / Double(scored.tokens))
  }
  /// The mean of the texts' perplexities.
  public var perplexityPerText: Double? {
    lossCount == 0 ? nil : perplexities / Double(lossCount)
  }
}

// What a receipt keeps, so that a run can go on: every number, exactly.
extension CorpusScore {
  /// All numbers, in an order of their own.
  public var numbers: [Double] {
    let counts = [
      texts, failed, tokens, bytes, words, scored.tokens, scored.bytes, scored.words, lossCount,
    ]
    return counts.map { Double($0) } + [scored.total.nats, totalEntropy, perplexities]
      + overLines.numbers
  }

  /// The figures with these numbers; nil where they are not as many as there are.
  public init?(numbers: [Double]) {
    let counts = numbers.prefix(9).compactMap { Int(exactly: $0) }
    guard counts.count == 9, numbers.count == CorpusScore().numbers.count,
      let overLines = StandardErrors(over: .lines, numbers: numbers.dropFirst(12))
    else { return nil }
    (texts, failed, tokens, bytes, words) = (counts[0], counts[1], counts[2], counts[3], counts[4])
    (scored.tokens, scored.bytes, scored.words) = (counts[5], counts[6], counts[7])
    lossCount = counts[8]
    scored.total = .nats(numbers[9])
    (totalEntropy, perplexities) = (numbers[10], numbers[11])
    self.overLines = overLines
  }
}
