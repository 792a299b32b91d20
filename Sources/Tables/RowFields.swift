/// A field of a row.
public struct RowField: Hashable, Sendable {
  /// Its bytes, without quotes.
  public var bytes: [UInt8]
  /// Where it begins in the row.
  public var start: Int
}

/// Why a row cannot be cut into fields, and where.
public struct RowFault: Error, Hashable, Sendable {
  /// `openQuote` or `textBehindQuote`.
  public var problem: TableFault.Problem
  /// The byte of the row.
  public var place: Int
}

/// The fields of a row (RFC 4180): what stands between quotes is taken as it is, two quotes for one. O(*n*).
public func fields(of row: [UInt8], separator: UInt8) throws(RowFault) -> [RowField] {
  var fields: [RowField] = []
  var place = 0
  while true {
    let start = place
    let isQuoted = place < row.count && row[place] == UInt8(ascii: "\"")
    fields.append(
      RowField(
        bytes: isQuoted
          ? try quoted(in: row, at: &place) : plain(in: row, at: &place, until: separator),
        start: start))
    guard place < row.count else { return fields }
    guard row[place] == separator else { throw RowFault(problem: .textBehindQuote, place: place) }
    place += 1
  }
}

private func plain(in row: [UInt8], at place: inout Int, until separator: UInt8) -> [UInt8] {
  let rest = row[place...].prefix { $0 != separator }
  place = rest.endIndex
  return Array(rest)
}

private func quoted(in row: [UInt8], at place: inout Int) throws(RowFault) -> [UInt8] {
  let (quote, start) = (UInt8(ascii: "\""), place)
  var bytes: [UInt8] = []
  while true {
    place += 1
    guard place < row.count else { throw RowFault(problem: .openQuote, place: start) }
    if row[place] == quote {
      place += 1
      guard place < row.count, row[place] == quote else { return bytes }
    }
    bytes.append(row[place])
  }
}
