/// A distribution in which thousands are alike, as of a model that knows nothing: they are not put in order, which
/// would take longer than all else.
///
/// They are laid into buckets by their logits, the likeliest first. A coin falls into one of them, and only what is
/// there has to be in order.
struct FlatDistribution {
  private let logits: [Float]
  private let scale: Scale
  private let buckets: Buckets
  /// The number of entries that can be drawn at all.
  let possibleCount: Int

  /// Nil where few are alike, by one entry in 64.
  init?(_ logits: [Float], _ scale: Scale) {
    var sample = SIMD8<Double>.zero
    for first in stride(from: 0, to: logits.count - 7, by: 512) {
      sample += scale.weights(of: SIMD8(logits[first..<first + 8]))
    }
    guard 64 * sample.sum() > 32 else { return nil }
    self.logits = logits
    self.scale = scale
    // What weighs less than this hardly weighs anything together.
    var buckets = Buckets(from: scale.largest, to: scale.logit(ofShare: 1e-17))
    possibleCount = scale.weigh(logits) { weights, eight in
      buckets.add(weights, of: eight)
    } rest: { weight, logit in
      buckets.add(weight, of: logit)
    }
    self.buckets = buckets
  }

  /// The entry that a coin from 0 to below 1 falls on: they lie end to end, the likeliest first, ties by id.
  func entry(at coin: Double) -> Int {
    let (bucket, weight) = buckets.bucket(at: coin)
    var (rest, last) = (weight, 0)
    for entry in entries(of: bucket) {
      let weight = scale.weight(of: logits[entry])
      guard weight > 0 else { break }
      (rest, last) = (rest - weight, entry)
      if rest < 0 { break }
    }
    return last  // summed up, the weights may miss the coin by a hair: it lies on the last then
  }

  private func entries(of bucket: UInt32) -> [Int] {
    let around = buckets.logits(around: bucket)
    return logits.entries {
      buckets.number(of: $0) == bucket
    } amongEight: {
      any($0 .>= around.lowerBound .& $0 .<= around.upperBound)
    }
  }
}

/// What entries weigh together whose logits are alike.
private struct Buckets {
  private static let count = 4_096

  private let largest: Float
  private let perLogit: Float
  private var weights = [Double](repeating: 0, count: Self.count)

  /// Buckets for logits up to the largest; those below the least share one.
  init(from largest: Float, to least: Float) {
    self.largest = largest
    perLogit = Float(Self.count) / min(max(largest - least, 1e-30), 64)
  }

  /// The buckets of eight logits: that of a larger one is not behind that of a smaller.
  @inline(__always)
  func numbers(of eight: SIMD8<Float>) -> SIMD8<UInt32> {
    var places = (largest - eight) * perLogit
    places.replace(with: Float(Self.count - 1), where: places .> Float(Self.count - 1))
    // The last bits of the sum are the rounded number.
    return unsafe unsafeBitCast(places + 0x1p23, to: SIMD8<UInt32>.self) & UInt32(Self.count - 1)
  }

  func number(of logit: Float) -> UInt32 { numbers(of: SIMD8(repeating: logit))[0] }

  /// Limits between which all logits of a bucket lie, and a few others.
  func logits(around bucket: UInt32) -> ClosedRange<Float> {
    let isLast = bucket == UInt32(Self.count - 1)
    let (least, most) = (Float(bucket) + 2, Float(bucket) - 2)
    return (isLast ? -.infinity : largest - least / perLogit)...largest - most / perLogit
  }

  @inline(__always)
  mutating func add(_ eight: SIMD8<Double>, of logits: SIMD8<Float>) {
    let numbers = numbers(of: logits)
    for lane in numbers.indices { weights[Int(numbers[lane])] += eight[lane] }
  }

  mutating func add(_ weight: Double, of logit: Float) { weights[Int(number(of: logit))] += weight }

  /// The bucket that a coin falls into, and how much weight of it lies before the coin.
  func bucket(at coin: Double) -> (number: UInt32, weight: Double) {
    var rest = coin * weights.reduce(0, +)
    var found = (number: UInt32(0), weight: rest)
    for (number, weight) in weights.enumerated() where weight > 0 {
      found = (UInt32(number), rest)
      rest -= weight
      if rest < 0 { break }
    }
    return found
  }
}
