import Basics
import InformationTheory

/// The probability, at one temperature, that what comes next begins a word or ends the text.
public struct BoundaryProbability: Equatable, Sendable {
  /// Of the tokens that begin a word, of those that end the text, and of all that begin no word.
  public var starts: Double, ends: Double, others: Double

  /// Probabilities that belong together.
  public init(starts: Double, ends: Double, others: Double) {
    (self.starts, self.ends, self.others) = (starts, ends, others)
  }
}

/// Reads boundary probabilities at one temperature, the limits included: computed once a temperature.
public struct BoundaryReader: Sendable {
  /// The temperature.
  public let temperature: Temperature
  private let reader: LogPartitionReader?
  private let beta: Double

  /// Prepares a temperature. O(1).
  public init(_ temperature: Temperature) {
    self.temperature = temperature
    beta = temperature.beta
    let isLimit = beta < 1e-12 || beta == .infinity
    reader = isLimit ? nil : LogPartitionReader(temperature)
  }

  /// What is expected at a position: before the token there. Nil where nothing is known of it, as where
  /// there is no context, or where a model does not sum its whole vocabulary.
  ///
  /// - Complexity: O(1): some 60 exponentials.
  public func probability(at position: Int, of predictions: Predictions) -> BoundaryProbability? {
    guard (0..<predictions.count).contains(position) else { return nil }
    return probability(
      of: predictions[position], vocabularySize: predictions.vocabularySize)
  }

  /// What a prediction says. O(1).
  public func probability(
    of prediction: Prediction, vocabularySize: Int
  ) -> BoundaryProbability? {
    guard let mass = prediction.boundaries else { return nil }
    guard let reader else {
      return beta == .infinity
        ? coldest(prediction.logits, mass) : hottest(mass, vocabularySize: vocabularySize)
    }
    return weights(prediction, mass, reader, vocabularySize: vocabularySize)
  }

  private func weights(
    _ prediction: Prediction, _ mass: BoundaryMass, _ reader: LogPartitionReader,
    vocabularySize: Int
  ) -> BoundaryProbability {
    let logits = prediction.logits
    let scale = exp(beta * Double(logits[LogPartition.candidateCount - 1]))
    func sum(_ tail: SIMD32<Float>, of count: Int) -> Double {
      scale * reader.tailSum(tail, logTailSize: logarithm(count))
    }
    let whole = sum(prediction.rest, of: vocabularySize - LogPartition.candidateCount)
    let part =
      mass.share.isEmpty
      ? 0
      : sum(
        mass.share.part(of: prediction.rest),
        of: mass.startCount - mass.starts.nonzeroBitCount)
    var (starts, others) = (min(part, whole), max(whole - part, 0))
    for lane in logits.indices {
      let weight = exp(beta * Double(logits[lane]))
      if mass.starts >> lane & 1 == 1 { starts += weight } else { others += weight }
    }
    let ends = exp(beta * Double(mass.ends[0])) + exp(beta * Double(mass.ends[1]))
    let all = starts + others
    return BoundaryProbability(starts: starts / all, ends: ends / all, others: others / all)
  }

  /// Where the best share all the probability.
  private func coldest(_ logits: SIMD32<Float>, _ mass: BoundaryMass) -> BoundaryProbability {
    let best = logits.indices.filter { logits[$0] == 0 }
    let starts = Double(best.count { mass.starts >> $0 & 1 == 1 }) / Double(best.count)
    let ends = Double([mass.ends[0], mass.ends[1]].count { $0 == 0 }) / Double(best.count)
    return BoundaryProbability(starts: starts, ends: ends, others: 1 - starts)
  }

  /// Where all are alike.
  private func hottest(_ mass: BoundaryMass, vocabularySize: Int) -> BoundaryProbability {
    let starts = Double(mass.startCount) / Double(vocabularySize)
    let ends = [mass.ends[0], mass.ends[1]].count { $0 > LogPartition.impossible }
    return BoundaryProbability(
      starts: starts, ends: Double(ends) / Double(vocabularySize), others: 1 - starts)
  }

  private func logarithm(_ count: Int) -> Float {
    count > 0 ? log(Float(count)) : LogPartition.impossible
  }
}
