extension Grammar {
  /// Reads rules.
  ///
  /// - Parameter bytes: The file, as `Assets/world.grammar` describes it; it may come from anywhere.
  /// - Throws: The first line that is wrong, and why.
  /// - Complexity: O(*n* log *n*), and bounded by `Limit`.
  init(_ bytes: [UInt8]) throws(GrammarError) {
    let declarations = try Declaration.all(in: bytes)
    var parser = GrammarParser()
    try parser.name(declarations)
    for declaration in declarations where declaration.domain == nil {
      try parser.addRule(declaration)
    }
    for declaration in declarations where declaration.domain != nil {
      try parser.addTable(declaration)
    }
    self = parser.grammar
    try check()
  }
}

/// Makes declarations into rules and tables.
struct GrammarParser {
  var grammar = Grammar()
  private(set) var rules: [String: Int] = [:]
  private(set) var tables: [String: (place: Int, relation: Grammar.Relation)] = [:]

  /// Gives each declaration its place, so that it can be spoken of before it comes.
  mutating func name(_ all: [Declaration]) throws(GrammarError) {
    guard let first = all.first, first.domain == nil else {
      throw GrammarError(line: 1, cause: .noRule)
    }
    var lines: [String: Int] = [:]
    for (count, declaration) in all.enumerated() {
      let limit = Grammar.Limit.declarations
      guard count < limit else {
        throw GrammarError(
          line: declaration.line, cause: .tooMany("there are too many rules", limit: limit))
      }
      if let before = lines.updateValue(declaration.line, forKey: declaration.name) {
        throw GrammarError(
          line: declaration.line, cause: .repeated(declaration.name, firstLine: before))
      }
      if let relation = declaration.domain?.relation {
        tables[declaration.name] = (tables.count, relation)
      } else {
        rules[declaration.name] = rules.count
      }
    }
  }

  mutating func addRule(_ declaration: Declaration) throws(GrammarError) {
    try checkSize(of: declaration)
    var rule = Grammar.Rule(name: declaration.name, line: declaration.line, alternatives: [])
    var words: Set<[UInt8]> = []
    for piece in declaration.pieces {
      let alternative = try self.alternative(piece)
      if let text = alternative.text, !words.insert(text).inserted {
        throw GrammarError(line: piece.line, cause: .repeatedWord(shown(text)))
      }
      rule.alternatives.append(alternative)
    }
    grammar.rules.append(rule)
  }

  func checkSize(of declaration: Declaration) throws(GrammarError) {
    let limit = Grammar.Limit.alternatives
    guard declaration.pieces.count <= limit else {
      throw GrammarError(
        line: declaration.line,
        cause: .tooMany("\(declaration.name) has too many alternatives", limit: limit))
    }
  }

  private mutating func alternative(
    _ piece: Declaration.Piece
  ) throws(GrammarError) -> Grammar.Alternative {
    guard !piece.text.isEmpty else {
      throw GrammarError(line: piece.line, cause: .emptyAlternative)
    }
    var (weight, rest) = (1, Substring(piece.text))
    let digits = rest.prefix { ("0"..."9").contains($0) }
    if !digits.isEmpty, rest.dropFirst(digits.count).first == ":" {
      guard let number = Int(digits), (1...Grammar.Limit.weight).contains(number) else {
        throw GrammarError(line: piece.line, cause: .badWeight(String(digits)))
      }
      (weight, rest) = (number, trimmed(rest.dropFirst(digits.count + 1)))
    }
    return Grammar.Alternative(
      line: piece.line, weight: weight, parts: try parts(rest, line: piece.line))
  }

  /// Cuts an alternative at its brackets.
  private mutating func parts(
    _ text: Substring, line: Int
  ) throws(GrammarError) -> [Grammar.Part] {
    var (result, rest): ([Grammar.Part], Substring) = ([], text == "-" ? "" : text)
    while !rest.isEmpty {
      let literal = rest.prefix { $0 != "[" && $0 != "]" }
      if !literal.isEmpty { result.append(.text(try plain(literal, line: line))) }
      rest = rest.dropFirst(literal.count)
      guard let bracket = rest.first else { break }
      let content = rest.dropFirst().prefix { $0 != "[" && $0 != "]" }
      let end = rest.dropFirst(content.count + 1).first
      guard bracket == "[", end == "]" else { throw GrammarError(line: line, cause: .unclosed) }
      result.append(try part(content, line: line))
      rest = rest.dropFirst(content.count + 2)
    }
    return result
  }

  /// What stands in brackets.
  private mutating func part(
    _ content: Substring, line: Int
  ) throws(GrammarError) -> Grammar.Part {
    let words = content.split(separator: " ")
    switch (words.first, words.dropFirst().first, words.dropFirst(2).first, words.count) {
    case (let name?, nil, _, 1) where isRuleName(name):
      return .rule(try rule(name, line), memory: nil)
    case (let name?, nil, _, 1) where isMemoryName(name):
      return .copy(try memory(name, line))
    case (let name?, "as", let memory?, 3) where isRuleName(name) && isMemoryName(memory):
      return try remembering(name, as: memory, line)
    case (let a?, "+", let b?, 3) where isMemoryName(a) && isMemoryName(b):
      return .sum(try memory(a, line), try memory(b, line))
    case (let name?, let word?, let of?, 3) where isRuleName(name) && isMemoryName(of):
      guard Grammar.Relation(rawValue: String(word)) != nil else { break }
      return .lookUp(table: try table(name, word, line), memory: try memory(of, line))
    default: break
    }
    throw GrammarError(line: line, cause: .notAPart(String(content)))
  }
}
