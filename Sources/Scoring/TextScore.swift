import InformationTheory

/// The figures of one text among many: what stands in its row.
public struct TextScore: Equatable, Sendable {
  /// Its length.
  public var tokens = 0, bytes = 0, characters = 0, words = 0
  /// Where it begins behind its context.
  private let start: Int
  /// What its scored tokens come to, whatever their words.
  private var sums = ScoredAmounts()
  private var whole = WholeWords()
  /// The sum of the entropies before its scored tokens; not a number where it is open.
  public var totalEntropy = Information.zero

  /// A text of which nothing is scored yet; its words are those of it alone, also where its context ends within one.
  /// O(*n*).
  ///
  /// - Parameters:
  ///   - text: What stands before it, and it.
  ///   - tokens: The tokens of all that.
  ///   - first: The first token that is scored, and not context.
  ///   - start: Where the text begins behind its context.
  public init(of text: [UInt8], from start: Int, tokens: [Token], first: Int) {
    self.start = start
    self.tokens = tokens.count - first
    bytes = text.count - start
    characters = String(decoding: text[start...], as: UTF8.self).unicodeScalars.count
    words = wordsBeginning(in: start..<text.count, of: text, from: start)
  }

  /// What its scored tokens come to; where all are of words that are scored whole, these have the same sum.
  public var scored: ScoredAmounts {
    let inWords = whole.amounts
    var amounts = sums
    amounts.words = inWords.words
    amounts.wordTotal = inWords.tokens == sums.tokens ? sums.total : inWords.wordTotal
    return amounts
  }

  /// Adds the figures of the tokens from a place on. O(*n*).
  public mutating func add(_ figures: Figures, of tokens: ArraySlice<Token>, in text: [UInt8]) {
    for (offset, token) in tokens.enumerated() {
      let amounts = figures.surprisal(at: offset).map {
        ScoredAmounts($0, of: token, in: text, from: start)
      }
      sums.bytes += amounts?.bytes ?? 0
      _ = whole.take(token, of: text, amounts.map { WholeWords.Item(place: offset, amounts: $0) })
    }
    sums.tokens += figures.scoredCount
    // Which was summed before it was rounded token by token.
    sums.total = sums.total + figures.total
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

  /// The perplexity of a word, and of a byte: e to the sum over the words that are scored whole, and over the bytes
  /// of the scored tokens. Where all tokens have a score, as with a start token, these are lm-eval's, of texts without
  /// white space at their ends and with ASCII's alone within: that counts an empty word at an end, and knows more.
  public var wordPerplexity: Double? { scored.perWord?.perplexity }
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
  public private(set) var standardErrors: StandardErrors

  /// No texts, of a kind.
  public init(over unit: StandardErrors.Unit = .lines) {
    standardErrors = StandardErrors(over: unit)
  }

  /// Adds a text; nil for one that could not be scored.
  public mutating func add(_ text: TextScore?) {
    texts += 1
    guard let text else { return failed += 1 }
    tokens += text.tokens
    bytes += text.bytes
    words += text.words
    scored += text.scored
    totalEntropy += text.totalEntropy.nats
    standardErrors.add(text.scored)
    guard let loss = text.crossEntropy else { return }
    lossCount += 1
    perplexities += loss.perplexity
  }

  /// The mean of −ln p over all scored tokens.
  public var crossEntropy: Information? { scored.total(over: scored.tokens) }
  /// The same over the words that are scored whole, and over the bytes of the scored tokens.
  public var perWord: Information? { scored.perWord }
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
    return counts.map { Double($0) }
      + [scored.total.nats, scored.wordTotal.nats, totalEntropy, perplexities]
      + standardErrors.numbers
  }

  /// The figures with these numbers; nil where they are not as many as there are.
  public init?(numbers: [Double]) {
    let counts = numbers.prefix(9).compactMap { Int(exactly: $0) }
    guard counts.count == 9, numbers.count == CorpusScore().numbers.count,
      let standardErrors = StandardErrors(over: .lines, numbers: numbers.dropFirst(13))
    else { return nil }
    (texts, failed, tokens, bytes, words) = (counts[0], counts[1], counts[2], counts[3], counts[4])
    (scored.tokens, scored.bytes, scored.words) = (counts[5], counts[6], counts[7])
    lossCount = counts[8]
    (scored.total, scored.wordTotal) = (.nats(numbers[9]), .nats(numbers[10]))
    (totalEntropy, perplexities) = (numbers[11], numbers[12])
    self.standardErrors = standardErrors
  }
}
