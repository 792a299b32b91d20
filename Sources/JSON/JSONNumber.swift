/// The number that bytes are written as; nil where JSON has none that is written so.
///
/// Numbers of up to 15 digits are exact, and longer ones right but for the last bit: none of what is read piece by piece
/// is that exact. O(*n*).
package func jsonNumber(_ text: Span<UInt8>) -> Double? {
  var scanner = NumberScanner()
  guard scanner.scan(text) else { return nil }
  return scanner.value
    ?? Double(unsafe text.withUnsafeBufferPointer { unsafe String(decoding: $0, as: UTF8.self) })
}

/// Reads the parts of a number.
struct NumberScanner {
  /// The place behind what was read.
  private(set) var place = 0
  private var isNegative = false
  /// The first digits, and by how many tens they are to be multiplied.
  private var digits: UInt64 = 0
  private var exponent = 0

  private static let tens: [Double] = [
    1, 1e1, 1e2, 1e3, 1e4, 1e5, 1e6, 1e7, 1e8, 1e9, 1e10, 1e11, 1e12, 1e13, 1e14, 1e15, 1e16, 1e17,
    1e18, 1e19, 1e20, 1e21, 1e22,
  ]

  /// The value; nil where tens beyond those that a double holds exactly are in it.
  var value: Double? {
    guard Self.tens.indices.contains(abs(exponent)) else { return digits == 0 ? 0 : nil }
    let tens = Self.tens[abs(exponent)]
    let size = exponent < 0 ? Double(digits) / tens : Double(digits) * tens
    return isNegative ? -size : size
  }

  /// A scanner that begins at a place of a text.
  init(at place: Int = 0) { self.place = place }

  /// Reads all of a text; whether it is a number.
  fileprivate mutating func scan(_ text: Span<UInt8>) -> Bool {
    take(text) && place == text.count
  }

  /// Reads as much as there is of a number; whether it is one.
  mutating func take(_ text: Span<UInt8>) -> Bool {
    isNegative = take(text, "-")
    let first = place
    guard takeDigits(text), place == first + 1 || text[first] != UInt8(ascii: "0") else {
      return false
    }
    if take(text, ".") {
      guard takeDigits(text, isFraction: true) else { return false }
    }
    if take(text, "e") || take(text, "E") {
      return takeExponent(text)
    }
    return true
  }

  private mutating func take(_ text: Span<UInt8>, _ letter: Unicode.Scalar) -> Bool {
    guard place < text.count, text[place] == UInt8(ascii: letter) else { return false }
    place += 1
    return true
  }

  /// Takes digits; whether there was one.
  private mutating func takeDigits(_ text: Span<UInt8>, isFraction: Bool = false) -> Bool {
    let start = place
    while place < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[place]) {
      if digits < 100_000_000_000_000_000 {
        digits = digits * 10 + UInt64(text[place] - UInt8(ascii: "0"))
        if isFraction { exponent -= 1 }
      } else if !isFraction {
        exponent += 1
      }
      place += 1
    }
    return place > start
  }

  private mutating func takeExponent(_ text: Span<UInt8>) -> Bool {
    let isDown = take(text, "-")
    if !isDown { _ = take(text, "+") }
    let start = place
    var size = 0
    while place < text.count, (UInt8(ascii: "0")...UInt8(ascii: "9")).contains(text[place]) {
      size = min(size * 10 + Int(text[place] - UInt8(ascii: "0")), 100_000)
      place += 1
    }
    exponent += isDown ? -size : size
    return place > start
  }
}
