import Basics
import InformationTheory
import Scoring

extension Prediction {
  /// What a model of these logits answers that says no more than so many of its likeliest tokens, or all of them
  /// without a number.
  package init(of logits: [Double], actual: Int, likeliest: Int?) {
    let whole = Prediction(foldingLogits: logits, actual: actual)
    let logPartition = logPartition(logits)
    guard let likeliest,
      let known = Prediction(
        likeliest: whole.candidates.prefix(likeliest).map {
          ($0.id, logits[$0.id] - logPartition)
        }, vocabularySize: logits.count,
        actual: (logits[actual] - logPartition, Int(whole.actualRank)))
    else {
      self = whole
      return
    }
    self = known
  }
}
