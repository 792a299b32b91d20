import InformationTheory
import Testing
import Training

@Suite struct WindowedTextTests {
  /// A text of lines that fit, one of a line that is too long, one without a newline at its end.
  static let texts = [
    smallText(30, seed: 1), Array(String(repeating: "no line ends here ", count: 40).utf8),
    Array("one\n\ntwo".utf8), Array("\n".utf8),
  ]

  @Test(arguments: texts)
  func `each byte of a text is asked for once, after the bytes before it`(text: [UInt8]) {
    let passages = WindowedText(text, windowLength: 64).passages
    let asked = passages.flatMap { $0.targets.filter { $0 >= 0 } }
    #expect(asked == text.map(Int32.init))
    var known: [Int32] = [10]
    for passage in passages {
      for (input, target) in zip(passage.inputs, passage.targets) where target >= 0 {
        #expect(input == known.last)
        known.append(target)
      }
      #expect(passage.inputs.count == 64 && passage.targets.count == 64)
    }
  }

  @Test func `a byte has its whole line before it where lines fit, else half a window`() {
    let lines = WindowedText(Self.texts[0], windowLength: 64)
    #expect(lines.hasLines)
    for passage in lines.passages { #expect(passage.inputs[0] == 10) }
    let prose = WindowedText(Self.texts[1], windowLength: 64)
    #expect(!prose.hasLines)
    for passage in prose.passages.dropFirst() {
      #expect((passage.targets.firstIndex { $0 >= 0 } ?? 0) >= 31)
    }
  }

  @Test func `windows to learn from begin at every line alike`() {
    let windowed = WindowedText(Array("a\nbb\nccc\ndddd\n".utf8), windowLength: 32)
    var random = SplitMix64(seed: 1)
    var counts: [Int32: Int] = [:]
    for _ in 0..<4_000 {
      let excerpt = windowed.excerpt(random.next())
      #expect(excerpt.inputs[0] == 10)
      counts[excerpt.inputs[1], default: 0] += 1
    }
    #expect(counts.count == 4)
    for count in counts.values { #expect(abs(count - 1_000) < 150) }
  }
}
