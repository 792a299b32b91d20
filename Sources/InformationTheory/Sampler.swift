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
  /// - Complexity: O(*n*), where *n* is the size of the vocabulary.
  public func draw(from logits: [Float], at place: Int) -> Draw {
    var generator = SplitMix64(seed: seed, place: place)
    return draw(from: logits, coin: generator.nextFraction())
  }

  /// Draws the token that a coin from 0 to below 1 falls on.
  package func draw(from logits: [Float], coin: Double) -> Draw {
    let scale = Scale(of: logits, at: temperature)
    if truncation == .none, let flat = FlatDistribution(logits, scale) {
      return Draw(entry: flat.entry(at: coin), cut: .init(count: flat.possibleCount, mass: 1))
    }
    let distribution = Distribution(logits, scale)
    // Mostly the coin and the cut fall among the few that are not much less likely than the best; only
    // these need to be in order then.
    for share in [1e-2, 1e-4, 1e-6, 0] {
      let likely = distribution.entries(atLeast: share)
      if let draw = draw(coin, distribution, from: likely) { return draw }
    }
    return Draw(entry: 0, cut: .init(count: 0, mass: 0))
  }

  /// Lets the coin fall on the likeliest entries; nil where it, or the cut, may lie beyond them.
  private func draw(
    _ coin: Double, _ distribution: Distribution, from entries: [Int]
  ) -> Draw? {
    let probabilities = entries.lazy.map { distribution.probability(of: $0) }
    guard let cut = truncation.cut(probabilities, of: distribution.possibleCount) else {
      return nil
    }
    var rest = coin * cut.mass
    for (entry, probability) in zip(entries, probabilities).prefix(cut.count) {
      rest -= probability
      if rest < 0 { return Draw(entry: entry, cut: cut) }
    }
    guard cut.count <= entries.count else { return nil }
    // Summed up, the probabilities may miss the coin by a hair: it lies on the last then.
    return Draw(entry: entries[cut.count - 1], cut: cut)
  }
}
