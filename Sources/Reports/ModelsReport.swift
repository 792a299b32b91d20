import ShownText

/// A model that can be named, in a list of all.
public struct ListedModel: Hashable, Sendable {
  /// What `--model` takes.
  public var reference: String
  /// The path of its file; nil for one that has none.
  public var path: String?
  /// The size of its file or files; nil where there is none.
  public var byteCount: Int?
  /// The architecture's name in the file, the prevailing type of weights, the numbers learnt, the most tokens
  /// read at once; nil where nobody knows.
  public var architecture: String?, quantization: String?, parameters: Int?, contextLength: Int?
  /// Why it does not run here; nil for one that does.
  public var reason: String?

  /// A model of which no more is known than its name.
  public init(reference: String, path: String? = nil, byteCount: Int? = nil, reason: String? = nil)
  {
    self.reference = reference
    self.path = path
    self.byteCount = byteCount
    self.reason = reason
  }
}

/// The list of models, as a table or as JSON.
public enum ModelsReport {
  /// An array with an object for each model: `reference`, `path`, `size_bytes`, `architecture`,
  /// `quantization`, `parameters`, `context_length`, `runs`, `reason`.
  public static func json(_ models: [ListedModel]) -> String {
    let lines = models.map { "  " + object($0).text }
    return lines.isEmpty ? "[]\n" : "[\n" + lines.joined(separator: ",\n") + "\n]\n"
  }

  private static func object(_ model: ListedModel) -> JSONValue {
    .object([
      ("reference", .string(model.reference)),
      ("path", .optional(model.path) { .string($0) }),
      ("size_bytes", .optional(model.byteCount) { .integer($0) }),
      ("architecture", .optional(model.architecture) { .string($0) }),
      ("quantization", .optional(model.quantization) { .string($0) }),
      ("parameters", .optional(model.parameters) { .integer($0) }),
      ("context_length", .optional(model.contextLength) { .integer($0) }),
      ("runs", .boolean(model.reason == nil)),
      ("reason", .optional(model.reason) { .string($0) }),
    ])
  }

  /// A line for each model, its columns under each other, in which nothing acts on a terminal.
  public static func table(_ models: [ListedModel]) -> String {
    let head = ["reference", "size", "architecture", "weights", "parameters", "context", "runs"]
    let rows = [head] + models.map(cells)
    let widths = head.indices.map { column in rows.map { columnWidth(of: $0[column]) }.max() ?? 0 }
    return rows.map { row in
      let padded = row.indices.map { column in
        let gap = String(repeating: " ", count: widths[column] - columnWidth(of: row[column]))
        return isNumber[column] ? gap + row[column] : row[column] + gap
      }
      return trimmed(padded.joined(separator: "  ")) + "\n"
    }.joined()
  }

  /// Whether a column is set to the right.
  private static let isNumber = [false, true, false, false, true, true, false]

  private static func cells(_ model: ListedModel) -> [String] {
    [
      visibleText(model.reference), model.byteCount.map { size(ofBytes: $0) } ?? "—",
      said(model.architecture), said(model.quantization), model.parameters.map(count) ?? "—",
      model.contextLength.map { String($0) } ?? "—",
      model.reason.map { "no: " + visibleText($0) } ?? "yes",
    ]
  }

  private static func said(_ text: String?) -> String {
    text.flatMap { $0.isEmpty ? nil : visibleText($0.utf8, columns: 20) } ?? "—"
  }

  /// A number of parameters as people say it: `135M`, `1.24B`.
  private static func count(_ parameters: Int) -> String {
    for (unit, name) in [(1e9, "B"), (1e6, "M"), (1e3, "k")]
    where Double(parameters) >= unit * 0.9995 {
      return threeDigits(Double(parameters) / unit) + name
    }
    return String(parameters)
  }

  private static func trimmed(_ line: String) -> Substring {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return line
  }
}
