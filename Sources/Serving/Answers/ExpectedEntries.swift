import InformationTheory
import Scoring

/// An entry of the vocabulary as it was expected at a place, at a temperature of 1.
struct ExpectedEntry: Equatable {
  var id: Int32
  /// ln p in nats, as all exports write it.
  var logprob: Float
  /// 1 for the likeliest.
  var rank: Int32
}

/// What is told of each place: the token that came, and the likeliest others.
struct ExpectedEntries {
  /// How many of the likeliest; more than there are for all.
  var count: Int

  /// Whether the candidates that are kept of each place are not enough.
  var needsLogits: Bool { count > LogPartition.candidateCount }

  /// The entries of one place, the token that came first.
  ///
  /// - Parameters:
  ///   - actual: The token that came.
  ///   - predictions: With those of the place.
  ///   - logits: Of the whole vocabulary, where ``needsLogits``.
  func entries(
    _ actual: Int, at place: Int, of predictions: Predictions, _ figures: Figures,
    logits: Span<Float>? = nil
  ) -> [ExpectedEntry] {
    let came = ExpectedEntry(
      id: Int32(actual), logprob: finite(figures.logProbabilities[place]),
      rank: predictions.actualRanks[place])
    let candidates = predictions.candidates(at: place, temperature: .one)
    var others: [ExpectedEntry] = []
    if needsLogits, let logits, let best = candidates.first {
      others = ranked(logits, logProbabilityOfBest: best.logProbability)
    } else {
      for (index, one) in candidates.prefix(count).enumerated() {
        others.append(
          ExpectedEntry(
            id: Int32(one.id), logprob: finite(Float(one.logProbability)), rank: Int32(index + 1)))
      }
    }
    return [came] + others.filter { $0.id != came.id }
  }

  /// The likeliest by their logits; the best one's is 0 where predictions have it.
  private func ranked(_ logits: Span<Float>, logProbabilityOfBest best: Double) -> [ExpectedEntry] {
    let ranking = logits.ranking
    guard let first = ranking.first else { return [] }
    let largest = logits[Int(first)]
    var entries: [ExpectedEntry] = []
    entries.reserveCapacity(min(count, ranking.count))
    for id in ranking.prefix(count) {
      let logProbability = min(Double(logits[Int(id)] - largest) + best, 0)
      entries.append(
        ExpectedEntry(
          id: id, logprob: finite(Float(logProbability)), rank: Int32(entries.count + 1)))
    }
    return entries
  }
}

/// JSON has no infinities: what cannot come is as unlikely as other servers say that it is.
private func finite(_ logprob: Float) -> Float { logprob > -9_999 ? logprob : -9_999 }
