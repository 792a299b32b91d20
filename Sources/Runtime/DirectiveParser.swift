import Exploration

/// Reads one line of a script of keys.
struct DirectiveParser {
  private let line: Int
  private var rest: Substring

  init(line: Int, text: Substring) {
    self.line = line
    rest = text
  }

  /// The directive; nil for an empty line or a comment.
  mutating func parse() throws(KeyScriptError) -> KeyScript.Directive? {
    rest = rest.drop(while: \.isBlank)
    guard !rest.isEmpty, rest.first != "#" else { return nil }
    let word = takeWord()
    switch word {
    case "type": return .input(try typed(takeText()))
    case "paste": return .input([.paste(try takeText())])
    case "mouse": return try mouse()
    case "resize": return try resize()
    case "wait": return try alone(.wait)
    case "screen": return try screen()
    default: return try key(word)
    }
  }

  // MARK: Directives

  private mutating func key(_ word: String) throws(KeyScriptError) -> KeyScript.Directive {
    guard let chord = Chord(name: word) else { throw failure(.unknown(word)) }
    let key = Input.key(chord.key, chord.modifiers)
    let count = rest.drop(while: \.isBlank).isEmpty ? 1 : try takeNumber("a count", 1...10_000)
    return try alone(.key(key, times: count))
  }

  private mutating func mouse() throws(KeyScriptError) -> KeyScript.Directive {
    let actions: [String: MouseAction] = [
      "press": .pressed, "double": .pressedTwice, "drag": .dragged, "release": .released,
      "wheel-up": .wheelUp,
      "wheel-down": .wheelDown,
    ]
    let word = takeWord()
    guard let action = actions[word] else {
      throw failure(word.isEmpty ? .missing("what the mouse does") : .unknown(word))
    }
    let row = try takeNumber("a row", 0...999)
    let column = try takeNumber("a column", 0...999)
    return try alone(.input([.mouse(action, row: row, column: column)]))
  }

  private mutating func resize() throws(KeyScriptError) -> KeyScript.Directive {
    let rows = try takeNumber("the number of rows", 1...500)
    let columns = try takeNumber("the number of columns", 1...1000)
    return try alone(.resize(rows: rows, columns: columns))
  }

  private mutating func screen() throws(KeyScriptError) -> KeyScript.Directive {
    let name = takeWord()
    guard !name.isEmpty else { throw failure(.missing("the name of the screen")) }
    let isPlain = name.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    guard isPlain else { throw failure(.unsafeName(name)) }
    return try alone(.screen(name))
  }

  private mutating func alone(
    _ directive: KeyScript.Directive
  ) throws(KeyScriptError) -> KeyScript.Directive {
    let word = takeWord()
    guard word.isEmpty else { throw failure(.excess(word)) }
    return directive
  }

  // MARK: Parts of a line

  private func failure(_ cause: KeyScriptError.Cause) -> KeyScriptError {
    KeyScriptError(line: line, cause: cause)
  }

  private mutating func takeWord() -> String {
    rest = rest.drop(while: \.isBlank)
    let word = rest.prefix { !$0.isBlank }
    rest = rest[word.endIndex...]
    return String(word)
  }

  private mutating func takeNumber(
    _ what: String, _ range: ClosedRange<Int>
  ) throws(KeyScriptError) -> Int {
    let word = takeWord()
    guard !word.isEmpty else { throw failure(.missing(what)) }
    guard let number = Int(word), range.contains(number) else {
      throw failure(.notInRange(word, range))
    }
    return number
  }

  /// What stands behind one blank, to the end of the line, its escapes resolved.
  private mutating func takeText() throws(KeyScriptError) -> [UInt8] {
    guard !rest.dropFirst().isEmpty else { throw failure(.missing("the text")) }
    var bytes = rest.dropFirst().utf8[...]
    var text: [UInt8] = []
    while let byte = bytes.popFirst() {
      text.append(byte == UInt8(ascii: "\\") ? try takeEscape(&bytes) : byte)
    }
    return text
  }

  private func takeEscape(
    _ bytes: inout Substring.UTF8View.SubSequence
  ) throws(KeyScriptError) -> UInt8 {
    switch bytes.popFirst() {
    case UInt8(ascii: "n"): return 0x0A
    case UInt8(ascii: "t"): return 0x09
    case UInt8(ascii: "\\"): return UInt8(ascii: "\\")
    case UInt8(ascii: "x"):
      let digits = String(decoding: bytes.prefix(2), as: UTF8.self)
      let isHex = digits.utf8.count == 2 && digits.allSatisfy(\.isHexDigit)
      guard isHex, let value = UInt8(digits, radix: 16) else {
        throw failure(.unknownEscape("\\x" + digits))
      }
      bytes = bytes.dropFirst(2)
      return value
    case let other:
      throw failure(
        .unknownEscape("\\" + String(decoding: [other].compactMap { $0 }, as: UTF8.self)))
    }
  }

  /// The keys that type a text, and the bytes that no key types.
  private func typed(_ bytes: [UInt8]) throws(KeyScriptError) -> [Input] {
    guard let text = String(validating: bytes, as: UTF8.self) else { return [.invalid(bytes)] }
    return text.map { character in
      switch character {
      case "\n": .key(.enter, [])
      case "\t": .key(.tab, [])
      default: .key(.character(character), [])
      }
    }
  }
}

extension Character {
  fileprivate var isBlank: Bool { self == " " || self == "\t" }
}
