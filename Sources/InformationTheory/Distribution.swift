import Basics

/// The probabilities of a vocabulary at a temperature.
struct Distribution {
  private let logits: [Float]
  private let scale: Scale
  private let total: Double
  /// The number of entries that can be drawn at all.
  let possibleCount: Int

  init(_ logits: [Float], _ scale: Scale) {
    self.logits = logits
    self.scale = scale
    (total, possibleCount) = scale.sum(of: logits)
  }

  func probability(of entry: Int) -> Double { scale.weight(of: logits[entry]) / total }

  /// The possible entries that are at least so many times as likely as the likeliest, or more of the
  /// likeliest; best first, ties by id.
  func entries(atLeast share: Double) -> [Int] {
    let least = scale.logit(ofShare: share)
    return logits.entries {
      $0 >= least && scale.weight(of: $0) > 0
    } amongEight: {
      any($0 .>= least)
    }
  }
}

/// What logits weigh at a temperature, as shares of the largest.
struct Scale {
  let largest: Float
  private let beta: Double

  /// What the logits of a vocabulary weigh.
  init(of logits: [Float], at temperature: Temperature) {
    largest = logits.largest
    beta = temperature.beta
    precondition(largest.isFinite, "at least one logit must be finite")
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

  /// The weights of eight logits, since a token that is drawn waits for all of them.
  @inline(__always)
  func weights(of eight: SIMD8<Float>) -> SIMD8<Double> {
    if beta.isFinite {
      let exponents = (SIMD8<Double>(eight) - Double(largest)) * beta
      if all(exponents .> -700) { return exponentials(exponents) }
    }
    var weights = SIMD8<Double>.zero
    for lane in eight.indices { weights[lane] = weight(of: eight[lane]) }
    return weights
  }

  /// Calls a function for the weights of every eight logits, and another for those of the rest; returns how many of
  /// them are not zero. O(*n*).
  @inline(__always)
  func weigh(
    _ logits: [Float], _ body: (_ weights: SIMD8<Double>, _ eight: SIMD8<Float>) -> Void,
    rest: (_ weight: Double, _ logit: Float) -> Void
  ) -> Int {
    var possible = logits.count
    logits.forEachEight { eight, _ in
      let weights = weights(of: eight)
      body(weights, eight)
      if any(weights .== 0) { possible -= eight.indices.count { weights[$0] == 0 } }
    } rest: { logit, _ in
      let weight = weight(of: logit)
      rest(weight, logit)
      possible -= weight == 0 ? 1 : 0
    }
    return possible
  }

  /// The sum of the weights, and how many of them are not zero. O(*n*).
  func sum(of logits: [Float]) -> (total: Double, possible: Int) {
    var (sums, total) = (SIMD8<Double>.zero, 0.0)
    let possible = weigh(logits) { weights, _ in
      sums += weights
    } rest: { weight, _ in
      total += weight
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

  /// The entries whose logits fit, best first, ties by id.
  ///
  /// - Parameter mayFit: Whether any of eight may fit, so that most of a vocabulary is passed over at once.
  @inline(__always)
  func entries(
    where fits: (_ logit: Float) -> Bool, amongEight mayFit: (SIMD8<Float>) -> Bool
  ) -> [Int] {
    var ranked: [RankedEntry] = []
    func add(_ logit: Float, _ id: Int) {
      if fits(logit) { ranked.append(RankedEntry(logit, id)) }
    }
    forEachEight { eight, first in
      guard mayFit(eight) else { return }
      for lane in eight.indices { add(eight[lane], first + lane) }
    } rest: {
      add($0, $1)
    }
    return ranked.inOrder().map(\.id)
  }

  /// Calls a function for every eight elements and the place of the first, and another for each of the
  /// rest.
  @inline(__always)
  func forEachEight(
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
