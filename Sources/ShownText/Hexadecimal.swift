/// Returns a number in hexadecimal digits, at least so many: `hexadecimal(10)` is `0a`. O(1).
public func hexadecimal(
  _ value: some FixedWidthInteger, digits: Int = 2, uppercase: Bool = false
) -> String {
  let text = String(value, radix: 16, uppercase: uppercase)
  return String(repeating: "0", count: max(digits - text.count, 0)) + text
}

/// Returns a character as JSON escapes it: `\uXXXX`, twice for one beyond the basic plane. O(1).
public func jsonEscape(_ scalar: Unicode.Scalar) -> String {
  UTF16.encode(scalar)?.map { "\\u" + hexadecimal($0, digits: 4) }.joined() ?? ""
}

/// Returns bytes as people read them: `E4 BD`. O(*n*).
public func hexadecimalPairs(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { hexadecimal($0, uppercase: true) }.joined(separator: " ")
}

/// Returns bytes as files hold them: `e4bd`. O(*n*).
public func hexadecimalDigits(_ bytes: some Sequence<UInt8>) -> String {
  bytes.map { hexadecimal($0) }.joined()
}

/// Returns the bytes that pairs of digits stand for; nil for anything else. O(*n*).
public func bytes(hexadecimalDigits text: String) -> [UInt8]? {
  let values = text.utf8.map { Character(Unicode.Scalar($0)).hexDigitValue }
  guard values.count.isMultiple(of: 2), !values.contains(nil) else { return nil }
  let digits = values.compactMap { $0 }
  return stride(from: 0, to: digits.count, by: 2).map { UInt8(digits[$0] * 16 + digits[$0 + 1]) }
}
