import Basics
import Display
import Exploration
import InformationTheory
import ShownText
import Testing

@Suite struct `Large figures on the screen` {
  private func explorer(
    rows: Int, columns: Int, upTo count: Int = .max, isASCII: Bool = false
  ) -> Explorer {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: columns, upTo: count)
    explorer.isASCII = isASCII
    explorer.press(.right, times: 18)
    if explorer.screen.bigFigures == nil { explorer.press("B") }
    return explorer
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60)])
  func `look as they did`(rows: Int, columns: Int) throws {
    try expectGolden(explorer(rows: rows, columns: columns), "big-\(columns)x\(rows)")
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60)])
  func `and bars below the words look as they did`(rows: Int, columns: Int) throws {
    var explorer = explorer(rows: rows, columns: columns)
    if explorer.wordsGeometry == nil { explorer.press("V") }
    #expect(explorer.wordsGeometry != nil)
    try expectGolden(explorer, "big-words-\(columns)x\(rows)")
  }

  @Test(arguments: [(24, 80), (60, 200)])
  func `look as they did in ASCII`(rows: Int, columns: Int) throws {
    try expectGolden(
      explorer(rows: rows, columns: columns, isASCII: true), "big-ascii-\(columns)x\(rows)")
  }

  @Test func `stand apart on a large screen, however wide the left one is`() throws {
    let explorer = explorer(rows: 60, columns: 200)
    let geometry = try #require(explorer.screen.bigFigures)
    for index in stride(from: 0, to: geometry.figures.count, by: 2) {
      let (left, right) = (geometry.place(index), geometry.place(index + 1))
      #expect(left.row == right.row)
      #expect(right.column - (left.column + left.columns) >= 2 * geometry.scale)
    }
  }

  /// The figures as a student would compute them from those of the tokens.
  private func computed(_ explorer: Explorer) throws -> [BigFigure: String] {
    let token = explorer.focus
    let bits = try #require(explorer.surprisal(of: token)).bits
    let all = explorer.tokens.indices.compactMap { explorer.surprisal(of: $0)?.bits }
    let loss = all.reduce(0, +) / Double(all.count)
    return [
      .loss: decimal(loss, 2), .perplexity: threeDigits(pow(2, loss)), .surprise: decimal(bits, 2),
      .probability: percent(pow(2, -bits)),
      .rank: String(try #require(explorer.rank(of: token))),
      .temperature: decimal(explorer.temperature.value, 2),
    ]
  }

  private func percent(_ share: Double) -> String {
    share < 0.000_1 ? "<0.01%" : decimal(share * 100, share < 0.009_95 ? 2 : 1) + "%"
  }

  /// Whether a number is drawn at its place, and nothing else.
  private func holds(_ frame: Frame, _ number: String, _ index: Int, _ explorer: Explorer) -> Bool {
    guard let geometry = explorer.screen.bigFigures else { return false }
    let place = geometry.place(index)
    var twin = Frame(rows: frame.rows, columns: frame.columns, isASCII: explorer.isASCII)
    let below = Area(
      row: place.row + 1, column: place.column, rows: place.rows - 1, columns: place.columns)
    BigText(number, as: .strong).atMost(scale: geometry.scale).draw(in: below, on: &twin)
    return (0..<frame.cells.count).allSatisfy {
      !below.contains(row: $0 / frame.columns, column: $0 % frame.columns)
        || frame.cells[$0].glyph == twin.cells[$0].glyph
    }
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200)])
  func `are those of the text and the token, and follow the temperature`(
    rows: Int, columns: Int
  ) throws {
    for isASCII in [false, true] {
      var explorer = explorer(rows: rows, columns: columns, isASCII: isASCII)
      for key in [Key.left, .up, .up, .right, .down, .down, .down] {
        explorer.press(key)
        let numbers = try computed(explorer)
        let frame = render(explorer, rows: rows, columns: columns)
        for (index, figure) in (explorer.screen.bigFigures?.figures ?? []).enumerated() {
          #expect(holds(frame, numbers[figure] ?? "", index, explorer), "\(figure) after \(key)")
        }
      }
    }
  }

  @Test func `are written as the small ones`() throws {
    var explorer = explorer(rows: 60, columns: 200)
    for key in [Key.left, .up, .up, .character("u"), .down, .left] {
      explorer.press(key)
      let text = render(explorer, rows: 60, columns: 200).text
      for (figure, words) in [
        (BigFigure.loss, "loss %"), (.perplexity, "perplexity %"), (.surprise, "surprise    %"),
        (.probability, "probability %"), (.rank, "rank        %"), (.temperature, "T %"),
      ] {
        let small = words.dropLast() + explorer.figureText(figure)
        #expect(text.contains(small), "\(small)")
      }
    }
  }

  @Test func `are dashes where nothing is known yet, but for the temperature`() {
    let explorer = Scene.breakfast.loading(rows: 60, columns: 200)
    let frame = render(explorer, rows: 60, columns: 200)
    for (index, figure) in BigFigure.allCases.enumerated() {
      #expect(holds(frame, figure == .temperature ? "1.00" : "–", index, explorer))
    }
  }

  @Test func `give nothing of a hidden token away`() {
    var explorer = explorer(rows: 60, columns: 200)
    explorer.press("r")
    #expect(explorer.isAsking)
    let frame = render(explorer, rows: 60, columns: 200)
    let before = explorer.surprisal(of: explorer.focus - 1)
    #expect(holds(frame, decimal(before?.bits ?? 0, 2), 2, explorer))
    explorer.press(.escape)
    explorer.press(.home)
    explorer.press("r")
    #expect(explorer.isAsking && explorer.focus == 0)
    #expect(holds(render(explorer, rows: 60, columns: 200), "–", 2, explorer))
  }
}
