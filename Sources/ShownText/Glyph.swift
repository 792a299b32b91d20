/// One user-perceived character of a text of any bytes: the unit that a cursor steps over and that
/// a line is never broken inside.
public struct Glyph: Equatable, Sendable {
  /// Where its bytes are in the text.
  public var bytes: Range<Int>
  /// What it is.
  public var kind: Kind

  /// What a glyph is, as far as drawing it is concerned.
  public enum Kind: Equatable, Sendable {
    /// A printable ASCII character.
    case ascii(UInt8)
    /// A grapheme cluster of valid code points.
    case cluster(String)
    /// A line feed, or a carriage return with its line feed.
    case newline
    /// A tab.
    case tab
    /// A byte that is no part of valid UTF-8.
    case invalid(UInt8)
  }
}

/// The most code points that are looked at for one cluster, so that a text of nothing but combining
/// marks is still read in linear time.
private let longestCluster = 32

extension Glyph {
  /// The glyph that begins at an offset of a text, at which a glyph does begin. O(1).
  public init(in text: [UInt8], at offset: Int) {
    let byte = text[offset]
    let next = offset + 1 < text.count ? text[offset + 1] : 0
    switch byte {
    case 0x0A:
      self.init(bytes: offset..<offset + 1, kind: .newline)
    case 0x0D where next == 0x0A:
      self.init(bytes: offset..<offset + 2, kind: .newline)
    case 0x09:
      self.init(bytes: offset..<offset + 1, kind: .tab)
    case 0x20..<0x7F where next < 0x80:
      self.init(bytes: offset..<offset + 1, kind: .ascii(byte))
    default:
      self.init(clusterIn: text, at: offset)
    }
  }

  private init(clusterIn text: [UInt8], at offset: Int) {
    var end = offset
    var scalars = String.UnicodeScalarView()
    while scalars.count < longestCluster, end < text.count {
      let decoded = DecodedScalar(text.span, at: end, end: text.count)
      guard let scalar = decoded.scalar else { break }
      if let last = scalars.last, isBoundary(last, scalar) { break }
      scalars.append(scalar)
      end += decoded.length
    }
    guard !scalars.isEmpty else {
      self.init(bytes: offset..<offset + 1, kind: .invalid(text[offset]))
      return
    }
    let first = String(String(scalars).prefix(1))
    let cluster = scalars.count < longestCluster ? first : String(scalars)
    let byte = text[offset]
    let isPlain = cluster.utf8.count == 1 && (0x20..<0x7F).contains(byte)
    self.init(
      bytes: offset..<offset + cluster.utf8.count,
      kind: isPlain ? .ascii(byte) : .cluster(cluster))
  }
}

/// Whether two neighbours are surely two clusters; otherwise the standard library is asked.
private func isBoundary(_ a: Unicode.Scalar, _ b: Unicode.Scalar) -> Bool {
  func isPlain(_ value: UInt32) -> Bool { value < 0x300 || isPlainIdeograph(value) }
  return isPlain(a.value) && isPlain(b.value)
}

/// The glyphs of a text, one after the other.
public struct Glyphs: Sequence, IteratorProtocol {
  private let text: [UInt8]
  private var offset: Int

  /// The glyphs from an offset on, at which a glyph begins.
  public init(_ text: [UInt8], from offset: Int = 0) {
    self.text = text
    self.offset = offset
  }

  /// The next glyph. O(1).
  public mutating func next() -> Glyph? {
    guard offset < text.count else { return nil }
    let glyph = Glyph(in: text, at: offset)
    offset = glyph.bytes.upperBound
    return glyph
  }
}
