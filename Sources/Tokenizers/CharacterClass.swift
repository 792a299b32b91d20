import ShownText

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
  ///
  /// - Parameter mark: The class of what belongs to another character, `\p{M}`.
  static func at(
    _ place: Int, _ text: Span<UInt8>, end: Int, mark: Self = .symbol
  ) -> (class: Self, length: Int) {
    let byte = text[place]
    if byte < 0x80 { return (ofASCII(byte), 1) }
    let decoded = DecodedScalar(text, at: place, end: end)
    return (decoded.scalar.map { of($0, mark: mark) } ?? .symbol, decoded.length)
  }

  private static func ofASCII(_ byte: UInt8) -> Self {
    switch byte {
    case 0x61...0x7A, 0x41...0x5A: .letter
    case 0x20, 0x09...0x0D: .space
    case 0x30...0x39: .number
    default: .symbol
    }
  }

  private static func of(_ scalar: Unicode.Scalar, mark: Self) -> Self {
    let properties = scalar.properties
    return switch properties.generalCategory {
    case .uppercaseLetter, .lowercaseLetter, .titlecaseLetter, .modifierLetter, .otherLetter:
      .letter
    case .decimalNumber, .letterNumber, .otherNumber: .number
    case .nonspacingMark, .spacingMark, .enclosingMark: mark
    default: properties.isWhitespace ? .space : .symbol
    }
  }
}
