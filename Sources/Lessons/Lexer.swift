/// A piece of a condition or a quantity.
enum Lexeme: Equatable {
  case word(String)
  case quoted(String)
  case number(Double)
  case sign(String)

  /// How it is written, for a complaint.
  var description: String {
    switch self {
    case .word(let text), .sign(let text): text
    case .quoted(let text): "\"\(text)\""
    case .number(let value):
      value == value.rounded() && abs(value) < 1e15 ? String(Int(value)) : String(value)
    }
  }
}

/// Cuts a line into words, numbers, signs, and texts in quotation marks.
///
/// - Complexity: O(*n*).
func lexemes(of text: some StringProtocol, line: Int) throws(LessonError) -> [Lexeme] {
  var result: [Lexeme] = []
  var rest = Substring(text)
  while let first = rest.first {
    if first.isWhitespace {
      rest.removeFirst()
    } else if first == "\"" {
      result.append(.quoted(try takeQuoted(&rest, line: line)))
    } else if first.isASCII, first.isNumber || first == "." || first == "-" {
      let digits = rest.prefix { $0.isASCII && ($0.isNumber || $0 == "." || $0 == "-") }
      guard let value = Double(digits) else {
        throw LessonError(line: line, cause: .expected("a number", found: String(digits)))
      }
      result.append(.number(value))
      rest = rest[digits.endIndex...]
    } else if first.isLetter {
      let word = rest.prefix(while: \.isLetter)
      result.append(.word(String(word)))
      rest = rest[word.endIndex...]
    } else {
      let isPair = rest.hasPrefix("<=") || rest.hasPrefix(">=")
      result.append(.sign(String(rest.prefix(isPair ? 2 : 1))))
      rest = rest.dropFirst(isPair ? 2 : 1)
    }
  }
  return result
}

private func takeQuoted(_ rest: inout Substring, line: Int) throws(LessonError) -> String {
  let body = rest.dropFirst()
  guard let end = body.firstIndex(of: "\"") else {
    throw LessonError(line: line, cause: .unclosed("\""))
  }
  rest = body[body.index(after: end)...]
  return String(body[..<end])
}
