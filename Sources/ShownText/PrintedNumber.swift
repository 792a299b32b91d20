import Basics

/// A number as it is printed, and the value of just these digits: who computes with what is printed
/// gets the same.
public struct PrintedNumber: Sendable {
  /// The digits.
  public let text: String
  /// What they say; 0 where a double cannot hold anything so small.
  public let value: Double
  /// The natural logarithm of what they say, also where the value is too small to be held.
  public let logarithm: Double

  /// A number with so many decimals.
  public init(_ value: Double, decimals: Int) {
    let scale = pow(10, Double(decimals))
    text = decimal(value, decimals)
    self.value = value.isFinite ? (value * scale).rounded() / scale : value
    logarithm = log(self.value)
  }

  /// The number e^x, however small, with so many significant digits; 0 or infinite where no exponent of
  /// nine digits says it.
  public init(exponentialOf x: Double, digits: Int) {
    let exponent = (x / log(10)).rounded(.down)
    guard abs(exponent) < pow(10, Double(longestExponent)) else {
      self.init(x < 0 ? 0 : x.isNaN ? x : .infinity, decimals: digits - 1)
      return
    }
    guard exponent < -4 || exponent >= 9 else {
      self.init(exp(x), decimals: max(digits - 1 - Int(nearest: exponent), 0))
      return
    }
    let mantissa = PrintedNumber(exp(x - exponent * log(10)), decimals: digits - 1)
    let isTen = mantissa.value >= 10  // 9.999 may be printed so
    self.init(
      mantissa: isTen ? PrintedNumber(1, decimals: digits - 1) : mantissa,
      exponent: Int(nearest: exponent) + (isTen ? 1 : 0))
  }

  /// A positive number with so many significant digits.
  public init(_ value: Double, digits: Int) { self.init(exponentialOf: log(value), digits: digits) }

  private init(mantissa: PrintedNumber, exponent: Int) {
    text = "\(mantissa.text)e\(exponent)"
    logarithm = mantissa.logarithm + Double(exponent) * log(10)
    value = exp(logarithm)
  }
}
