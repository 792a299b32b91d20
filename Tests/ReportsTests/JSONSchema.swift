import FoundationEssentials

/// The part of JSON Schema (draft 2020-12) that our schema uses. A keyword that it does not know is
/// a violation, so that a schema cannot ask for what nobody checks.
struct JSONSchema {
  let root: JSON

  /// The project's schema for scores.
  static func score() throws -> JSONSchema { try named("score") }

  /// A schema of the project.
  static func named(_ name: String) throws -> JSONSchema {
    let project = URL(filePath: #filePath).deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent()
    let file = project.appending(path: "Assets/schemas/\(name).schema.json")
    return JSONSchema(root: try JSON(String(decoding: Data(contentsOf: file), as: UTF8.self)))
  }

  /// What a document does wrong, each with its path; empty when it is valid.
  func violations(_ document: JSON) -> [String] { check(document, root, "$") }

  private func check(_ value: JSON, _ schema: JSON, _ path: String) -> [String] {
    guard case .object(let keywords) = schema else { return ["\(path): the schema is no object"] }
    return keywords.flatMap { check(value, keyword: $0.key, $0.value, in: schema, path) }
  }

  private func check(
    _ value: JSON, keyword: String, _ argument: JSON, in schema: JSON, _ path: String
  ) -> [String] {
    switch keyword {
    case "$schema", "$id", "$defs", "title", "description": return []
    case "$ref": return check(value, definition(argument), path)
    case "type":
      let types = argument.string.map { [$0] } ?? argument.elements.compactMap(\.string)
      return types.contains { isOf($0, value) } ? [] : ["\(path): is no \(types)"]
    case "const": return value == argument ? [] : ["\(path): is not \(argument)"]
    case "enum":
      return argument.elements.contains(value) ? [] : ["\(path): is none of \(argument)"]
    case "anyOf":
      return argument.elements.contains { check(value, $0, path).isEmpty }
        ? [] : ["\(path): matches nothing of anyOf"]
    case "minimum", "maximum", "exclusiveMinimum": return checkRange(value, keyword, argument, path)
    case "pattern": return checkPattern(value, argument, path)
    case "maxItems":
      return value.elements.count > Int(argument.number ?? 0) ? ["\(path): has too many items"] : []
    case "items":
      return value.elements.enumerated().flatMap {
        check($0.element, argument, "\(path)[\($0.offset)]")
      }
    case "required", "properties", "additionalProperties":
      return checkMembers(value, keyword, argument, in: schema, path)
    default: return ["\(path): the keyword \(keyword) is not known here"]
    }
  }

  private func definition(_ reference: JSON) -> JSON {
    root["$defs"][String((reference.string ?? "").dropFirst("#/$defs/".count))]
  }

  private func isOf(_ type: String, _ value: JSON) -> Bool {
    switch (type, value) {
    case ("null", .null), ("number", .number), ("string", .string), ("array", .array),
      ("object", .object), ("boolean", .boolean):
      true
    case ("integer", .number(let number)): number == number.rounded()
    default: false
    }
  }

  private func checkRange(
    _ value: JSON, _ keyword: String, _ limit: JSON, _ path: String
  ) -> [String] {
    guard let number = value.number, let limit = limit.number else { return [] }
    let isInside =
      switch keyword {
      case "minimum": number >= limit
      case "exclusiveMinimum": number > limit
      default: number <= limit
      }
    return isInside ? [] : ["\(path): \(number) is beyond the \(keyword) \(limit)"]
  }

  private func checkPattern(_ value: JSON, _ pattern: JSON, _ path: String) -> [String] {
    guard let text = value.string, let regex = try? Regex(pattern.string ?? "") else {
      return ["\(path): has no pattern to match"]
    }
    return text.contains(regex) ? [] : ["\(path): \(text) does not match"]
  }

  private func checkMembers(
    _ value: JSON, _ keyword: String, _ argument: JSON, in schema: JSON, _ path: String
  ) -> [String] {
    guard case .object(let members) = value else { return [] }
    guard case .object(let properties) = schema["properties"] else { return [] }
    switch keyword {
    case "required":
      return argument.elements.compactMap(\.string).filter { members[$0] == nil }
        .map { "\(path): lacks \($0)" }
    case "properties":
      return members.flatMap { name, member in
        properties[name].map { check(member, $0, "\(path).\(name)") } ?? []
      }
    default:
      return members.keys.filter { argument == .boolean(false) && properties[$0] == nil }
        .map { "\(path): \($0) is not in the schema" }
    }
  }
}
