import Basics
import Testing

@Suite struct `Partitioning index` {
  @Test func `is where a linear search finds it`() {
    for count in 0...33 {
      let sorted = (0..<count).map { $0 * $0 / 3 }
      for border in -1...400 {
        let place = sorted.partitioningIndex { $0 >= border }
        #expect(place == sorted.firstIndex { $0 >= border } ?? count)
      }
    }
  }

  @Test func `of a slice is a place of the whole`() {
    #expect([9, 1, 2, 3, 0][1..<4].partitioningIndex { $0 > 1 } == 2)
    #expect([9, 1, 2, 3, 0][1..<4].partitioningIndex { $0 > 5 } == 4)
  }

  @Test func `asks as often as there are bits in the count`() {
    var questions = 0
    _ = (0..<1_000_000).partitioningIndex {
      questions += 1
      return $0 >= 777_777
    }
    #expect(questions <= 20)
  }
}

@Suite struct `Clamped values` {
  @Test(arguments: [(-3, 0), (0, 0), (3, 3), (5, 5), (9, 5)])
  func `lie within their bounds`(value: Int, clamped: Int) {
    #expect(value.clamped(to: 0...5) == clamped)
    #expect(Double(value).clamped(to: 0...5) == Double(clamped))
    #expect(value.clamped(to: 0..<6) == clamped)
  }

  @Test func `are the lower bound of an empty range`() {
    #expect(7.clamped(to: 2..<2) == 2)
    #expect((-7).clamped(to: 2..<2) == 2)
  }
}
