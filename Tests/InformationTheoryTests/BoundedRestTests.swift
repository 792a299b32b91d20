import Basics
import InformationTheory
import Testing

@Suite struct `A rest of the vocabulary that is only bounded` {
  @Test func `is read from its two extremes`() throws {
    // The others have 0.2 together and at most 0.3 each: 0.1 and 0.1, or 0.2 and 0.
    let rest = try #require(BoundedRest(logProbabilities: [log(0.5), log(0.3)], vocabularySize: 4))
    #expect(abs(rest.mass - 0.2) < 1e-15)
    let value = rest.value(at: try #require(Temperature(0.5)))
    let best = value.logProbability(ofKnown: log(0.5))
    #expect(abs(best.lowerBound - log(0.25 / 0.38)) < 1e-12)
    #expect(abs(best.upperBound - log(0.25 / 0.36)) < 1e-12)
    #expect(abs(value.logPartition.lowerBound - log(0.36)) < 1e-12)
    #expect(abs(value.logPartition.upperBound - log(0.38)) < 1e-12)
    let unlisted = try #require(value.unlistedLogProbability)
    #expect(unlisted.lowerBound == -.infinity)
    #expect(abs(unlisted.upperBound - log(0.04 / 0.38)) < 1e-12)
  }

  @Test func `is refused where no distribution fits`() {
    let half = log(0.5)
    #expect(BoundedRest(logProbabilities: [], vocabularySize: 3) == nil)
    #expect(BoundedRest(logProbabilities: [half, half, log(0.1)], vocabularySize: 9) == nil)
    #expect(BoundedRest(logProbabilities: [log(0.1), half], vocabularySize: 9) == nil)
    #expect(BoundedRest(logProbabilities: [half, half], vocabularySize: 1) == nil)
    #expect(BoundedRest(logProbabilities: [.nan], vocabularySize: 3) == nil)
    #expect(BoundedRest(logProbabilities: [half, .nan], vocabularySize: 9) == nil)
    #expect(BoundedRest(logProbabilities: [half, -.infinity], vocabularySize: 9) == nil)
    // Two tokens of at most 0.1 cannot hold 0.4.
    #expect(BoundedRest(logProbabilities: [half, log(0.1)], vocabularySize: 4) == nil)
    #expect(BoundedRest(logProbabilities: [half, log(0.1)], vocabularySize: 6) != nil)
    #expect(BoundedRest(logProbabilities: [half, half], vocabularySize: 2)?.mass == 0)
  }

  @Test func `holds the truth, and its ends are those of the extremes`() throws {
    var (attained, bounded) = (0, 0)
    for seed in 0..<10_000 {
      var world = World(seed: UInt64(seed))
      let temperature = world.temperature()
      let rest = try #require(world.rest)
      let value = rest.value(at: temperature)
      let truths = [world.flat, world.packed] + (0..<3).map { _ in world.others() }
      let readings = truths.map {
        Reading(world.known + $0, at: temperature, known: world.known.count)
      }
      for reading in readings { expect(value, holds: reading, of: world, "\(seed)") }
      let ends = readings.prefix(2)
      expect(value.logPartition, spans: ends.map(\.logPartition), "\(seed)")
      for (index, probability) in world.known.enumerated() {
        expect(
          value.logProbability(ofKnown: log(probability)),
          spans: ends.map { $0.logProbabilities[index] }, "\(seed)")
      }
      if value.isEntropyAttained {
        expect(value.entropy, spans: ends.map(\.entropy), "\(seed)")
      }
      if temperature < .one, value.isEntropyAttained { attained += 1 } else { bounded += 1 }
      #expect(value.isEntropyAttained || temperature < .one)
    }
    // Both ways of reading the entropy below T = 1 were tried.
    #expect(attained > 500 && bounded > 500)
  }

  @Test func `has no width at a temperature of one, but for the entropy`() throws {
    for seed in 0..<1_000 {
      let world = World(seed: UInt64(seed))
      let rest = try #require(world.rest)
      let value = rest.value(at: .one)
      #expect(value.logPartition.lowerBound == value.logPartition.upperBound)
      #expect(abs(value.logPartition.lowerBound) < 1e-12)
      for probability in world.known {
        let range = value.logProbability(ofKnown: log(probability))
        #expect(range.lowerBound == range.upperBound)
        #expect(abs(range.lowerBound - log(probability)) < 1e-12)
      }
    }
  }

  @Test func `lets a token of which nothing is known have all that it can`() throws {
    for seed in 0..<2_000 {
      var world = World(seed: UInt64(seed))
      guard world.count > 0 else { continue }
      let temperature = world.temperature()
      let rest = try #require(world.rest)
      let found = try #require(rest.value(at: temperature).unlistedLogProbability)
      // As much as it can have, and the rest of the others as little: flat when cold, packed when hot.
      let most = min(world.cap, world.mass)
      let others = World.rests(of: world.mass - most, count: world.count - 1, cap: world.cap)
      let likely = [most] + (temperature < .one ? others.flat : others.packed)
      let upper = Reading(world.known + likely, at: temperature, known: world.known.count)
        .logProbabilities[world.known.count]
      #expect(isClose(found.upperBound, upper), "\(seed)")
      // As little as the others leave to it.
      let least = world.mass - Double(world.count - 1) * world.cap
      guard least > 1e-9 else {
        #expect(least > -1e-9 || found.lowerBound == -.infinity, "\(seed)")
        continue
      }
      let unlikely = [least] + Array(repeating: world.cap, count: world.count - 1)
      let lower = Reading(world.known + unlikely, at: temperature, known: world.known.count)
        .logProbabilities[world.known.count]
      #expect(isClose(found.lowerBound, lower), "\(seed)")
    }
  }

  private func expect(
    _ value: BoundedRest.Value, holds reading: Reading, of world: World, _ note: Comment
  ) {
    #expect(value.logPartition.widened.contains(reading.logPartition), note)
    #expect(value.entropy.widened.contains(reading.entropy), note)
    for (index, probability) in world.known.enumerated() {
      let range = value.logProbability(ofKnown: log(probability)).widened
      #expect(range.contains(reading.logProbabilities[index]), note)
    }
    for index in world.known.count..<world.size {
      let range = value.unlistedLogProbability?.widened
      #expect(range?.contains(reading.logProbabilities[index]) == true, note)
    }
  }

  private func expect(
    _ range: ClosedRange<Double>, spans ends: [Double], _ note: Comment
  ) {
    #expect(isClose(range.lowerBound, ends.min() ?? .nan), note)
    #expect(isClose(range.upperBound, ends.max() ?? .nan), note)
  }
}

private func isClose(_ one: Double, _ other: Double) -> Bool {
  one == other || abs(one - other) < 1e-9 * max(1, abs(other))
}

extension ClosedRange<Double> {
  /// The same with room for rounding.
  fileprivate var widened: Self {
    let room = { (end: Double) in end == -.infinity ? 0 : 1e-9 * Swift.max(1, abs(end)) }
    return lowerBound - room(lowerBound)...upperBound + room(upperBound)
  }
}

/// A distribution at a temperature by the plain formulas over all of it.
private struct Reading {
  let logPartition: Double
  let logProbabilities: [Double]
  let entropy: Double

