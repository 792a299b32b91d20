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
  /// - Complexity: O(*n*), where *n* is the size of the vocabulary.
  public func draw(from logits: [Float], at place: Int) -> Draw {
    var generator = SplitMix64(seed: seed, place: place)
    return draw(from: logits, coin: generator.nextFraction())
  }

  /// Draws the token that a coin from 0 to below 1 falls on.
  package func draw(from logits: [Float], coin: Double) -> Draw {
    let distribution = Distribution(logits, at: temperature)
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

/// The probabilities of a vocabulary at a temperature.
private struct Distribution {
  private let logits: [Float]
  private let scale: Scale
  private let total: Double
  /// The number of entries that can be drawn at all.
  let possibleCount: Int

  init(_ logits: [Float], at temperature: Temperature) {
    self.logits = logits
    scale = Scale(largest: logits.largest, beta: temperature.beta)
    (total, possibleCount) = scale.sum(of: logits)
  }

  func probability(of entry: Int) -> Double { scale.weight(of: logits[entry]) / total }

  /// The possible entries that are at least so many times as likely as the likeliest, or more of the
  /// likeliest; best first, ties by id.
  func entries(atLeast share: Double) -> [Int] {
    let least = scale.logit(ofShare: share)
    var ranked: [RankedEntry] = []
    func add(_ logit: Float, _ id: Int) {
      if logit >= least, scale.weight(of: logit) > 0 { ranked.append(RankedEntry(logit, id)) }
    }
    logits.forEachEight { eight, first in
      guard any(eight .>= least) else { return }
      for lane in eight.indices { add(eight[lane], first + lane) }
    } rest: {
      add($0, $1)
    }
    return ranked.inOrder().map(\.id)
  }
}

/// What logits weigh at a temperature, as shares of the largest.
private struct Scale {
  private let largest: Float
  private let beta: Double

  init(largest: Float, beta: Double) {
    precondition(largest.isFinite, "at least one logit must be finite")
    self.largest = largest
    self.beta = beta
  }

  func weight(of logit: Float) -> Double {
    // The limits, where a product with β is not a number.
    if logit == largest { return 1 }
    if logit == -.infinity || beta == .infinity { return 0 }
    return exp(beta * (Double(logit) - Double(largest)))
  }

  /// A logit that weighs at most such a share.
  func logit(ofShare share: Double) -> Float {
    share > 0 && beta > 0 ? Float(Double(largest) + log(share) / beta).nextDown : -.infinity
  }

  /// The sum of the weights, and how many of them are not zero. O(*n*): eight at a time, since a token
  /// that is drawn waits for it.
  func sum(of logits: [Float]) -> (total: Double, possible: Int) {
    var sums = SIMD8<Double>.zero
    var (total, possible) = (0.0, 0)
    let (largest, beta) = (SIMD8(repeating: Double(largest)), beta.isFinite ? beta : 0)
    logits.forEachEight { eight, _ in
      let exponents = (SIMD8<Double>(eight) - largest) * beta
      if self.beta.isFinite, all(exponents .> -700) {
        sums += exponentials(exponents)
        possible += 8
      } else {
        for lane in eight.indices { add(eight[lane]) }
      }
    } rest: { logit, _ in
      add(logit)
    }
    func add(_ logit: Float) {
      let weight = weight(of: logit)
      total += weight
      possible += weight > 0 ? 1 : 0
    }
    return (total + sums.sum(), possible)
  }
}

extension [Float] {
  /// The largest; `-inf` of none.
  fileprivate var largest: Float {
    var (lanes, largest) = (SIMD8(repeating: -Float.infinity), -Float.infinity)
    forEachEight { eight, _ in
      lanes.replace(with: eight, where: eight .> lanes)
    } rest: { logit, _ in
      largest = Swift.max(largest, logit)
    }
    return Swift.max(largest, lanes.max())
  }

  /// Calls a function for every eight elements and the place of the first, and another for each of the
  /// rest.
  @inline(__always)
  fileprivate func forEachEight(
    _ body: (_ eight: SIMD8<Float>, _ first: Int) -> Void, rest: (_ element: Float, Int) -> Void
  ) {
    let whole = count / 8 * 8
    unsafe withUnsafeBytes { bytes in
      for first in stride(from: 0, to: whole, by: 8) {
        body(unsafe bytes.loadUnaligned(fromByteOffset: 4 * first, as: SIMD8<Float>.self), first)
      }
    }
    for place in whole..<count { rest(self[place], place) }
  }
}

/// e^x for x from −700 to 0, within two units in the last place (Cody and Waite 1980): x = n ln 2 + r,
/// and e^r by its series.
private func exponentials(_ x: SIMD8<Double>) -> SIMD8<Double> {
  let rounder = 0x1.8p52  // leaves the rounded integer in the low bits
  let shifted = x * 1.4426950408889634 + rounder
  let n = shifted - rounder
  // ln 2 in two parts, of which the first has zeros enough that its product with n is exact.
  let r = (x - n * 0x1.62e42feep-1) - n * 0x1.a39ef35793c76p-33
  var series = r * (1 / 6_227_020_800) + 1 / 479_001_600
  series = series * r + 1 / 39_916_800
  series = series * r + 1 / 3_628_800
  series = series * r + 1 / 362_880
  series = series * r + 1 / 40_320
  series = series * r + 1 / 5_040
  series = series * r + 1 / 720
  series = series * r + 1 / 120
  series = series * r + 1 / 24
  series = series * r + 1 / 6
  series = series * r + 1 / 2
  series = series * r + 1
  series = series * r + 1
  let bits = unsafe unsafeBitCast(series, to: SIMD8<UInt64>.self)
  let exponent = unsafe unsafeBitCast(shifted, to: SIMD8<UInt64>.self) &<< 52
  return unsafe unsafeBitCast(bits &+ exponent, to: SIMD8<Double>.self)
}
