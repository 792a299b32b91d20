import ShownText
import InformationTheory
import Scoring

extension Explorer {
  /// The text, of any bytes.
  public var text: [UInt8] { reading.bytes }
  /// Where the text is broken into lines.
  public var layout: TextLayout { reading.layout }
  /// The text as last split into tokens, with the predictions that there are.
  public var scored: ScoredText? { reading.scored }
  /// The figures of all predictions at the temperature.
  public var figures: TextFigures { reading.figures }
  /// The loss of all predictions at every temperature.
  public var curve: LossCurve { reading.curve }
  var validTokens: Int { reading.validTokens }

  /// The tokens that stand for the text from its start on; right after an edit, those before it.
  package var tokens: ArraySlice<Token> { reading.tokens }

  /// The focused token; nil when there are none.
  package var focusedToken: Token? { tokens.indices.contains(focus) ? tokens[focus] : nil }

  /// Whether a token has its place in the scores: it may still have no context.
  package func hasPrediction(_ token: Int) -> Bool {
    token < validTokens && scored?.predictions.holds(token) ?? false
  }

  /// The rank of a token, 1 for the likeliest; nil where unscored.
  package func rank(of token: Int) -> Int? {
    token < validTokens ? scored?.predictions.rank(at: token) : nil
  }

  /// The surprisal of a token at the temperature; nil where unscored.
  package func surprisal(of token: Int) -> Information? {
    hasPrediction(token) ? figures.surprisal(at: token) : nil
  }

  /// The entropy before a token at the temperature; nil where unscored.
  package func entropy(before token: Int) -> Information? {
    hasPrediction(token) ? figures.entropy(at: token) : nil
  }

  /// What the lens shows of a token, or of the part of the text that it belongs to: bits, a probability or
  /// a rank; nil where unscored.
  package func value(of token: Int) -> Double? {
    shownUnit == .token
      ? value(ofToken: token) : value(ofPart: part(of: token), around: token, wordScores)
  }

  /// What the lens shows of a token by itself.
  func value(ofToken token: Int) -> Double? {
    switch lens {
    case .rank: rank(of: token).map(Double.init)
    case .change: change(of: token)?.bits
    case .bought: bought(by: token)?.bits
    case .surprise, .probability, .entropy, .excess:
      surprisal(of: token).flatMap { surprisal in
        entropy(before: token).flatMap { lens.value(surprisal, $0) }
      }
    }
  }

  /// The token that holds an offset of the text; the last one for an offset behind them all; nil
  /// when there are none. O(log *n*).
  package func token(at offset: Int) -> Int? { reading.token(at: offset) }

  /// Where a token is drawn first: behind the spaces and line feeds that it begins with, since these
  /// may hang at the end of the line before.
  package func anchor(of token: Token) -> Int {
    let bytes = token.bytes.clamped(to: 0..<text.count)
    return bytes.first { text[$0] != 0x20 && text[$0] != 0x0A } ?? bytes.lowerBound
  }

  /// The bytes that an entry of the vocabulary stands for. O(its length).
  package func bytes(ofEntry id: Int) -> [UInt8] {
    guard case .ready(_, let vocabulary) = model else { return [] }
    return (0..<vocabulary.count).contains(id) ? vocabulary.bytes(id) : []
  }

  /// The bytes of the text that a token stands for.
  package func bytes(of token: Token) -> [UInt8] {
    Array(text[token.bytes.clamped(to: 0..<text.count)])
  }
}
