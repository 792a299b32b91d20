import ShownText

/// A JSON value whose members keep their order. Written by hand: Foundation's encoder keeps no order,
/// has no word for infinities, and needs the whole document at once.
package enum JSONValue: Sendable {
  case null
  case boolean(Bool)
  case integer(Int)
  /// A number that reads back as the same number; infinities are the strings "inf" and "-inf".
  case number(Double)
  /// Likewise, in the fewer digits that a float needs.
  case float(Float)
  case string(String)
  case array([JSONValue])
  case object([(name: String, value: JSONValue)])
  /// A value that is written already, and what it is where it stands alone.
  case written(json: String, plain: String)

  /// The value, or null.
  package static func optional<T>(_ value: T?, _ make: (T) -> JSONValue) -> JSONValue {
    value.map(make) ?? .null
  }

  /// On one line.
  package var text: String {
    switch self {
    case .null: "null"
    case .boolean(let value): value ? "true" : "false"
    case .integer(let value): String(value)
    case .number(let value): number(value, isInfinite: value.isInfinite, value < 0)
    case .float(let value): number(value, isInfinite: value.isInfinite, value < 0)
    case .string(let value): quoted(value)
    case .array(let values): "[" + values.map(\.text).joined(separator: ", ") + "]"
    case .object(let members): "{" + memberText(members) + "}"
    case .written(let json, _): json
    }
  }

  /// A document: the members of an object a line each, and anything else on one.
  package var document: String {
    guard case .object(let members) = self, !members.isEmpty else { return text + "\n" }
    let lines = members.map { "  " + quoted($0.name) + ": " + $0.value.text }
    return "{\n" + lines.joined(separator: ",\n") + "\n}\n"
  }

  private func number<T: FloatingPoint & CustomStringConvertible>(
    _ value: T, isInfinite: Bool, _ isNegative: Bool
  ) -> String {
    if isInfinite { return isNegative ? "\"-inf\"" : "\"inf\"" }
    if value.isNaN { return "null" }
    return value == 0 ? "0" : value.description
  }

  private func memberText(_ members: [(name: String, value: JSONValue)]) -> String {
    members.map { quoted($0.name) + ": " + $0.value.text }.joined(separator: ", ")
  }
}

/// A JSON string. Beyond what JSON asks for, every character without a look of its own is escaped,
/// so that a document can be shown on a terminal.
private func quoted(_ text: String) -> String {
  var result = "\""
  for scalar in text.unicodeScalars {
    switch scalar {
    case "\"": result += "\\\""
    case "\\": result += "\\\\"
    case "\n": result += "\\n"
    case "\t": result += "\\t"
    case "\r": result += "\\r"
    default: result += isInvisible(scalar) ? jsonEscape(scalar) : String(scalar)
    }
  }
  return result + "\""
}
