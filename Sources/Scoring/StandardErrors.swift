import InformationTheory

/// What the tokens of a text, or of a part of it, add to its figures.
public struct ScoredAmounts: Equatable, Sendable {
  /// The sum of the surprisals.
  public var total = Information.zero
  /// The scored tokens, and the bytes that they stand for.
  public var tokens = 0, bytes = 0
  /// The words among them that are scored whole, and the sum of the surprisals of these words' tokens alone.
  public var words = 0, wordTotal = Information.zero

  /// Nothing yet.
  public init() {}

  /// The amounts of one scored token of words that are scored whole.
  ///
  /// - Parameter start: Where the text begins whose words are counted, behind what else is read.
  init(_ surprisal: Information, of token: Token, in text: [UInt8], from start: Int = 0) {
    (total, wordTotal) = (surprisal, surprisal)
    tokens = 1
    bytes = token.bytes.count
    words = wordsBeginning(in: token.bytes, of: text, from: start)
  }

  /// The surprisals over a number of tokens, words or bytes; nil where it is 0.
  func total(over count: Int) -> Information? {
    count == 0 ? nil : .nats(total.nats / Double(count))
  }

  /// The same of a token whose word is not scored whole.
  var outsideWords: Self {
    var amounts = self
    (amounts.words, amounts.wordTotal) = (0, .zero)
    return amounts
  }

  /// The surprisals of the words over their number; nil where there are none.
  var perWord: Information? { words == 0 ? nil : .nats(wordTotal.nats / Double(words)) }

  /// Adds others.
  public static func += (a: inout Self, b: Self) {
    a.total = a.total + b.total
    a.tokens += b.tokens
    a.bytes += b.bytes
    a.words += b.words
    a.wordTotal = a.wordTotal + b.wordTotal
  }
}

/// The standard errors of a text's loss and of what follows from it, over units of one kind.
///
/// They say how far the figures would scatter if other units of the same kind had been drawn. Tokens of a
/// text depend on one another, so what is over tokens alone is too small a number for the text as a sample
/// of its kind; windows or lines, where there are several, count that in.
public struct StandardErrors: Equatable, Sendable {
  /// What the figures are means over.
  public enum Unit: String, CaseIterable, Sendable {
    /// Tokens with a score.
    case tokens
    /// Stretches that the model read at once.
    case windows
    /// Stretches of several windows that move on by little.
    case stretches
    /// Texts of a file with a text a line.
    case lines
    /// Stimuli of an experiment.
    case items
  }

  /// The units.
  public let over: Unit
  private var perToken = RatioOfSums(), perByte = RatioOfSums(), perWord = RatioOfSums()

  /// Nothing yet, over units of a kind.
  public init(over unit: Unit) { over = unit }

  /// Adds what a unit comes to; one without a scored token counts nowhere. O(1).
  public mutating func add(_ unit: ScoredAmounts) {
    guard unit.tokens > 0 else { return }
    perToken.add(unit.total.nats, per: Double(unit.tokens))
    perByte.add(unit.total.bits, per: Double(unit.bytes))
    perWord.add(unit.wordTotal.bits, per: Double(unit.words))
  }

  /// Adds the units of others, of the same kind. O(1).
  public mutating func append(_ others: StandardErrors) {
    precondition(others.over == over, "standard errors are over one kind of unit")
    perToken.append(others.perToken)
    perByte.append(others.perByte)
    perWord.append(others.perWord)
  }

  /// The number of units.
  public var units: Int { perToken.units }

  /// Of the mean of −ln p; nil with fewer than two units, or where a token is impossible.
  public var crossEntropy: Information? { perToken.standardError.map { .nats($0) } }

  /// Of the perplexity: e^x is as steep as it is large, so that of the loss times the perplexity (the
  /// delta method).
  public var perplexity: Double? {
    guard let error = perToken.standardError, let loss = perToken.value else { return nil }
    return Information.nats(loss).perplexity * error
  }

  /// Of the bits per byte.
  public var bitsPerByte: Double? { perByte.standardError }

  /// Of the bits per word.
  public var bitsPerWord: Double? { perWord.standardError }
}

extension StandardErrors {
  /// All that they hold, as numbers.
  var numbers: [Double] { perToken.numbers + perByte.numbers + perWord.numbers }

  /// Those with these numbers; nil where they are not as many.
  init?(over unit: Unit, numbers: some Collection<Double>) {
    let numbers = Array(numbers)
    guard numbers.count == 21, let perToken = RatioOfSums(numbers: numbers[..<7]),
      let perByte = RatioOfSums(numbers: numbers[7..<14]),
      let perWord = RatioOfSums(numbers: numbers[14...])
    else { return nil }
    over = unit
    (self.perToken, self.perByte, self.perWord) = (perToken, perByte, perWord)
  }
}

/// The number of words that begin in a stretch of a text, which begins at a place itself: a word is a run of bytes that
/// are no white space. O(*n*).
func wordsBeginning(in range: Range<Int>, of text: [UInt8], from start: Int = 0) -> Int {
  range.clamped(to: min(start, text.count)..<text.count).count { place in
    !text[place].isWhiteSpace && (place == start || text[place - 1].isWhiteSpace)
  }
}