  init(_ probabilities: [Double], at temperature: Temperature, known: Int) {
    let logits = probabilities.map { log($0) }
    let partition = InformationTheory.logPartition(logits, at: temperature)
    logPartition = partition
    logProbabilities = logits.map { $0 == -.infinity ? $0 : temperature.beta * $0 - partition }
    entropy = InformationTheory.entropy(softmax(logits, at: temperature)).nats
  }
}

/// A random distribution, of which some of the likeliest tokens are known.
private struct World {
  private var random: SplitMix64
  let known: [Double]
  let count: Int
  let mass: Double
  var cap: Double { known[known.count - 1] }
  var size: Int { known.count + count }
  var flat: [Double] { Self.rests(of: mass, count: count, cap: cap).flat }
  var packed: [Double] { Self.rests(of: mass, count: count, cap: cap).packed }
  /// What is known of it. The sum of the others is more exact than 1 less that of the known.
  var rest: BoundedRest? {
    BoundedRest(logProbabilities: known.map { log($0) }, vocabularySize: size, mass: mass)
  }
  private let truth: [Double]

  init(seed: UInt64) {
    random = SplitMix64(seed: seed)
    let size = 2 + Int(random.next() % 80)
    // From nearly flat to one token that has nearly all.
    let spread = exp(4 * random.nextFraction() - 2.5)
    var logits: [Double] = []
    for _ in 0..<size { logits.append(-spread * log(1 - random.nextFraction())) }
    let all = softmax(logits).sorted(by: >)
    let split = 1 + Int(random.next() % UInt64(size))
    known = Array(all.prefix(split))
    truth = Array(all.dropFirst(split))
    count = truth.count
    mass = truth.reduce(0, +)
  }

  /// The two extreme distributions of a mass.
  static func rests(
    of mass: Double, count: Int, cap: Double
  ) -> (flat: [Double], packed: [Double]) {
    var packed: [Double] = []
    var left = mass
    for _ in 0..<count {
      packed.append(min(left, cap))
      left = max(left - cap, 0)
      if left < 1e-15 * mass { left = 0 }
    }
    return (Array(repeating: mass / Double(max(count, 1)), count: count), packed)
  }

  mutating func temperature() -> Temperature {
    switch random.next() % 12 {
    case 0: .one
    case 1: Temperature(.infinity) ?? .one
    case 2: Temperature(0.9 + 0.2 * random.nextFraction()) ?? .one
    default: Temperature(exp(log(0.05) + log(100) * random.nextFraction())) ?? .one
    }
  }

  /// What the others may have: the truth, or a mixture of it, flat and packed, each of which is possible
  /// and so is what lies between.
  mutating func others() -> [Double] {
    let share = random.nextFraction()
    let (flat, packed) = (flat, packed)
    switch random.next() % 3 {
    case 0: return truth
    case 1: return zip(flat, packed).map { share * $0 + (1 - share) * $1 }
    default: return zip(truth, packed).map { share * $0 + (1 - share) * $1 }
    }
  }
}
