/// How what players type is compared with a text: capitals do not count, nor do signs and spaces
/// around a word.
public enum Answers {
  /// The signs that can be asked for, as players give them: space and letters in the order in which
  /// they are common in English, then the digits and the other signs of a keyboard.
  public static let letters: [UInt8] = {
    let common = Array(" etaoinshrdlucmfwypvbgkjqxz".utf8)
    return common + (0x21...0x7E).filter { !common.contains($0) && letter($0) == $0 }
  }()

  /// The sign that a byte counts as; nil for what no keyboard has everywhere, which is not asked for.
  public static func letter(_ byte: UInt8) -> UInt8? {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): byte + 0x20
    case 0x20...0x7E: byte
    default: nil
    }
  }

  /// The word that some bytes count as: in small letters, without what stands around it; empty when
  /// there is no letter and no digit in them, or when they are not UTF-8.
  public static func word(_ bytes: some BidirectionalCollection<UInt8>) -> String {
    let start = bytes.firstIndex(where: isPartOfWord) ?? bytes.endIndex
    let last = bytes.lastIndex(where: isPartOfWord)
    guard let last else { return "" }
    return String(validating: bytes[start...last], as: UTF8.self)?.lowercased() ?? ""
  }

  /// Whether a byte is a letter or a digit, or belongs to a character beyond ASCII.
  static func isPartOfWord(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
      true
    default: false
    }
  }
}
