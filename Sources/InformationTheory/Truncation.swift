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
  ///     Truncation(topP: 0.8).cut([0.5, 0.25, 0.125, 0.125])?.count  // 3
  ///
  /// - Parameters:
  ///   - probabilities: The first probabilities from the largest down, not empty, none of them 0.
  ///   - possible: How many there are in all; by default no more than are given.
  /// - Returns: The cut; nil where it depends on probabilities that are not given.
  /// - Complexity: O(*k*), where *k* is the larger of `topK` and the number kept.
  public func cut(_ probabilities: some BidirectionalCollection<Double>, of possible: Int? = nil)
    -> Cut?
  {
    let possible = possible ?? probabilities.count
    let left = min(topK ?? possible, possible)
    if topP == 1, minP == 0, left == possible { return Cut(count: possible, mass: 1) }
    let mass = massLeft(left, by: probabilities, of: possible)
    let least = leading(probabilities, left, holding: topP * mass.lowerBound)
    guard least.isEnd else { return nil }
    let most = leading(probabilities, left, holding: topP * mass.upperBound)
    return most.isEnd && most.cut == least.cut ? least.cut : nil
  }

  /// At least how many of the likeliest are kept, however those that are not given are shared out; see
  /// ``cut(_:of:)``.
  public func leastCut(_ probabilities: some BidirectionalCollection<Double>, of possible: Int)
    -> Cut
  {
    let left = min(topK ?? possible, possible)
    let mass = massLeft(left, by: probabilities, of: possible)
    return leading(probabilities, left, holding: topP * mass.lowerBound).cut
  }

  /// The first probabilities up to where a rule ends them, or all that are given.
  private func leading(
    _ probabilities: some BidirectionalCollection<Double>, _ left: Int, holding share: Double
  ) -> (cut: Cut, isEnd: Bool) {
    var cut = Cut(count: 0, mass: 0)
    let least = minP * (probabilities.first ?? 0)
    func isFull() -> Bool { cut.count == left || topP < 1 && cut.mass >= share }
    for probability in probabilities {
      if cut.count > 0, isFull() || probability < least { return (cut, true) }
      cut.count += 1
      cut.mass += probability
    }
    return (cut, isFull())
  }

  /// Between which limits the probability lies of those that top-k leaves, which top-p shares out.
  private func massLeft(
    _ left: Int, by probabilities: some BidirectionalCollection<Double>, of possible: Int
  ) -> ClosedRange<Double> {
    if topP == 1 || left == possible { return 1...1 }
    let known = probabilities.prefix(left)
    let mass = known.reduce(0, +)
    // Of those that are not given, none is likelier than the last one that is.
    let unknown = Double(left - known.count) * (known.last ?? 0)
    return mass...max(mass, min(mass + unknown, 1))
  }
}
