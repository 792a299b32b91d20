import Basics

/// The minus of what is shown, as wide as the plus; exponents have the hyphen that calculators have.
public let minus = "−"

/// Returns a number with so many decimals, and a point whatever the locale; `∞` or another word where
/// it is infinite, one digit and a power of ten where it is huge, `—` for what is not a number.
///
///     decimal(3.14159, 2)  // "3.14"
///
/// - Parameter minus: The sign of what is below zero: that of the screen, or one that programs read.
/// - Complexity: O(1).
public func decimal(
  _ value: Double, _ decimals: Int, infinity: String = "∞", minus: String = minus
) -> String {
  guard value.isFinite else { return value.isNaN ? "—" : value < 0 ? minus + infinity : infinity }
  let scaled = (abs(value) * pow(10, Double(decimals))).rounded()
  guard abs(value) < 1e15, scaled < 9e17 else { return scientific(value, minus: minus) }
  let sign = value < 0 && scaled > 0 ? minus : ""
  let digits = String(Int(scaled))
  guard decimals > 0 else { return sign + digits }
  let padded = String(repeating: "0", count: max(decimals + 1 - digits.count, 0)) + digits
  return sign + padded.dropLast(decimals) + "." + padded.suffix(decimals)
}

/// Returns a number of any size as one digit and a power of ten: `5e-12`. O(1).
public func scientific(_ value: Double, minus: String = minus) -> String {
  guard value != 0 else { return "0" }
  return powerOfTen(log10(abs(value)), sign: value < 0 ? minus : "")
}

private func powerOfTen(_ logarithm: Double, sign: String = "") -> String {
  guard logarithm.isFinite else { return logarithm < 0 ? "0" : "∞" }
  var exponent = logarithm.rounded(.down)
  var digit = pow(10, logarithm - exponent).rounded()
  if digit >= 10 { (digit, exponent) = (1, exponent + 1) }
  return "\(sign)\(Int(nearest: digit))e\(Int(nearest: exponent))"
}

/// Returns a probability, from its natural logarithm, as a percentage that never claims certainty
/// or impossibility by rounding: `88.1%`, `0.03%`, `<0.01%`. At most six columns. O(1).
public func percentage(logProbability: Double) -> String {
  guard !logProbability.isNaN else { return "—" }
  if logProbability == -.infinity { return "0" }
  let percent = exp(logProbability) * 100
  if percent < 0.01 { return "<0.01%" }
  if percent < 0.995 { return decimal(percent, 2) + "%" }
  if percent < 99.95 { return decimal(percent, 1) + "%" }
  return logProbability > -0.000_05 ? "100%" : "99.9%"
}

/// Returns a probability, from its natural logarithm, for a sentence: a percentage, or where that says
/// little, one chance in so many: `68.3%`, `1 in 1 190 476`. O(1).
public func chance(logProbability: Double) -> String {
  saysLittle(percentageOf: logProbability)
    ? oneIn(logProbability: logProbability) : percentage(logProbability: logProbability)
}

/// Returns whether the percentage of a probability, from its natural logarithm, is no more than `<0.01%`. O(1).
public func saysLittle(percentageOf logProbability: Double) -> Bool {
  logProbability.isFinite && logProbability < -log(10_000)
}

/// Returns a probability, from its natural logarithm, as one chance in so many, in words where they are
/// many: `1 in 34.0`, `1 in 1 309 419`, `1 in 24 million`, `1 in 10^21`. O(1).
public func oneIn(logProbability: Double) -> String {
  let count = exp(-logProbability)
  let decade = -logProbability / log(10.0)
  guard decade >= 7, decade.isFinite else { return "1 in \(threeDigits(count))" }
  // What rounds to a thousand of a name is one of the next.
  let place = ((decade + 0.000_2) / 3).rounded(.down)
  let names = [2: "million", 3: "billion", 4: "trillion"]
  guard let name = names[Int(min(place, 5))] else { return "1 in 10^\(decimal(decade, 0))" }
  let amount = count / pow(1_000, place)
  return "1 in \(decimal(amount, amount < 9.95 ? 1 : 0)) \(name)"
}

