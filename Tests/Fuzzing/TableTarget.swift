import Reports
import Tables

extension FuzzTarget {
  /// A table is refused with a sentence and a line of it, or every row has a field for each column, and what
  /// is made of a text holds all of it.
  public static let table = FuzzTarget(name: "table", seeds: tableSeeds) { bytes in
    let lines = bytes.count { $0 == 0x0A } + 1
    do throws(TableFault) {
      var reader = try TableReader(bytes)
      var line = 1
      while let row = try reader.next() {
        guard row.fields.count == reader.header.count, row.line > line || line == 1,
          row.line <= lines
        else { return .wrong("a row of \(row.fields.count) fields at line \(row.line)") }
        line = row.line
        if let complaint = complaint(about: row) { return .wrong(complaint) }
      }
      return .taken
    } catch {
      return .refused(error, line: error.line, of: lines)
    }
  }

  private static func complaint(about row: TableRow) -> String? {
    for (place, field) in row.fields.enumerated() {
      // A context for a few: thousands of them would only take time.
      let context = place < 3 ? row.fields[0] : ""
      let stimulus = Stimulus(field, separator: "|", context: context)
      let length = stimulus.regions.reduce(0) { $0 + $1.count }
      let signs = field.utf8.count { $0 == UInt8(ascii: "|") }
      guard length == field.utf8.count - signs, stimulus.regions.count == signs + 1 else {
        return "regions of \(length) bytes in \(field.debugDescription)"
      }
    }
    return nil
  }

  private static let tableSeeds: [[UInt8]] = [
    "item,condition,text\n1,src,The reporter|who|left.\n2,\"a, \"\"b\"\"\",\"One\ntwo\"\r\n",
    "\u{FEFF}a,b\n\n1,2\n", "a\n\"", "a,b\n1\n",
  ].map { Array($0.utf8) }
}
