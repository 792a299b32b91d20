import Basics
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
    _ rows: Int, _ columns: Int, with other: Scene? = nil, ascii: Bool = false,
    of base: Scene = .breakfast, at temperature: Temperature = .one, note: String? = nil
  ) -> Explorer {
    var explorer = base.explorer(rows: rows, columns: columns, at: temperature)
    explorer.isASCII = ascii
    explorer.press("D")
    _ = explorer.update(
      .modelsListed(ModelListing([ListedModel(reference: "second.gguf")], started: "first")))
    explorer.press(.enter)
    guard let other else { return explorer }
    let isAlike = other.tokens.count == Scene.breakfast.tokens.count
    other.answerComparison(
      in: &explorer, request: 1,
      note: note ?? (isAlike ? nil : "A and B have different vocabularies"))
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

  /// Both, or the other alone, say no more than their five likeliest tokens.
  private func open(
    _ rows: Int, _ columns: Int, at temperature: Double, isBaseOpen: Bool = true
  ) throws -> Explorer {
    var (base, other) = (Scene.breakfast, Self.other)
    if isBaseOpen { base.likeliest = 5 }
    other.likeliest = 5
    return opened(
      rows, columns, with: other, of: base, at: try #require(Temperature(temperature)),
      note: "KL needs the whole vocabulary, which Q8_0 does not give")
  }

  @Test(arguments: [(24, 80), (40, 120)])
  func `where numbers are open, with what they are at least and at most`(
    rows: Int, columns: Int
  ) throws {
    let explorer = try open(rows, columns, at: 2)
    try expectGolden(explorer, "two-models-open-\(columns)x\(rows)")
    let text = render(explorer, rows: rows, columns: columns).text
    let totals = try #require(explorer.modelTotals)
    for sums in [totals.bases, totals.others] {
      let ends = [sums.lowerBound, sums.upperBound].map(explorer.unit.format)
      #expect(ends[0] != ends[1])
      #expect(ends.allSatisfy(text.contains), "\(ends)")
    }
    let contrast = try #require(explorer.modelComparison?.contrast)
    let changes = try #require(contrast.changes(of: 19, in: explorer.figures))
    let ends = [changes.lowerBound, changes.upperBound].map {
      ($0 < .zero ? "−" : "+") + explorer.unit.format($0).replacing("−", with: "")
    }
    #expect(text.contains("\(ends[0])…\(ends[1])"), "\(ends)")
    #expect(text.contains("KL needs the whole") && !text.contains("KL 0"))
  }

  @Test func `where numbers are open, in a list that says so`() throws {
    var explorer = try open(24, 80, at: 2)
    explorer.press("s")
    #expect(render(explorer, rows: 24, columns: 80).text.contains("the middle of what is open"))
    explorer = try open(24, 80, at: 1)
    explorer.press("s")
    #expect(!render(explorer, rows: 24, columns: 80).text.contains("the middle of what is open"))
  }

  @Test func `where the other's numbers alone are open`() throws {
    let totals = try #require(open(24, 80, at: 2, isBaseOpen: false).modelTotals)
    #expect(!totals.bases.isOpen && totals.others.isOpen && totals.isOpen)
    let atOne = try open(24, 80, at: 1)
    #expect(atOne.modelTotals?.isOpen == false)
    #expect(
      render(atOne, rows: 24, columns: 80).text.contains("94.90 → Q8_0 90.90 bits  −4.00"))
  }

  @Test func `and say it where one reads less at once, or after another start token`() {
    func rows(start: Int?, window: Int) -> [[String]] {
      var explorer = opened(24, 80)
      Self.other.answerComparison(
        in: &explorer, request: 1, note: nil, start: start, window: window)
      return render(explorer, rows: 24, columns: 80).text.split(separator: "\n").map {
        $0.split(separator: " ").suffix(3).map(String.init)
      }
    }
    let alike = rows(start: nil, window: 512)
    #expect(!alike.contains { $0.first == "window" || $0.first == "start" })
    let apart = rows(start: 0, window: 8)
    #expect(apart.contains(["window", "8192", "8"]))
    #expect(apart.contains { $0.starts(with: ["start", "none"]) && $0.count == 3 })
  }

  @Test func `with what is known of their expectations, in bits`() {
    // Divergences of the scene are 0.01 and 0.0004 nats times the place, 1 to 23.
    let text = render(opened(60, 200, with: Self.other), rows: 60, columns: 200).text
    #expect(text.contains("KL 0.173  back 0.00692"), "0.12 and 0.0048 nats")
    #expect(text.contains("KL median 0.173") && text.contains("most 0.332"), "0.23 nats")
    let sums = [Scene.breakfast, Self.other].map { $0.tokens.map(\.bits).reduce(0, +) }
    let perplexities = sums.map { exp2($0 / 23) }
    #expect(abs(perplexities[0] - 17.5) < 0.05 && abs(perplexities[1] - 15.5) < 0.05)
    #expect(text.contains("perplexity 17.5 → 15.5"))
    let bytes = Scene.breakfast.tokens.dropFirst().reduce(0) { $0 + $1.text.count }
    #expect(abs(sums[0] / Double(bytes) - 0.912) < 1e-3)
    #expect(
      text.contains("per byte") && text.contains("0.912") && text.contains("same first choice"))
  }

  @Test func `with what the other says of the token, and of a span of tokens`() {
    var explorer = opened(60, 200, with: Self.other)
    let detail = render(explorer, rows: 60, columns: 200).text
    #expect(detail.contains("Q8_0        12.70 bits  −4.00  rank 63"))
    explorer = opened(60, 200, with: Self.apart)
    explorer.press(.left, times: 14)
    let apart = render(explorer, rows: 60, columns: 200).text
    #expect(apart.contains("1 → 2 tokens"))
  }

  @Test func `and say what is going on, and how far it is`() {
    var explorer = opened(24, 80)
    #expect(render(explorer, rows: 24, columns: 80).text.contains("beside this model…"))
    Self.other.answerComparison(in: &explorer, request: 1, note: nil, isCutShort: true)
    let text = render(explorer, rows: 24, columns: 80).text
    #expect(text.contains("comparing expectations: 50%") && text.contains("(Esc ends it)"))
    #expect(text.contains(" 50%"))
  }

  @Test func `and say that nothing stands before the first token`() {
    var explorer = opened(24, 80, with: Self.other)
    explorer.press(.home)
    let text = render(explorer, rows: 24, columns: 80).text
    #expect(
      text.contains("Nothing stands before │ Nothing stands before") && !text.contains("not said"))
  }

  @Test(arguments: [(24, 80), (30, 100), (40, 120), (60, 200)])
  func `with no number cut off`(rows: Int, columns: Int) throws {
    for explorer in [opened(rows, columns, with: Self.other), try open(rows, columns, at: 2)] {
      let panels = render(explorer, rows: rows, columns: columns).text.split(separator: "\n").drop {
        !$0.contains("both models")
      }
      for line in panels {
        #expect(
          line.split(separator: " ").allSatisfy { !$0.contains("…│") || $0 == "…│" }, "\(line)")
      }
    }
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
