import Exploration
import InformationTheory
import Scoring

/// What a model of six layers shows whose numbers are made by hand: a token gains a logit with each layer, from
/// nothing on; and it loses as many without an earlier one as that is near, from 4 on, half of them with the other sign.
package enum FakeInsight {
  /// How many layers there are.
  package static let layers = 6

  /// The logits of a token after a layer, among those of the fake scorer.
  package static func gain(ofLayer layer: Int) -> Double { Double(2 * (layer - layers)) }

  /// By how much the logit of a token is less without another so far before it.
  package static func loss(at distance: Int) -> Double {
    (distance.isMultiple(of: 2) ? -1 : 1) * max(5 - Double(distance), 0)
  }

  /// What comes of a wish, in order.
  package static func news(of wish: Inspection.Wish, known: Int = 0) -> [Inspection.News] {
    let question = wish.question
    guard let token = question.tokens.last else { return [.ended] }
    func prediction(_ gain: Double) -> Prediction {
      var logits = FakeScorer.logits
      let id = min(token.id, logits.count - 1)
      logits[id] += gain
      return Prediction(foldingLogits: logits, actual: id)
    }
    switch wish.subject {
    case .layers:
      return [.layers(block((0...layers).map { prediction(gain(ofLayer: $0)) })), .ended]
    case .bought:
      let distances = (1...max(question.omissible, 1)).prefix(question.omissible).dropFirst(known)
      let all = distances.map { (question.place - $0, prediction(-loss(at: $0))) }
      let parts = [Array(all.prefix(3)), Array(all.dropFirst(3))].filter { !$0.isEmpty }
      let news = parts.map { Inspection.News.without($0.map(\.0), block($0.map(\.1))) }
      return news + [.ended]
    }
  }

  private static func block(_ predictions: [Prediction]) -> Predictions {
    var block = Predictions(vocabularySize: FakeScorer.vocabulary.count)
    for prediction in predictions { block.append(prediction) }
    return block
  }
}
