/// Reads a paragraph: words, `*words with weight*`, and `{quantities}` and `{key of-a-command}` to be filled
/// in.
func paragraph(_ text: some StringProtocol, line: Int) throws(LessonError) -> Paragraph {
  var pieces: [Paragraph.Piece] = []
  var rest = Substring(text)
  while let first = rest.first {
    switch first {
    case "*":
      pieces.append(.strong(String(try takeEnclosed(&rest, by: "*", line: line))))
    case "{":
      pieces.append(try filledIn(try takeEnclosed(&rest, by: "}", line: line), line: line))
    default:
      let words = rest.prefix { $0 != "*" && $0 != "{" }
      pieces.append(.text(String(words)))
      rest = rest[words.endIndex...]
    }
  }
  return Paragraph(pieces: pieces)
}

/// What stands between braces: a quantity, or a key by what it does.
private func filledIn(_ text: Substring, line: Int) throws(LessonError) -> Paragraph.Piece {
  if text.hasPrefix("key ") { return .key(String(trimmed(text.dropFirst(4)))) }
  var parser = try ExpressionParser(text, line: line)
  let (quantity, unit) = try parser.takeQuantityInUnit()
  return .value(quantity, in: unit)
}

/// Takes what stands between the sign at the start and the one that closes it.
private func takeEnclosed(
  _ rest: inout Substring, by end: Character, line: Int
) throws(LessonError) -> Substring {
  let body = rest.dropFirst()
  guard let close = body.firstIndex(of: end) else {
    throw LessonError(line: line, cause: .unclosed(rest.first ?? end))
  }
  rest = body[body.index(after: close)...]
  return body[..<close]
}
