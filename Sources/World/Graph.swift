import Basics

/// All ways through a line, as steps of which each leads to the next: rules written out in full, so that
/// a place in it and what is remembered say all that there is to know of how a line can go on.
///
/// A step leads only to steps of smaller numbers, so what adds up from the end of a line is found in one
/// pass.
struct Graph: Sendable {
  enum Step: Sendable {
    /// The end of the line.
    case end
    /// One of some ways, as likely as their weights say.
    case fork(branches: Range<Int>, total: Int)
    /// One of a rule's words, which may be remembered.
    case word(rule: Int, memory: Int, next: Int)
    /// A text that is certain: see ``Spelling``.
    case spell(Spelling, next: Int)
  }

  /// A text that follows from what is remembered: the one at `base` + memory[a] · `scale` + memory[b].
  struct Spelling: Sendable {
    var kind: ByteKind
    var base: Int
    var a = Memory.empty
    var scale = 0
    var b = Memory.empty

    /// The text's place in the pool.
    func text(_ memory: Memory.Words) -> Int {
      base + Int(memory[a]) * scale + Int(memory[b])
    }
  }

  /// One way of a fork.
  struct Branch: Sendable {
    var weight: Int
    var target: Int
  }

  /// The words that a line remembers, by their places in their rules.
  enum Memory {
    typealias Words = SIMD16<UInt16>
    /// A place where nothing is ever remembered, so that it reads as 0.
    static let empty = Grammar.Limit.memories
  }

  private(set) var steps: [Step] = [.end]
  private(set) var branches: [Branch] = []
  private(set) var texts = TextPool()
  /// A tree of words for each rule that has nothing else; nil for the others.
  private(set) var trees: [WordTree?]
  /// Where a line begins.
  private(set) var start = 0

  private let grammar: Grammar
  /// The place of each rule's first word, each table's first value, among the texts.
  private var words: [Int] = []
  private var values: [Int] = []

  /// Writes rules out. They must have passed their check, which bounds the time and the memory.
  init(_ grammar: Grammar) {
    self.grammar = grammar
    trees = grammar.rules.map { rule in
      guard rule.isWords else { return nil }
      return WordTree(rule.alternatives.map { ($0.text ?? [], $0.weight) })
    }
    for rule in grammar.rules { words.append(texts.add(rule.alternatives.map { $0.text ?? [] })) }
    for table in grammar.tables { values.append(texts.add(table.values)) }
    start = steps(of: 0, memory: nil, before: 0)
  }

  /// Adds the steps of a rule before another and returns the first.
  private mutating func steps(of rule: Int, memory: Int?, before next: Int) -> Int {
    let place = rule
    let rule = grammar.rules[place]
    if rule.isWords { return add(.word(rule: place, memory: memory ?? Memory.empty, next: next)) }
    var ways: [Branch] = []
    for alternative in rule.alternatives {
      let isPhrase = alternative.isText && rule.alternatives.count > 1
      let target = alternative.parts.reversed().reduce(next) { next, part in
        step(of: part, kind: isPhrase ? .spelling : .frame, before: next)
      }
      ways.append(Branch(weight: alternative.weight, target: target))
    }
    if ways.count == 1 { return ways[0].target }
    branches += ways
    return add(
      .fork(branches: branches.count - ways.count..<branches.count, total: rule.totalWeight))
  }

  private mutating func step(of part: Grammar.Part, kind: ByteKind, before next: Int) -> Int {
    switch part {
    case .text(let bytes):
      return add(.spell(Spelling(kind: kind, base: texts.add([bytes])), next: next))
    case .rule(let rule, let memory):
      return steps(of: rule, memory: memory, before: next)
    case .copy(let memory):
      let base = words[grammar.memories[memory].rule ?? 0]
      return add(.spell(Spelling(kind: .copy, base: base, b: memory), next: next))
    case .lookUp(let table, let memory):
      let kind = grammar.tables[table].relation == .fact ? ByteKind.fact : .agreement
      return add(.spell(Spelling(kind: kind, base: values[table], b: memory), next: next))
    case .sum(let a, let b):
      return add(.spell(sum(a, b), next: next))
    }
  }

  /// A text for each pair of numbers.
  private mutating func sum(_ a: Int, _ b: Int) -> Spelling {
    let (first, second) = (numbers(a), numbers(b))
    let all = first.flatMap { a in second.map { Array("\(a + $0)".utf8) } }
    return Spelling(kind: .sum, base: texts.add(all), a: a, scale: second.count, b: b)
  }

  private func numbers(_ memory: Int) -> [Int] {
    grammar.memories[memory].rule.flatMap { grammar.rules[$0].numbers } ?? []
  }

  /// The place of a rule's first word among the texts.
  func firstText(of rule: Int) -> Int { words[rule] }

  private mutating func add(_ step: Step) -> Int {
    steps.append(step)
    return steps.count - 1
  }
}

/// Texts one behind the other.
struct TextPool: Sendable {
  private(set) var bytes: [UInt8] = [UInt8(ascii: "\n")]
  private var starts = [0, 1]

  /// The text that ends every line.
  static let lineEnd = 0

  /// Where a text lies among the bytes. O(1).
  subscript(text: Int) -> Range<Int> { starts[text]..<starts[text + 1] }

  /// Adds texts and returns the place of the first.
  mutating func add(_ texts: [[UInt8]]) -> Int {
    let first = starts.count - 1
    for text in texts {
      bytes += text
      starts.append(bytes.count)
    }
    return first
  }
}
