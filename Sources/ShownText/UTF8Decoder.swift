/// The first byte of a character of several bytes in UTF-8 (Unicode, table 3-7).
public struct UTF8Lead: Sendable {
  /// The bytes of the character, 2 to 4.
  public let length: Int
  /// What the second byte may be: no overlong forms, no surrogates, nothing above U+10FFFF.
  public let seconds: ClosedRange<UInt8>
  /// What any further byte may be.
  public static let continuations: ClosedRange<UInt8> = 0x80...0xBF

  /// Nil for a byte that begins no such character.
  @inlinable
  public init?(_ byte: UInt8) {
    switch byte {
    case 0xC2...0xDF: (length, seconds) = (2, 0x80...0xBF)
    case 0xE0: (length, seconds) = (3, 0xA0...0xBF)
    case 0xED: (length, seconds) = (3, 0x80...0x9F)
    case 0xE1...0xEF: (length, seconds) = (3, 0x80...0xBF)
    case 0xF0: (length, seconds) = (4, 0x90...0xBF)
    case 0xF1...0xF3: (length, seconds) = (4, 0x80...0xBF)
    case 0xF4: (length, seconds) = (4, 0x80...0x8F)
    default: return nil
    }
  }

  /// Whether a byte can stand at a place of the character, 1 being the one behind this.
  @inlinable
  public func allows(_ byte: UInt8, at place: Int) -> Bool {
    place == 1 ? seconds.contains(byte) : (0x80...0xBF).contains(byte)
  }
}

/// A character of a text in UTF-8, or bytes that are none: the one decoder of the program.
public struct DecodedScalar: Equatable, Sendable {
  /// The character; nil for bytes that are not UTF-8.
  public var scalar: Unicode.Scalar?
  /// The bytes that it takes, 1 to 4; of bytes that are not UTF-8, those that could begin a character
  /// (the "maximal subpart" of Unicode, section 3.9), at least one.
  public var length: Int

  /// Decodes what stands at a place before `end`. O(1).
  @inlinable
  public init(_ text: Span<UInt8>, at place: Int, end: Int) {
    let first = text[place]
    length = 1
    guard first >= 0x80 else {
      scalar = Unicode.Scalar(first)
      return
    }
    guard let lead = UTF8Lead(first) else { return }
    var value = UInt32(first) & (0x7F >> UInt32(lead.length))
    while length < lead.length, place + length < end,
      lead.allows(text[place + length], at: length)
    {
      value = value << 6 | UInt32(text[place + length] & 0x3F)
      length += 1
    }
    if length == lead.length { scalar = Unicode.Scalar(value) }
  }
}

/// A text taken apart into characters and bytes that are none, in order.
public struct DecodedScalars: Sequence, IteratorProtocol {
  private let text: [UInt8]
  private var place = 0

  /// The characters of a text.
  public init(_ text: some Sequence<UInt8>) { self.text = Array(text) }

  /// The next character and its bytes; nil for the character where the bytes are none. O(1).
  public mutating func next() -> (scalar: Unicode.Scalar?, bytes: ArraySlice<UInt8>)? {
    guard place < text.count else { return nil }
    let decoded = DecodedScalar(text.span, at: place, end: text.count)
    defer { place += decoded.length }
    return (decoded.scalar, text[place..<place + decoded.length])
  }
}

/// Returns the number of last bytes that begin a character whose end is still to come, 0 to 3. O(1).
public func unfinishedBytes(_ text: [UInt8]) -> Int {
  for count in 1...3 where count <= text.count {
    let start = text.count - count
    guard let lead = UTF8Lead(text[start]), lead.length > count else { continue }
    let decoded = DecodedScalar(text.span, at: start, end: text.count)
    if decoded.length == count { return count }
  }
  return 0
}

/// Returns the first place from an offset on that is not inside a character, at most `end`. O(1) in
/// UTF-8.
public func startOfCharacter(in text: [UInt8], from offset: Int, to end: Int) -> Int {
  text[offset..<end].firstIndex { !UTF8Lead.continuations.contains($0) } ?? end
}
