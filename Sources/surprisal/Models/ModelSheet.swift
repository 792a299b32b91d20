import Computing
import GGUF
import ModelStores
import Reports
import Scoring
import ShownText

/// What a model's file says of itself, as text in which nothing acts on a terminal.
struct ModelSheet {
  let text: String

  /// Reads the head of a model's open file.
  init(_ file: ModelFile, of model: StoredModel) {
    let sections = [
      ("", Self.heading(file, model)), ("tensors", Self.tensors(file)),
      ("tokenizer", Self.tokenizer(file.metadata)), ("metadata", Self.metadata(file.metadata)),
    ]
    var text = ""
    for (title, rows) in sections {
      text += title.isEmpty ? "" : "\n\(title)\n"
      text += Self.table(rows, indented: !title.isEmpty)
    }
    self.text = text
  }

  private typealias Row = (name: String, value: String)

  private static func table(_ rows: [Row], indented: Bool) -> String {
    let width = rows.map { columnWidth(of: $0.name) }.max() ?? 0
    return rows.map { row in
      let gap = String(repeating: " ", count: width - columnWidth(of: row.name) + 2)
      return (indented ? "  " : "") + row.name + gap + row.value + "\n"
    }.joined()
  }

  private static func heading(_ file: ModelFile, _ model: StoredModel) -> [Row] {
    var listed = ListedModel(reference: model.reference)
    listed.inspect(file, context: nil, free: FreeMemory.bytes)
    func said(_ key: String) -> String? { try? file.metadata.string(key) }
    let licence = said("general.license") ?? said("general.license.name") ?? "the file names none"
    let name = model.nickname ?? file.modelName(path: model.paths[0])
    var rows: [Row] = [("model", visibleText(name)), ("reference", visibleText(model.reference))]
    for path in model.paths {
      rows.append(("file", path.isEmpty ? "built into the program" : visibleText(path)))
    }
    rows.append(("size", "\(size(ofBytes: file.byteCount)) (\(file.byteCount) bytes)"))
    rows.append(("licence", visibleText(licence.utf8, columns: 80)))
    rows.append(("runs", listed.reason.map { "no: " + visibleText($0) } ?? "yes"))
    return rows
  }

  /// How many tensors, numbers and bytes there are of each type, most bytes first.
  private static func tensors(_ file: ModelFile) -> [Row] {
    let types = Dictionary(grouping: file.tensors, by: \.type)
    let sums = types.map { type, tensors in
      (type: type, count: tensors.count, bytes: tensors.map(\.byteCount).reduce(0, +))
    }
    let sorted = sums.sorted { a, b in
      a.bytes == b.bytes ? a.type.rawValue < b.type.rawValue : a.bytes > b.bytes
    }
    return sorted.map { sum in
      let count = "\(sum.count) \(plural("tensor", sum.count))"
      return (sum.type.name, "\(count), \(size(ofBytes: sum.bytes))")
    }
  }

  private static let tokenizerPrefix = "tokenizer.ggml."

  /// What kind of tokenizer it is, and its special tokens with their names.
  private static func tokenizer(_ metadata: Metadata) -> [Row] {
    let names = try? metadata.stringArray(tokenizerPrefix + "tokens")
    let keys = metadata.keys.filter { $0.hasPrefix(tokenizerPrefix) }
    return keys.map { key -> Row in
      var value = Self.value(of: key, in: metadata)
      if key.hasSuffix("_token_id"), let names, let id = try? metadata.unsigned(key),
        let place = Int(exactly: id), place < names.count
      {
        value += "  " + visibleText(names[place], columns: 40)
      }
      return (String(key.dropFirst(tokenizerPrefix.count)), value)
    }
  }

  private static func metadata(_ metadata: Metadata) -> [Row] {
    metadata.keys.filter { !$0.hasPrefix(tokenizerPrefix) }.map { key -> Row in
      (visibleText(key.utf8, columns: 60), value(of: key, in: metadata))
    }
  }

  /// A value in a few words.
  private static func value(of key: String, in metadata: Metadata) -> String {
    if let count = metadata.count(of: key) { return "\(count) values" }
    if let text = try? metadata.string(key) { return visibleText(text.utf8, columns: 80) }
    if let flag = try? metadata.bool(key) { return flag ? "true" : "false" }
    if let number = try? metadata.float(key) { return shortest(number) }
    if let number = try? metadata.unsigned(key) { return String(number) }
    return "a negative number"
  }
}
