import Tables
import TestSupport
import Testing

@Suite struct TableReaderTests {
  private func rows(_ text: String, _ delimiter: UInt8 = Delimiter.comma) throws -> [TableRow] {
    var reader = try TableReader(Array(text.utf8), delimiter: delimiter)
    var rows: [TableRow] = []
    while let row = try reader.next() { rows.append(row) }
    return rows
  }

  private func fault(_ bytes: [UInt8]) -> TableFault? {
    do throws(TableFault) {
      var reader = try TableReader(bytes)
      while try reader.next() != nil {}
      return nil
    } catch {
      return error
    }
  }

  @Test func `fields in quotes hold delimiters, line breaks and quotes`() throws {
    let text = "a,b\r\n\"x, \"\"y\"\"\",\"1\n2\"\r\n,z\n\"\",'\"'\n"
    #expect(
      try rows(text) == [
        TableRow(line: 2, fields: ["x, \"y\"", "1\n2"]), TableRow(line: 4, fields: ["", "z"]),
        TableRow(line: 5, fields: ["", "'\"'"]),
      ])
  }

  @Test func `a mark of the byte order leaves the first field at its start`() throws {
    #expect(try rows("\u{FEFF}\"a\nb\",c\n1,2") == [TableRow(line: 3, fields: ["1", "2"])])
  }

  @Test func `a mark of the byte order and empty lines are passed over`() throws {
    #expect(try rows("\u{FEFF}\n\na,b\n\n1,2\r\n\r\n") == [TableRow(line: 5, fields: ["1", "2"])])
    #expect(
      try TableReader(Array("\u{FEFF}a\tb".utf8), delimiter: Delimiter.tab).header == ["a", "b"])
  }

  @Test func `the last row needs no line break`() throws {
    #expect(try rows("a\n1").map(\.fields) == [["1"]])
    #expect(try rows("a,b\n1,").map(\.fields) == [["1", ""]])
  }

  @Test func `a file's name says what stands between fields`() {
    #expect(Delimiter.usual(of: "a/B.TSV") == Delimiter.tab)
    #expect(Delimiter.usual(of: "a.csv") == Delimiter.comma)
  }

  @Test(arguments: [
    ("", TableFault(.noHeader, line: 1, column: 1)),
    ("\n\n", TableFault(.noHeader, line: 1, column: 1)),
    ("a,b,a\n", TableFault(.columnTwice("a"), line: 1, column: 1)),
    ("a,b\n1\n", TableFault(.ragged(fields: 1, columns: 2), line: 2, column: 1)),
    ("a\n\n1,2\n", TableFault(.ragged(fields: 2, columns: 1), line: 3, column: 1)),
    ("a,b\nü,\"x\ny", TableFault(.openQuote, line: 2, column: 3)),
    ("a,b\n1,\"x\"y\n", TableFault(.textBehindQuote, line: 2, column: 6)),
  ])
  func `what is wrong is said with its line and column`(text: String, expected: TableFault) {
    #expect(fault(Array(text.utf8)) == expected)
    #expect(expected.description.hasPrefix("line \(expected.line), column \(expected.column): "))
  }

  @Test func `what is not UTF-8 is refused where it stands`() {
    let bytes = Array("a,b\n1,2\n3,".utf8) + [0xFF, 0x0A]
    #expect(fault(bytes) == TableFault(.notUTF8, line: 3, column: 3))
  }

  /// Writes fields in quotes where they need them, by a rule of its own.
  private func written(_ fields: [[String]]) -> String {
    fields.map { row in
      row.map {
        "\"" + $0.split(separator: "\"", omittingEmptySubsequences: false).joined(separator: "\"\"")
          + "\""
      }
      .joined(separator: ",")
    }.joined(separator: "\r\n")
  }

  @Test(arguments: 0..<50)
  func `what is written in quotes is read as it was`(seed: Int) throws {
    var random = SeededGenerator(seed: UInt64(seed))
    let alphabet = Array("ab,\"\n\r é|\t")
    let fields = (0..<6).map { _ in
      (0..<3).map { _ in
        String(
          (0..<Int.random(in: 0...6, using: &random)).map { _ in
            alphabet.randomElement(using: &random) ?? "a"
          })
      }
    }
    let read = try rows("x,y,z\n" + written(fields)).map(\.fields)
    #expect(read == fields)
  }
}
