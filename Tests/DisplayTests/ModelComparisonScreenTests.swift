import Display
import Exploration
import InformationTheory
import Scoring
import Testing

@Suite struct `Two models look as they did` {
  /// The same text cut in another way, and how much it surprises the other model.
  private static let other = Scene([
    ("The", 0), (" capital", 6.1), (" of", 1.0), (" France", 4.2), (" is", 0.7), (" Paris", 2.9),
    (".", 1.7), (" The", 2.6), (" capital", 2.1), (" of", 0.1), (" Germany", 3.3), (" is", 0.1),
    (" Berlin", 0.9), (".", 0.3), (" I", 5.0), (" ate", 14.9), (" a", 2.2), (" purple", 9.6),
    (" sp", 8.6), ("reads", 12.7), ("heet", 1.2), (" for", 3.0), (" breakfast", 6.3), (".", 1.4),
  ])
  private static let apart = Scene([
    ("The capital", 9.1), (" of", 1.0), (" France", 4.2), (" is", 0.7), (" Par", 2.9), ("is", 0.2),
    (".", 1.7), (" The", 2.6), (" capital", 2.1), (" of", 0.1), (" Germany", 3.3), (" is", 0.1),
    (" Berlin", 0.9), (".", 0.3), (" I", 5.0), (" ate", 14.9), (" a", 2.2), (" purple", 9.6),
    (" spreadsheet", 18.6), (" for", 3.0), (" breakfast", 6.3), (".", 1.4),
  ])

  private func opened(
    _ rows: Int, _ columns: Int, with other: Scene? = nil, ascii: Bool = false
  ) -> Explorer {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: columns)
    explorer.isASCII = ascii
    explorer.press("D")
    _ = explorer.update(
      .modelsListed(ModelListing([ListedModel(reference: "second.gguf")], started: "first")))
    explorer.press(.enter)
    guard let other else { return explorer }
    let isAlike = other.tokens.count == Scene.breakfast.tokens.count
    other.answerComparison(
      in: &explorer, request: 1, note: isAlike ? nil : "A and B have different vocabularies")
    explorer.press(.right, times: 18)
    return explorer
  }

  @Test(arguments: [(24, 80), (60, 200), (40, 120), (16, 60)])
  func `at every size`(rows: Int, columns: Int) throws {
    try expectGolden(opened(rows, columns, with: Self.other), "two-models-\(columns)x\(rows)")
  }

  @Test func `in ASCII, where signs tell less from more`() throws {
    let explorer = opened(24, 80, with: Self.other, ascii: true)
    try expectGolden(
      render(explorer, rows: 24, columns: 80).shown, "two-models-ascii")
  }

  @Test func `where they cut the text in different ways, while one is opened, and in a list`()
    throws
  {
    try expectGolden(opened(24, 80, with: Self.apart), "two-models-apart")
    try expectGolden(opened(24, 80), "two-models-opening")
    var explorer = opened(24, 80, with: Self.other)
    explorer.press("s")
    try expectGolden(explorer, "two-models-list")
  }

  @Test func `with the same numbers on every part of the screen`() throws {
    let explorer = opened(24, 80, with: Self.other)
    let text = render(explorer, rows: 24, columns: 80).text
    let totals = try #require(explorer.modelTotals)
    let sums = [Scene.breakfast, Self.other].map { $0.tokens.map(\.bits).reduce(0, +) }
    #expect(abs(totals.base.bits - sums[0]) < 1e-3 && abs(totals.other.bits - sums[1]) < 1e-3)
    #expect(text.contains("Q4_1 94.90 → Q8_0 90.90 bits  −4.00"))
  }
}
