import Basics
import Testing

@Suite struct `Sorting by digits` {
  /// Random numbers, many of them alike, by a congruence that everybody has.
  private func numbers(_ count: Int, below bound: UInt64, seed: UInt64) -> [UInt64] {
    var state = seed
    return (0..<count).map { _ in
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return bound == .max ? state : (state >> 20) % bound
    }
  }

  @Test(
    arguments: [
      (0, UInt64.max), (1, 9), (2, 2), (3_000, 7), (3_000, 5_000), (20_000, .max),
    ] as [(Int, UInt64)])
  func `gives what a plain sort gives, equal ones as they stood`(count: Int, bound: UInt64) {
    let items = numbers(count, below: bound, seed: 3).enumerated().map {
      (key: $1, place: $0)
    }
    let plain = items.sorted { ($0.key, $0.place) < ($1.key, $1.place) }
    #expect(items.sorted(byBits: 0..<64) { $0.key }.map(\.place) == plain.map(\.place))
  }

  @Test func `goes by no other bits than it is told`() {
    let items: [UInt64] = [0x1_0003, 0x2_0001, 0x3_0002, 0x4_0001]
    #expect(items.sorted(byBits: 0..<16) { $0 } == [0x2_0001, 0x4_0001, 0x3_0002, 0x1_0003])
    #expect(items.sorted(byBits: 16..<32) { $0 } == items)
  }
}
