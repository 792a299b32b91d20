/// What names stand for, and tables, which speak of words of rules.
extension GrammarParser {
  func rule(_ name: Substring, _ line: Int) throws(GrammarError) -> Int {
    guard let place = rules[String(name)] else {
      throw GrammarError(line: line, cause: .unknownRule(String(name)))
    }
    return place
  }

  func table(
    _ name: Substring, _ relation: Substring, _ line: Int
  ) throws(GrammarError) -> Int {
    guard let table = tables[String(name)] else {
      throw GrammarError(line: line, cause: .unknownTable(String(name)))
    }
    guard table.relation.rawValue == relation else {
      throw GrammarError(
        line: line, cause: .otherRelation(table: String(name), written: String(relation)))
    }
    return table.place
  }

  /// The place of a name that words are remembered under; a new one where it is new.
  mutating func memory(_ name: Substring, _ line: Int) throws(GrammarError) -> Int {
    if let place = grammar.memories.firstIndex(where: { $0.name == name }) { return place }
    guard grammar.memories.count < Grammar.Limit.memories else {
      throw GrammarError(
        line: line,
        cause: .tooMany("too much is remembered", limit: Grammar.Limit.memories))
    }
    grammar.memories.append(.init(name: String(name), rule: nil))
    return grammar.memories.count - 1
  }

  /// `[RULE as memory]`: a name stands for words of one rule, wherever it is used.
  mutating func remembering(
    _ name: Substring, as memory: Substring, _ line: Int
  ) throws(GrammarError) -> Grammar.Part {
    let (rule, place) = (try rule(name, line), try self.memory(memory, line))
    if let first = grammar.memories[place].rule, first != rule {
      let names = rules.first { $0.value == first }.map(\.key) ?? ""
      throw GrammarError(
        line: line, cause: .otherRule(memory: String(memory), of: names, here: String(name)))
    }
    grammar.memories[place].rule = rule
    return .rule(rule, memory: place)
  }

  /// Adds a table; all rules are known.
  mutating func addTable(_ declaration: Declaration) throws(GrammarError) {
    try checkSize(of: declaration)
    guard let (relation, name) = declaration.domain else { return }
    let domain = try rule(Substring(name), declaration.line)
    guard grammar.rules[domain].isWords else {
      throw GrammarError(line: declaration.line, cause: .notWords(name))
    }
    let entries = try entries(of: declaration, words: grammar.rules[domain])
    var values: [[UInt8]] = []
    for word in grammar.rules[domain].alternatives.compactMap(\.text) {
      guard let value = entries[word] else {
        throw GrammarError(
          line: declaration.line,
          cause: .missingEntry(table: declaration.name, word: shown(word)))
      }
      values.append(value)
    }
    grammar.tables.append(
      Grammar.Table(
        name: declaration.name, line: declaration.line, relation: relation, domain: domain,
        values: values))
  }

  private func entries(
    of declaration: Declaration, words rule: Grammar.Rule
  ) throws(GrammarError) -> [[UInt8]: [UInt8]] {
    let words = Set(rule.alternatives.compactMap(\.text))
    var entries: [[UInt8]: [UInt8]] = [:]
    for piece in declaration.pieces {
      let halves = piece.text.split(separator: ">", omittingEmptySubsequences: false).map(trimmed)
      guard halves.count == 2, halves.allSatisfy({ !$0.isEmpty }) else {
        throw GrammarError(line: piece.line, cause: .notAnEntry(piece.text))
      }
      let (word, value) = (
        try plain(halves[0], line: piece.line), try plain(halves[1], line: piece.line)
      )
      guard words.contains(word) else {
        throw GrammarError(
          line: piece.line,
          cause: .unknownWord(shown(word), table: declaration.name, domain: rule.name))
      }
      guard entries.updateValue(value, forKey: word) == nil else {
        throw GrammarError(line: piece.line, cause: .repeatedWord(shown(word)))
      }
    }
    return entries
  }

  /// The bytes of a text as it is written: `_` is a space, `-` alone is nothing.
  func plain(_ text: Substring, line: Int) throws(GrammarError) -> [UInt8] {
    if let scalar = text.unicodeScalars.first(where: isControl) {
      throw GrammarError(line: line, cause: .control(scalar.value))
    }
    return text == "-" ? [] : text.utf8.map { $0 == UInt8(ascii: "_") ? UInt8(ascii: " ") : $0 }
  }

  /// A text as it may stand in the rules.
  func shown(_ text: [UInt8]) -> String {
    text.isEmpty ? "-" : String(decoding: text, as: UTF8.self)
  }
}

/// Whether a character acts on what shows it, or cannot be seen.
private func isControl(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .unassigned: true
  default: false
  }
}
