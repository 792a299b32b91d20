import InformationTheory
import Basics

/// Every token's figures at one temperature, and the text's: all that the slider changes.
public struct Figures: Equatable, Sendable {
  /// The temperature.
  public let temperature: Temperature
  /// ln p of each token that came, in nats; not a number where unscored. `[positions]`
  public private(set) var logProbabilities: [Float] = []
  /// The entropy before each token, in nats; not a number where unscored. `[positions]`
  public private(set) var entropies: [Float] = []
  /// The number of tokens that have a score.
  public private(set) var scoredCount = 0
  /// The sum of −ln p over the scored tokens.
  public private(set) var total = Information.zero
  /// The sum of the entropies over the scored tokens.
  public private(set) var totalEntropy = Information.zero

  /// The loss: the mean of −ln p over the scored tokens; nil when there are none.
  public var crossEntropy: Information? {
    scoredCount == 0 ? nil : .nats(total.nats / Double(scoredCount))
  }

  /// The mean entropy over the scored tokens; nil when there are none.
  public var meanEntropy: Information? {
    scoredCount == 0 ? nil : .nats(totalEntropy.nats / Double(scoredCount))
  }

  /// The surprisal of a token; nil where unscored.
  public func surprisal(at position: Int) -> Information? {
    guard logProbabilities.indices.contains(position) else { return nil }
    let value = logProbabilities[position]
    return value.isNaN ? nil : .surprisal(ofLogProbability: Double(value))
  }

  /// The entropy before a token; nil where unscored.
  public func entropy(at position: Int) -> Information? {
    guard entropies.indices.contains(position) else { return nil }
    return entropies[position].isNaN ? nil : .nats(Double(entropies[position]))
  }

  /// The least likely of some positions, the first of equals; nil where none has a score. O(*n*).
  func leastLogProbability(in positions: Range<Int>) -> (position: Int, value: Float)? {
    var (best, place) = (Float.infinity, -1)
    for position in positions.clamped(to: logProbabilities.indices) {
      let value = logProbabilities[position]
      if value < best { (best, place) = (value, position) }
    }
    return place < 0 ? nil : (place, best)
  }

  /// Computes all figures at a temperature, its limits 0 and ∞ included.
  ///
  /// - Complexity: O(*n*), where *n* is the number of positions; independent of the vocabulary.
  public init(_ predictions: Predictions, at temperature: Temperature) {
    self.init(predictions, at: temperature, on: .best)
  }

  /// Computes all figures with the kernels of an instruction set; with none by their plain twin.
  package init(_ predictions: Predictions, at temperature: Temperature, on set: InstructionSet?) {
    self.temperature = temperature
    let distribution = DistributionReader(predictions, at: temperature)
    if let set, let reader = distribution.reader, let stencil = reader.stencil {
      logProbabilities = Array(repeating: .nan, count: predictions.count)
      entropies = logProbabilities
      let sums = predictions.read(
        with: reader, stencil, on: set, into: &logProbabilities, &entropies)
      scoredCount = sums.scoredCount
      total = .nats(sums.loss)
      totalEntropy = .nats(sums.entropy)
    } else {
      readOneByOne(predictions, distribution)
    }
  }

  /// The plain twin of the kernel, which knows temperatures below the nodes and the limits as well.
  private mutating func readOneByOne(
    _ predictions: Predictions, _ distribution: DistributionReader
  ) {
    logProbabilities.reserveCapacity(predictions.count)
    entropies.reserveCapacity(predictions.count)
    var (loss, entropy) = (0.0, 0.0)
    for position in 0..<predictions.count {
      guard predictions.actualRanks[position] > 0 else {
        logProbabilities.append(.nan)
        entropies.append(.nan)
        continue
      }
      let figure = distribution.figure(at: position, of: predictions)
      logProbabilities.append(figure.logProbability)
      entropies.append(figure.entropy)
      loss -= Double(figure.logProbability)
      entropy += Double(figure.entropy)
      scoredCount += 1
    }
    total = .nats(loss)
    totalEntropy = .nats(entropy)
  }
}

