import Basics
import InformationTheory
import Reports
import Scoring

/// A vocabulary of four tokens, the last two being halves of a character.
struct Fixture {
  static let bytes: [[UInt8]] = [Array("A".utf8), Array(" \"b".utf8), [0xC3], [0xA9]]

  var ids: [Int]
  /// The logits before each token; nil where it is not scored.
  var logits: [[Double]?]
  /// The places of bytes that no token stands for.
  var unknown: Set<Int> = []
  /// The places of tokens that are a space which the text lacks.
  var spaces: Set<Int> = []
  /// The most tokens that are read at once.
  var window = 64
  /// How many of the likeliest tokens are said; nil for all logits.
  var likeliest: Int?
  /// Where the model runs, if that is not this program.
  var server: ModelServer?

  /// "A", unscored; ` "b`, with odds of 2 : 1 : 1 of which it is the first; the two halves of é, of
  /// four equal tokens.
  static let plain = Fixture(
    ids: [0, 1, 2, 3],
    logits: [nil, [0, 0.693_147_180_559_945_3, 0, -.infinity], [7, 7, 7, 7], [0, 0, 0, 0]])

  /// "A", unscored; then tokens that surprise, excess and rank each put into another order: of 3, 4 and 2.06 bits
  /// where 0.54, 1.82 and 1.99 were expected, in place 2, 4 and 3.
  static let ordered = Fixture(
    ids: [0, 1, 2, 3],
    logits: [nil]
      + [[14, 2, 0, 0], [5, 5, 1, 5], [30, 26, 20, 24]].map { (odds: [Double]) in
        odds.map { log($0) }
      })

  /// A token that the model excludes.
  static let impossible = Fixture(ids: [0, 3], logits: [nil, [0, 0, 0, -.infinity]])

  /// A model that says its likeliest token and the one that came: of 1/2, 1/4, 1/8 and 1/8; of 0.4, 0.3, 0.2 and 0.1;
  /// and of four equal ones.
  static let bounded = {
    var fixture = Fixture(
      ids: [0, 1, 3, 2],
      logits: [nil]
        + [[4, 2, 1, 1], [4, 3, 2, 1], [1, 1, 1, 1]].map { (odds: [Double]) in
          odds.map { log($0) }
        })
    fixture.likeliest = 1
    return fixture
  }()

  static let empty = Fixture(ids: [], logits: [])

  /// "A", unscored; a byte 04, which is read as "A", one of four equal tokens; ` "b` likewise.
  static let unknown = Fixture(
    ids: [0, 0, 1], logits: [nil, [0, 0, 0, 0], [0, 0, 0, 0]], unknown: [1])

  /// A space that the text lacks, and "A".
  static let spaced = Fixture(ids: [1, 0], logits: [nil, [0, 0, 0, 0]], spaces: [0])

  private var parts: [[UInt8]] {
    ids.enumerated().map { place, id in
      spaces.contains(place) ? [] : unknown.contains(place) ? [0x04] : Self.bytes[id]
    }
  }

  var text: [UInt8] { Array(parts.joined()) }

  var tokens: [Token] {
    var offset = 0
    return parts.enumerated().map { place, bytes in
      defer { offset += bytes.count }
      return Token(
        id: ids[place], bytes: offset..<offset + bytes.count, isUnknown: unknown.contains(place),
        isSpaceAdded: spaces.contains(place))
    }
  }

  /// The predictions in blocks of so many.
  func blocks(of size: Int) -> [Predictions] {
    stride(from: 0, to: ids.count, by: size).map { start in
      var block = Predictions(vocabularySize: 4)
      for position in start..<min(start + size, ids.count) {
        block.append(
          logits[position].flatMap { prediction(of: ids[position], $0) } ?? .unscored)
      }
      return block
    }
  }

  private func prediction(of actual: Int, _ logits: [Double]) -> Prediction? {
    guard let likeliest else { return Prediction(foldingLogits: logits, actual: actual) }
    let sum = log(logits.reduce(0) { $0 + exp($1) })
    let order = logits.indices.sorted { (logits[$1], $0) < (logits[$0], $1) }
    return Prediction(
      likeliest: order.prefix(likeliest).map { ($0, logits[$0] - sum) }, vocabularySize: 4,
      actual: (logits[actual] - sum, 1 + logits.count { $0 > logits[actual] }))
  }

  func header(temperature: Temperature = .one, topCount: Int = 0, start: Int? = nil)
    -> ReportHeader
  {
    let model = ModelDescription(
      name: "Tiny, \"quoted\"", file: "/models/tiny.gguf", architecture: "llama",
      quantization: "Q4_1", tokenizer: "gpt2/tiny", vocabularySize: 4, contextLength: 64,
      server: server)
    return ReportHeader(
      model: model, vocabulary: Vocabulary(count: 4) { Self.bytes[$0] },
      settings: ScoringSettings(startToken: start, window: window, stride: window / 2),
      temperature: temperature, topCount: topCount, isBounded: likeliest != nil,
      receipt: Receipt(version: "1.2.3", modelDigest: "5eed", instructionSet: "avx512"))
  }

  /// The whole report.
  func report(
    _ format: ReportFormat, temperature: Temperature = .one, topCount: Int = 0,
    blocksOf size: Int = 10, start: Int? = nil,
    sortedBy order: PartOrder? = nil
  ) throws -> String {
    var text = ""
    let header = header(temperature: temperature, topCount: topCount, start: start)
    var report = ScoreReport(of: self.text, tokens: tokens, header, as: format, sortedBy: order)
    report.begin { text += $0 }
    for block in blocks(of: size) { report.add(block) { text += $0 } }
    report.end { text += $0 }
    return text
  }
}
