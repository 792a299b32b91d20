#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// A number with a fixed count of decimals, and a point whatever the locale; `inf` and `-inf` where
/// it is infinite, and in powers of ten where it is huge.
package func decimals(_ value: Double, _ count: Int) -> String {
  guard value.isFinite else { return value.isNaN ? "–" : value < 0 ? "-inf" : "inf" }
  let scale = pow(10, Double(count))
  guard let scaled = Int(exactly: (abs(value) * scale).rounded()), scaled < 1 << 53 else {
    return "\(value)"
  }
  let digits = String(scaled)
  let padded = String(repeating: "0", count: max(0, count + 1 - digits.count)) + digits
  let sign = value < 0 && scaled > 0 ? "-" : ""
  guard count > 0 else { return sign + padded }
  return sign + padded.dropLast(count) + "." + padded.suffix(count)
}

/// e^x with three significant digits, from x itself, so that nothing underflows: `0.213`, `32.2`,
/// `5.21e-434`.
package func significant(exponentialOf logarithm: Double) -> String {
  guard logarithm.isFinite else { return logarithm < 0 ? "0" : "inf" }
  let decimal = logarithm / log(10.0)
  var exponent = decimal.rounded(.down)
  var mantissa = (pow(10, decimal - exponent) * 100).rounded() / 100
  if mantissa >= 10 { (mantissa, exponent) = (1, exponent + 1) }
  if exponent >= -4 && exponent <= 5 {
    return decimals(mantissa * pow(10, exponent), max(0, 2 - Int(exponent)))
  }
  return decimals(mantissa, 2) + "e" + decimals(exponent, 0)
}

/// The shortest text that reads back as the same number; `1` and not `1.0` where it is whole.
package func shortest(_ value: Double) -> String {
  guard value.isFinite else { return decimals(value, 0) }
  let text = "\(value)"
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}
