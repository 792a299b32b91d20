import Basics
import InformationTheory
import Testing
import World

/// What a source says of its own texts.
@Suite struct SourceTests {
  @Test(arguments: [1, 2, 3, 77, 1_000] as [UInt64], Corpus.Part.allCases)
  func `a text of the world can be made in one way only`(seed: UInt64, part: Corpus.Part) throws {
    let source = try SmallWorld.source()
    let drawing = source.draw(bytes: 20_000, seed: seed, part: part)
    let score = source.score(drawing.text)
    // Were there a second way, the text would be likelier than its derivation.
    #expect(abs(score.total.surprisal.bits / drawing.surprisal.bits - 1) < 1e-12)
  }

  @Test func `rules that make a text in two ways are caught by that`() throws {
    let source = try SmallWorld.source("LINE = the [A] | the ball\nA = ball | lamp\n")
    let drawing = source.draw(bytes: 2_000, seed: 1)
    let score = source.score(drawing.text)
    #expect(score.total.surprisal.bits < 0.9 * drawing.surprisal.bits)
  }

  @Test
  func `marks of scoring are those of drawing, and choices are where the source is uncertain`()
    throws
  {
    let source = try SmallWorld.source()
    for seed in 1...4 as ClosedRange<UInt64> {
      let drawing = source.draw(bytes: 30_000, seed: seed)
      let score = source.score(drawing.text)
      try #require(score.kinds.count == drawing.text.count && score.bits.count == score.kinds.count)
      for place in score.kinds.indices {
        let isChoice = score.kinds[place] == .choice
        #expect(isChoice == (score.bits[place] > 0))
        if !isChoice { #expect(score.kinds[place] == drawing.origins[place]) }
      }
      for kind in ByteKind.allCases { #expect(score.share(of: kind).bytes > 50, "\(kind)") }
    }
  }

  @Test func `the next byte's probabilities sum to one, and name the one that comes`() throws {
    let source = try SmallWorld.source()
    var reader = SourceReader(source)
    for byte in source.draw(bytes: 8_000, seed: 9).text {
      let distribution = reader.distribution
      #expect(abs(distribution.reduce(0, +) - 1) < 1e-12)
      #expect(abs(reader.take(byte) - distribution[Int(byte)]) < 1e-12)
    }
  }

  @Test func `the entropy of a choice is that of its weights`() throws {
    // ½ log₂ 2 + ½ (log₂ 2 + log₂ 4): 1 bit for the way, and in one of two 2 bits for a word.
    let source = try SmallWorld.source("LINE = x | y[W]\nW = a | b | c | dd\n")
    #expect(abs(source.entropyOfLine.bits - 2) < 1e-12)
    // "x\n" and "y" with a word of 1, 1, 1 or 2 bytes.
    #expect(abs(source.meanLineLength - (0.5 * 2 + 0.5 * (2 + 1.25))) < 1e-12)
    #expect(source.longestLine == 4)
    #expect(abs(source.entropyOfByte.bits - 2 / 2.625) < 1e-12)
  }

  @Test func `what is remembered, known or added costs no entropy, but length`() throws {
    let source = try SmallWorld.source(
      """
      LINE = [D as a][D as b]=[a + b][W as w][w][T of w]
      D = 4 | 3: 8
      W = cat | mouse
      T of W = cat > - | mouse > grey
      """)
    let digit = 0.25 * 2 + 0.75 * log2(4.0 / 3)
    #expect(abs(source.entropyOfLine.bits - (2 * digit + 1)) < 1e-12)
    // A sum below ten has one digit, and only 4 + 4 is.
    let length = 15.9375  // 3 + (1 · 1 + 15 · 2) / 16 + 2 · 4 + 2 + 1
    #expect(abs(source.meanLineLength - length) < 1e-12)
  }

  @Test(arguments: 1...3 as ClosedRange<UInt64>)
  func `the mean surprisal of a long text is the entropy`(seed: UInt64) throws {
    let source = try SmallWorld.source()
    let drawing = source.draw(bytes: 1_000_000, seed: seed)
    let lines = drawing.text.split(separator: UInt8(ascii: "\n")).count
    let perLine = drawing.surprisal.bits / Double(lines)
    // A line's surprisal deviates by some 5 bits, so the mean of 18,000 by 0.04: five times that.
    #expect(abs(perLine - source.entropyOfLine.bits) < 0.2)
    #expect(abs(Double(drawing.text.count) / Double(lines) - source.meanLineLength) < 0.5)
  }

  @Test func `every way is drawn as often as it is likely`() throws {
    let source = try SmallWorld.source("LINE = 5: [A] | 3: b | 2: c\nA = 1: p | 3: q\n")
    let text = source.draw(bytes: 200_000, seed: 4).text
    for (line, share) in [("p", 0.125), ("q", 0.375), ("b", 0.3), ("c", 0.2)] {
      let count = text.count { $0 == line.utf8.first }
      let deviation = (share * (1 - share) / 100_000).squareRoot()
      #expect(abs(Double(count) / 100_000 - share) < 4.5 * deviation, "\(line)")
    }
  }

  @Test func `a byte's probability is how often it comes after the same line`() throws {
    let source = try SmallWorld.source()
    let lines = source.draw(bytes: 1_000_000, seed: 12).text.split(separator: UInt8(ascii: "\n"))
    for start in ["", "The ", "The owl", "The owl near the red lamp", "Who is at home? E"] {
      var reader = SourceReader(source)
      for byte in start.utf8 { reader.take(byte) }
      let after = lines.filter { $0.starts(with: start.utf8) && $0.count > start.utf8.count }
      var counts = Array(repeating: 0, count: 256)
      for line in after { counts[Int(line[line.startIndex + start.utf8.count])] += 1 }
      for (byte, probability) in reader.distribution.enumerated() {
        let mean = probability * Double(after.count)
        #expect(abs(Double(counts[byte]) - mean) <= 5 * mean.squareRoot(), "\(start) \(byte)")
      }
    }
  }

  @Test func `a longer text of a seed begins with the shorter one, and parts and seeds differ`()
    throws
  {
    let source = try SmallWorld.source()
    let short = source.draw(bytes: 5_000, seed: 3).text
    #expect(source.draw(bytes: 50_000, seed: 3).text.starts(with: short))
    #expect(short.count >= 5_000 && short.count < 5_000 + source.longestLine)
    #expect(short.last == UInt8(ascii: "\n"))
    let others = [
      source.draw(bytes: 5_000, seed: 4).text,
      source.draw(bytes: 5_000, seed: 3, part: .validation).text,
    ]
    let lines = Set(short.split(separator: UInt8(ascii: "\n")))
    for other in others {
      let seen = other.split(separator: UInt8(ascii: "\n")).filter { lines.contains($0) }
      #expect(seen.count < 10)
    }
  }

  @Test func `a seed draws the same text on every machine`() throws {
    let source = try SmallWorld.source("LINE = [A][A][A][A][A][A][A][A]\nA = 0 | 1 | 2\n")
    // By the published SplitMix64 and Lemire's product, computed apart.
    #expect(
      String(decoding: source.draw(bytes: 18, seed: 1).text, as: UTF8.self)
        == "12020210\n00120221\n")
  }

  @Test func `what the source cannot say has no probability, and the next line is read again`()
    throws
  {
    let source = try SmallWorld.source("LINE = ab | ac\n")
    let score = source.score(Array("axb\nab\n".utf8))
    #expect(score.bits == [0, .infinity, 8, 8, 0, 1, 0])
    #expect(score.kinds.count == 7)
  }

  @Test func `rules that can be read in many ways are read in time`() throws {
    let many = String(repeating: "[A]", count: 200)
    let source = try SmallWorld.source("LINE = \(many)\nA = - | x | xx | xxx\n")
    var reader = SourceReader(source)
    var sum = 0.0
    for _ in 0..<400 { sum -= log2(reader.take(UInt8(ascii: "x"))) }
    #expect(sum > 0 && sum < 400)
  }
}
