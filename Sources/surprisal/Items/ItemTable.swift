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
  ///   - results: The names of the columns that come behind those that are copied, which are called otherwise.
  init(_ bytes: [UInt8], _ options: ItemOptions, context: String?, results: [String]) throws {
    let name = options.name
    do {
      var reader = try TableReader(bytes, delimiter: options.delimiterByte ?? Delimiter.comma)
      let columns = try ItemColumns(reader, options, context: context, name)
      let header = reader.header
      copiedColumns = columns.copied.map { unused(header[$0], besides: results, header) }
      var rows: [TableRow] = []
      while let row = try reader.next() { rows.append(row) }
      items = try columns.items(rows, options, name)
    } catch let fault as TableFault {
      throw CommandError(.badData, "\(name), \(fault)")
    }
  }
}

/// What a column is called that is copied: as it was, where that is the name of no result.
private func unused(_ name: String, besides results: [String], _ header: [String]) -> String {
  guard results.contains(name) else { return name }
  var name = "input_" + name
  while header.contains(name) { name = "input_" + name }
  return name
}

/// Where in a table is what.
private struct ItemColumns {
  let text: Int
  let context: Int?
  /// Those that are copied.
  let copied: [Int]
  /// Those of a table each of whose rows is a region; nil where each is a text.
  private let long: LongColumns?

  init(
    _ reader: TableReader, _ options: ItemOptions, context: String?, _ name: String
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
    let long = options.long ? try LongColumns(reader, name) : nil
    self.long = long
    let text = text
    copied = header.indices.filter { $0 != text && $0 != long?.region }
  }

  /// The texts of the rows.
  func items(_ rows: [TableRow], _ options: ItemOptions, _ name: String) throws -> [Item] {
    guard let long else { return rows.map { item($0, options.separator) } }
    return try long.texts(rows, name).map { item(ofRegions: $0, long) }
  }

  /// A row that is a text.
  private func item(_ row: TableRow, _ separator: String) -> Item {
    let stimulus = Stimulus(
      row.fields[text], separator: separator, context: context.map { row.fields[$0] } ?? "")
    return Item(
      line: row.line, stimulus: stimulus,
      copied: Array(repeating: copied.map { row.fields[$0] }, count: stimulus.regions.count))
  }

  /// A text whose regions are rows.
  private func item(ofRegions rows: [TableRow], _ long: LongColumns) -> Item {
    Item(
      line: rows[0].line,
      stimulus: Stimulus(
        regions: rows.map { $0.fields[text] }, names: rows.map { $0.fields[long.region] },
        context: context.map { rows[0].fields[$0] } ?? ""),
      copied: rows.map { row in copied.map { row.fields[$0] } })
  }
}
