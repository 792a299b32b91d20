import Reports
import ShownText
import Tables

/// A text of a table, and what is copied to its rows.
struct Item {
  /// The line of the table at which it begins.
  var line: Int
  var stimulus: Stimulus
  /// The fields that are copied, of each region.
  var copied: [[String]]
}

/// The texts of a table, read before a model runs, so that nobody waits for a fault.
struct ItemTable {
  /// The columns that are copied, in their order.
  let copiedColumns: [String]
  let items: [Item]

  /// Reads a table. Throws what is wrong with it, in its bytes or its columns, as a `CommandError`.
  ///
  /// - Parameters:
  ///   - context: The column with what is read before the text.
  ///   - results: The names of the columns that come behind those that are copied.
  init(_ bytes: [UInt8], _ options: ItemOptions, context: String?, results: [String]) throws {
    let name = options.file ?? ""
    do {
      var reader = try TableReader(bytes, delimiter: options.delimiterByte ?? Delimiter.comma)
      let columns = try ItemColumns(reader, options, context: context, results: results, name)
      copiedColumns = columns.copied.map { reader.header[$0] }
      var rows: [TableRow] = []
      while let row = try reader.next() { rows.append(row) }
      items = options.long ? columns.joined(rows) : rows.map { columns.item($0, options.separator) }
    } catch let fault as TableFault {
      throw CommandError(.badData, "\(name), \(fault)")
    }
  }
}

/// Where in a table is what.
private struct ItemColumns {
  let text: Int
  let context: Int?
  /// Those that are copied.
  let copied: [Int]
  /// Those that are alike in the regions of one text, where each row is a region.
  let shared: [Int]

  init(
    _ reader: TableReader, _ options: ItemOptions, context: String?, results: [String],
    _ name: String
  ) throws {
    let header = reader.header
    let there = header.map { visibleText($0) }.joined(separator: ", ")
    func place(_ column: String) throws -> Int {
      if let place = reader.place(of: column) { return place }
      throw CommandError(
        .usage, "\(name) has no column \(visibleText(column)): it has \(there)")
    }
    guard let usual = ItemOptions.textColumns.first(where: header.contains) ?? options.textColumn
    else {
      throw CommandError(
        .usage,
        "\(name) has no column text, sentence or stimulus: it has \(there); name one with --text")
    }
    text = try place(options.textColumn ?? usual)
    self.context = if let context { try place(context) } else { nil }
    let region = options.long ? reader.place(of: "region") : nil
    shared =
      options.long
      ? [try longColumn("item", reader, name)] + ["condition"].compactMap(reader.place) : []
    let text = text
    copied = header.indices.filter { $0 != text && $0 != region }
    if let taken = copied.first(where: { results.contains(header[$0]) }) {
      throw CommandError(
        .badData,
        "\(name), line 1: the column \(header[taken]) has the name of a result: give it another name"
      )
    }
  }

  /// A row that is a text.
  func item(_ row: TableRow, _ separator: String) -> Item {
    let stimulus = Stimulus(
      row.fields[text], separator: separator, context: context.map { row.fields[$0] } ?? "")
    return Item(
      line: row.line, stimulus: stimulus,
      copied: Array(repeating: copied.map { row.fields[$0] }, count: stimulus.regions.count))
  }

  /// Texts from rows that are regions: those that follow one another with the same item and condition.
  func joined(_ rows: [TableRow]) -> [Item] {
    var groups: [[TableRow]] = []
    for row in rows {
      if let last = groups.last?.first,
        shared.allSatisfy({ last.fields[$0].utf8.elementsEqual(row.fields[$0].utf8) })
      {
        groups[groups.count - 1].append(row)
      } else {
        groups.append([row])
      }
    }
    return groups.map { rows in
      Item(
        line: rows[0].line,
        stimulus: Stimulus(
          regions: rows.map { $0.fields[text] }, context: context.map { rows[0].fields[$0] } ?? ""),
        copied: rows.map { row in copied.map { row.fields[$0] } })
    }
  }
}

private func longColumn(_ column: String, _ reader: TableReader, _ name: String) throws -> Int {
  if let place = reader.place(of: column) { return place }
  throw CommandError(
    .badData,
    "\(name), line 1: there is no column \(column), by which --long knows what belongs together: add it"
  )
}
