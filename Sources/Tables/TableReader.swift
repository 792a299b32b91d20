/// Reads a table of text from bytes that anybody may have written, a row at a time: comma-separated values as
/// RFC 4180 has them, or the same with another delimiter.
///
/// A field in quotes may hold delimiters, line breaks and doubled quotes. Rows end with a line feed, or with a
/// carriage return and one. A mark of the byte order before all is passed over, as are lines without a
/// character. Text is UTF-8, and every row has as many fields as the header.
public struct TableReader: Sendable {
  /// The names in the first row.
  public let header: [String]
  private var scanner: RowScanner

  /// Reads the header. Throws where there is none, or where two columns have the same name.
  public init(_ bytes: [UInt8], delimiter: UInt8 = Delimiter.comma) throws(TableFault) {
    scanner = RowScanner(bytes, delimiter: delimiter)
    guard let first = try scanner.next() else { throw TableFault(.noHeader, line: 1, column: 1) }
    header = first.fields
    for (index, name) in header.enumerated() where header[..<index].contains(name) {
      throw TableFault(.columnTwice(name), line: first.line, column: 1)
    }
  }

  /// The next row; nil behind the last one. Throws what is wrong with it.
  ///
  /// - Complexity: O(*n*) in its bytes.
  public mutating func next() throws(TableFault) -> TableRow? {
    guard let row = try scanner.next() else { return nil }
    guard row.fields.count == header.count else {
      throw TableFault(
        .ragged(fields: row.fields.count, columns: header.count), line: row.line, column: 1)
    }
    return row
  }

  /// The place of a column; nil where there is none of this name. O(*n*) in the columns.
  public func place(of column: String) -> Int? { header.firstIndex(of: column) }
}

/// A row of a table.
public struct TableRow: Hashable, Sendable {
  /// The line of the file in which it begins, from 1.
  public var line: Int
  /// What stands in each column.
  public var fields: [String]

  /// A row.
  public init(line: Int, fields: [String]) {
    self.line = line
    self.fields = fields
  }
}

/// What stands between two fields.
public enum Delimiter {
  /// Of comma-separated values.
  public static let comma = UInt8(ascii: ",")
  /// Of tab-separated values.
  public static let tab = UInt8(ascii: "\t")

  /// What a file's name says of it: a tab in `.tsv` and `.tab`, else a comma.
  public static func usual(of path: String) -> UInt8 {
    let name = path.lowercased()
    return name.hasSuffix(".tsv") || name.hasSuffix(".tab") ? tab : comma
  }
}
