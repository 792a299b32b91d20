import MeasuringSticks
import Testing

@Suite struct NgramsTests {
  private let a = UInt8(ascii: "a"), b = UInt8(ascii: "b")

  private func isClose(_ x: Double, _ y: Double) -> Bool { abs(x - y) < 1e-15 }

  @Test func `bigrams of abab are interpolated as Kneser and Ney say`() {
    let ngrams = Ngrams(of: Array("abab".utf8), order: 2)
    // Bigrams: ab twice, ba once; D = 1/(1 + 2·1) = 1/3. One byte stands before each of a and b, so
    // unigrams: D = 2/(2 + 0) = 1, which leaves p = 1/256 for every byte.
    let after = ngrams.probabilities(after: [a])
    let third = 1.0 / 3
    let share: Double = third * 1 / 2 / 256
    #expect(isClose(after[Int(b)], (2 - third) / 2 + share))
    #expect(isClose(after[Int(a)], share))
    let afterB = ngrams.probabilities(after: [b])
    #expect(isClose(afterB[Int(a)], (1 - third) / 1 + third / 256))
  }

  @Test func `unigrams are frequencies, discounted and shared out`() {
    // a three times, b twice, c once: D = 1/(1 + 2·1) = 1/3, three kinds of six.
    let ngrams = Ngrams(of: Array("aaabbc".utf8), order: 1)
    let p = ngrams.probabilities(after: [])
    let third = 1.0 / 3
    let rest: Double = third * 3 / 6 / 256
    #expect(isClose(p[Int(a)], (3 - third) / 6 + rest))
    #expect(isClose(p[Int(b)], (2 - third) / 6 + rest))
    #expect(isClose(p[0], rest))
  }

  @Test func `shorter n-grams count what stands before them, not how often they occur`() {
    // In "San Francisco" style: z occurs four times but only behind y; x behind two others.
    let ngrams = Ngrams(of: Array("yzyzyzyzaxbx".utf8), order: 2)
    let p = ngrams.probabilities(after: Array("?".utf8))
    #expect(p[Int(UInt8(ascii: "x"))] > p[Int(UInt8(ascii: "z"))])
  }

  @Test(arguments: 1...7)
  func `every distribution sums to one and excludes nothing`(order: Int) {
    let text = Array("the cat sat on the mat and the bat spat at the cat".utf8)
    let ngrams = Ngrams(of: text, order: order)
    for context in ["", "t", "th", "the cat", "zzz", "at the ca"] {
      let p = ngrams.probabilities(after: Array(context.utf8))
      #expect(p.count == 256)
      #expect(abs(p.reduce(0, +) - 1) < 1e-12)
      #expect(p.allSatisfy { $0 > 0 })
    }
  }

  @Test func `a context that never occurred is as good as a shorter one`() {
    let ngrams = Ngrams(of: Array("the cat sat on the mat".utf8), order: 3)
    #expect(
      ngrams.probabilities(after: Array("qt".utf8)) == ngrams.probabilities(after: Array("t".utf8)))
  }

  @Test func `nothing learnt means all bytes alike, whatever the order`() {
    for text in ["", "a"] {
      let p = Ngrams(of: Array(text.utf8), order: 4).probabilities(after: Array("ab".utf8))
      #expect(isClose(p[0], 1.0 / 256))
    }
  }
}
