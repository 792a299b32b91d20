import ShownText

/// How byte-level vocabularies write bytes: each as one visible character (Radford et al. 2019, GPT-2).
///
/// Bytes that are visible characters of Latin-1 stand for themselves; the other 68 are written, in
/// order, as the characters from U+0100 on. A space is `Ġ`.
package enum ByteAlphabet {
  /// The character of each byte.
  static let characters: [UInt32] = {
    var next: UInt32 = 0x100
    return (0...UInt32(UInt8.max)).map { byte in
      switch byte {
      case 0x21...0x7E, 0xA1...0xAC, 0xAE...0xFF: return byte
      default:
        defer { next += 1 }
        return next
      }
    }
  }()

  /// The byte of each character below U+0144; nil for those that stand for none.
  private static let bytes: [UInt8?] = {
    var bytes = [UInt8?](repeating: nil, count: 0x144)
    for (byte, character) in characters.enumerated() { bytes[Int(character)] = UInt8(byte) }
    return bytes
  }()

  /// A byte as an entry of the vocabulary writes it, in UTF-8.
  package static func encoded(_ byte: UInt8) -> [UInt8] {
    var written: [UInt8] = []
    append(byte, to: &written)
    return written
  }

  /// Adds a byte as an entry of the vocabulary writes it, in UTF-8 of one byte or two.
  static func append(_ byte: UInt8, to written: inout [UInt8]) {
    let character = characters[Int(byte)]
    if character < 0x80 { return written.append(UInt8(truncatingIfNeeded: character)) }
    written.append(0xC0 | UInt8(truncatingIfNeeded: character >> 6))
    written.append(0x80 | UInt8(truncatingIfNeeded: character & 0x3F))
  }

  /// The bytes that an entry of the vocabulary stands for. What is not written in the alphabet stands
  /// for itself.
  package static func decoded(_ entry: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var place = 0
    while place < entry.count {
      let decoded = DecodedScalar(entry.span, at: place, end: entry.count)
      let value = Int(decoded.scalar?.value ?? .max)
      if value < bytes.count, let byte = bytes[value] {
        result.append(byte)
      } else {
        result += entry[place..<place + decoded.length]
      }
      place += decoded.length
    }
    return result
  }
}
