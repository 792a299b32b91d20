/// How byte-level vocabularies write bytes: each as one visible character (Radford et al. 2019, GPT-2).
///
/// Bytes that are visible characters of Latin-1 stand for themselves; the other 68 are written, in
/// order, as the characters from U+0100 on. A space is `Ġ`.
package enum ByteAlphabet {
  /// The character of each byte.
  private static let characters: [UInt32] = {
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

  /// The byte that a character stands for; nil where it stands for none. O(1).
  package static func byte(of character: Unicode.Scalar) -> UInt8? {
    bytes.indices.contains(Int(character.value)) ? bytes[Int(character.value)] : nil
  }

  /// A byte as an entry of the vocabulary writes it, in UTF-8.
  package static func encoded(_ byte: UInt8) -> [UInt8] {
    var written: [UInt8] = []
    append(byte, to: &written)
    return written
  }

  /// Adds a byte as an entry of the vocabulary writes it, in UTF-8 of one byte or two.
  package static func append(_ byte: UInt8, to written: inout [UInt8]) {
    let character = characters[Int(byte)]
    if character < 0x80 { return written.append(UInt8(truncatingIfNeeded: character)) }
    written.append(0xC0 | UInt8(truncatingIfNeeded: character >> 6))
    written.append(0x80 | UInt8(truncatingIfNeeded: character & 0x3F))
  }
}
