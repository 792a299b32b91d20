import Basics

/// Draws tokens from a model's distributions: the logits are divided by the temperature, the rest of
/// the distribution is cut off, and a coin decides among what is left.
///
/// The coin is a number from 0 to 1 that the seed and the place of the token determine. It falls on
/// the tokens laid end to end, the likeliest first, each as long as it is likely: so the same seed
/// draws the same text, and falls on likelier tokens where the model is colder.
public struct Sampler: Hashable, Sendable {
  /// The temperature: 0 always draws the likeliest, and tosses for a tie.
  public var temperature: Temperature
  /// What may be drawn.
  public var truncation: Truncation
  /// Which of all possible texts is drawn.
  public var seed: UInt64

  /// A way to draw.
  public init(temperature: Temperature = .one, truncation: Truncation = .none, seed: UInt64 = 0) {
    self.temperature = temperature
    self.truncation = truncation
    self.seed = seed
  }

  /// What was drawn, and from what.
  public struct Draw: Hashable, Sendable {
    /// The entry of the vocabulary.
    public var entry: Int
    /// The part of the distribution that it was drawn from.
    public var cut: Truncation.Cut
  }

  /// Draws the token at a place of a text.
  ///
  /// - Parameters:
  ///   - logits: A logit for each entry of the vocabulary; `-inf` marks an impossible one, and at
  ///     least one is finite.
  ///   - place: The token's place in its text: each place has a coin of its own.
  /// - Complexity: O(*n*), where *n* is the size of the vocabulary; O(*n* log *n*) when the coin or
  ///   the cut falls among the unlikely.
  public func draw(from logits: [Float], at place: Int) -> Draw {
    var generator = SplitMix64(seed: seed, place: place)
    let coin = generator.nextFraction()
    let distribution = Distribution(logits, at: temperature)
    // Nearly always the coin falls among the few that are not a thousand times less likely than the
    // best; only these need to be in order then.
    return draw(coin, distribution, from: distribution.entries(atLeast: 1e-3), isWhole: false)
      ?? draw(coin, distribution, from: distribution.entries(atLeast: 0), isWhole: true)
      ?? Draw(entry: 0, cut: .init(count: 0, mass: 0))
  }

  /// Lets the coin fall on the likeliest entries; nil where it may fall beyond them.
  private func draw(
    _ coin: Double, _ distribution: Distribution, from entries: [Int], isWhole: Bool
  ) -> Draw? {
    var cut = truncation.cut(entries.lazy.map { distribution.probability(of: $0) })
    if cut.count == entries.count, !isWhole {
      // Without a rule all are kept, and the coin may still fall here.
      guard truncation == .none else { return nil }
      cut = .init(count: distribution.possibleCount, mass: 1)
    }
    var rest = coin * cut.mass
    for entry in entries.prefix(cut.count) {
      rest -= distribution.probability(of: entry)
      if rest < 0 { return Draw(entry: entry, cut: cut) }
    }
    // The whole adds up to a hair less than one: the coin lies on the last.
    return isWhole ? entries.prefix(cut.count).last.map { Draw(entry: $0, cut: cut) } : nil
  }
}

/// The probabilities of a vocabulary at a temperature, as shares of the likeliest.
private struct Distribution {
  private let logits: [Float]
  private let weights: [Double]
  private let total: Double

  init(_ logits: [Float], at temperature: Temperature) {
    let largest = logits.max() ?? 0
    precondition(largest.isFinite, "at least one logit must be finite")
    let beta = temperature.beta
    self.logits = logits
    weights = logits.map { logit in
      // The limits, where a product with β is not a number.
      if logit == largest { return 1 }
      if logit == -.infinity || beta == .infinity { return 0 }
      return exp(beta * Double(logit - largest))
    }
    total = weights.reduce(0, +)
  }

  /// The number of entries that can be drawn at all.
  var possibleCount: Int { weights.count { $0 > 0 } }

  func probability(of entry: Int) -> Double { weights[entry] / total }

  /// The possible entries that are at least so many times as likely as the likeliest, best first,
  /// ties by id.
  func entries(atLeast share: Double) -> [Int] {
    weights.indices.filter { weights[$0] > 0 && weights[$0] >= share }
      .sorted { (logits[$1], $0) < (logits[$0], $1) }
  }
}
