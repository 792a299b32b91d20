import InformationTheory
import Scoring

/// A text among many, scored block by block, as its rows show it.
public struct RowText: Sendable {
  /// The text's figures so far.
  public private(set) var score: TextScore
  private let text: [UInt8], start: Int
  private let tokens: [Token]
  /// The first token of the text itself, behind what stands before it.
  public let first: Int
  private let temperature: Temperature
  private let unit: LineReport.Unit
  private var next: Int
  private let words: TextDivision?
  private var parts: [Part] = []
  private let correction: BoundaryCorrection
  /// Of words: what each token costs, and what is expected of ends before it, and behind the last one.
  private var surprisals: [Information?] = [], boundaries: [BoundaryProbability?] = []

  /// A text of which nothing is scored yet.
  ///
  /// - Parameters:
  ///   - text: What stands before it, and it.
  ///   - start: Where it begins in that.
  ///   - tokens: The tokens of all that.
  ///   - correction: How words are corrected, where the rows are these.
  public init(
    of text: [UInt8], from start: Int, tokens: [Token], temperature: Temperature,
    unit: LineReport.Unit, correction: BoundaryCorrection = .pimentel
  ) {
    self.correction = correction
    self.text = text
    self.start = start
    self.tokens = tokens
    self.temperature = temperature
    self.unit = unit
    first = Self.firstToken(of: tokens, from: start)
    next = first
    words = unit == .word ? TextDivision(text, tokens, into: .word) : nil
    score = TextScore(of: text, from: start, tokens: tokens, first: first)
  }

  /// The first token that has bytes of what begins at a place; the number of tokens when none has. O(*n*).
  private static func firstToken(of tokens: [Token], from start: Int) -> Int {
    start == 0 ? 0 : tokens.firstIndex { $0.bytes.upperBound > start } ?? tokens.count
  }

  /// The tokens to be scored: of words one more than there are, any one, for what is expected behind the last.
  public var asked: [Token] { unit == .word ? tokens + tokens.suffix(1) : tokens }

  /// Adds the predictions of the tokens that follow, and perhaps of what is expected behind the last. O(*n*).
  public mutating func add(_ predictions: Predictions) {
    let block = tokens[min(next, tokens.count)...].prefix(predictions.count)
    var own = predictions
    own.truncate(to: block.count)
    let figures = Figures(own, at: temperature)
    score.add(figures, of: block, in: text)
    defer { next += block.count }
    guard unit != .text else { return }
    if words != nil {
      let reader = BoundaryReader(temperature)
      surprisals += (0..<block.count).map(figures.surprisal)
      boundaries += (0..<predictions.count).map { reader.probability(at: $0, of: predictions) }
    }
    for (offset, token) in block.enumerated() {
      var part = Part(token, index: next + offset - first, in: text)
      part.logProbability = figures.surprisal(at: offset).map { $0.nats == 0 ? 0 : -$0.nats }
      part.entropy = figures.certainEntropy(at: offset)
      part.rank = part.logProbability.flatMap { _ in predictions.rank(at: offset) }
      guard let words else {
        parts.append(part)
        continue
      }
      part.index = parts.count
      let place = next + offset
      if place > first, words.part(of: place) == words.part(of: place - 1) {
        parts[parts.count - 1].append(part)
      } else {
        parts.append(part)
      }
    }
  }

  /// A word or a token.
  struct Part: Sendable {
    var index: Int, id: Int, tokens = 1
    var bytes: [UInt8], range: Range<Int>
    /// ln p, nil where a token of it has no score; rank and entropy are those of its first token.
    var logProbability: Double?, rank: Int?, entropy: Information?
    /// The surprisal of a word, corrected for where it ends; nil where that is not known.
    var corrected: Information?

    init(_ token: Token, index: Int, in text: [UInt8]) {
      self.index = index
      id = token.id
      range = token.bytes
      bytes = Array(text[token.bytes.clamped(to: text.indices)])
    }

    /// Where it begins in all that was read.
    var offset: Int { range.lowerBound }

    mutating func append(_ next: Part) {
      tokens += 1
      bytes += next.bytes
      range = range.lowerBound..<max(range.upperBound, next.range.upperBound)
      logProbability = logProbability.flatMap { own in next.logProbability.map { own + $0 } }
    }
  }

  /// What stands in a row.
  struct Row {
    var score: TextScore?
    var part: Part?
    /// A row whose numbers nobody knows.
    static let unknown = Row()
  }

  var rows: [Row] {
    guard unit != .text else { return [Row(score: score)] }
    var (rows, place) = (parts.map { Row(part: $0) }, first)
    guard words != nil else { return rows }
    let words = WordScores(
      text, tokens[...], correction, surprisal: { read(surprisals, at: $0) },
      boundary: { read(boundaries, at: $0) })
    for index in rows.indices {
      let end = place + parts[index].tokens
      rows[index].part?.corrected = words.corrected(place..<end)?.corrected
      place = end
    }
    return rows
  }

  /// What is known of a token of the text itself.
  private func read<Value>(_ values: [Value?], at token: Int) -> Value? {
    values.indices.contains(token - first) ? values[token - first] : nil
  }
}
