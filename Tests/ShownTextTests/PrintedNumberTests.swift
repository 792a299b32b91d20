import Basics
import ShownText
import Testing

@Suite struct `Printed numbers` {
  @Test(
    arguments: [
      (0, "1.00", 1), (-0.693_147_180_559_945_3, "0.500", 0.5), (3.471_966, "32.2", 32.2),
      (-11.512_925_5, "1.00e-5", 1e-5), (-.infinity, "0.00", 0), (-1e30, "0.00", 0),
      (-1e308, "0.00", 0), (.infinity, "∞", .infinity), (1e30, "∞", .infinity),
    ] as [(Double, String, Double)])
  func
    `are made from a logarithm, with the value of their digits, as far as exponents have nine digits`(
      logarithm: Double, text: String, value: Double
    )
  {
    let number = PrintedNumber(exponentialOf: logarithm, digits: 3)
    #expect(number.text == text)
    #expect(number.value == value || abs(number.value / value - 1) < 1e-12)
  }

  @Test
  func
    `keep the logarithm of what is too small for a value, and say of what is none that it is none`()
  {
    let small = PrintedNumber(exponentialOf: -1_000, digits: 3)
    #expect(small.text == "5.08e-435" && small.value == 0)
    #expect(abs(small.logarithm + 1_000) < 0.002)
    #expect(PrintedNumber(exponentialOf: .nan, digits: 3).text == "—")
  }
}
