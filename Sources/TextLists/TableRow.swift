import ShownText

/// The fields of a row (RFC 4180): what stands between quotes is taken as it is, two quotes for one. Nil where
/// a quote is open at the end, or something follows a closed one. O(*n*).
public func fields(of row: [UInt8], separator: UInt8) -> [[UInt8]]? {
  let quote = UInt8(ascii: "\"")
  var (fields, field): ([[UInt8]], [UInt8]) = ([], [])
  var place = 0
  while true {
    if place < row.count, row[place] == quote, field.isEmpty {
      place += 1
      while true {
        guard place < row.count else { return nil }
        if row[place] == quote {
          place += 1
          guard place < row.count, row[place] == quote else { break }
        }
        field.append(row[place])
        place += 1
      }
      guard place == row.count || row[place] == separator else { return nil }
    }
    while place < row.count, row[place] != separator {
      field.append(row[place])
      place += 1
    }
    fields.append(field)
    field = []
    guard place < row.count else { return fields }
    place += 1
  }
}

/// The header of a table, and where in it is what was asked for.
struct TableHeader: Sendable {
  private let names: [String]
  private let separator: UInt8
  private let text: Int
  private let id: Int?, context: Int?

  init(_ row: [UInt8], separator: UInt8, _ keys: TextKeys) throws(TextListError) {
    guard let found = fields(of: row, separator: separator) else {
      throw TextListError(
        isAboutNames: false, description: "the header of the table ends within quotes")
    }
    let names = found.map { String(decoding: $0, as: UTF8.self) }
    func place(_ name: String) throws(TextListError) -> Int {
      if let place = names.firstIndex(of: name) { return place }
      let there = names.map { visibleText($0) }.joined(separator: ", ")
      throw TextListError(
        isAboutNames: true,
        description: "there is no column \(visibleText(name)): the table has \(there)")
    }
    self.names = names
    self.separator = separator
    text = try place(
      keys.text ?? TextKeys.usual.first { names.contains($0) } ?? TextKeys.usual[0])
    id = if let name = keys.id { try place(name) } else { names.firstIndex(of: "id") }
    context = if let name = keys.context { try place(name) } else { nil }
  }

  /// Reads a row; what is wrong with it is the text's fault.
  func read(_ row: [UInt8], _ keys: TextKeys, into text: inout ListedText) {
    guard let fields = fields(of: row, separator: separator) else {
      text.fault = "the row has a quote that is not closed, or something behind one that is"
      return
    }
    guard fields.count == names.count else {
      text.fault = "the row has \(fields.count) fields where the header has \(names.count)"
      return
    }
    text.text = fields[self.text]
    text.id = id.map { ListedValue(fields[$0]) }
    text.context = context.map { fields[$0] } ?? []
    guard keys.copies else { return }
    text.others = names.indices.filter { ![self.text, id, context].contains($0) }
      .map { (names[$0], ListedValue(fields[$0])) }
  }
}

extension ListedValue {
  /// The field of a table. O(*n*).
  fileprivate init(_ field: [UInt8]) {
    json = quoted(field)
    plain = String(decoding: field, as: UTF8.self)
  }
}

/// A JSON string in which nothing can act on a terminal.
private func quoted(_ bytes: [UInt8]) -> String {
  var result = "\""
  for scalar in String(decoding: bytes, as: UTF8.self).unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    default: result += isInvisible(scalar) ? escaped(scalar) : String(scalar)
    }
  }
  return result + "\""
}
