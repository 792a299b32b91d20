import Testing
import World

/// What is wrong with rules is said in a sentence, with the line and what to do.
@Suite struct GrammarTests {
  /// Rules, the line that is wrong, and words of the sentence.
  static let faults: [(rules: String, line: Int, words: String)] = [
    ("", 1, "there is no rule"),
    ("# only a remark\n", 1, "there is no rule"),
    ("T of A = a > b\nA = a", 1, "there is no rule"),
    ("A = a\nsome words", 2, "“some words” is no rule"),
    ("a = b", 1, "in capitals"),
    ("A B = b", 1, "is no rule"),
    ("A = a\nB = b\nA = c", 3, "A is already in line 1"),
    ("A = a | | b", 1, "write - for an empty text"),
    ("A =", 1, "write - for an empty text"),
    ("A = 0: a | b", 1, "“0” is no weight"),
    ("A = 1000001: a", 1, "from 1 to 1000000"),
    ("A = 99999999999999999999: a", 1, "is no weight"),
    ("A = [B\nB = b", 1, "a bracket has no other half"),
    ("A = a\n  | b]", 2, "a bracket has no other half"),
    ("A = [[B]]\nB = b", 1, "none inside another"),
    ("A = []", 1, "[] means nothing"),
    ("A = [B and C]", 1, "[B and C] means nothing"),
    ("A = [b]", 1, "nothing is certain to be remembered as b"),
    ("A = a\u{7}b", 1, "the character of number 7"),
    ("A = [B]", 1, "there is no rule B"),
    ("A = [B as b][T of b]\nB = b", 1, "there is no table T"),
    ("A = 1: x | [B as b]x\n  | [B as b][b]\n  | [b]\nB = b", 3, "remembered as b"),
    ("A = [C][b]\nB = b\nC = [B as b] | -", 1, "remembered as b here"),
    ("A = [D as d]\nD = [B]\nB = b", 1, "D makes more than plain words"),
    ("A = x\nT of B = b > c\nB = [A]", 2, "B makes more than plain words"),
    ("A = [B as x][C as x]\nB = b\nC = c", 1, "x remembers a B, and a C here"),
    ("A = [C as c][T of c]\nB = b\nC = c\nT of B = b > x", 1, "but c remembers one of C"),
    ("A = [B as b][T for b]\nB = b\nT of B = b > x", 1, "is a table with `of`"),
    ("A = [B as b][b + b]\nB = 1 | two", 1, "B cannot be added"),
    ("A = [B as b][b + b]\nB = 1 | 1000000", 1, "B cannot be added"),
    ("A = a\nT of A = a", 2, "“a” is no entry"),
    ("A = a\nT of A = a > b > c", 2, "is no entry"),
    ("A = a | b\nT of A = a > x", 2, "T says nothing of “b”: add `| b > …`"),
    ("A = a\nT of A = a > x\n  | c > y", 3, "T speaks of “c”, which A does not have"),
    ("A = a\nT of A = a > x | a > y", 2, "“a” stands here twice"),
    ("A = a | b\n  | a", 2, "“a” stands here twice"),
    ("A = x[B]\nB = y[C]\nC = [B]", 2, "B leads back to itself"),
    ("A = [A]", 1, "A leads back to itself"),
    ("A = " + (0..<16).map { "[B as b\($0)]" }.joined() + "\nB = b", 1, "at most 15"),
  ]

  @Test(arguments: faults.indices)
  func `a fault is named with its line and what to do`(index: Int) throws {
    let fault = Self.faults[index]
    let error = try #require(throws: GrammarError.self) { try SmallWorld.source(fault.rules) }
    #expect(error.line == fault.line, "\(error)")
    #expect("\(error)".contains(fault.words), "\(error)")
  }

  @Test func `rules that would never end or fill the memory are refused`() throws {
    // Forty rules of which each makes the next one twice: 2⁴⁰ steps.
    let doubling = (0..<40).map { "A\($0) = [A\($0 + 1)][A\($0 + 1)]\n" }.joined() + "A40 = x\n"
    let steps = try #require(throws: GrammarError.self) { try SmallWorld.source(doubling) }
    #expect("\(steps)".contains("too many ways through a line"))
    let long = "LINE = " + String(repeating: "x", count: 4_097)
    let bytes = try #require(throws: GrammarError.self) { try SmallWorld.source(long) }
    #expect("\(bytes)".contains("a line can have 4097 bytes: at most 4096"))
    let large = "LINE = x\n# " + String(repeating: "x", count: 1 << 16)
    let size = try #require(throws: GrammarError.self) { try SmallWorld.source(large) }
    #expect("\(size)".contains("at most 65536 are read"))
    let many = "LINE = x\n" + (0..<500).map { "A\($0) = x\n" }.joined()
    let count = try #require(throws: GrammarError.self) { try SmallWorld.source(many) }
    #expect(count.line == 501 && "\(count)".contains("at most 500"))
  }

  @Test func `bytes that are no text are refused`() throws {
    let error = try #require(throws: GrammarError.self) {
      try Source(name: "x", rules: [0x4C, 0x3D, 0xFF])
    }
    #expect("\(error)" == "line 1: the rules are not UTF-8 text: save them as that")
  }

  @Test func `rules are written as their page says`() throws {
    // Weights, going on, spaces at an edge, nothing, what is remembered, tables, sums.
    let source = try SmallWorld.source(
      """
      # A remark, and names with digits and hyphens.
      LINE = [N as a] and [N as b]: [a + b], [T of a][E for b]_
      N = 2: 3 |
        41
      T of N = 3 > few | 41 > many_more
      E for N = 3 > - | 41 > s
      """)
    let lines = Set(source.draw(bytes: 3_000, seed: 1).text.split(separator: UInt8(ascii: "\n")))
    #expect(
      Set(lines.map { String(decoding: $0, as: UTF8.self) }) == [
        "3 and 3: 6, few ", "3 and 41: 44, fews ", "41 and 3: 44, many more ",
        "41 and 41: 82, many mores ",
      ])
  }
}
