/// What the patterns of pre-tokenizers tell apart.
enum CharacterClass: Sendable {
  /// `\p{L}`.
  case letter
  /// `\p{N}`.
  case number
  /// `\s`: the property White_Space.
  case space
  /// Everything else, bytes that are not UTF-8 among it.
  case symbol

  /// The class of the character at a place, and its length in bytes.
  static func at(_ place: Int, _ text: Span<UInt8>, end: Int) -> (class: Self, length: Int) {
    let byte = text[place]
    if byte < 0x80 { return (ofASCII(byte), 1) }
    let scalar = DecodedScalar(text, at: place, end: end)
    return (scalar.value.map(of) ?? .symbol, scalar.length)
  }

  private static func ofASCII(_ byte: UInt8) -> Self {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A: .letter
    case 0x20, 0x09...0x0D: .space
    case 0x30...0x39: .number
    default: .symbol
    }
  }

  private static func of(_ value: UInt32) -> Self {
    guard let properties = Unicode.Scalar(value)?.properties else { return .symbol }
    return switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      .letter
    case .decimalNumber, .letterNumber, .otherNumber: .number
    default: properties.isWhitespace ? .space : .symbol
    }
  }
}

/// A character of a text in UTF-8, or one byte that belongs to none.
struct DecodedScalar {
  /// The character; nil for a byte that is not UTF-8.
  var value: UInt32?
  /// The bytes that it takes, 1 to 4.
  var length = 1

  /// Decodes what stands at a place before `end`. Overlong forms, surrogates and characters that are
  /// cut off are not UTF-8.
  init(_ text: Span<UInt8>, at place: Int, end: Int) {
    let lead = text[place]
    let (length, smallest, bits): (Int, UInt32, UInt8)
    switch lead {
    case 0x00...0x7F:
      value = UInt32(lead)
      return
    case 0xC2...0xDF: (length, smallest, bits) = (2, 0x80, lead & 0x1F)
    case 0xE0...0xEF: (length, smallest, bits) = (3, 0x800, lead & 0x0F)
    case 0xF0...0xF4: (length, smallest, bits) = (4, 0x1_0000, lead & 0x07)
    default: return
    }
    guard length <= end - place else { return }
    var scalar = UInt32(bits)
    for offset in 1..<length {
      let byte = text[place + offset]
      guard byte & 0xC0 == 0x80 else { return }
      scalar = scalar << 6 | UInt32(byte & 0x3F)
    }
    guard scalar >= smallest, Unicode.Scalar(scalar) != nil else { return }
    value = scalar
    self.length = length
  }
}
