/// Bytes that come in pieces, as a text that can be shown while they come: characters that come in
/// parts are held back until they are whole, and nothing in it acts on a terminal. Line ends, tabs and
/// all that can be seen stay as they are.
public struct RunningText: Sendable {
  /// The beginning of a character whose end is still to come.
  private var begun: [UInt8] = []

  /// No text yet.
  public init() {}

  /// The text that some more bytes make. O(*n*), where *n* is their number.
  public mutating func add(_ bytes: some Sequence<UInt8>) -> String {
    var all = begun + bytes
    let whole = all.count - Self.unfinished(all)
    begun = Array(all[whole...])
    all.removeSubrange(whole...)
    return Self.shown(all)
  }

  /// What was held back and never became whole.
  public mutating func end() -> String {
    defer { begun = [] }
    return Self.shown(begun)
  }

  /// The number of last bytes that begin a character, 0 … 3.
  private static func unfinished(_ bytes: [UInt8]) -> Int {
    for (index, byte) in bytes.reversed().prefix(3).enumerated() where byte & 0xC0 != 0x80 {
      let length = (~byte).leadingZeroBitCount
      return (2...4).contains(length) && length > index + 1 ? index + 1 : 0
    }
    return 0
  }

  private static func shown(_ bytes: [UInt8]) -> String {
    UTF8Pieces(bytes).map { piece in
      switch piece {
      case .scalar("\n"), .scalar("\t"): String(decoding: piece.bytes, as: UTF8.self)
      case .scalar(let scalar):
        isInvisible(scalar) ? visibleText(piece.bytes) : String(scalar)
      case .broken: visibleText(piece.bytes)
      }
    }.joined()
  }
}

extension UTF8Pieces.Piece {
  fileprivate var bytes: [UInt8] {
    switch self {
    case .scalar(let scalar): Array(String(scalar).utf8)
    case .broken(let bytes): bytes
    }
  }
}
