import Basics
import Display
import Exploration
import InformationTheory
import Scoring
import Testing

@Suite struct `The screen of a model that says its likeliest tokens alone` {
  private func explorer(
    rows: Int, columns: Int, at temperature: Double, likeliest: Int? = 5
  ) throws -> Explorer {
    var scene = Scene.breakfast
    scene.likeliest = likeliest
    return scene.explorer(
      rows: rows, columns: columns, at: try #require(Temperature(temperature)))
  }

  @Test(arguments: [(24, 80, 0.5), (24, 80, 2), (60, 200, 2)])
  func `says what numbers are at least and at most`(
    rows: Int, columns: Int, temperature: Double
  ) throws {
    let explorer = try explorer(rows: rows, columns: columns, at: temperature)
    try expectGolden(explorer, "open-\(columns)x\(rows)-T\(temperature)")
    let text = render(explorer, rows: rows, columns: columns).text
    let loss = try #require(explorer.figures.crossEntropyInterval)
    let ends = "\(explorer.unit.format(loss.lowerBound)) … \(explorer.unit.format(loss.upperBound))"
    // In the header and beside the slider.
    #expect(text.split(separator: "\n").count { $0.contains(ends) } >= 2)
    // Whiskers, beside the end of the slider: where it is cold they are shorter than a column.
    #expect(text.count { $0 == "┤" } > (temperature > 1 ? 2 : 0))
    #expect(text.contains(" the middle of what is open "))
  }

  @Test(arguments: [(24, 80), (40, 120)])
  func `says what a change costs at least and at most`(rows: Int, columns: Int) throws {
    var (scene, changed) = (Scene.breakfast, Scene.spinach)
    (scene.likeliest, changed.likeliest) = (8, 8)
    var explorer = scene.explorer(
      rows: rows, columns: columns, at: try #require(Temperature(2)))
    explorer.press(.right, times: 18)
    explorer.press(.tab)
    explorer.press(.down, times: 6)
    explorer.press(.enter, answeredBy: changed)
    explorer.press(.tab, times: 2)
    explorer.press(.right, times: 2)
    try expectGolden(explorer, "open-what-if-\(columns)x\(rows)")
    let text = render(explorer, rows: rows, columns: columns).text
    let totals = try #require(explorer.totals)
    for sums in [totals.before, totals.after] {
      let ends = [sums.lowerBound, sums.upperBound].map(explorer.unit.format)
      #expect(ends[0] != ends[1] && text.contains("\(ends[0]) … \(ends[1])"), "\(ends)")
    }
    let change = try #require(explorer.changeInterval(of: explorer.focus))
    #expect(change.isOpen && text.contains(explorer.unit.format(change.upperBound)))
    #expect(explorer.changeInterval(of: 3) == .zero ... .zero)
  }

  @Test func `says so in ASCII too`() throws {
    var explorer = try explorer(rows: 24, columns: 80, at: 2)
    explorer.isASCII = true
    try expectGolden(render(explorer, rows: 24, columns: 80).shown, "open-ascii")
  }

  @Test func `says numbers at T = 1 as of any model, but for the entropy`() throws {
    let (open, exact) = (
      try explorer(rows: 24, columns: 80, at: 1),
      try explorer(rows: 24, columns: 80, at: 1, likeliest: nil)
    )
    for figure in [BigFigure.loss, .perplexity, .surprise, .probability] {
      #expect(open.figureText(figure) == exact.figureText(figure))
    }
    let text = render(open, rows: 24, columns: 80).text
    #expect(!text.contains(" the middle of what is open "))
  }

  @Test func `shows of each figure an interval that holds what a model says that says all`() throws
  {
    for temperature in [0.3, 0.7, 0.9, 1.2, 1.6, 2.5, 5] {
      for likeliest in [1, 5, 20] {
        let open = try explorer(rows: 24, columns: 80, at: temperature, likeliest: likeliest)
        let exact = try explorer(rows: 24, columns: 80, at: temperature, likeliest: nil)
        for figure in [BigFigure.loss, .perplexity, .surprise] {
          let ends = open.figureText(figure).split(separator: " … ").map {
            Double($0.filter { $0 != "," && $0 != " " })
          }
          guard let low = ends.first ?? nil, let high = ends.last ?? nil,
            let truth = Double(exact.figureText(figure).filter { $0 != "," && $0 != " " })
          else { continue }
          #expect(low <= truth && truth <= high, "\(figure) \(temperature) \(likeliest)")
        }
      }
    }
  }
}
