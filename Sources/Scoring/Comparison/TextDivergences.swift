import InformationTheory

/// How far the expectations of two models diverge over a text at one temperature, as far as that is known: from the
/// first token on.
public struct TextDivergences: Sendable {
  /// The temperature.
  public let temperature: Temperature
  /// The divergences at each token; nil where nothing stands before it.
  public private(set) var places: [Divergences?] = []
  /// The tokens that both have scored, and those of them at which both find the same one likeliest.
  public private(set) var count = 0, sameTopCount = 0
  private var forward = Information.zero, reverse = Information.zero
  /// The statistics of all of them, once the last one is known.
  public var statistics: ComparisonStatistics?

  /// Nothing is known yet.
  public init(at temperature: Temperature) { self.temperature = temperature }

  /// Takes what is known of the tokens that follow. O(*n*) in them.
  public mutating func add(_ new: [PlaceComparison]) {
    for place in new {
      places.append(place.divergences)
      guard let hasSameTop = place.hasSameTop, let divergences = place.divergences
      else { continue }
      count += 1
      if hasSameTop { sameTopCount += 1 }
      forward = forward + divergences.forward
      reverse = reverse + divergences.reverse
    }
  }

  /// The means over the tokens; nil where there is none.
  public var means: Divergences? {
    guard count > 0 else { return nil }
    func mean(_ sum: Information) -> Information { .nats(sum.nats / Double(count)) }
    return Divergences(forward: mean(forward), reverse: mean(reverse))
  }

  /// The share of the tokens at which both find the same one likeliest; nil where there is none.
  public var sameTopShare: Double? {
    count > 0 ? Double(sameTopCount) / Double(count) : nil
  }

  /// The divergences at a token; nil where they are not known.
  public func at(_ token: Int) -> Divergences? {
    places.indices.contains(token) ? places[token] : nil
  }
}
