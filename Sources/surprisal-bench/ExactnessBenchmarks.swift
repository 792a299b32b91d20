import FoundationEssentials
import Inference
import InformationTheory
import Scoring

/// How far ln p lies from what it should be, by instruction set.
struct ExactnessBenchmarks {
  var model: String
  /// A folder of texts with ln p of each token in float64, such as the project's
  /// `Tests/InferenceTests/Reference/scores`; nil when there is none.
  var reference: String?
  /// The length of the text when there is none.
  var length: Int

  var all: [Measurement] {
    get throws {
      try reference.map(fromReference) ?? fromPortable
    }
  }

  /// What a file of the folder holds.
  private struct Reference: Decodable {
    struct Answer: Decodable {
      var temperature: [String: AtTemperature]
    }
    struct AtTemperature: Decodable {
      var logprob: [Double?]
    }
    var text: String
    /// By what stood before the text: `none`, or a token's id.
    var start: [String: Answer]
  }

  private func fromReference(_ folder: String) throws -> [Measurement] {
    let texts = try FileManager.default.contentsOfDirectory(atPath: folder).sorted()
      .filter { $0.hasSuffix(".json") }
      .map { try Data(contentsOf: URL(filePath: folder).appending(path: $0)) }
      .compactMap { try? JSONDecoder().decode(Reference.self, from: $0) }
    guard !texts.isEmpty else { throw BenchmarkError.noReference(folder) }
    return try Engine.availableInstructionSets.flatMap { name in
      let engine = try Engine(path: model, instructionSet: name)
      var distances: [Double] = []
      for text in texts {
        let tokens = try engine.scorer.tokenize(Array(text.text.utf8), false)
        for (start, answer) in text.start {
          let expected = answer.temperature["1"]?.logprob ?? []
          let found = try engine.scorer.logProbabilities(of: tokens, after: Int(start))
          guard found.count == expected.count else {
            throw BenchmarkError.noReference(folder)
          }
          for (found, expected) in zip(found, expected) {
            if let expected { distances.append(abs(Double(found) - expected)) }
          }
        }
      }
      return Self.worstAndMean(
        "|ln p − float64's|, \(name)", distances, aim: "at most 1e-3, aim 2e-4")
    }
  }

  private var fromPortable: [Measurement] {
    get throws {
      let names = Engine.availableInstructionSets
      let results = try names.map { name in
        let engine = try Engine(path: model, instructionSet: name)
        let text = BenchmarkText.prose(tokens: length, engine.tokenizer)
        let tokens = try engine.scorer.tokenize(Array(text.utf8), false)
        return try engine.scorer.logProbabilities(of: tokens, after: nil)
      }
      return zip(names.dropLast(), results).flatMap { name, found in
        Self.worstAndMean(
          "|ln p − the portable kernels'|, \(name)",
          zip(found, results[results.count - 1])
            .map { abs(Double($0) - Double($1)) }.filter { !$0.isNaN },
          aim: nil)
      }
    }
  }

  private static func worstAndMean(
    _ name: String, _ distances: [Double], aim: String?
  ) -> [Measurement] {
    let count = "\(distances.count.grouped) tokens"
    return [
      Measurement(name + ", worst", [distances.max() ?? .nan], unit: "nats")
        .aiming(aim).noting(count),
      Measurement(
        name + ", mean", [distances.reduce(0, +) / Double(distances.count)], unit: "nats"),
    ]
  }
}

extension Scorer {
  /// ln p of each token at T = 1, in nats; not a number where nothing stands before it.
  fileprivate func logProbabilities(of tokens: [Token], after start: Int?) throws -> [Float] {
    var predictions = Predictions(vocabularySize: model.vocabularySize)
    let settings = ScoringSettings(
      startToken: start, window: model.contextLength, stride: model.contextLength / 2)
    try score(tokens, settings, 0) {
      predictions.append($0)
      return true
    }
    return Figures(predictions, at: .one).logProbabilities
  }
}
