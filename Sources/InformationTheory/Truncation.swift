/// Which of the likeliest tokens may be drawn, when a text is continued.
///
/// The rules apply to the probabilities at the temperature, one after the other: `topK`, then `topP`
/// of what `topK` leaves, then `minP`. Each keeps the likeliest and at least one, so together they
/// keep as many as the strictest.
public struct Truncation: Hashable, Sendable {
  /// Keeps so many of the likeliest (Fan, Lewis and Dauphin 2018); nil for all.
  public var topK: Int?
  /// Keeps the fewest of the likeliest that hold this share of the probability (Holtzman et al. 2020,
  /// nucleus sampling): above 0, and 1 for all.
  public var topP: Double
  /// Keeps those that are at least this share as likely as the likeliest (Nguyen et al. 2024): 0 for
  /// all, at most 1.
  public var minP: Double

  /// Rules for what may be drawn; by default none.
  public init(topK: Int? = nil, topP: Double = 1, minP: Double = 0) {
    precondition(topK ?? 1 > 0 && topP > 0 && topP <= 1 && minP >= 0 && minP <= 1)
    self.topK = topK
    self.topP = topP
    self.minP = minP
  }

  /// Every token may be drawn.
  public static let none = Truncation()

  /// How much of a distribution is kept.
  public struct Cut: Hashable, Sendable {
    /// The number of tokens.
    public var count: Int
    /// Their probability together, before it is shared out among them.
    public var mass: Double

    /// A part of a distribution.
    public init(count: Int, mass: Double) {
      self.count = count
      self.mass = mass
    }
  }

  /// How many of the likeliest are kept.
  ///
  ///     Truncation(topP: 0.8).cut([0.5, 0.25, 0.125, 0.125]).count  // 3
  ///
  /// - Parameter probabilities: The probabilities, or the first of them, from the largest down; not
  ///   empty. When all that are given are kept, more may be kept of those that are not.
  /// - Complexity: O(*k*), where *k* is the larger of `topK` and the number kept.
  public func cut(_ probabilities: some Collection<Double>) -> Cut {
    guard let best = probabilities.first else { return Cut(count: 0, mass: 0) }
    let available = topK.map { probabilities.prefix($0).reduce(0, +) } ?? 1
    var cut = Cut(count: 0, mass: 0)
    for probability in probabilities {
      let isFull = cut.count == topK ?? .max || topP < 1 && cut.mass >= topP * available
      if cut.count > 0, isFull || probability < minP * best { break }
      cut.count += 1
      cut.mass += probability
    }
    return cut
  }
}
