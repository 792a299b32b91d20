import JSON
import ShownText

/// Reads an object of JSON; what is wrong with it is the text's fault.
func readObject(_ bytes: [UInt8], _ keys: TextKeys, into text: inout ListedText) {
  do throws(JSONFault) {
    let document = try JSONDocument(bytes)
    guard let members = document.root.members else {
      text.fault = "the line is no JSON object"
      return
    }
    read(Array(members).map { ($0.name.string ?? "", $0.value) }, keys, into: &text)
  } catch {
    text.fault = "the line is no JSON: \(error.problem), at byte \(error.position + 1)"
  }
}

private func read(
  _ members: [(name: String, value: JSONValue)], _ keys: TextKeys, into text: inout ListedText
) {
  func member(_ name: String) -> JSONValue? { members.first { $0.name == name }?.value }
  let name = keys.text ?? TextKeys.usual.first { member($0) != nil } ?? TextKeys.usual[0]
  text.id = member(keys.id ?? "id").map { ListedValue($0) }
  if keys.copies {
    let taken = [name, keys.id ?? "id", keys.context]
    text.others = members.filter { !taken.contains($0.name) }.map {
      ($0.name, ListedValue($0.value))
    }
  }
  if let context = keys.context {
    guard let bytes = member(context)?.utf8 else { return text.lacks(context, member(context)) }
    text.context = bytes
  }
  guard let bytes = member(name)?.utf8 else { return text.lacks(name, member(name)) }
  text.text = bytes
}

extension ListedText {
  /// Says that a member is not there, or is no text.
  fileprivate mutating func lacks(_ name: String, _ value: JSONValue?) {
    fault = "\"\(visibleText(name))\" is \(value == nil ? "missing" : "no text")"
  }
}

extension ListedValue {
  /// A value of a document. O(*n*).
  fileprivate init(_ value: JSONValue) {
    json = harmless(value)
    plain = value.string ?? json
  }
}

/// A value as it is written, without what could act on a terminal. O(*n*).
private func harmless(_ value: JSONValue) -> String {
  var result = ""
  for scalar in String(decoding: value.document.bytes[value.range], as: UTF8.self).unicodeScalars {
    if scalar == "\t" {
      result += " "  // between values: in a text it stands as \t
    } else if isInvisible(scalar) {
      result += jsonEscape(scalar)
    } else {
      result.unicodeScalars.append(scalar)
    }
  }
  return result
}
