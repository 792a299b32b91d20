import Basics

/// A record of a list: a line, or the row of a table, which may take several.
public struct Record: Sendable {
  /// Its bytes, without the line's end.
  public var bytes: [UInt8]
  /// The line at which it begins, from 1.
  public var line: Int
  /// Whether it was longer than allowed: then it has no bytes.
  public var isTooLong: Bool
  /// The bytes of the list up to its end, line's end included, and their hash.
  public var end: Int, hash: SHA256
}

/// Cuts bytes that come piece by piece into records, of which it never holds more than one.
public struct RecordCutter: Sendable {
  /// What stands between fields that may be quoted, so that a line's end between quotes belongs to the record
  /// (RFC 4180); nil for lines.
  private let separator: UInt8?
  /// The most bytes of a record.
  private let limit: Int
  private var record: [UInt8] = []
  private var isTooLong = false
  private var isInQuotes = false, isBehindQuote = false, isAtStart = true
  private var (line, firstLine) = (1, 1)
  private var (count, start) = (0, 0)
  private var hash: SHA256

  /// Cuts lines, or rows of a table with a separator.
  ///
  /// - Parameter hash: Of what came before, in other files.
  public init(separator: UInt8? = nil, limit: Int, behind hash: SHA256 = SHA256()) {
    self.separator = separator
    self.limit = limit
    self.hash = hash
  }

  /// Takes the next bytes and hands on the records that end in them. O(*n*).
  ///
  /// - Parameter take: Returns false to be given no more; the rest of the bytes is lost then.
  public mutating func cut(_ bytes: [UInt8], _ take: (Record) throws -> Bool) rethrows {
    var first = 0
    for place in bytes.indices {
      let byte = bytes[place]
      if let separator { noteQuotes(byte, separator) }
      guard byte == UInt8(ascii: "\n") else { continue }
      line += 1
      if isInQuotes { continue }
      keep(bytes[first...place])
      first = place + 1
      guard try take(finished()) else { return }
    }
    keep(bytes[first...])
  }

  /// The last record, where it has no line's end.
  public mutating func end() -> Record? { count > start ? finished() : nil }

  /// A quote opens a field at its start, or again behind one that closed it: two stand for one. A mark of the byte
  /// order leaves the first field at its start.
  private mutating func noteQuotes(_ byte: UInt8, _ separator: UInt8) {
    let isQuote = byte == UInt8(ascii: "\"")
    if isQuote, isInQuotes || isAtStart || isBehindQuote { isInQuotes.toggle() }
    isBehindQuote = isQuote && !isInQuotes
    let isMark = start == 0 && isAtStart && Self.mark.contains(byte)
    isAtStart = !isInQuotes && (isMark || byte == separator || byte == UInt8(ascii: "\n"))
  }

  private mutating func keep(_ piece: ArraySlice<UInt8>) {
    guard !piece.isEmpty else { return }
    let piece = Array(piece)
    hash.update(piece)
    count += piece.count
    if isTooLong || record.count + piece.count > limit + 2 {
      isTooLong = true
      record = []
    } else {
      record += piece
    }
  }

  /// The mark of the byte order.
  private static let mark: [UInt8] = [0xEF, 0xBB, 0xBF]

  private mutating func finished() -> Record {
    defer {
      record = []
      isTooLong = false
      (firstLine, start) = (line, count)
    }
    if record.last == UInt8(ascii: "\n") { record.removeLast() }
    if record.last == UInt8(ascii: "\r") { record.removeLast() }
    if start == 0, record.starts(with: Self.mark) { record.removeFirst(Self.mark.count) }
    return Record(
      bytes: record, line: firstLine, isTooLong: isTooLong, end: count, hash: hash)
  }
}
