import MeasuringSticks
import Scoring
import Testing

@Suite struct LadderTests {
  private func rungs(_ text: String, from start: Int = 0, training: String) -> [Rung] {
    var rungs: [Rung] = []
    let ladder = Ladder(countingIn: Array(training.utf8), name: "a text")
    let bytes = Array(text.utf8)
    ladder.measure(start..<bytes.count, of: bytes, tokens: 4, vocabularySize: 49_152) {
      rungs.append($0)
    }
    return rungs
  }

  @Test func `the even rungs are logarithms`() throws {
    let rungs = rungs("abcdabcd", training: "")
    #expect(abs(rungs[0].bits - 4 * 15.584963) < 1e-4)
    #expect(rungs[1].bits == 64)
    #expect(rungs[2].bits == 16)  // eight throws of a die with four faces
  }

  @Test func `longer n-grams need fewer bits for a text like the one they were counted in`() {
    let training = ["cat", "dog", "bird", "child"].flatMap { who in
      ["sat on", "ran to", "slept under", "looked at"].flatMap { what in
        ["mat", "log", "tree", "house"].map { "the \(who) \(what) the \($0). " }
      }
    }.joined()
    let rungs = rungs("the dog sat on the mat.", training: training)
    let (unigrams, bigrams, trigrams) = (rungs[3].bits, rungs[4].bits, rungs[5].bits)
    #expect(unigrams < rungs[1].bits)
    #expect(bigrams < unigrams)
    #expect(trigrams < bigrams)
  }

  @Test func `zlib packs what repeats`() throws {
    let text = String(repeating: "abcdefgh", count: 1_000)
    let zlib = try #require(rungs(text, training: "").last)
    #expect(zlib.name.hasPrefix("zlib"))
    // Python's zlib.compress(b"abcdefgh" * 1000, 9) has 42 bytes.
    #expect(zlib.bits == 42 * 8)
  }

  @Test func `all rungs are about the same bytes, after what stands before them`() throws {
    let training = String(repeating: "quick qualms quite quell. ", count: 20)
    let part = rungs("xyqu", from: 3, training: training)
    #expect(part.allSatisfy { $0.bytes == 1 })
    #expect(part[1].bits == 8 && part[1].bitsPerByte == 8)
    #expect(part[2].bits == 0)  // a die of one face
    // Behind a q there is only one thing to expect, behind nothing there are many.
    let alone = rungs("u", training: training)
    #expect(part[4].bits < 0.1 && alone[4].bits > 1)
    // Python's zlib.compress(b"u", 9) has 9 bytes, whatever stands before.
    #expect(try #require(part.last).bits == 72)
    #expect(rungs("abc", from: 3, training: "").isEmpty)
  }

  @Test func `a long text ends within a rung when nobody waits for it any more`() {
    let text = [UInt8](repeating: 0x61, count: 1_000_000)
    var (asked, rungs) = (0, 0)
    let ladder = Ladder(countingIn: text, name: "a text", orders: [1, 2])
    ladder.measure(text.indices, of: text, tokens: 4, vocabularySize: 256) {
      asked += 1
      return asked < 20
    } _: { _ in
      rungs += 1
    }
    #expect(rungs == 3 && asked == 20)
  }

  @Test func `an empty text has no rungs`() { #expect(rungs("", training: "abc").isEmpty) }
}
