import InformationTheory
import Scoring

/// What a move of the temperature slider costs: every token's figures and the text's.
struct SliderBenchmarks {
  var all: [Measurement] {
    [(2048, 1000), (500_000, 100)].map { move(tokens: $0, moves: $1) } + [curve(tokens: 2048)]
  }

  /// The worst of many moves is the greatest value.
  private func move(tokens: Int, moves: Int) -> Measurement {
    let predictions = predictions(tokens)
    let notches = Temperature.notches
    var sum = 0.0
    var notch = 0
    let times = seconds(runs: moves) {
      notch = (notch + 1) % notches.count
      sum += Figures(predictions, at: notches[notch]).total.nats
    }.map { $0 * 1e3 }
    precondition(sum.isFinite)
    return Measurement("move the slider, \(tokens) tokens", times, unit: "ms")
  }

  private func curve(tokens: Int) -> Measurement {
    let predictions = predictions(tokens)
    let times = seconds(runs: 5) { _ = LossCurve(predictions) }.map { $0 * 1e3 }
    return Measurement("loss at all notches, \(tokens) tokens", times, unit: "ms")
  }

  /// Positions made from a few hundred random distributions, repeated.
  private func predictions(_ count: Int) -> Predictions {
    var random = SplitMix(state: 1)
    let some = (0..<64).map { _ in
      let logits = (0..<2000).map { _ in
        (0..<4).reduce(0.0) { sum, _ in sum + Double.random(in: -4...4, using: &random) }
      }
      return Prediction(foldingLogits: logits, actual: Int.random(in: 0..<2000, using: &random))
    }
    var predictions = Predictions(vocabularySize: 2000)
    for index in 0..<count { predictions.append(some[index % some.count]) }
    return predictions
  }
}
