import Basics
import InformationTheory

/// The probability, at one temperature, that what comes next begins a word or ends the text: ln of each, so
/// that what is all but impossible, as where it is cold, has a surprisal too.
public struct BoundaryProbability: Equatable, Sendable {
  /// Of the tokens that begin a word, of those that end the text, and of all that begin no word.
  public var logStarts: Double, logEnds: Double, logOthers: Double

  /// Logarithms of probabilities that belong together.
  init(logStarts: Double, logEnds: Double, logOthers: Double) {
    (self.logStarts, self.logEnds, self.logOthers) = (logStarts, logEnds, logOthers)
  }

  /// Probabilities that belong together.
  public init(starts: Double, ends: Double, others: Double) {
    (logStarts, logEnds, logOthers) = (log(starts), log(ends), log(others))
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
    var (starts, ends, others) = (LogSum(), LogSum(), LogSum())
    for lane in logits.indices {
      let weight = beta * Double(logits[lane])
      if mass.starts >> lane & 1 == 1 { starts.add(weight) } else { others.add(weight) }
    }
    for end in mass.ends.indices where mass.ends[end] > LogPartition.impossible {
      ends.add(beta * Double(mass.ends[end]))
    }
    let anchor = beta * Double(logits[LogPartition.candidateCount - 1])
    let whole = reader.tailSum(
      prediction.rest, logTailSize: logarithm(vocabularySize - LogPartition.candidateCount))
    var part = -Double.infinity
    if !mass.part.isEmpty {
      let rest = mass.restStarts
      part =
        beta * Double(mass.part.largest) + reader.logPartSum(rest.nodes, logSize: rest.logCount)
      starts.add(part)
    }
    others.add(anchor + log(max(whole - exp(part - anchor), 0)))
    var all = starts
    all.add(others.value)
    return BoundaryProbability(
      logStarts: starts.value - all.value, logEnds: ends.value - all.value,
      logOthers: others.value - all.value)
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

/// ln of a sum of exponentials, term by term: as exact where all are small as where none is.
struct LogSum {
  private var (largest, sum) = (-Double.infinity, 0.0)

  /// ln of the sum of all that were added.
  var value: Double { largest + log(sum) }

  /// Adds e to the power of a term. O(1).
  mutating func add(_ term: Double) {
    if term > largest {
      (largest, sum) = (term, sum * exp(largest - term) + 1)
    } else if term > -.infinity {
      sum += exp(term - largest)
    }
  }
}
