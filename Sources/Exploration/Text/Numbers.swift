#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Returns a number with so many decimals, or `∞`; `—` for what is not a number.
///
///     decimal(3.14159, 2)  // "3.14"
///
/// - Complexity: O(1).
public func decimal(_ value: Double, _ decimals: Int) -> String {
  guard !value.isNaN else { return "—" }
  guard abs(value) < 1e15 else {
    return value.isFinite ? scientific(value) : value < 0 ? "-∞" : "∞"
  }
  let scale = pow(10, Double(decimals))
  let scaled = (abs(value) * scale).rounded()
  let sign = value < 0 && scaled > 0 ? "-" : ""
  guard scaled < 9e17 else { return scientific(value) }
  let digits = String(Int(scaled))
  guard decimals > 0 else { return sign + digits }
  let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
  return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
}

/// Returns a number of any size as one digit and a power of ten: `5e-12`. O(1).
public func scientific(_ value: Double) -> String {
  guard value != 0 else { return "0" }
  return powerOfTen(log10(abs(value)), sign: value < 0 ? "-" : "")
}

private func powerOfTen(_ logarithm: Double, sign: String = "") -> String {
  guard logarithm.isFinite else { return logarithm < 0 ? "0" : "∞" }
  var exponent = logarithm.rounded(.down)
  var digit = pow(10, logarithm - exponent).rounded()
  if digit >= 10 { (digit, exponent) = (1, exponent + 1) }
  return "\(sign)\(Int(digit))e\(Int(exponent))"
}

/// Returns a probability, from its natural logarithm, as a percentage that never claims certainty
/// or impossibility by rounding: `88.1%`, `0.03%`, `5e-12`. O(1).
public func percentage(logProbability: Double) -> String {
  guard !logProbability.isNaN else { return "—" }
  if logProbability == -.infinity { return "0" }
  let percent = exp(logProbability) * 100
  if percent < 0.01 { return powerOfTen(logProbability / log(10.0)) }
  if percent < 0.995 { return decimal(percent, 2) + "%" }
  if percent < 99.95 { return decimal(percent, 1) + "%" }
  return logProbability > -0.000_05 ? "100%" : "99.9%"
}

/// Returns a whole number with thin gaps between thousands: `49 152`. O(1).
public func grouped(_ value: Int) -> String {
  let digits = String(abs(value))
  guard digits.count > 4 else { return String(value) }
  var result = ""
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { result += " " }
    result.append(digit)
  }
  return (value < 0 ? "-" : "") + result
}

/// Returns a number with about three significant digits: `9.87`, `32.2`, `1 234`. O(1).
public func threeDigits(_ value: Double) -> String {
  guard value.isFinite else { return decimal(value, 0) }
  let size = abs(value)
  if size >= 1e7 { return scientific(value) }
  if size >= 99.95 { return grouped(Int(value.rounded())) }
  return decimal(value, size < 9.995 ? 2 : 1)
}

/// Returns a temperature: at least two decimals, as the slider shows it. O(1).
public func format(temperature: Double) -> String {
  guard temperature.isFinite else { return "∞" }
  return decimal(temperature, temperature > 0 && temperature < 0.1 ? 3 : 2)
}
