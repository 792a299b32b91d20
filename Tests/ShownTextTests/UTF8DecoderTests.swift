import ShownText
import TestSupport
import Testing

/// The decoder beside the standard library's.
@Suite struct `UTF-8` {
  /// What the standard library's parser makes of a text: characters, and the lengths of what is none.
  private func reference(_ text: [UInt8]) -> [(Unicode.Scalar?, Int)] {
    var parser = Unicode.UTF8.ForwardParser()
    var bytes = text.makeIterator()
    var result: [(Unicode.Scalar?, Int)] = []
    while true {
      switch parser.parseScalar(from: &bytes) {
      case .valid(let encoded): result.append((Unicode.UTF8.decode(encoded), encoded.count))
      case .error(let length): result.append((nil, length))
      case .emptyInput: return result
      }
    }
  }

  private func expectAlike(_ text: [UInt8]) {
    let expected = reference(text)
    let decoded = DecodedScalars(text).map { ($0.scalar, $0.bytes.count) }
    #expect(decoded.elementsEqual(expected, by: ==), "\(text)")
  }

  @Test func `of one and two bytes is decoded as by the standard library`() {
    for first in UInt8.min...UInt8.max {
      expectAlike([first])
      for second in UInt8.min...UInt8.max { expectAlike([first, second]) }
    }
  }

  @Test func `of every code point is that code point`() {
    for value in stride(from: UInt32(0), through: 0x10_FFFF, by: 11) {
      guard let scalar = Unicode.Scalar(value) else { continue }
      let bytes = Array(String(scalar).utf8)
      let decoded = DecodedScalar(bytes.span, at: 0, end: bytes.count)
      #expect(decoded.scalar == scalar && decoded.length == bytes.count)
    }
  }

  @Test func `of random bytes near the borders is decoded as by the standard library`() {
    var random = SeededGenerator(seed: 8)
    let borders: [UInt8] = [
      0x41, 0x7F, 0x80, 0x8F, 0x90, 0x9F, 0xA0, 0xBF, 0xC0, 0xC1, 0xC2, 0xDF, 0xE0, 0xE1, 0xEC,
      0xED, 0xEE, 0xEF, 0xF0, 0xF1, 0xF3, 0xF4, 0xF5, 0xFF,
    ]
    for _ in 0..<20_000 {
      expectAlike((0..<8).map { _ in borders[Int.random(in: borders.indices, using: &random)] })
    }
  }

  @Test(
    arguments: [
      ([], 0), ([0x41], 0), ([0xC3], 1), ([0xC3, 0xA9], 0), ([0xE4, 0xBD], 2),
      ([0xE4, 0xBD, 0xA0], 0),
      ([0xF0, 0x9F, 0x99], 3), ([0x41, 0xF0, 0x9F], 2), ([0xED, 0xA0], 0), ([0xC0], 0), ([0x80], 0),
      ([0xE0, 0x80], 0), ([0xF4, 0x8F, 0xBF], 3), ([0xF4, 0x90], 0),
    ] as [([UInt8], Int)])
  func `that is unfinished is told from what can never be whole`(text: [UInt8], count: Int) {
    #expect(unfinishedBytes(text) == count)
  }
}

@Suite struct `Hexadecimal digits` {
  @Test func `are read back as the bytes that they were written for`() {
    let all = Array(UInt8.min...UInt8.max)
    #expect(bytes(hexadecimalDigits: hexadecimalDigits(all)) == all)
    #expect(bytes(hexadecimalDigits: "0aFF") == [0x0A, 0xFF])
    for broken in ["0", "0g", "é0", "+1", " 1"] { #expect(bytes(hexadecimalDigits: broken) == nil) }
  }

  @Test func `are as many as asked for, or more`() {
    #expect(hexadecimal(UInt8(10)) == "0a")
    #expect(hexadecimal(UInt32(0x1F642), digits: 4, uppercase: true) == "1F642")
    #expect(hexadecimalPairs([0xE4, 0xBD]) == "E4 BD")
  }
}

@Suite struct `Text in markup` {
  @Test func `has none of its signs`() {
    #expect(markupText(#"a<b>&"c'"#) == "a&lt;b&gt;&amp;&quot;c'")
  }
}
