import Inference
import InformationTheory
import Scoring
import Testing

/// A model and what its plain twin makes of a text.
private struct TwinAnswer: Sendable, CustomTestStringConvertible {
  let testDescription: String
  let model: TinyModel
  let text: [Token]
  /// The logits after each token.
  let logits: [[Double]]

  init(_ description: String, _ model: TinyModel) {
    testDescription = description
    self.model = model
    text = model.text(200)
    logits = PlainTransformer.logits(model, text.map(\.id))
  }

  static let all = [
    TwinAnswer("F32, tied", TinyModel(seed: 1)),
    TwinAnswer(
      "F32, with rotary factors", TinyModel(isTied: false, hasRotaryFactors: true, seed: 2)),
    TwinAnswer("Q8_0", TinyModel(.q8_0, isTied: false, seed: 3)),
  ]
}

@Suite struct ForwardPassTests {
  @Test(arguments: TwinAnswer.all, InstructionSet.tested.map(\.name))
  private func `every position agrees with the plain twin, whatever the length`(
    answer: TwinAnswer, name: String
  ) throws {
    let set = try #require(InstructionSet.tested(name))
    let engine = try answer.model.engine(on: set)
    for length in [1, 2, 15, 16, 17, 49, 97, 200] {
      let fresh = length == 200 ? try answer.model.engine(on: set, threads: 2) : engine
      let text = Array(answer.text.prefix(length))
      let predictions = try fresh.predictions(text)
      #expect(predictions.count == length)
      #expect(!predictions[0].isScored)
      let figures = Figures(predictions, at: .one)
      for position in 1..<max(length, 1) {
        expect(
          predictions[position], figures, position, answer.logits[position - 1],
          text[position].id, tolerance: set.splits ? 1e-3 : 1e-4)
      }
    }
  }

  @Test(arguments: TwinAnswer.all, InstructionSet.available.map(\.name))
  private func `what comes next agrees with the plain twin, token by token and after a jump`(
    answer: TwinAnswer, name: String
  ) throws {
    let set = try #require(InstructionSet.available.first { $0.name == name })
    let engine = try answer.model.engine(on: set, threads: 2)
    for length in Array(1...40) + [100, 101, 200, 7] {
      let context = Context(answer.text.prefix(length).map(\.id), given: 20)
      let prediction = try engine.scorer.expectation(context).prediction
      let logits = answer.logits[length - 1]
      let largest = logits.max() ?? 0
      #expect(prediction.candidates.count == 32)
      for candidate in prediction.candidates {
        #expect(abs(candidate.logit - (logits[candidate.id] - largest)) < 1e-4)
      }
    }
  }

  private func expect(
    _ prediction: Prediction, _ figures: Figures, _ position: Int, _ logits: [Double],
    _ actual: Int, tolerance: Double
  ) {
    let probabilities = softmax(logits)
    let logProbability = logits[actual] - logPartition(logits)
    #expect(abs(Double(figures.logProbabilities[position]) - logProbability) < tolerance)
    #expect(abs(Double(figures.entropies[position]) - entropy(probabilities).nats) < tolerance)
    // A rank may only differ by tokens that are as good as equal.
    let above = logits.count { $0 > logits[actual] + tolerance }
    let near = logits.count { abs($0 - logits[actual]) <= tolerance }
    #expect((1 + above...above + near).contains(Int(prediction.actualRank)))
    let largest = logits.max() ?? 0
    for candidate in prediction.candidates {
      #expect(abs(candidate.logit - (logits[candidate.id] - largest)) < tolerance)
    }
  }

  @Test func `a text after a start token is the same text with that token before it`() throws {
    let answer = TwinAnswer.all[0]
    let engine = try answer.model.engine()
    let whole = try engine.predictions(answer.text)
    let behind = try engine.predictions(Array(answer.text[1...]), start: answer.text[0].id)
    #expect(behind.isIdentical(to: whole.slice(1..<200)))
  }
}
