import ShownText

/// Where the string that begins at a place ends, quotes included. It is UTF-8, and its escapes mean something.
func endOfString(_ text: Span<UInt8>, from start: Int) throws(JSONFault) -> Int {
  var place = start + 1
  while place < text.count {
    if let word = text.word(at: place) {
      let plain = EightBytes.plainCount(word)
      place += plain
      if plain == 8 { continue }
    }
    switch text[place] {
    case UInt8(ascii: "\""): return place + 1
    case UInt8(ascii: "\\"): place += try Escape(text, at: place).length
    case 0x00..<0x20: throw JSONFault(.invalidText, at: place)
    case 0x80...0xFF:
      let decoded = DecodedScalar(text, at: place, end: text.count)
      guard decoded.scalar != nil else { throw JSONFault(.invalidText, at: place) }
      place += decoded.length
    default: place += 1
    }
  }
  throw JSONFault(.endsEarly, at: place)
}

/// The bytes that a string stands for, which lies in a range, quotes included. O(*n*).
func unescaped(_ range: Range<Int>, in text: Span<UInt8>) -> [UInt8] {
  var bytes: [UInt8] = []
  appendUnescaped(range, in: text, to: &bytes)
  return bytes
}

/// The same, put behind others.
func appendUnescaped(_ range: Range<Int>, in text: Span<UInt8>, to bytes: inout [UInt8]) {
  var (place, end) = (range.lowerBound + 1, range.upperBound - 1)
  while place < end {
    let plain = plainEnd(text, place..<end)
    unsafe text.extracting(place..<plain).withUnsafeBufferPointer { unsafe bytes += $0 }
    place = plain
    if place < end, let escape = try? Escape(text, at: place) {
      bytes += Array(String(escape.scalar).utf8)
      place += escape.length
    } else {
      end = place
    }
  }
}

/// Where the first backslash of a range is; its end where there is none.
private func plainEnd(_ text: Span<UInt8>, _ range: Range<Int>) -> Int {
  var place = range.lowerBound
  while place + 8 <= range.upperBound, let word = text.word(at: place),
    !EightBytes.contain(UInt8(ascii: "\\"), word)
  {
    place += 8
  }
  while place < range.upperBound, text[place] != UInt8(ascii: "\\") { place += 1 }
  return place
}

/// A hash of the bytes that a string stands for.
func hash(ofString range: Range<Int>, in text: Span<UInt8>) -> UInt64 {
  let inside = range.lowerBound + 1..<range.upperBound - 1
  return plainEnd(text, inside) == inside.upperBound
    ? hash(of: text.extracting(inside)) : hash(of: unescaped(range, in: text).span)
}

/// A character that is written with a backslash.
private struct Escape {
  let scalar: Unicode.Scalar
  /// The bytes that it is written with, both halves of a surrogate pair among them.
  let length: Int

  init(_ text: Span<UInt8>, at place: Int) throws(JSONFault) {
    guard place + 1 < text.count else { throw JSONFault(.endsEarly, at: text.count) }
    guard text[place + 1] == UInt8(ascii: "u") else {
      guard let scalar = Self.short(text[place + 1]) else {
        throw JSONFault(.invalidEscape, at: place)
      }
      (self.scalar, length) = (scalar, 2)
      return
    }
    guard let unit = Self.unit(text, at: place) else { throw JSONFault(.invalidEscape, at: place) }
    if let scalar = Unicode.Scalar(unit) {
      (self.scalar, length) = (scalar, 6)
      return
    }
    guard (0xD800..<0xDC00).contains(unit), let low = Self.unit(text, at: place + 6),
      (0xDC00..<0xE000).contains(low),
      let scalar = Unicode.Scalar(0x10000 + (unit - 0xD800) << 10 + (low - 0xDC00))
    else { throw JSONFault(.invalidEscape, at: place) }
    (self.scalar, length) = (scalar, 12)
  }

  private static func short(_ letter: UInt8) -> Unicode.Scalar? {
    switch letter {
    case UInt8(ascii: "\""), UInt8(ascii: "\\"), UInt8(ascii: "/"): Unicode.Scalar(letter)
    case UInt8(ascii: "b"): "\u{8}"
    case UInt8(ascii: "f"): "\u{C}"
    case UInt8(ascii: "n"): "\n"
    case UInt8(ascii: "r"): "\r"
    case UInt8(ascii: "t"): "\t"
    default: nil
    }
  }

  /// The number of `\u` and four hexadecimal digits; nil where they do not stand at a place.
  private static func unit(_ text: Span<UInt8>, at place: Int) -> UInt32? {
    guard place + 6 <= text.count, text[place] == UInt8(ascii: "\\"),
      text[place + 1] == UInt8(ascii: "u")
    else { return nil }
    var unit: UInt32 = 0
    for offset in 2..<6 {
      guard let digit = digit(text[place + offset]) else { return nil }
      unit = unit << 4 | digit
    }
    return unit
  }

  private static func digit(_ letter: UInt8) -> UInt32? {
    switch letter {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): UInt32(letter - UInt8(ascii: "0"))
    case UInt8(ascii: "a")...UInt8(ascii: "f"): UInt32(letter - UInt8(ascii: "a") + 10)
    case UInt8(ascii: "A")...UInt8(ascii: "F"): UInt32(letter - UInt8(ascii: "A") + 10)
    default: nil
    }
  }
}
