import GGUF
import Inference
import InformationTheory
import Scoring
import TestSupport
import Testing

/// A text with the scores that an independent implementation gives the default model's tokens.
struct ReferenceText: Decodable, Sendable {
  var text: String
  var tokens: [ReferenceToken]
  /// By what stood before the text: `none`, or a token's id.
  // swift-format-ignore: AlwaysUseLowerCamelCase
  var start_token: [String: Answer]

  struct ReferenceToken: Decodable, Sendable {
    var id: Int
  }

  struct Answer: Decodable, Sendable {
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var logprob_float64: [Double?]
    var rank: [Int?]
    var temperature: [String: AtTemperature]
  }

  struct AtTemperature: Decodable, Sendable {
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var cross_entropy_nats: Double
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var mean_entropy_nats: Double
    var logprob: [Double?]?
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var entropy_nats: [Double?]?
  }
}

/// The largest distances from the reference, in nats.
struct ReferenceErrors: CustomStringConvertible {
  var logProbability = 0.0
  var (tokenLoss, meanLoss, meanEntropy) = (0.0, 0.0, 0.0)
  /// At temperatures up to 1, and above.
  var (coldEntropy, hotEntropy) = (0.0, 0.0)
  var tokens = 0

  static func widen(_ worst: inout Double, _ a: Double, _ b: Double) {
    let distance = abs(a - b)
    worst = distance.isNaN ? .infinity : max(worst, distance)
  }

  var description: String {
    "ln p \(logProbability) at T = 1; over all temperatures ln p \(tokenLoss), mean loss "
      + "\(meanLoss), mean entropy \(meanEntropy); entropy \(coldEntropy) up to T = 1, "
      + "\(hotEntropy) above; nats, \(tokens) tokens"
  }

  /// Compares what the engine says of a text with the reference, under every start token.
  mutating func compare(_ engine: Engine, _ reference: ReferenceText, _ comment: Comment) throws {
    let pieces = engine.scorer.tokenize(Array(reference.text.utf8), false)
    #expect(pieces.map(\.id) == reference.tokens.map(\.id), comment)
    for (start, answer) in reference.start_token.sorted(by: { $0.key < $1.key }) {
      let predictions = try engine.predictions(pieces, start: Int(start), window: 2_048)
      try #require(predictions.count == answer.rank.count, comment)
      for (position, rank) in answer.rank.enumerated() {
        let found = Int(predictions.actualRanks[position])
        // A rank further down may turn on the last bit of two logits.
        let slack = (rank ?? 0) <= 10 ? 0 : 1 + (rank ?? 0) / 200
        #expect(abs(found - (rank ?? 0)) <= slack, "\(comment), \(start), token \(position)")
      }
      let figures = Figures(predictions, at: .one)
      for (found, expected) in zip(figures.logProbabilities, answer.logprob_float64) {
        tokens += 1
        #expect(found.isNaN == (expected == nil))
        if let expected { Self.widen(&logProbability, Double(found), expected) }
      }
      for (key, expected) in answer.temperature { try compare(predictions, expected, at: key) }
    }
  }

  private mutating func compare(
    _ predictions: Predictions, _ expected: ReferenceText.AtTemperature, at key: String
  ) throws {
    let figures = Figures(predictions, at: try #require(Double(key).flatMap(Temperature.init)))
    Self.widen(&meanLoss, figures.crossEntropy?.nats ?? .nan, expected.cross_entropy_nats)
    Self.widen(&meanEntropy, figures.meanEntropy?.nats ?? .nan, expected.mean_entropy_nats)
    for (found, expected) in zip(figures.logProbabilities, expected.logprob ?? []) {
      if let expected { Self.widen(&tokenLoss, Double(found), expected) }
    }
    for (found, expected) in zip(figures.entropies, expected.entropy_nats ?? []) {
      guard let expected else { continue }
      if figures.temperature <= .one {
        Self.widen(&coldEntropy, Double(found), expected)
      } else {
        Self.widen(&hotEntropy, Double(found), expected)
      }
    }
  }
}

/// The default model against reference scores that were computed in float64 elsewhere.
@Suite(
  .enabled(
    if: TestFiles.model != nil && TestFiles.referenceFolder != nil,
    Comment(rawValue: TestFiles.referenceReason)))
struct ReferenceTests {
  private static let names = [
    "01_plain", "03_code", "06_chinese", "08_whitespace", "09_paragraph", "12_contractions",
  ]

  @Test(arguments: InstructionSet.tested.map(\.name))
  func `every text has the reference's tokens, ranks and figures`(name: String) throws {
    let set = try #require(InstructionSet.tested(name))
    let engine = try Engine(ModelFile(path: #require(TestFiles.model)), set)
    let folder = try #require(TestFiles.referenceFolder)
    #expect(engine.instructionSet == name)
    var errors = ReferenceErrors()
    for text in Self.names {
      let reference = try TestFiles.decode(ReferenceText.self, from: "\(folder)/\(text).json")
      try errors.compare(engine, reference, "\(text)")
    }
    #expect(errors.tokens > 1_500)
    errors.expectSmall("\(name) against the reference", token: set.splits ? 1e-3 : 1e-4)
  }
}

extension ReferenceErrors {
  /// Says the errors and expects them to be small, those of a token at T = 1 below a bound of their own.
  func expectSmall(_ subject: String, token bound: Double) {
    print("\(subject): \(self)")
    #expect(logProbability < bound)
    #expect(meanLoss < 1e-4 && meanEntropy < 1e-3)
    #expect(tokenLoss < 1e-3 && coldEntropy < 1e-3)
    #expect(hotEntropy < 1e-3)
  }
}

/// The default model against the scores that `Reference/make_reference.py` computed in float64.
@Suite(.enabled(if: TestFiles.model != nil, Comment(rawValue: TestFiles.modelReason)))
struct OwnReferenceTests {
  private static let scores =
    TestFiles.packageFolder + "/Tests/InferenceTests/Reference/scores.json"

  @Test(arguments: InstructionSet.tested.map(\.name))
  func `short texts have the tokens, ranks and figures of the script`(name: String) throws {
    let set = try #require(InstructionSet.tested(name))
    let engine = try Engine(ModelFile(path: #require(TestFiles.model)), set)
    let texts = try TestFiles.decode([ReferenceText].self, from: Self.scores)
    #expect(texts.count == 2)
    #expect(engine.instructionSet == name)
    var errors = ReferenceErrors()
    for reference in texts { try errors.compare(engine, reference, "\(reference.text)") }
    #expect(errors.tokens > 150)
    errors.expectSmall("\(name) against the script", token: set.splits ? 1e-3 : 1e-4)
  }
}
