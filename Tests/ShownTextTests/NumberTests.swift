import Basics
import ShownText
import Testing

@Suite struct `Numbers of reports` {
  @Test(
    arguments: [
      (0, 2, "0.00"), (1.005, 1, "1.0"), (0.999, 2, "1.00"), (12.345, 2, "12.35"),
      (-0.001, 2, "0.00"), (-1.5, 1, "−1.5"), (7.4, 0, "7"), (0.05, 3, "0.050"),
      (.infinity, 2, "inf"), (-.infinity, 2, "−inf"), (.nan, 2, "—"), (1e300, 2, "1e300"),
    ] as [(Double, Int, String)])
  func `decimals are those of any locale, infinity a word of choice`(
    value: Double, count: Int, text: String
  ) {
    #expect(decimal(value, count, infinity: "inf") == text)
  }

  @Test(
    arguments: [
      (0, "1.00"), (-0.693_147_180_559_945_3, "0.500"), (3.471_966, "32.2"),
      (-1_000, "5.08e-435"), (-11.512_925_5, "1.00e-5"), (-9.210_340_4, "0.000100"),
      (6.907_755_3, "1000"), (13.815_510_6, "1.00e6"), (-0.000_4, "1.00"), (-0.000_6, "0.999"),
      (-.infinity, "0"), (.infinity, "inf"), (1e6, "3.03e434294"), (-3e9, "0"), (-1e30, "0"),
      (-1e308, "0"), (1e308, "inf"),
    ] as [(Double, String)])
  func `three digits are made from the logarithm`(logarithm: Double, text: String) {
    #expect(significant(exponentialOf: logarithm) == text)
  }

  @Test(
    arguments: [
      (1, "1"), (0.7, "0.7"), (0, "0"), (1e-5, "1e-05"), (.infinity, "inf"),
      (0.1 + 0.2, "0.30000000000000004"),
    ] as [(Double, String)])
  func `the shortest text reads back as the same number`(value: Double, text: String) {
    #expect(shortest(value) == text)
    #expect(shortest(-0.0) == "0")
    #expect(Double(text) == value)
  }
}

@Suite struct `Numbers for people` {
  @Test func `probabilities never round to certain or impossible`() {
    #expect(percentage(logProbability: -0.126_6) == "88.1%")
    #expect(percentage(logProbability: -0.000_4) == "99.9%")
    #expect(percentage(logProbability: 0) == "100%")
    #expect(percentage(logProbability: -9.21) == "0.01%")
    #expect(percentage(logProbability: -9.22) == "<0.01%")
    #expect(percentage(logProbability: -2_302.585_1) == "<0.01%")
    #expect(percentage(logProbability: -.infinity) == "0")
    #expect(percentage(logProbability: .nan) == "—")
  }

  @Test func `a power of ten is said of what is huge, tiny or infinite`() {
    #expect(
      scientific(0) == "0" && scientific(1.5e-12) == "2e-12" && scientific(-9.6e20) == "−1e21")
    #expect(scientific(.infinity) == "∞" && scientific(.leastNonzeroMagnitude) == "5e-324")
  }

  @Test func `a chance too small for a percentage is one in so many, as elsewhere`() {
    for (share, words) in [
      (0.881, "88.1%"), (0.000_2, "0.02%"), (0.000_099, "1 in 10 101"),
      (8.4e-7, "1 in 1 190 476"), (9e-10, "1 in 1.1 billion"), (0, "0"), (1, "100%"),
    ] {
      #expect(chance(logProbability: log(share)) == words, "\(share)")
    }
    for tenths in stride(from: 0.0, to: -6_000, by: -0.1) {
      let said = percentage(logProbability: tenths)
      let expected = said == "<0.01%" ? oneIn(logProbability: tenths) : said
      #expect(chance(logProbability: tenths) == expected)
    }
    #expect(chance(logProbability: .nan) == "—")
  }

  @Test(
    arguments: [
      (1, "1 in 1.00"), (0.5, "1 in 2.00"), (1.0 / 34, "1 in 34.0"),
      (1.0 / 1_309_419, "1 in 1 309 419"), (1.0 / 24_000_000, "1 in 24 million"),
      (1.0 / 2_390_000_000, "1 in 2.4 billion"), (1.0 / 999_999_999, "1 in 1.0 billion"),
      (1.0 / 310e12, "1 in 310 trillion"), (1e-21, "1 in 10^21"), (0, "1 in ∞"),
    ] as [(Double, String)])
  func `small probabilities are one in so many, in words`(share: Double, text: String) {
    #expect(oneIn(logProbability: log(share)) == text)
    #expect(oneIn(logProbability: -5_000) == "1 in 10^2171")
  }

  @Test func `decimals are rounded and padded`() {
    #expect(decimal(3.14159, 2) == "3.14")
    #expect(decimal(-0.004, 2) == "0.00")
    #expect(decimal(-2.5, 1) == "−2.5" && decimal(-2.5, 1, minus: "-") == "-2.5")
    #expect(decimal(-1e300, 1) == "−1e300" && scientific(-5e-12) == "−5e-12")
    #expect(decimal(0.05, 2) == "0.05")
    #expect(decimal(.infinity, 1) == "∞")
    #expect(decimal(.nan, 1) == "—")
    #expect(decimal(1e300, 2) == "1e300")
  }

  @Test func `a temperature is never 0 that is not`() {
    for (temperature, text) in [
      (0, "0.00"), (1e-10, "1.00e-10"), (0.000_5, "0.000500"), (0.05, "0.050"), (0.7, "0.70"),
      (.leastNonzeroMagnitude, "4.94e-324"), (.infinity, "∞"),
    ] {
      #expect(format(temperature: temperature) == text)
    }
  }

  @Test func `a noun is singular beside one alone`() {
    #expect([0, 1, 2, 11].map { plural("token", $0) } == ["tokens", "token", "tokens", "tokens"])
  }

  @Test func `big numbers are grouped and huge ones shortened`() {
    #expect(grouped(49_152) == "49 152")
    #expect(grouped(8_412) == "8412")
    #expect(grouped(-49_152) == "−49 152" && grouped(-8_412) == "−8412")
    #expect(threeDigits(-49_152) == "−49 152")
    #expect(threeDigits(32.18) == "32.2")
    #expect(threeDigits(9.871) == "9.87")
    #expect(threeDigits(9.996) == "10.0" && threeDigits(99.96) == "100")
    #expect(threeDigits(2e11) == "2e11")
    #expect(threeDigits(.infinity) == "∞")
  }
}
