import Reports
import Testing

@Suite struct NumberTextTests {
  @Test(
    arguments: [
      (0, 2, "0.00"), (1.005, 1, "1.0"), (0.999, 2, "1.00"), (12.345, 2, "12.35"),
      (-0.001, 2, "0.00"), (-1.5, 1, "-1.5"), (7.4, 0, "7"), (0.05, 3, "0.050"),
      (.infinity, 2, "inf"), (-.infinity, 2, "-inf"), (.nan, 2, "–"), (1e300, 2, "1e+300"),
    ] as [(Double, Int, String)])
  func `decimals are rounded and padded`(value: Double, count: Int, text: String) {
    #expect(decimals(value, count) == text)
  }

  @Test(
    arguments: [
      (0, "1.00"), (-0.693_147_180_559_945_3, "0.500"), (3.471_966, "32.2"),
      (-1_000, "5.08e-435"), (-11.512_925_5, "1.00e-5"), (-9.210_340_4, "0.000100"),
      (6.907_755_3, "1000"), (13.815_510_6, "1.00e6"), (-0.000_4, "1.00"), (-0.000_6, "0.999"),
      (-.infinity, "0"), (.infinity, "inf"), (1e6, "3.03e434294"),
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
    #expect(Double(text) == value)
  }
}
