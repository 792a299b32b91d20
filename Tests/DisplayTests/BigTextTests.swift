import Display
import Exploration
import Testing

@Suite struct `Large text` {
  /// The dots of a frame, two above one another in a cell: whether there is ink.
  private func dots(_ frame: Frame) -> [[Bool]] {
    (0..<frame.rows * 2).map { half in
      (0..<frame.columns).map { column in
        let glyph = frame.cells[half / 2 * frame.columns + column].glyph
        return glyph == "█" || glyph == (half % 2 == 0 ? "▀" : "▄")
      }
    }
  }

  private func drawn(_ text: BigText, rows: Int = 40, columns: Int = 300) -> Frame {
    var frame = Frame(rows: rows, columns: columns)
    text.draw(in: Area(row: 0, column: 0, rows: rows, columns: columns), on: &frame)
    return frame
  }

  /// In how many dots two drawings differ that begin at the same place.
  private func distance(_ a: BigGlyph, _ b: BigGlyph) -> Int {
    func ink(_ glyph: BigGlyph, _ row: Int, _ column: Int) -> Bool {
      row < glyph.rows.count && column < glyph.width && glyph.rows[row][column]
    }
    return (0..<6).reduce(0) { sum, row in
      sum + (0..<8).count { ink(a, row, $0) != ink(b, row, $0) }
    }
  }

  @Test func `has all of ASCII, and what figures need beyond`() {
    let letters = (0x20...0x7E).compactMap { Unicode.Scalar($0).map(Character.init) }
    for letter in letters + Array("−∞…‘’“”–—×·→␣↵½") {
      #expect(BigFont.glyphs[letter] != nil, "\(letter)")
    }
  }

  @Test func `has drawings of five rows, or six, that are all as wide`() {
    for (letter, glyph) in BigFont.glyphs where letter != " " {
      #expect((5...6).contains(glyph.rows.count), "\(letter)")
      #expect(Set(glyph.rows.map(\.count)).count == 1, "\(letter)")
      #expect(glyph.rows.contains { $0.first == true }, "\(letter) does not begin at its left")
      #expect(glyph.rows.contains { $0.last == true }, "\(letter) does not reach its right")
    }
  }

  @Test func `is read without doubt: digits differ in four dots, letters and digits in two`() {
    let (digits, letters) = ("0123456789", "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz")
    func check(_ names: String, least: Int) {
      for (index, a) in names.enumerated() {
        for b in names.dropFirst(index + 1) {
          guard let first = BigFont.glyphs[a], let second = BigFont.glyphs[b] else {
            Issue.record("\(a) or \(b) has no drawing")
            continue
          }
          #expect(distance(first, second) >= least, "\(a) and \(b)")
        }
      }
    }
    check(digits, least: 4)
    check(digits + letters, least: 2)
    check(digits + letters + ".,:;!?'\"-−+=/%()∞…‘’“”&", least: 1)
  }

  @Test(arguments: 1...5) func `fills what it measures`(scale: Int) {
    for text in ["0.05", "1 in 3.06", "Spinach", "y", "…", "’"] {
      let large = BigText(text, as: .strong).atMost(scale: scale)
      let (columns, rows) = large.size(scale: scale)
      let ink = dots(drawn(large))
      let inkColumns = ink.flatMap { $0.indices.filter { column in ink.contains { $0[column] } } }
      #expect((inkColumns.max() ?? 0) + 1 == columns, "\(text)")
      let last = ink.lastIndex { $0.contains(true) } ?? 0
      #expect(last / 2 + 1 == rows, "\(text)")
    }
  }

  @Test(arguments: 2...5) func `is the same drawing at every scale`(scale: Int) {
    let text = "Paris, 1 in 3.06%"
    let small = dots(drawn(BigText(text, as: .strong).atMost(scale: 1)))
    let large = dots(drawn(BigText(text, as: .strong).atMost(scale: scale), columns: 600))
    for row in 0..<12 * scale {
      for column in 0..<100 * scale {
        #expect(large[row][column] == small[row / scale][column / scale])
      }
    }
  }

  @Test func `is as large as there is room for, and ordinary where there is none`() {
    let text = BigText("16.65", as: .strong)
    let three = text.size(scale: 3)
    func scale(_ columns: Int, _ rows: Int) -> Int {
      text.scale(in: Area(row: 0, column: 0, rows: rows, columns: columns))
    }
    #expect(scale(three.columns, three.rows) == 3)
    #expect(scale(three.columns - 1, three.rows) == 2)
    #expect(scale(three.columns, three.rows - 1) == 2)
    #expect(scale(500, 2) == 0)
    #expect(drawn(text, rows: 2, columns: 40).text.contains("16.65"))
    #expect(drawn(text, rows: 2, columns: 4).text.contains("16.…"))
  }

  @Test func `stays inside its area`() {
    for rows in 0...9 {
      for columns in 0...40 {
        var frame = Frame(rows: 12, columns: 44)
        let area = Area(row: 1, column: 2, rows: rows, columns: columns)
        BigText("ygQ 水é", as: .strong).draw(in: area, on: &frame)
        for (place, cell) in frame.cells.enumerated() where cell.glyph != " " {
          #expect(area.contains(row: place / 44, column: place % 44), "\(rows)×\(columns)")
        }
      }
    }
  }

  @Test(arguments: [
    ("é", "e"), ("e\u{301}", "e"), ("ệ", "e"), ("Å", "A"), ("Ø", "O"), ("ñ", "n"), ("ž", "z"),
  ])
  func `draws the base of a letter with marks`(letter: String, base: String) {
    #expect(drawn(BigText(letter, as: .strong)) == drawn(BigText(base, as: .strong)))
  }

  @Test func `writes small what it has no drawing for, and nothing raw`() {
    #expect(drawn(BigText("水", as: .strong)).text.contains("水"))
    let escape = drawn(BigText("\u{1B}[31m", as: .strong))
    #expect(escape.cells.allSatisfy { !$0.glyph.contains("\u{1B}") })
    let space = BigText("a b", as: .strong).size(scale: 1).columns
    #expect(space > BigText("ab", as: .strong).size(scale: 1).columns)
  }
}
