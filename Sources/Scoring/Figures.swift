import InformationTheory
import Basics

/// Every token's figures at one temperature, and the text's: all that the slider changes.
///
/// Where the rest of the vocabulary is only bounded each is the middle of an interval, whose ends are here too.
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
  /// How far all of it is open; nil where nothing is.
  private(set) var bounds: FigureBounds?

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
    guard let other = predictions.packed else { return }
    let isWithinNodes =
      Temperature.sliderRange.contains(temperature)
    let bounds =
      isWithinNodes
      ? FigureBounds(
        flat: self, packed: Figures(other, at: temperature, on: .best), predictions)
      : FigureBounds(predictions, at: temperature)
    take(bounds)
  }

  /// Becomes the middle of the bounds.
  private mutating func take(_ bounds: FigureBounds) {
    self.bounds = bounds
    logProbabilities = bounds.logProbabilities.middles
    entropies = bounds.entropies.middles
    total = .middle(of: bounds.total)
    totalEntropy = .middle(of: bounds.totalEntropy)
    scoredCount = logProbabilities.count { !$0.isNaN }
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
    if bounds != nil || others.bounds != nil {
      bounds = bounds ?? FigureBounds(self)
      bounds?.append(others.bounds ?? FigureBounds(others))
    }
    logProbabilities += others.logProbabilities
    entropies += others.entropies
    scoredCount += others.scoredCount
    total = total + others.total
    totalEntropy = totalEntropy + others.totalEntropy
  }

  /// Forgets every position from one on. O(*n*) in the positions that stay.
  public mutating func truncate(to count: Int) {
    guard count < logProbabilities.count else { return }
    bounds?.truncate(to: count)
    logProbabilities.removeLast(logProbabilities.count - count)
    entropies.removeLast(entropies.count - count)
    let scored = logProbabilities.filter { !$0.isNaN }
    scoredCount = scored.count
    total = .nats(scored.reduce(0) { $0 - Double($1) })
    totalEntropy = .nats(entropies.reduce(0) { $1.isNaN ? $0 : $0 + Double($1) })
  }
}
