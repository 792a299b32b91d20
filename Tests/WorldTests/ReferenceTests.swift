import InformationTheory
import Testing
import World

/// Numbers of another implementation of the same rules, which carries derivations in dictionaries and looks
/// nothing up in trees.
@Suite struct ReferenceTests {
  static let lines: [(line: String, bits: Double)] = [
    ("Eva owns a red book and a blue coat. Sam hides the book.", 24.154818109),
    ("Yusuf owns a pink statue and a pink vest. Yusuf wants the vest more.", 32.324743110),
    ("The squirrel of Philip lives in the forest and eats nuts.", 15.531381461),
    ("The old owl of Max comes from the barn and eats mice.", 14.853309555),
    ("The owls near the grey lamp dance on Sunday.", 24.679773300),
    ("The camel near the red books dreams all day.", 19.287455878),
    ("Ida finds 9 nuts. Rita finds 8. Together they find 17 nuts.", 21.759333407),
    ("Who is by the bridge? Otto is by the bridge with the pink kite.", 21.984893108),
    ("Leo sees a red ball, a red ball and a black kettle.", 26.421854445),
    ("On Sunday Nina bakes, on Monday Max works.", 18.480958455),
  ]

  @Test(arguments: lines.indices)
  func `a line has the bits that another implementation gives it`(index: Int) throws {
    let (line, bits) = Self.lines[index]
    let score = try SmallWorld.source().score(Array("\(line)\n".utf8))
    #expect(abs(score.total.surprisal.bits - bits) < 2e-9)
  }

  @Test func `the world's entropy is what another implementation finds`() throws {
    let source = try SmallWorld.source()
    #expect(abs(source.entropyOfLine.bits - 18.8532571261) < 1e-9)
    #expect(abs(source.meanLineLength - 54.2884156780) < 1e-9)
  }

  /// Lines, and what each byte is there for, in a letter below it.
  static let marked: [(line: String, kinds: String)] = [
    (
      "The camel near the red books dreams all day.",
      "??..???ww??........?ww.???w?.??wwwA.??wwwww."
    ),
    (
      "The owls near the grey lamp dance on Sunday.",
      "??..??w?..........?ww?.??ww???wwwA?..??wwww."
    ),
    (
      "The squirrel of Philip lives in the forest and eats nuts.",
      "??..??wwwwww??..??wwww.?wwwwwww.....FFFFFF..........FFFF."
    ),
    (
      "Ida finds 9 nuts. Rita finds 8. Together they find 17 nuts.",
      "?ww.?.....?.?ww...??ww.......?.....................SS.CCC.."
    ),
    (
      "Who is by the bridge? Otto is by the bridge with a friend.",
      "??.....?wwwwwwwwwwww..?www....CCCCCCCCCCCCC......?wwwwwww."
    ),
  ]

  @Test(arguments: marked.indices)
  func `the kinds of a line's bytes are those that a reader would say`(index: Int) throws {
    let (line, expected) = Self.marked[index]
    let letters: [ByteKind: Character] = [
      .choice: "?", .spelling: "w", .frame: ".", .agreement: "A", .fact: "F", .copy: "C", .sum: "S",
    ]
    let source = try SmallWorld.source()
    let kinds = source.score(Array("\(line)\n".utf8)).kinds
    #expect(String(kinds.map { letters[$0] ?? " " }) == expected + ".")
    // A line that is not read to its end is marked by what is likeliest so far.
    #expect(source.score(Array(line.utf8)).kinds == kinds.dropLast())
  }
}
