import Inference
import InformationTheory
import Scoring
import TestSupport
import Testing
import Basics

/// What is read of a prediction against float64 sums over the logits that it was made of, with the
/// default model: what the 392 bytes of a prediction lose.
@Suite(.enabled(if: TestFiles.model != nil, Comment(rawValue: TestFiles.modelReason)))
struct ReadingTests {
  private static let temperatures = [0.05, 0.3, 0.7, 1, 1.8, 2.11, 2.448, 2.45, 3.3, 5]

  /// The worst distances in nats.
  private struct Worst {
    var logProbability = 0.0, entropy = 0.0
  }

  private func distances(of text: [UInt8], from scorer: Scorer) throws -> [Worst] {
    var worst = Array(repeating: Worst(), count: Self.temperatures.count)
    let tokens = try scorer.tokenize(text, false).map(\.id)
    for place in 1..<tokens.count {
      let expectation = try scorer.expectation(Context(Array(tokens[..<place]), given: 1))
      let logits = expectation.logits
      var predictions = Predictions(vocabularySize: logits.count)
      predictions.append(expectation.prediction(of: tokens[place]))
      for (index, value) in Self.temperatures.enumerated() {
        let figures = Figures(predictions, at: try #require(Temperature(value)))
        let expected = bruteForce(logits, tokens[place], beta: 1 / value)
        // A float of 400 nats is no nearer than 1.5e-5 to anything, nor β times a float of 20 nats.
        let spacing = 1.2e-7 * abs(expected.logProbability)
        let distance = abs(Double(figures.logProbabilities[0]) - expected.logProbability)
        worst[index].logProbability = max(worst[index].logProbability, distance - spacing)
        worst[index].entropy = max(
          worst[index].entropy, abs(Double(figures.entropies[0]) - expected.entropy))
      }
    }
    return worst
  }

  private func bruteForce(
    _ logits: [Float], _ token: Int, beta: Double
  ) -> (logProbability: Double, entropy: Double) {
    let largest = Double(logits.max() ?? 0)
    var (sum, moment) = (0.0, 0.0)
    for logit in logits {
      let distance = Double(logit) - largest
      let weight = exp(beta * distance)
      sum += weight
      moment += weight * distance
    }
    return (
      beta * (Double(logits[token]) - largest) - log(sum), log(sum) - beta * moment / sum
    )
  }

  static let texts: [(name: String, bytes: [UInt8])] = [
    ("two of the same", Array("🎉 🎉".utf8)),
    ("emoji", Array("🥳👩‍👩‍👧 party 🍕🍺 🙋🏽 ⏰ 🇩🇪🇫🇷".utf8)),
    ("Chinese", Array("春天的时候,颐和园的湖边开满了花。量子力学的测量问题。".utf8)),
    ("bytes", (0..<48).map { UInt8(truncatingIfNeeded: ($0 * 167 + 131) ^ ($0 * $0 * 29)) }),
    ("prose and code", Array("The ferry was late. while xs[lo] < pivot: lo += 1\n".utf8)),
  ]

  @Test(arguments: texts.map(\.name))
  func `ln p is within 2e-6 nats of the sum over the same logits, and entropy within 2e-5`(
    name: String
  ) throws {
    let engine = try Engine(path: try #require(TestFiles.model))
    let text = try #require(Self.texts.first { $0.name == name })
    let worst = try distances(of: text.bytes, from: engine.scorer)
    for (temperature, worst) in zip(Self.temperatures, worst) {
      print("\(name), T \(temperature): ln p \(worst.logProbability), entropy \(worst.entropy)")
      #expect(worst.logProbability < 2e-6, "T \(temperature)")
      #expect(worst.entropy < 2e-5, "T \(temperature)")
    }
  }
}
