import ShownText
import Tables

/// The header of a table, and where in it is what was asked for.
struct TableHeader: Sendable {
  private let names: [String]
  private let separator: UInt8
  private let text: Int
  private let id: Int?, context: Int?

  init(_ row: [UInt8], separator: UInt8, _ keys: TextKeys) throws(TextListError) {
    guard let found = try? fields(of: row, separator: separator) else {
      throw TextListError(
        isAboutNames: false,
        description:
          "the header of the table has a quote that is not closed, or something behind one that is")
    }
    let names = found.map { String(decoding: $0.bytes, as: UTF8.self) }
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
    guard let fields = try? fields(of: row, separator: separator).map(\.bytes) else {
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
    default: result += isInvisible(scalar) ? jsonEscape(scalar) : String(scalar)
    }
  }
  return result + "\""
}
