import Display
import Exploration
import InformationTheory
import Scoring
import Testing

@Suite struct `Figures on the screen` {
  private static let blocks: Set<Character> = ["█", "▉", "▊", "▋", "▌", "▍", "▎", "▏"]

  /// The states that list candidates with their percentages.
  private func lists(_ rows: Int, _ columns: Int) -> [Explorer] {
    ["", "r", "g", "g--", "\t", "x"].map { keys in
      var explorer = Scene.breakfast.explorer(rows: rows, columns: columns)
      explorer.press(.right, times: 8)
      for key in keys { key == "\t" ? explorer.press(.tab) : explorer.press(.character(key)) }
      return explorer
    }
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (45, 150)])
  func `stand at their bars: a percentage directly before`(rows: Int, columns: Int) {
    for explorer in lists(rows, columns) {
      let area = explorer.screen.candidates
      let lines = render(explorer, rows: rows, columns: columns).text.split(
        separator: "\n", omittingEmptySubsequences: false)
      var bars = 0
      for row in (area?.row ?? 0)..<(area.map { $0.row + $0.rows } ?? 0) {
        let cells = Array(lines[row].dropFirst(area?.column ?? 0).prefix(area?.columns ?? 0))
        for (place, cell) in cells.enumerated().dropFirst(2) where Self.blocks.contains(cell) {
          if Self.blocks.contains(cells[place - 1]) { continue }
          bars += 1
          #expect(cells[place - 1] == " ", "\(String(cells))")
          #expect(cells[place - 2] == "%" || cells[place - 2].isNumber, "\(String(cells))")
        }
      }
      #expect(bars > 2)
    }
  }

  @Test func `of the best temperature are never covered by the knob`() throws {
    for columns in stride(from: 40, through: 140, by: 9) {
      var explorer = Scene.breakfast.explorer(rows: 40, columns: columns)
      explorer.press(.up, times: 60)
      for _ in 0..<60 {
        let text = render(explorer, rows: 40, columns: columns).text
        if text.contains("◆ best") || text.contains("best T") {
          #expect(text.contains("◆ best T 1.") || text.contains("◆ best T 0."))
        }
        explorer.press(.down)
      }
    }
  }

  @Test func `beyond a full bar of the ladder lead out of it`() throws {
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80)
    explorer.press("L")
    for (name, bits) in [("twelve bits per byte", 1248.0), ("eight bits per byte", 832)] {
      _ = explorer.update(.measured(Rung(name: name, bits: bits, bytes: 104), request: 1))
    }
    let lines = render(explorer, rows: 24, columns: 80).text.split(separator: "\n")
    let twelve = try #require(lines.first { $0.contains("twelve") })
    let eight = try #require(lines.first { $0.contains("eight") })
    #expect(twelve.hasSuffix("█▶"))
    #expect(eight.hasSuffix("██") && eight.count == twelve.count)
  }

  @Test func `of the ladder are said to be hidden where there is no room for all`() throws {
    func screen(_ rows: Int, _ columns: Int) -> String {
      var explorer = Scene.breakfast.explorer(rows: rows, columns: columns)
      explorer.press("L")
      for number in 1...9 {
        let rung = Rung(name: "rung \(number)", bits: Double(number * number), bytes: 104)
        _ = explorer.update(.measured(rung, request: 1))
      }
      return render(explorer, rows: rows, columns: columns).text
    }
    func shown(_ text: String) -> Int { (1...9).count { text.contains("rung \($0)") } + 1 }
    for (rows, columns) in [(24, 80), (20, 80), (18, 60), (16, 60), (40, 120), (50, 200)] {
      let text = screen(rows, columns)
      let count = shown(text)
      #expect(text.contains("\(count) of 10 rows") == (count < 10), "\(columns)×\(rows): \(text)")
      #expect(text.contains(": a taller screen shows all") == (count < 10 && columns >= 72))
    }
    #expect(shown(screen(16, 60)) < 10 && shown(screen(24, 80)) == 10)
  }

  @Test(arguments: [1, 5, 10])
  func `have the perplexity among them at 40 columns, whatever the temperature`(notches: Int) {
    var explorer = Scene.breakfast.explorer(rows: 20, columns: 40)
    explorer.press(.down, times: notches)
    let line = render(explorer, rows: 20, columns: 40).text.split(separator: "\n")[1]
    #expect(line.contains("loss \(explorer.figureText(.loss))"))
    #expect(line.contains("perplexity \(explorer.figureText(.perplexity))"))
    #expect(line.contains("T \(explorer.figureText(.temperature))"))
  }

  @Test func `count one token in the singular`() throws {
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80)
    var request: Int?
    while explorer.contextLimit != 1 {
      for case .score(_, _, let asked) in explorer.update(.input(.key(.character("["), []))) {
        request = asked
      }
    }
    Scene.breakfast.answer(try #require(request), keeping: nil, to: &explorer)
    let text = render(explorer, rows: 24, columns: 80).text
    #expect(text.contains("→ 1 token ") && !text.contains("1 tokens"))
  }

  @Test func `of an unknown token are said to be those of another`() {
    var scene = Scene(bytes: [(Array("ab".utf8), 0), ([0x04], 16.1), (Array("cd".utf8), 9)])
    scene.unknown = [1]
    var explorer = scene.explorer(rows: 24, columns: 80)
    explorer.press(.end)
    explorer.press(.left)
    explorer.press("m")
    #expect(render(explorer, rows: 24, columns: 80).text.contains("unknown, and read as “w599”"))
    explorer.press(.right)
    #expect(!render(explorer, rows: 24, columns: 80).text.contains("unknown"))
  }

  /// Tokens of which the second and the third are nearly impossible.
  private static let astonishing = Scene([
    ("a", 0), ("b", 20.3), (" c", 47.5), (" d", 13.2), (" e", 1),
  ])

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60), (12, 40)])
  func `of small probabilities are said without powers of ten`(rows: Int, columns: Int) throws {
    var explorer = Self.astonishing.explorer(rows: rows, columns: columns)
    explorer.press(.home)
    for keys in ["", "u", "c", "c", "r", "d"] {
      explorer.press(keys)
      for _ in 0..<5 {
        let text = render(explorer, rows: rows, columns: columns).text
        #expect(text.firstMatch(of: /[0-9]e-[0-9]/) == nil)
        explorer.press(.right)
      }
      explorer.press(.home)
    }
  }

  @Test func `of small probabilities are one chance in so many, beside the percentage`() {
    var explorer = Self.astonishing.explorer(rows: 24, columns: 100)
    explorer.press(.home)
    for (bits, words) in [("20.30", "p <0.01%  1 in 1 290 9"), ("47.50", "1 in 199 trillion")] {
      explorer.press(.right)
      let lines = render(explorer, rows: 24, columns: 100).text.split(separator: "\n")
      #expect(lines.contains { $0.contains(bits) && $0.contains(words) }, "\(words)")
    }
    explorer.press(.right)
    explorer.press(.right)
    let text = render(explorer, rows: 24, columns: 100).text
    #expect(text.contains("p 50.0%") && !text.contains("1 in "))
  }

  @Test func `of a calculator are explained in the sum`() throws {
    var explorer = Self.astonishing.explorer(rows: 40, columns: 120)
    explorer.press(.home)
    explorer.press(.right)
    explorer.press("m")
    let text = render(explorer, rows: 40, columns: 120).text
    let share = try #require(
      text.firstMatch(of: /([0-9.]+)e-7 is how calculators write ([0-9.]+) ÷ 10 000 000/))
    #expect(share.1 == share.2 && text.contains("= \(share.1)e-7"))
    explorer.press(.end)
    #expect(!render(explorer, rows: 40, columns: 120).text.contains("calculators"))
  }

  @Test func `of an unknown token near the beginning are all there on a large screen`() {
    var scene = Self.astonishing
    scene.unknown = [1]
    for wanted in [false, true] {
      var explorer = scene.explorer(rows: 60, columns: 200)
      if explorer.screen.bigFigures != nil, !wanted { explorer.press("B") }
      explorer.press(.home)
      explorer.press(.right)
      let text = render(explorer, rows: 60, columns: 200).text
      for label in ["unknown ", "before it ", "bytes ", "place "] {
        #expect(text.contains("│ \(label)"), "\(label)")
      }
    }
  }
}
