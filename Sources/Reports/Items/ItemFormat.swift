import ShownText

/// A value of a table: a number that is missing is empty, and never 0.
public enum ItemValue: Equatable, Sendable {
  /// A text, as it is.
  case text(String)
  /// A text out of a model's file, made harmless in a table.
  case foreign(String)
  /// A whole number.
  case integer(Int?)
  /// A number, in the digits that read back as the same.
  case number(Double?)

  /// A name, which may be a number.
  init(named name: String) {
    let number = Int(name)
    self = number.map(String.init) == name ? .integer(number) : .text(name)
  }
}

/// How a table is written.
public enum ItemFormat: String, Hashable, Sendable, CaseIterable {
  /// Comma-separated and tab-separated values, quoted as in RFC 4180.
  case csv, tsv
  /// An array of objects, and an object a line.
  case json, jsonl
}

/// Writes a table row by row.
public struct ItemWriter: Sendable {
  private let format: ItemFormat
  private let names: [String]
  private var isFirst = true

  /// A table of these columns.
  public init(_ names: [String], as format: ItemFormat) {
    self.names = names
    self.format = format
  }

  /// What stands before the rows.
  public var beginning: String {
    switch format {
    case .csv, .tsv: line(names)
    case .json: "["
    case .jsonl: ""
    }
  }

  /// A row.
  public mutating func row(_ values: [ItemValue]) -> String {
    defer { isFirst = false }
    switch format {
    case .csv, .tsv: return line(values.map(text))
    case .json: return (isFirst ? "\n  " : ",\n  ") + object(values)
    case .jsonl: return object(values) + "\n"
    }
  }

  /// What stands behind the rows.
  public var ending: String { format == .json ? (isFirst ? "]\n" : "\n]\n") : "" }

  private func text(_ value: ItemValue) -> String {
    switch value {
    case .text(let text): text
    case .foreign(let text): harmlessField(text.utf8)
    case .integer(let value): value.map(String.init) ?? ""
    case .number(let value): value.map(shortest) ?? ""
    }
  }

  private func object(_ values: [ItemValue]) -> String {
    JSONValue.object(zip(names, values).map { ($0, json($1)) }).text
  }

  private func json(_ value: ItemValue) -> JSONValue {
    switch value {
    case .text(let text), .foreign(let text): .string(text)
    case .integer(let value): .optional(value, JSONValue.integer)
    case .number(let value): .optional(value, JSONValue.number)
    }
  }

  private func line(_ fields: [String]) -> String {
    tableLine(fields, separator: format == .tsv ? "\t" : ",")
  }
}