extension Figures {
  /// Adds the figures of the positions that follow, computed at the same temperature. O(*n*) in what
  /// is added.
  public mutating func append(_ others: Figures) {
    precondition(others.temperature == temperature, "figures are of one temperature")
    logProbabilities += others.logProbabilities
    entropies += others.entropies
    scoredCount += others.scoredCount
    total = total + others.total
    totalEntropy = totalEntropy + others.totalEntropy
  }

  /// Forgets every position from one on. O(*n*) in the positions that stay.
  public mutating func truncate(to count: Int) {
    guard count < logProbabilities.count else { return }
    logProbabilities.removeLast(logProbabilities.count - count)
    entropies.removeLast(entropies.count - count)
    let scored = logProbabilities.filter { !$0.isNaN }
    scoredCount = scored.count
    total = .nats(scored.reduce(0) { $0 - Double($1) })
    totalEntropy = .nats(entropies.reduce(0) { $1.isNaN ? $0 : $0 + Double($1) })
  }
}

/// Reads positions at one temperature, the limits included.
struct DistributionReader {
  /// Nil at the limits.
  let reader: LogPartitionReader?
  private let beta: Double
  private let logVocabulary: Float
  private let logTailSize: Float

  init(_ predictions: Predictions, at temperature: Temperature) {
    beta = temperature.beta
    // So hot that no logit differs from any other in a float, or so cold that β overflows.
    let isLimit = beta < 1e-12 || beta == .infinity
    reader = isLimit ? nil : LogPartitionReader(temperature)
    logVocabulary = log(Float(predictions.vocabularySize))
    logTailSize = predictions.logTailSize
  }

  /// ln p of the token that came and the entropy of the distribution, in nats.
  func figure(
    at position: Int, of predictions: Predictions
  ) -> (logProbability: Float, entropy: Float) {
    let actual = predictions.actualLogits[position]
    guard let reader else {
      let shared = logOfSharing(predictions.logits[position], predictions.rest[position])
      return (logProbability(atLimit: actual, shared), shared)
    }
    let value = reader.read(
      head: predictions.logits[position], tail: predictions.rest[position], logTailSize: logTailSize
    )
    let logProbability =
      actual > LogPartition.impossible
      ? min(beta * Double(actual) - value.logPartition, 0) : -.infinity
    let entropy = max(value.logPartition - beta * value.meanLogit, 0)
    return (Float(logProbability), Float(entropy))
  }

  /// ln p of tokens with these logits, all at one position.
  func logProbabilities(ofLogits logits: [Double], in prediction: Prediction) -> [Double] {
    guard let reader else {
      let shared = logOfSharing(prediction.logits, prediction.rest)
      return logits.map { Double(logProbability(atLimit: Float($0), shared)) }
    }
    let value = reader.read(
      head: prediction.logits, tail: prediction.rest, logTailSize: logTailSize)
    return logits.map { min(beta * $0 - value.logPartition, 0) }
  }

  /// ln p at a limit, where some tokens share all the probability.
  private func logProbability(atLimit logit: Float, _ logOfSharing: Float) -> Float {
    let shares = beta == .infinity ? logit == 0 : logit > LogPartition.impossible
    return shares ? -logOfSharing : -.infinity
  }

  /// ln of the number of tokens that share the probability at a limit: all of them when hot, those
  /// that tie with the best when cold.
  private func logOfSharing(_ head: SIMD32<Float>, _ tail: SIMD32<Float>) -> Float {
    guard beta == .infinity else { return logVocabulary }
    let ties = head.indices.count { head[$0] == 0 }
    guard ties == LogPartition.candidateCount else { return log(Float(ties)) }
    // The tail may go on with ties; at its coldest node nothing else has weight.
    return log(Float(ties) + exp(tail[LogPartition.nodeCount - 1]).rounded())
  }
}

extension Predictions {
  /// ln p of each candidate at a position, best first, in nats, at a temperature.
  public func candidates(
    at position: Int, temperature: Temperature
  ) -> [(id: Int, logProbability: Double)] {
    let prediction = self[position]
    let candidates = prediction.candidates
    let logProbabilities = DistributionReader(self, at: temperature)
      .logProbabilities(ofLogits: candidates.map(\.logit), in: prediction)
    return zip(candidates, logProbabilities).map { ($0.id, $1) }
  }
}
