import Basics
import InformationTheory

// What is certain of figures where the rest of the vocabulary is only bounded: intervals, of no width where it was
// summed.
extension Predictions {
  /// Whether the rest of the vocabulary is only bounded at any position. O(1).
  public var isBounded: Bool { !bounded.isEmpty }
}

extension TextPredictions {
  /// Likewise. O(*pages*).
  public var isBounded: Bool { pages.contains { $0?.predictions.isBounded ?? false } }
}

extension Figures {
  /// Whether any of them is open.
  public var isBounded: Bool { bounds != nil }

  /// The surprisal of a token; nil where unscored.
  public func surprisalInterval(at position: Int) -> ClosedRange<Information>? {
    guard let bounds else { return surprisal(at: position).map { $0...$0 } }
    return bounds.logProbabilities.range(at: position).map {
      .surprisal(ofLogProbability: $0.upperBound)
        ... .surprisal(ofLogProbability: $0.lowerBound)
    }
  }

  /// The entropy before a token; nil where unscored.
  public func entropyInterval(at position: Int) -> ClosedRange<Information>? {
    guard let bounds else { return entropy(at: position).map { $0...$0 } }
    return bounds.entropies.range(at: position).map { .nats($0) }
  }

  /// The sum of −ln p over the scored tokens.
  public var totalInterval: ClosedRange<Information> {
    bounds.map { .nats($0.total) } ?? total...total
  }

  /// The sum of the entropies over the scored tokens.
  public var totalEntropyInterval: ClosedRange<Information> {
    bounds.map { .nats($0.totalEntropy) } ?? totalEntropy...totalEntropy
  }
}

extension ClosedRange<Information> {
  /// Amounts between two in nats.
  static func nats(_ range: ClosedRange<Double>) -> Self {
    .nats(range.lowerBound) ... .nats(range.upperBound)
  }

  /// Whether the ends are not one.
  public var isOpen: Bool { lowerBound < upperBound }

  /// Amounts of two independent events together.
  public static func + (a: Self, b: Self) -> Self {
    a.lowerBound + b.lowerBound...a.upperBound + b.upperBound
  }

  /// What one amount exceeds another by that is open independently of it; nil where one is infinite and the other
  /// may be.
  public static func - (a: Self, b: Self) -> Self? {
    let (low, high) = (a.lowerBound - b.upperBound, a.upperBound - b.lowerBound)
    return low.nats.isNaN || high.nats.isNaN ? nil : low...high
  }

  /// ln p of what is as surprising.
  public var logProbabilities: ClosedRange<Double> {
    0 - upperBound.nats...0 - lowerBound.nats
  }

  /// The same spread over a number of things; nil for none.
  public func over(_ count: Int) -> Self? {
    count == 0 ? nil : map { .nats($0.nats / Double(count)) }
  }

  /// Both ends, made into something that rises with them.
  public func map<Value: Comparable>(_ make: (Information) -> Value) -> ClosedRange<Value> {
    make(lowerBound)...make(upperBound)
  }
}

extension Information {
  /// What lies in the middle between two amounts in nats.
  static func middle(of range: ClosedRange<Double>) -> Information {
    .nats(
      range.lowerBound == range.upperBound
        ? range.lowerBound : (range.lowerBound + range.upperBound) / 2)
  }
}
