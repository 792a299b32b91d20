import Computing
import GGUF
import ModelStores
import Reports
import Scoring
import ShownText

/// What a model's file says of itself.
struct ModelSheet {
  private let file: ModelFile
  private let model: StoredModel
  private let listed: ListedModel
  private let name: String
  private let licence: String?

  /// Reads the head of a model's open file.
  init(_ file: ModelFile, of model: StoredModel) {
    self.file = file
    self.model = model
    var listed = ListedModel(
      reference: model.reference, path: model.paths[0].isEmpty ? nil : model.paths[0],
      byteCount: file.byteCount)
    listed.inspect(file, context: nil, free: FreeMemory.bytes)
    self.listed = listed
    name = model.nickname ?? file.modelName(path: model.paths[0])
    licence =
      ["general.license", "general.license.name"].lazy
      .compactMap { try? file.metadata.string($0) }.first
  }

  /// As text in which nothing acts on a terminal.
  var text: String {
    let sections = [
      ("", heading), ("tensors", tensors.map(Self.row)),
      ("tokenizer", tokenizer), ("metadata", metadata),
    ]
    return sections.map { title, rows in
      (title.isEmpty ? "" : "\n\(title)\n") + Self.table(rows, indented: !title.isEmpty)
    }.joined()
  }

  /// As an object: what the list of models says of it, its name, its files, its licence, and all else by key.
  var json: JSONValue {
    let types = tensors.map { sum in
      JSONValue.object([
        ("type", .string(sum.type.name)), ("count", .integer(sum.count)),
        ("size_bytes", .integer(sum.bytes)),
      ])
    }
    let pairs = file.metadata.keys.map { ($0, Self.value(of: $0, in: file.metadata)) }
    return .object(
      ModelsReport.members(of: listed) + [
        ("name", .string(name)),
        ("files", .array(model.paths.filter { !$0.isEmpty }.map { .string($0) })),
        ("license", .optional(licence) { .string($0) }), ("tensors", .array(types)),
        ("metadata", .object(pairs)),
      ])
  }

  private typealias Row = (name: String, value: String)

  private static func table(_ rows: [Row], indented: Bool) -> String {
    let width = rows.map { columnWidth(of: $0.name) }.max() ?? 0
    return rows.map { row in
      let gap = String(repeating: " ", count: width - columnWidth(of: row.name) + 2)
      return (indented ? "  " : "") + row.name + gap + row.value + "\n"
    }.joined()
  }

  private var heading: [Row] {
    var rows: [Row] = [("model", visibleText(name)), ("reference", visibleText(model.reference))]
    for path in model.paths {
      rows.append(("file", path.isEmpty ? "built into the program" : visibleText(path)))
    }
    rows.append(("size", "\(size(ofBytes: file.byteCount)) (\(file.byteCount) bytes)"))
    rows.append(
      ("licence", visibleText((licence ?? "the file names none").utf8, columns: 80)))
    rows.append(("runs", listed.reason.map { "no: " + visibleText($0) } ?? "yes"))
    return rows
  }

  private typealias Sum = (type: TensorType, count: Int, bytes: Int)

  /// How many tensors and bytes there are of each type, most bytes first.
  private var tensors: [Sum] {
    let types = Dictionary(grouping: file.tensors, by: \.type)
    let sums = types.map { type, tensors in
      (type: type, count: tensors.count, bytes: tensors.map(\.byteCount).reduce(0, +))
    }
    return sums.sorted { a, b in
      a.bytes == b.bytes ? a.type.rawValue < b.type.rawValue : a.bytes > b.bytes
    }
  }

  private static func row(_ sum: Sum) -> Row {
    (sum.type.name, "\(sum.count) \(plural("tensor", sum.count)), \(size(ofBytes: sum.bytes))")
  }

  private static let tokenizerPrefix = "tokenizer.ggml."

  /// What kind of tokenizer it is, and its special tokens with their names.
  private var tokenizer: [Row] {
    let metadata = file.metadata
    let names = try? metadata.stringArray(Self.tokenizerPrefix + "tokens")
    let keys = metadata.keys.filter { $0.hasPrefix(Self.tokenizerPrefix) }
    return keys.map { key -> Row in
      var value = Self.shown(Self.value(of: key, in: metadata))
      if key.hasSuffix("_token_id"), let names, let id = try? metadata.unsigned(key),
        let place = Int(exactly: id), place < names.count
      {
        value += "  " + visibleText(names[place], columns: 40)
      }
      return (String(key.dropFirst(Self.tokenizerPrefix.count)), value)
    }
  }

  private var metadata: [Row] {
    file.metadata.keys.filter { !$0.hasPrefix(Self.tokenizerPrefix) }.map { key -> Row in
      (visibleText(key.utf8, columns: 60), Self.shown(Self.value(of: key, in: file.metadata)))
    }
  }

  /// The value of a key; of an array its number of values, as an object.
  private static func value(of key: String, in metadata: Metadata) -> JSONValue {
    if let count = metadata.count(of: key) { return .object([("values", .integer(count))]) }
    if let text = try? metadata.string(key) { return .string(text) }
    if let flag = try? metadata.bool(key) { return .boolean(flag) }
    if let number = try? metadata.float(key) { return .number(number) }
    if let number = try? metadata.unsigned(key) { return .integer(Int(clamping: number)) }
    return .null
  }

  /// A value in a few words.
  private static func shown(_ value: JSONValue) -> String {
    switch value {
    case .object(let members): members.map { "\($0.value.text) \($0.name)" }.joined()
    case .string(let text): visibleText(text.utf8, columns: 80)
    case .number(let number): shortest(number)
    case .null: "a negative number"
    default: value.text
    }
  }
}
