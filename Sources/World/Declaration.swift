/// A rule or table as it stands in the file, cut at its bars.
struct Declaration {
  var name: String
  var line: Int
  /// What a table is of, and how; nil for a rule.
  var domain: (relation: Grammar.Relation, rule: String)?
  var pieces: [Piece]

  /// What stands between two bars.
  struct Piece {
    var line: Int
    var text: String
  }

  /// The declarations of a file. O(*n*).
  static func all(in bytes: [UInt8]) throws(GrammarError) -> [Declaration] {
    guard bytes.count <= Grammar.Limit.bytes else {
      throw GrammarError(
        line: 1,
        cause: .tooMany("there are \(bytes.count) bytes", limit: Grammar.Limit.bytes))
    }
    guard let text = String(validating: bytes, as: UTF8.self) else {
      throw GrammarError(line: 1, cause: .notText)
    }
    var result: [Declaration] = []
    let lines = text.split(omittingEmptySubsequences: false, whereSeparator: \.isNewline)
    for (place, line) in lines.enumerated() {
      let content = trimmed(line)
      if content.isEmpty || content.hasPrefix("#") { continue }
      if let first = line.first, first.isWhitespace, !result.isEmpty {
        result[result.count - 1].goOn(content, line: place + 1)
      } else {
        result.append(try Declaration(content, line: place + 1))
      }
    }
    return result
  }

  private init(_ text: Substring, line: Int) throws(GrammarError) {
    let halves = text.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
    let words = halves[0].split(separator: " ")
    guard halves.count == 2, let name = words.first, isRuleName(name) else {
      throw GrammarError(line: line, cause: .notADeclaration(String(text)))
    }
    self.name = String(name)
    self.line = line
    if words.count == 3, let relation = Grammar.Relation(rawValue: String(words[1])) {
      domain = (relation, String(words[2]))
    } else if words.count > 1 {
      throw GrammarError(line: line, cause: .notADeclaration(String(text)))
    }
    pieces = [Piece(line: line, text: "")]
    goOn(trimmed(halves[1]), line: line)
  }

  /// Takes another line in: what stands before its first bar belongs to the last piece.
  private mutating func goOn(_ text: Substring, line: Int) {
    let parts = text.split(separator: "|", omittingEmptySubsequences: false).map(trimmed)
    for (place, part) in parts.enumerated() {
      if place > 0 || pieces.isEmpty { pieces.append(Piece(line: line, text: "")) }
      let last = pieces.count - 1
      if pieces[last].text.isEmpty {
        pieces[last] = Piece(line: line, text: String(part))
      } else if !part.isEmpty {
        pieces[last].text += " " + part
      }
    }
  }
}

/// A text without the white space around it.
func trimmed(_ text: some StringProtocol) -> Substring {
  let start = Substring(text).drop(while: \.isWhitespace)
  return start.lastIndex { !$0.isWhitespace }.map { start[...$0] } ?? ""
}

/// Whether something is the name of a rule or table: capitals.
func isRuleName(_ text: Substring) -> Bool { isName(text, "A"..."Z") }

/// Whether something is a name to remember a word under: small letters.
func isMemoryName(_ text: Substring) -> Bool { isName(text, "a"..."z") }

private func isName(_ text: Substring, _ letters: ClosedRange<Character>) -> Bool {
  guard let first = text.utf8.first, (1...40).contains(text.utf8.count) else { return false }
  let bounds = letters.lowerBound.asciiValue.flatMap { low in
    letters.upperBound.asciiValue.map { low...$0 }
  }
  guard let bounds, bounds.contains(first) else { return false }
  return text.utf8.allSatisfy { bounds.contains($0) || (0x30...0x39).contains($0) || $0 == 0x2D }
}
