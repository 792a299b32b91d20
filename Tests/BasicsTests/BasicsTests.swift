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

@Suite struct `SHA-256` {
  /// The examples of FIPS 180-2, appendix B.
  @Test(arguments: [
    ("", "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"),
    ("abc", "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"),
    (
      "abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq",
      "248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1"
    ),
    (
      String(repeating: "a", count: 1_000_000),
      "cdc76e5c9914fb9281a1c7e284d73e67f1809a48a497200e046d39ccc7112cd0"
    ),
  ])
  func `is that of the standard's examples`(text: String, digest: String) {
    #expect(SHA256(of: text.utf8).hexadecimal == digest)
  }

  @Test func `does not depend on the pieces that the bytes come in`() {
    let bytes = (0..<300).map { UInt8(truncatingIfNeeded: $0 * 7) }
    for step in [1, 3, 63, 64, 65, 128] {
      var hash = SHA256()
      for start in stride(from: 0, to: bytes.count, by: step) {
        hash.update(Array(bytes[start..<min(start + step, bytes.count)]))
      }
      #expect(hash.hexadecimal == SHA256(of: bytes).hexadecimal)
    }
  }
}

@Suite struct `The whole number nearest to a value` {
  @Test(
    arguments: [
      (2.4, 2), (2.5, 3), (-2.5, -3), (0, 0), (.nan, 0), (.infinity, .max), (-.infinity, .min),
      (0x1p63, .max), (0x1p62, 1 << 62), (-0x1p63, .min), (1e300, .max),
      (.leastNonzeroMagnitude, 0),
    ] as [(Double, Int)])
  func `is within the limits of numbers, and 0 of none`(value: Double, whole: Int) {
    #expect(Int(nearest: value) == whole)
  }
}

@Suite struct `A marked range` {
  @Test(arguments: [0..<0, 5..<9, 4_294_967_290..<4_294_967_295, 7..<7 + (1 << 30) - 1])
  func `keeps its range and both remarks in eight bytes`(bytes: Range<Int>) {
    #expect(MemoryLayout<MarkedRange>.stride == 8)
    for (first, second) in [(false, false), (true, false), (false, true), (true, true)] {
      var range = MarkedRange(bytes, first, second)
      #expect(range.bytes == bytes && range.first == first && range.second == second)
      (range.first, range.second) = (second, first)
      #expect(range.bytes == bytes && range.first == second && range.second == first)
      range.bytes = 1..<3
      #expect(range == MarkedRange(1..<3, second, first))
    }
  }
}
