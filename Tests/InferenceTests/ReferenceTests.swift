import GGUF
import Inference
import InformationTheory
import Scoring
import TestSupport
import Testing

/// The default model against what `Reference/make_reference.py` computed in float64: what README says
/// of the distance between the two is what this compares.
@Suite(.enabled(if: TestFiles.model != nil, Comment(rawValue: TestFiles.modelReason)))
struct ReferenceTests {
  @Test func `the reference is of the model that is fetched`() throws {
    let setup = try TestFiles.text("Assets/setup/fetch-model")
    for text in try ReferenceText.all {
      #expect(setup.contains("\ndigest=\(text.model_sha256)\n"), "\(text.text)")
    }
  }

  @Test(arguments: InstructionSet.tested.map(\.name))
  func `every text has the reference's tokens, ranks and figures`(name: String) throws {
    let set = try #require(InstructionSet.tested(name))
    let engine = try Engine(ModelFile(path: #require(TestFiles.model)), set)
    #expect(engine.instructionSet == name)
    var distances = ReferenceDistances()
    for text in try ReferenceText.all { try distances.compare(engine, text) }
    print("\(name), \(distances.tokens) tokens, the worst distance from float64 in nats:")
    for (key, worst) in distances.byTemperature.sorted(by: { $0.key < $1.key }) {
      print("  T \(key): \(worst)")
      let scale = 1 / min(1, try #require(Double(key)))
      #expect(worst.logProbability < (set.splits ? 1e-3 : 5e-5) * scale, "T \(key)")
      #expect(worst.entropy < (set.splits ? 1e-3 : 5e-5), "T \(key)")
      #expect(worst.meanLoss < 5e-5 && worst.meanEntropy < 3e-5, "T \(key)")
    }
    #expect(distances.byTemperature.count == 7 && distances.tokens > 1_900)
  }
}

/// A text, and what an independent implementation says of it.
struct ReferenceText: Decodable, Sendable {
  // swift-format-ignore: AlwaysUseLowerCamelCase
  var model_sha256: String
  var text: String
  var ids: [Int]
  /// By what stood before the text: `none`, or a token's id.
  var start: [String: Answer]

  struct Answer: Decodable, Sendable {
    var rank: [Int?]
    var temperature: [String: Figures]
  }

  /// Of each token, in nats; null where nothing stood before it.
  struct Figures: Decodable, Sendable {
    var logprob: [Double?]
    var entropy: [Double?]
  }

  /// The texts in the folder `Reference/scores`.
  static var all: [ReferenceText] {
    get throws {
      try TestFiles.names(in: "Tests/InferenceTests/Reference/scores").map {
        try TestFiles.decode(Self.self, from: $0)
      }
    }
  }
}

/// The largest distances from the reference.
struct ReferenceDistances {
  struct Worst: CustomStringConvertible {
    var (logProbability, entropy, meanLoss, meanEntropy) = (0.0, 0.0, 0.0, 0.0)

    var description: String {
      "ln p \(Self.short(logProbability)), entropy \(Self.short(entropy)), "
        + "mean loss \(Self.short(meanLoss)), mean entropy \(Self.short(meanEntropy))"
    }

    private static func short(_ nats: Double) -> String {
      "\((nats * 1e7).rounded() / 10)e-6"
    }
  }

  private(set) var byTemperature: [String: Worst] = [:]
  private(set) var tokens = 0

  /// Compares what the engine says of a text with the reference, behind every start.
  mutating func compare(_ engine: Engine, _ reference: ReferenceText) throws {
    let comment: Comment = "\(reference.text)"
    let pieces = try engine.scorer.tokenize(Array(reference.text.utf8), false)
    #expect(pieces.map(\.id) == reference.ids, comment)
    for (start, answer) in reference.start {
      let predictions = try engine.predictions(pieces, start: Int(start), window: 2_048)
      try #require(predictions.count == answer.rank.count, comment)
      compareRanks(predictions, answer, comment)
      for (key, expected) in answer.temperature { try compare(predictions, expected, at: key) }
      tokens += answer.rank.count { $0 != nil }
    }
  }

  private func compareRanks(
    _ predictions: Predictions, _ answer: ReferenceText.Answer, _ comment: Comment
  ) {
    for (position, rank) in answer.rank.enumerated() {
      let (found, rank) = (Int(predictions.actualRanks[position]), rank ?? 0)
      // A rank further down may turn on the last bit of two logits.
      let slack = rank <= 10 ? 0 : 1 + rank / 200
      #expect(abs(found - rank) <= slack, "token \(position) of \(comment)")
    }
  }

  private mutating func compare(
    _ predictions: Predictions, _ expected: ReferenceText.Figures, at key: String
  ) throws {
    let found = Figures(predictions, at: try #require(Double(key).flatMap(Temperature.init)))
    var worst = byTemperature[key] ?? Worst()
    try Self.widen(&worst.logProbability, found.logProbabilities, expected.logprob)
    try Self.widen(&worst.entropy, found.entropies, expected.entropy)
    let (loss, entropy) = (found.crossEntropy?.nats, found.meanEntropy?.nats)
    Self.widen(&worst.meanLoss, loss ?? .nan, -Self.mean(expected.logprob))
    Self.widen(&worst.meanEntropy, entropy ?? .nan, Self.mean(expected.entropy))
    byTemperature[key] = worst
  }

  private static func widen(_ worst: inout Double, _ found: Double, _ expected: Double) {
    let distance = abs(found - expected)
    worst = distance.isNaN ? .infinity : max(worst, distance)
  }

  private static func widen(
    _ worst: inout Double, _ found: [Float], _ expected: [Double?]
  ) throws {
    try #require(found.count == expected.count)
    for (found, expected) in zip(found, expected) {
      if let expected {
        widen(&worst, Double(found), expected)
      } else {
        #expect(found.isNaN)
      }
    }
  }

  private static func mean(_ values: [Double?]) -> Double {
    let scored = values.compactMap { $0 }
    return scored.reduce(0, +) / Double(scored.count)
  }
}