/// Returns a noun as it stands beside so many: `token`, `tokens`. O(*n*) in the noun.
public func plural(_ noun: String, _ count: Int) -> String { count == 1 ? noun : noun + "s" }

/// Returns a whole number with thin gaps between thousands: `49 152`. O(1).
public func grouped(_ value: Int) -> String {
  let digits = String(abs(value))
  var result = value < 0 ? minus : ""
  guard digits.count > 4 else { return result + digits }
  for (index, digit) in digits.enumerated() {
    if index > 0, (digits.count - index) % 3 == 0 { result += " " }
    result.append(digit)
  }
  return result
}

/// Returns a number with about three significant digits: `9.87`, `32.2`, `1 234`. O(1).
public func threeDigits(_ value: Double) -> String {
  guard value.isFinite else { return decimal(value, 0) }
  let size = abs(value)
  if size >= 1e7 { return scientific(value) }
  if size >= 99.95 { return grouped(Int(nearest: value)) }
  return decimal(value, size < 9.995 ? 2 : 1)
}

/// Returns a temperature: at least two decimals, as the slider shows it, and three digits of one far below that. O(1).
public func format(temperature: Double) -> String {
  guard temperature.isFinite else { return "∞" }
  if temperature > 0, temperature < 0.001 { return significant(exponentialOf: log(temperature)) }
  return decimal(temperature, temperature > 0 && temperature < 0.1 ? 3 : 2)
}

/// The most digits that the exponent of a printed number has: beyond, a double that holds the logarithm
/// leaves nothing of the mantissa.
let longestExponent = 9

/// Returns e^x with three significant digits, from x itself, so that nothing underflows: `0.213`,
/// `32.2`, `5.21e-434`; `inf` where it is infinite, `0` or `inf` too where no exponent of nine digits
/// says it. O(1).
public func significant(exponentialOf logarithm: Double) -> String {
  let decade = logarithm / log(10.0)
  guard abs(decade) < pow(10, Double(longestExponent)) else { return logarithm < 0 ? "0" : "inf" }
  var exponent = decade.rounded(.down)
  var mantissa = (pow(10, decade - exponent) * 100).rounded() / 100
  if mantissa >= 10 { (mantissa, exponent) = (1, exponent + 1) }
  if exponent >= -4 && exponent <= 5 {
    return decimal(mantissa * pow(10, exponent), max(0, 2 - Int(nearest: exponent)))
  }
  return "\(decimal(mantissa, 2))e\(Int(nearest: exponent))"
}

/// Returns the shortest text that reads back as the same number; `1` and not `1.0` where it is whole,
/// `inf` where it is infinite. O(1).
public func shortest(_ value: Double) -> String {
  let text = "\(value == 0 ? 0 : value)"  // nobody writes −0
  return text.hasSuffix(".0") ? String(text.dropLast(2)) : text
}

/// Returns a number of bytes as people say it, in powers of a thousand: `98.4 MB`, `1.27 GB`. O(1).
public func size(ofBytes bytes: Int) -> String {
  let units = ["bytes", "kB", "MB", "GB", "TB", "PB", "EB"]
  var value = Double(bytes)
  var unit = 0
  while value >= 999.5, unit + 1 < units.count { (value, unit) = (value / 1_000, unit + 1) }
  return unit == 0 ? "\(bytes) bytes" : "\(threeDigits(value)) \(units[unit])"
}

/// Returns a number of parameters as people say it: `135M`, `1.24B`. O(1).
public func parameterCount(_ parameters: Int) -> String {
  for (unit, name) in [(1e9, "B"), (1e6, "M"), (1e3, "k")]
  where Double(parameters) >= unit * 0.9995 {
    return threeDigits(Double(parameters) / unit) + name
  }
  return String(parameters)
}
