/// A reader of markup as strict as XML asks for, and as HTML of this project is written: tags that are closed in
/// their order, quoted or bare attributes, and five names of signs. It reads scalar by scalar, as browsers do, and shares
/// no code with what writes.
struct Markup {
  /// An element: its name, its attributes, and the text between its tags, that of inner ones left out.
  struct Element: Equatable {
    var name: String
    var attributes: [String: String] = [:]
    var text = ""
  }

  /// What is wrong with a text.
  struct Fault: Error, CustomStringConvertible { var description: String }

  private(set) var elements: [Element] = []
  private var open: [Int] = []
  private var rest: ArraySlice<Character>

  /// - Parameters:
  ///   - void: Elements that have no end.
  ///   - raw: Elements whose text is not markup.
  init(_ text: String, void: Set<String> = [], raw: Set<String> = []) throws {
    rest = text.unicodeScalars.map { Character($0) }[...]
    while let character = rest.first {
      guard character == "<" else {
        try takeText()
        continue
      }
      if rest.starts(with: "<!DOCTYPE html>") {
        rest = rest.dropFirst(15)
      } else if rest.starts(with: "</") {
        try close()
      } else {
        try begin(void, raw)
      }
    }
    guard open.isEmpty else { throw Fault(description: "\(elements[open[0]].name) is not closed") }
  }

  func all(_ name: String) -> [Element] { elements.filter { $0.name == name } }

  /// The element of an id.
  func element(_ id: String) -> Element? { elements.first { $0.attributes["id"] == id } }

  private mutating func take(while holds: (Character) -> Bool) -> String {
    let taken = rest.prefix(while: holds)
    rest = rest.dropFirst(taken.count)
    return String(taken)
  }

  private mutating func takeText() throws {
    let text = try plain(take { $0 != "<" })
    if let last = open.last { elements[last].text += text }
  }

  private mutating func close() throws {
    rest = rest.dropFirst(2)
    let name = take { $0 != ">" }
    rest = rest.dropFirst()
    guard let last = open.popLast(), elements[last].name == name else {
      throw Fault(description: "</\(name)> closes nothing")
    }
  }

  private mutating func begin(_ void: Set<String>, _ raw: Set<String>) throws {
    rest = rest.dropFirst()
    var element = Element(name: take { $0.isLetter || $0.isNumber })
    guard !element.name.isEmpty else {
      throw Fault(description: "a tag without a name: <\(String(rest.prefix(20)))")
    }
    while rest.first?.isWhitespace == true {
      _ = take { $0.isWhitespace }
      let name = take { $0.isLetter || $0.isNumber || "-:".contains($0) }
      guard !name.isEmpty else { break }
      element.attributes[name] = try value()
    }
    let isClosed = rest.starts(with: "/>")
    rest = rest.dropFirst(isClosed ? 1 : 0)
    guard rest.first == ">" else {
      throw Fault(description: "\(element.name) ends in \(String(rest.prefix(20)))")
    }
    rest = rest.dropFirst()
    elements.append(element)
    if isClosed || void.contains(element.name) { return }
    open.append(elements.count - 1)
    guard raw.contains(element.name) else { return }
    let end = "</\(element.name)>"
    while !rest.starts(with: end), let character = rest.popFirst() {
      elements[elements.count - 1].text.append(character)
    }
  }

  private mutating func value() throws -> String {
    guard rest.first == "=" else { return "" }
    rest = rest.dropFirst()
    guard rest.first == "\"" else { return take { $0.isLetter || $0.isNumber } }
    rest = rest.dropFirst()
    let value = take { $0 != "\"" }
    rest = rest.dropFirst()
    guard !value.contains("<") else { throw Fault(description: "a tag inside of \(value)") }
    return try plain(value)
  }

  /// The signs that names stand for.
  private func plain(_ text: String) throws -> String {
    let names = ["amp": "&", "lt": "<", "gt": ">", "quot": "\""]
    var (result, rest) = ("", text.unicodeScalars[...])
    while let next = rest.firstIndex(of: "&") {
      result += String(rest[..<next])
      guard let end = rest[next...].firstIndex(of: ";"),
        let sign = names[String(rest[rest.index(after: next)..<end])]
      else { throw Fault(description: "a bare & in \(text)") }
      result += sign
      rest = rest[rest.index(after: end)...]
    }
    return result + String(rest)
  }
}
