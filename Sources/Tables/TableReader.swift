/// Reads a table of text from bytes that anybody may have written, a row at a time: comma-separated values as
/// RFC 4180 has them, or the same with another delimiter.
///
/// A field in quotes may hold delimiters, line breaks and doubled quotes. Rows end with a line feed, or with a
/// carriage return and one. A mark of the byte order before all is passed over, as are lines without a
/// character. Text is UTF-8, and every row has as many fields as the header.
public struct TableReader: Sendable {
  /// The names in the first row.
  public let header: [String]
  private let delimiter: UInt8
  /// The rows, and the line at which each begins.
  private var records: ArraySlice<(line: Int, bytes: [UInt8])> = []

  /// Reads the header. Throws where there is none, or where two columns have the same name.
  ///
  /// - Complexity: O(*n*) in the bytes.
  public init(_ bytes: [UInt8], delimiter: UInt8 = Delimiter.comma) throws(TableFault) {
    self.delimiter = delimiter
    var cutter = RecordCutter(separator: delimiter, limit: bytes.count)
    var found: [(line: Int, bytes: [UInt8])] = []
    cutter.cut(bytes) {
      found.append(($0.line, $0.bytes))
      return true
    }
    if let last = cutter.end() { found.append((last.line, last.bytes)) }
    records = found.filter { !$0.bytes.isEmpty }[...]
    guard let first = records.popFirst() else { throw TableFault(.noHeader, line: 1, column: 1) }
    header = try Self.row(first, delimiter).fields
    for (index, name) in header.enumerated() where header[..<index].contains(name) {
      throw TableFault(.columnTwice(name), line: first.line, column: 1)
    }
  }

  /// The next row; nil behind the last one. Throws what is wrong with it.
  ///
  /// - Complexity: O(*n*) in its bytes.
  public mutating func next() throws(TableFault) -> TableRow? {
    guard let record = records.popFirst() else { return nil }
    let row = try Self.row(record, delimiter)
    guard row.fields.count == header.count else {
      throw TableFault(
        .ragged(fields: row.fields.count, columns: header.count), line: row.line, column: 1)
    }
    return row
  }

  private static func row(
    _ record: (line: Int, bytes: [UInt8]), _ delimiter: UInt8
  ) throws(TableFault) -> TableRow {
    /// Columns count characters as far as the line is text.
    func fault(_ problem: TableFault.Problem, at place: Int) -> TableFault {
      let before = record.bytes[..<place]
      let line = before[(before.lastIndex(of: 0x0A).map { $0 + 1 } ?? 0)...]
      return TableFault(
        problem, line: record.line + before.count { $0 == 0x0A },
        column: String(decoding: line, as: UTF8.self).unicodeScalars.count + 1)
    }
    var row = TableRow(line: record.line, fields: [])
    do throws(RowFault) {
      for field in try Tables.fields(of: record.bytes, separator: delimiter) {
        guard let text = String(validating: field.bytes, as: UTF8.self) else {
          throw RowFault(problem: .notUTF8, place: field.start)
        }
        row.fields.append(text)
      }
    } catch {
      throw fault(error.problem, at: error.place)
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
