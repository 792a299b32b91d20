import ShownText
import Tables

/// A text of a list, and what stands beside it.
public struct ListedText: Sendable {
  /// The line of the file at which it stands, from 1.
  public var line: Int
  /// What it is called; nil without a name.
  public var id: ListedValue?
  /// What the model reads before it, and the text.
  public var context: [UInt8] = [], text: [UInt8] = []
  /// The other members, or columns, in their order.
  public var others: [(name: String, value: ListedValue)] = []
  /// Why it cannot be read, in a sentence; nil where it can.
  public var fault: String?
}

/// A value that stands beside a text.
public struct ListedValue: Hashable, Sendable {
  /// As JSON, in which nothing can act on a terminal.
  public var json: String
  /// A text as it is, and anything else as JSON.
  public var plain: String
}

/// A list of texts cannot be read at all: a sentence about its first row.
public struct TextListError: Error, Hashable, CustomStringConvertible {
  /// Whether the names that were asked for are wrong, and not the bytes.
  public var isAboutNames: Bool
  /// The sentence.
  public var description: String
}

/// Which members of an object, or columns of a table, are what.
public struct TextKeys: Equatable, Sendable {
  /// The text; nil for the first of ``usual``.
  public var text: String?
  /// The name of the text; nil for `id`, where there is one.
  public var id: String?
  /// What stands before the text.
  public var context: String?
  /// Whether the others are wanted.
  public var copies: Bool

  /// What the text is called where nobody says it.
  public static let usual = ["text", "sentence", "stimulus"]

  /// Keys.
  public init(
    text: String? = nil, id: String? = nil, context: String? = nil, copies: Bool = false
  ) {
    self.text = text
    self.id = id
    self.context = context
    self.copies = copies
  }
}

/// How a list of texts is written.
public enum ListFormat: Hashable, Sendable {
  /// A JSON object a line.
  case objects
  /// A text a line.
  case lines
  /// A table with a header, and the byte between its fields.
  case table(separator: UInt8)

  /// The one that the name of a file ends in; lines for any other.
  public init(ofFile name: String) {
    let end = name.split(separator: ".").last.map { $0.lowercased() } ?? ""
    self =
      switch end {
      case "jsonl", "ndjson", "-": .objects
      case "csv": .table(separator: UInt8(ascii: ","))
      case "tsv", "tab": .table(separator: UInt8(ascii: "\t"))
      default: .lines
      }
  }

  /// What stands between the fields of a record; nil where it has none.
  public var separator: UInt8? { if case .table(let separator) = self { separator } else { nil } }
}

/// Reads the records of a list, in order.
public struct TextListReader: Sendable {
  private let format: ListFormat
  private let keys: TextKeys
  private var table: TableHeader?

  /// A reader of a list that has not begun.
  public init(_ format: ListFormat, _ keys: TextKeys) {
    self.format = format
    self.keys = keys
  }

  /// The text of the next record; nil for one that holds none: a table's header, an empty line between
  /// objects. O(*n*).
  ///
  /// Throws where the list has no column of a name that was asked for.
  public mutating func read(_ record: Record) throws(TextListError) -> ListedText? {
    var text = ListedText(line: record.line)
    guard !record.isTooLong else {
      text.fault = "the line is longer than a text may be"
      return text
    }
    switch format {
    case .lines: text.text = record.bytes
    case .objects:
      if record.bytes.allSatisfy({ $0 == 0x20 || $0 == 0x09 }) { return nil }
      readObject(record.bytes, keys, into: &text)
    case .table(let separator):
      guard let table else {
        table = try TableHeader(record.bytes, separator: separator, keys)
        return nil
      }
      if record.bytes.isEmpty { return nil }
      table.read(record.bytes, keys, into: &text)
    }
    return text
  }
}
