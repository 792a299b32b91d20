import FoundationEssentials

/// A JSON document as Foundation reads it: independent of how we write it.
enum JSON: Decodable, Hashable {
  case null, boolean(Bool), number(Double), string(String), array([JSON]), object([String: JSON])

  init(_ text: String) throws {
    self = try JSONDecoder().decode(JSON.self, from: Data(text.utf8))
  }

  init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    if container.decodeNil() {
      self = .null
    } else if let value = try? container.decode(Bool.self) {
      self = .boolean(value)
    } else if let value = try? container.decode(Double.self) {
      self = .number(value)
    } else if let value = try? container.decode(String.self) {
      self = .string(value)
    } else if let value = try? container.decode([JSON].self) {
      self = .array(value)
    } else {
      self = .object(try container.decode([String: JSON].self))
    }
  }

  subscript(name: String) -> JSON {
    get { if case .object(let members) = self { members[name] ?? .null } else { .null } }
    set {
      guard case .object(var members) = self else { return }
      members[name] = newValue
      self = .object(members)
    }
  }

  subscript(index: Int) -> JSON {
    get { elements.indices.contains(index) ? elements[index] : .null }
    set {
      guard case .array(var values) = self, values.indices.contains(index) else { return }
      values[index] = newValue
      self = .array(values)
    }
  }

  var elements: [JSON] { if case .array(let values) = self { values } else { [] } }
  var number: Double? { if case .number(let value) = self { value } else { nil } }
  var string: String? { if case .string(let value) = self { value } else { nil } }
}
