import Scoring
import ShownText

/// The list of models, as a table or as JSON.
public enum ModelsReport {
  /// An array with an object for each model: `reference`, `path`, `size_bytes`, `architecture`,
  /// `quantization`, `parameters`, `context_length`, `runs`, `reason`.
  public static func json(_ models: [ListedModel]) -> String {
    let lines = models.map { "  " + JSONValue.object(members(of: $0)).text }
    return lines.isEmpty ? "[]\n" : "[\n" + lines.joined(separator: ",\n") + "\n]\n"
  }

  /// What is known of a model, member by member.
  package static func members(of model: ListedModel) -> [(name: String, value: JSONValue)] {
    [
      ("reference", .string(model.reference)),
      ("path", .optional(model.path) { .string($0) }),
      ("size_bytes", .optional(model.byteCount) { .integer($0) }),
      ("architecture", .optional(model.architecture) { .string($0) }),
      ("quantization", .optional(model.quantization) { .string($0) }),
      ("parameters", .optional(model.parameters) { .integer($0) }),
      ("context_length", .optional(model.contextLength) { .integer($0) }),
      ("runs", .boolean(model.reason == nil)),
      ("reason", .optional(model.reason) { .string($0) }),
    ]
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
      visibleText(model.reference), tableCell(model.byteCount.map { size(ofBytes: $0) }),
      tableCell(model.architecture), tableCell(model.quantization),
      tableCell(model.parameters.map(parameterCount)),
      tableCell(model.contextLength.map { String($0) }),
      model.reason.map { "no: " + visibleText($0) } ?? "yes",
    ]
  }

  private static func trimmed(_ line: String) -> Substring {
    var line = line[...]
    while line.last == " " { line.removeLast() }
    return line
  }
}
