/// What a source says of a line that something else wrote.
public enum LineVerdict: Hashable, Sendable {
  /// It can say it as well.
  case possible
  /// It says lines like it, but never with this word: a fact, an ending, a sum, or what was said before is
  /// another; which, where there is only one.
  case falsehood(word: Range<Int>, truth: [UInt8]?)
  /// It says nothing like it.
  case impossible
}

/// Tells what is false from what is true, and from what is no sentence at all.
public struct LineJudge: Sendable {
  private let truth: SourceReader, form: SourceReader

  /// A judge of what a source knows. O(the ways through a line).
  public init(_ source: Source) {
    truth = SourceReader(source.graph)
    form = SourceReader(Graph(source.grammar.withoutTruth))
  }

  /// Judges a line, without its end. O(*n*).
  public func verdict(of line: [UInt8]) -> LineVerdict {
    var (truth, form) = (truth, form)
    let whole = line + [UInt8(ascii: "\n")]
    let fault = truth.read(whole)
    guard fault < whole.count else { return .possible }
    guard form.read(whole) == whole.count else { return .impossible }
    let start = line[..<fault].lastIndex { !$0.isInWord }.map { $0 + 1 } ?? 0
    let end = line[fault...].firstIndex { !$0.isInWord } ?? line.count
    let endings = Set(truth.readings.map { truth.endOfWord($0) })
    let known = endings.count == 1 ? endings.first?.map { Array(line[start..<fault]) + $0 } : nil
    return .falsehood(word: start..<max(end, fault), truth: known)
  }
}

extension UInt8 {
  /// Whether it is part of a word: a letter, a digit, or a part of a character beyond ASCII.
  var isInWord: Bool {
    switch self {
    case UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
      UInt8(ascii: "a")...UInt8(ascii: "z"), 0x80...:
      true
    default: false
    }
  }
}

extension SourceReader {
  /// Takes in bytes up to the first that the source can never say, and returns how many they were.
  fileprivate mutating func read(_ bytes: [UInt8]) -> Int {
    for (place, byte) in bytes.enumerated() {
      guard distribution[Int(byte)] > 0 else { return place }
      take(byte)
    }
    return bytes.count
  }
}

extension Grammar {
  /// The same rules for a world in which nothing has to be true: where a word follows from what was said,
  /// any of its kind stands.
  fileprivate var withoutTruth: Grammar {
    var grammar = self
    for place in rules.indices {
      for way in rules[place].alternatives.indices {
        for part in rules[place].alternatives[way].parts.indices {
          let free = grammar.free(rules[place].alternatives[way].parts[part])
          grammar.rules[place].alternatives[way].parts[part] = free
        }
      }
    }
    return grammar
  }

  private mutating func free(_ part: Part) -> Part {
    switch part {
    case .text, .rule: return part
    case .copy(let memory): return memories[memory].rule.map { .rule($0, memory: nil) } ?? part
    case .lookUp(let table, _): return .rule(add(tables[table].values), memory: nil)
    case .sum(let a, let b):
      let (first, second) = (numbers(a), numbers(b))
      let sums = first.flatMap { a in second.map { Array("\(a + $0)".utf8) } }
      return .rule(add(sums), memory: nil)
    }
  }

  private func numbers(_ memory: Int) -> [Int] {
    memories[memory].rule.flatMap { rules[$0].numbers } ?? []
  }

  /// Adds a rule of words, each once, and returns its place.
  private mutating func add(_ words: [[UInt8]]) -> Int {
    let words = Set(words).sorted { $0.lexicographicallyPrecedes($1) }
    rules.append(
      Rule(
        name: "", line: 0,
        alternatives: words.map {
          Alternative(line: 0, weight: 1, parts: $0.isEmpty ? [] : [.text($0)])
        }))
    return rules.count - 1
  }
}
