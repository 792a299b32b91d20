/// What must hold of rules beside their spelling.
extension Grammar {
  /// Throws what does not hold, and where. O(*n*).
  func check() throws(GrammarError) {
    try checkMemories()
    var check = RuleCheck(grammar: self)
    for place in rules.indices { _ = try check.shape(of: place) }
    guard let first = rules.first else { throw GrammarError(line: 1, cause: .noRule) }
    let shape = try check.shape(of: 0)
    if let use = shape.needs.min(by: { ($0.value, $0.key) < ($1.value, $1.key) }) {
      throw GrammarError(line: use.value, cause: .notRemembered(memories[use.key].name))
    }
    guard shape.steps <= Limit.steps else {
      throw GrammarError(
        line: first.line,
        cause: .tooMany("there are too many ways through a line", limit: Limit.steps))
    }
    guard shape.bytes <= Limit.line else {
      throw GrammarError(
        line: first.line,
        cause: .tooMany("a line can have \(shape.bytes) bytes", limit: Limit.line))
    }
  }

  /// Checks that what is looked up and added can be.
  private func checkMemories() throws(GrammarError) {
    for rule in rules {
      for alternative in rule.alternatives {
        for part in alternative.parts { try check(part, line: alternative.line) }
      }
    }
  }

  private func check(_ part: Part, line: Int) throws(GrammarError) {
    switch part {
    case .rule(let rule, memory: .some):
      guard rules[rule].isWords else {
        throw GrammarError(line: line, cause: .notWords(rules[rule].name))
      }
    case .lookUp(let table, let memory):
      let (rule, table) = (try ruleRemembered(by: memory, line), tables[table])
      guard rule == table.domain else {
        throw GrammarError(
          line: line,
          cause: .otherDomain(
            table: table.name, of: rules[table.domain].name, memory: memories[memory].name,
            remembers: rules[rule].name))
      }
    case .sum(let a, let b):
      let (first, second) = (try numbers(of: a, line), try numbers(of: b, line))
      guard first.count * second.count <= Limit.sums else {
        throw GrammarError(
          line: line, cause: .tooMany("there are too many sums", limit: Limit.sums))
      }
    case .copy(let memory): _ = try ruleRemembered(by: memory, line)
    case .text, .rule: break
    }
  }

  private func ruleRemembered(by memory: Int, _ line: Int) throws(GrammarError) -> Int {
    guard let rule = memories[memory].rule else {
      throw GrammarError(line: line, cause: .notRemembered(memories[memory].name))
    }
    return rule
  }

  private func numbers(of memory: Int, _ line: Int) throws(GrammarError) -> [Int] {
    let rule = rules[try ruleRemembered(by: memory, line)]
    guard let numbers = rule.numbers else {
      throw GrammarError(line: line, cause: .notNumbers(rule.name))
    }
    return numbers
  }
}

extension Grammar.Rule {
  /// Its words as numbers; nil where one is none.
  var numbers: [Int]? {
    var result: [Int] = []
    for alternative in alternatives {
      guard let text = alternative.text, !text.isEmpty,
        text.allSatisfy({ (0x30...0x39).contains($0) }),
        let number = Int(String(decoding: text, as: UTF8.self)), number <= Grammar.Limit.number
      else { return nil }
      result.append(number)
    }
    return result
  }
}

/// How a rule looks from outside.
private struct RuleShape {
  /// Memories that must be there before, and a line that uses each.
  var needs: [Int: Int] = [:]
  /// Memories that are there afterwards, whatever was chosen.
  var leaves: Set<Int> = []
  /// At most so many steps and bytes; sums stop growing far above what is allowed.
  var steps = 1
  var bytes = 0

  mutating func add(steps more: Int, bytes length: Int) {
    steps = min(steps + more, 1 << 40)
    bytes = min(bytes + length, 1 << 40)
  }
}

/// Finds the shapes of rules, each once.
private struct RuleCheck {
  let grammar: Grammar
  private var shapes: [Int: RuleShape] = [:]
  private var open: Set<Int> = []

  init(grammar: Grammar) { self.grammar = grammar }

  mutating func shape(of place: Int) throws(GrammarError) -> RuleShape {
    if let shape = shapes[place] { return shape }
    let rule = grammar.rules[place]
    guard open.insert(place).inserted else {
      throw GrammarError(line: rule.line, cause: .recursive(rule.name))
    }
    var all: [RuleShape] = []
    for alternative in rule.alternatives { all.append(try shape(of: alternative)) }
    var shape = RuleShape()
    for one in all {
      shape.add(steps: rule.isWords ? 0 : one.steps, bytes: 0)
      shape.bytes = max(shape.bytes, one.bytes)
      shape.needs.merge(one.needs) { min($0, $1) }
    }
    shape.leaves = all.dropFirst().reduce(all.first?.leaves ?? []) { $0.intersection($1.leaves) }
    open.remove(place)
    shapes[place] = shape
    return shape
  }

  private mutating func shape(
    of alternative: Grammar.Alternative
  ) throws(GrammarError) -> RuleShape {
    var shape = RuleShape()
    func need(_ memory: Int) {
      if !shape.leaves.contains(memory), shape.needs[memory] == nil {
        shape.needs[memory] = alternative.line
      }
    }
    for part in alternative.parts {
      switch part {
      case .text(let bytes): shape.add(steps: 1, bytes: bytes.count)
      case .copy(let memory):
        need(memory)
        shape.add(steps: 1, bytes: longestWord(of: memory))
      case .lookUp(let table, let memory):
        need(memory)
        shape.add(
          steps: 1, bytes: grammar.tables[table].values.map(\.count).max() ?? 0)
      case .sum(let a, let b):
        need(a)
        need(b)
        shape.add(steps: 1, bytes: "\(2 * Grammar.Limit.number)".utf8.count)
      case .rule(let rule, let memory):
        let inner = try self.shape(of: rule)
        for (memory, line) in inner.needs where !shape.leaves.contains(memory) {
          shape.needs[memory] = shape.needs[memory] ?? line
        }
        shape.leaves.formUnion(inner.leaves)
        if let memory { shape.leaves.insert(memory) }
        shape.add(steps: inner.steps, bytes: inner.bytes)
      }
    }
    return shape
  }

  private func longestWord(of memory: Int) -> Int {
    guard let rule = grammar.memories[memory].rule else { return 0 }
    return grammar.rules[rule].alternatives.compactMap(\.text?.count).max() ?? 0
  }
}
