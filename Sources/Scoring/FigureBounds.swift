import Basics
import InformationTheory

/// How far the figures of some positions are open at a temperature where the rest of the vocabulary is only
/// bounded. Both ends of ln p of a candidate, and of the entropy from T = 1 on, are attained; colder than that the
/// entropy's are where `BoundedRest` says so. Those of a token beyond the candidates hold, and need not be attained:
/// at them the rest is flat or packed, whatever this token has of it.
struct FigureBounds: Equatable, Sendable {
  /// The ends of ln p of the tokens that came, and of the entropies, in nats; not a number where unscored.
  var logProbabilities = Ends(), entropies = Ends()
  /// The ends of the sums of −ln p and of the entropies.
  var total = 0.0...0.0, totalEntropy = 0.0...0.0

  /// The ends of a number at each position: `[positions]`.
  struct Ends: Equatable, Sendable {
    var low: [Float] = [], high: [Float] = []

    /// Numbers that are not open.
    init(_ values: [Float] = []) { (low, high) = (values, values) }

    mutating func append(_ others: Ends) {
      low += others.low
      high += others.high
    }

    mutating func truncate(to count: Int) {
      low.removeLast(low.count - count)
      high.removeLast(high.count - count)
    }

    func range(at position: Int) -> ClosedRange<Double>? {
      guard low.indices.contains(position), !low[position].isNaN, !high[position].isNaN else {
        return nil
      }
      return Double(low[position])...Double(high[position])
    }

    /// What lies in the middle of each.
    var middles: [Float] { zip(low, high).map { $0 == $1 ? $0 : ($0 + $1) / 2 } }

    /// The sum of those that are numbers.
    var sums: ClosedRange<Double> {
      var (least, most) = (0.0, 0.0)
      for position in low.indices where !low[position].isNaN {
        least += Double(low[position])
        most += Double(high[position])
      }
      return least...max(least, most)
    }

    fileprivate mutating func append(_ range: ClosedRange<Double>?) {
      low.append(.nan)
      high.append(.nan)
      set(range, at: low.count - 1)
    }

    fileprivate mutating func set(_ range: ClosedRange<Double>?, at position: Int) {
      low[position] = range.map { Float($0.lowerBound) } ?? .nan
      high[position] = range.map { Float($0.upperBound) } ?? .nan
    }

    /// The ends of two readings, which rounding may have swapped.
    fileprivate init(_ one: [Float], _ other: [Float]) {
      self.init(one)
      for position in one.indices where other[position] < one[position] {
        low[position] = other[position]
      }
      for position in one.indices where other[position] > one[position] {
        high[position] = other[position]
      }
    }
  }

  /// Numbers that are not open.
  init(_ figures: Figures) {
    logProbabilities = Ends(figures.logProbabilities)
    entropies = Ends(figures.entropies)
    total = figures.total.nats...figures.total.nats
    totalEntropy = figures.totalEntropy.nats...figures.totalEntropy.nats
  }

  /// Position by position, straight from the definition: how every temperature can be read.
  init(_ predictions: Predictions, at temperature: Temperature) {
    for position in 0..<predictions.count {
      let interval = predictions.interval(at: position, temperature: temperature)
      logProbabilities.append(interval?.logProbability)
      entropies.append(interval?.entropy)
    }
    addUp()
  }

  /// From what the kernels make of both extremes.
  ///
  /// - Complexity: O(*n*); from T = 1 on without an exponential.
  init(flat: Figures, packed: Figures, _ predictions: Predictions) {
    let temperature = flat.temperature
    logProbabilities =
      temperature == .one
      ? Ends(flat.logProbabilities) : Ends(flat.logProbabilities, packed.logProbabilities)
    total =
      temperature == .one
      ? flat.total.nats...flat.total.nats : ordered(flat.total.nats, packed.total.nats)
    entropies = Ends(flat.entropies, packed.entropies)
    totalEntropy = ordered(flat.totalEntropy.nats, packed.totalEntropy.nats)
    defer { if predictions.bounded.hasSingles { takeSingles(predictions, at: temperature) } }
    guard temperature < .one else { return }
    for position in predictions.bounded.tails.indices {
      let tail = predictions.bounded.tails[position]
      guard tail.logCount.isFinite, predictions.actualRanks[position] > 0 else { continue }
      let flat = ColdReading(flat, predictions, at: position)
      let packed = ColdReading(packed, predictions, at: position)
      let entropy =
        flat.isFinite && packed.isFinite
        ? tail.entropy(at: temperature, flat, packed)
        : predictions.interval(at: position, temperature: temperature)?.entropy
      guard let entropy else { continue }
      entropies.set(entropy, at: position)
    }
    totalEntropy = entropies.sums
  }

  /// Where one token is known, its figures are those of T = 1, and there are none at another temperature.
  private mutating func takeSingles(_ predictions: Predictions, at temperature: Temperature) {
    for (position, tail) in predictions.bounded.tails.enumerated() where tail.isSingle {
      let interval = predictions.interval(at: position, temperature: temperature)
      logProbabilities.set(interval?.logProbability, at: position)
      entropies.set(interval?.entropy, at: position)
    }
    addUp()
  }

  private mutating func addUp() {
    let sums = logProbabilities.sums
    total = 0 - sums.upperBound...0 - sums.lowerBound
    totalEntropy = entropies.sums
  }

  mutating func append(_ others: FigureBounds) {
    logProbabilities.append(others.logProbabilities)
    entropies.append(others.entropies)
    total = total.lowerBound + others.total.lowerBound...total.upperBound + others.total.upperBound
    totalEntropy =
      totalEntropy.lowerBound + others.totalEntropy.lowerBound...totalEntropy.upperBound
      + others.totalEntropy.upperBound
  }

  mutating func truncate(to count: Int) {
    logProbabilities.truncate(to: count)
    entropies.truncate(to: count)
    addUp()
  }
}
