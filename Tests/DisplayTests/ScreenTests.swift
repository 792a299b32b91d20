import ShownText
import Display
import Exploration
import InformationTheory
import Scoring
import Testing

@Suite struct `A screen looks as it did` {
  private func breakfast(_ rows: Int, _ columns: Int) -> Explorer {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: columns)
    explorer.press(.right, times: 18)
    return explorer
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60), (12, 40), (8, 30), (6, 20), (5, 19)])
  func `at every size`(rows: Int, columns: Int) throws {
    try expectGolden(breakfast(rows, columns), "main-\(columns)x\(rows)")
  }

  @Test(arguments: [(24, 80), (40, 120), (16, 60), (8, 30)])
  func `an infinite loss is marked above the curve`(rows: Int, columns: Int) throws {
    let cold = Scene.breakfast.explorer(rows: rows, columns: columns, at: try #require(.init(0)))
    #expect(cold.figures.crossEntropy?.nats == .infinity)
    let text = render(cold, rows: rows, columns: columns).text
    #expect(text.contains("▲") == (cold.screen.curve != nil))
  }

  @Test(arguments: [32, 40, 60, 70, 80, 120])
  func `the figures of the text end with the whole temperature`(columns: Int) throws {
    for beta in stride(from: 0.2, through: 20, by: 0.6) {
      let temperature = try #require(Temperature(1 / beta))
      let explorer = Scene.breakfast.explorer(rows: 24, columns: columns, at: temperature)
      let line = render(explorer, rows: 24, columns: columns).text.split(separator: "\n")[1]
      let end = columns < 60 ? "  T " : "   at T "
      #expect(line.hasSuffix(end + format(temperature: temperature.value)), "\(line)")
    }
  }

  @Test(arguments: [Double.infinity, .nan], [(24, 80), (40, 120), (16, 60), (60, 200)])
  func `a loss that is no finite number at any temperature has no curve`(
    bits: Double, size: (rows: Int, columns: Int)
  ) throws {
    let scene = Scene([("a", 0), ("b", 3), (" c", bits), (" d", 2)])
    var explorer = scene.explorer(rows: size.rows, columns: size.columns)
    #expect(explorer.curve.losses.allSatisfy { !$0.nats.isFinite })
    for _ in 0..<5 {
      let text = render(explorer, rows: size.rows, columns: size.columns).text
      #expect(!text.unicodeScalars.contains { (0x2801...0x28FF).contains($0.value) })
      explorer.press(.right)
    }
  }

  @Test func `while editing`() throws {
    var explorer = breakfast(24, 80)
    explorer.press("e")
    explorer.press(.backspace)
    try expectGolden(explorer, "editing")
  }

  @Test func `with the help`() throws {
    var explorer = breakfast(24, 80)
    explorer.press("?")
    try expectGolden(explorer, "help")
    explorer.press(.pageDown, times: 99)
    try expectGolden(explorer, "help-end")
  }

  /// The ladder with figures made by hand.
  private func ladder(_ rows: Int, _ columns: Int) -> Explorer {
    var explorer = breakfast(rows, columns)
    explorer.press("L")
    let rungs = [
      ("uniform over 600 tokens", 221.5), ("uniform over 256 bytes", 832),
      ("5-grams in the lessons", 301),
      ("a fair die, a face for each of 27 bytes", 584.9), ("single bytes in the lessons", 522.1),
      ("2-grams in the lessons", 430.3), ("3-grams in the lessons", 351.7),
      ("zlib, at its tightest", 736),
    ]
    for (name, bits) in rungs {
      _ = explorer.update(.measured(Rung(name: name, bits: bits, bytes: 104), request: 1))
    }
    return explorer
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60)])
  func `on the ladder`(rows: Int, columns: Int) throws {
    try expectGolden(ladder(rows, columns), "ladder-\(columns)x\(rows)")
  }

  @Test func `while the model is loading`() throws {
    try expectGolden(Scene.breakfast.loading(rows: 24, columns: 80), "loading")
  }

  @Test func `when the model cannot be used`() throws {
    var explorer = Scene.breakfast.loading(rows: 24, columns: 80)
    let reason =
      "model.gguf is no GGUF file: it begins with \u{1B}[2J. Fetch the default model "
      + "with `surprisal models fetch`, or name another one with --model."
    _ = explorer.update(.modelFailed(reason))
    explorer.press("n")
    try expectGolden(explorer, "failed")
  }

  @Test(arguments: [(24, 80), (16, 60), (40, 120)])
  func `with all of a sentence that is longer than its line`(rows: Int, columns: Int) {
    var explorer = Scene.breakfast.loading(rows: rows, columns: columns)
    explorer.press("m")
    let reason =
      "there is no model “nope”: name a file of weights, or a model of `surprisal models list`, "
      + "which says where it has looked for them."
    _ = explorer.update(.modelFailed(reason))
    let lines = render(explorer, rows: rows, columns: columns).text.split(separator: "\n")
    #expect(
      lines.joined(separator: " ").split(separator: " ").joined(separator: " ").contains(reason))
  }

  @Test func `while it is being scored, and when that was stopped`() throws {
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80, upTo: 9)
    try expectGolden(explorer, "partial")
    explorer.press(.escape)
    try expectGolden(explorer, "stopped")
  }

  @Test func `at another temperature`() throws {
    var explorer = breakfast(24, 80)
    explorer.press(.up, times: 10)
    try expectGolden(explorer, "hot")
  }

  @Test(arguments: Lens.allCases.filter { !$0.isSigned })
  func `through every lens, in nats`(lens: Lens) throws {
    var explorer = breakfast(16, 80)
    explorer.press("u")
    while explorer.lens != lens { explorer.press("c") }
    try expectGolden(explorer, "lens-\(lens.rawValue)")
  }

  @Test func `with wide, combining, broken and dangerous text`() throws {
    let scene = Scene(bytes: [
      (Array("naïve".utf8), 0), (Array(" e\u{301}".utf8), 3.2), (Array(" 你".utf8), 5.2),
      ([0xE5, 0xA5], 8.2), ([0xBD], 0.5), (Array(" 👩".utf8), 7.2), (Array("\u{200D}".utf8), 1.2),
      (Array("🚀".utf8), 2.2), ([0xFF], 16.2), (Array("\n".utf8), 1.2), (Array("\tx".utf8), 4.2),
      (Array("\u{1B}[2J".utf8), 12.2), (Array("\u{202E}".utf8), 9.2), (Array(" 🇩🇪".utf8), 2.2),
    ])
    var explorer = scene.explorer(rows: 24, columns: 80)
    explorer.press("w")
    explorer.press(.right, times: 2)
    try expectGolden(explorer, "text-of-all-kinds")
  }

  @Test(arguments: [(40, 120), (16, 60)])
  func `at a byte without a token`(rows: Int, columns: Int) throws {
    var scene = Scene(bytes: [(Array("ab".utf8), 0), ([0x04], 16.1), (Array("cd".utf8), 9)])
    scene.unknown = [1]
    try expectGolden(
      scene.explorer(rows: rows, columns: columns), "unknown-\(columns)x\(rows)")
  }

  @Test(arguments: [(40, 120), (16, 60)])
  func `at a space that the text lacks`(rows: Int, columns: Int) throws {
    var scene = Scene([("", 0), ("中", 9.1), ("文", 3)])
    scene.spaces = [0]
    var explorer = scene.explorer(rows: rows, columns: columns)
    explorer.press(.home)
    try expectGolden(explorer, "space-added-\(columns)x\(rows)")
  }

  @Test func `where the model reads no context, so that nothing is scored`() throws {
    var explorer = breakfast(24, 80)
    var request: Int?
    while explorer.contextLimit != 0 {
      for case .score(_, _, let asked) in explorer.update(.input(.key(.character("["), []))) {
        request = asked
      }
    }
    Scene.breakfast.answer(
      try #require(request), keeping: nil, to: &explorer, hasContext: false)
    try expectGolden(explorer, "context-none")
    explorer.press("L")
    #expect(render(explorer, rows: 24, columns: 80).text.contains("No token has a score."))
  }

  @Test func `without a text`() throws {
    try expectGolden(Scene([]).explorer(rows: 24, columns: 80), "empty")
  }

  @Test func `after a paste`() throws {
    var explorer = breakfast(24, 80)
    _ = explorer.update(.input(.paste(Array("q".utf8))))
    try expectGolden(explorer, "pasted")
  }

  @Test func `after a paste that is longer than is taken, of which the screen says so`() {
    var explorer = breakfast(24, 80)
    _ = explorer.update(.input(.paste([UInt8](repeating: 0x61, count: Input.longestPaste + 1))))
    let screen = render(explorer, rows: 24, columns: 80).text
    #expect(screen.contains("8 MiB are taken and the rest is left out. Replace the text?"))
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60), (20, 40), (14, 20)])
  func `with the plane`(rows: Int, columns: Int) throws {
    var explorer = breakfast(rows, columns)
    explorer.press("p")
    try expectGolden(explorer, "plane-\(columns)x\(rows)")
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60), (20, 40)])
  func `with the sum behind each number`(rows: Int, columns: Int) throws {
    var explorer = breakfast(rows, columns)
    explorer.press(.down, times: 5)
    explorer.press("m")
    for number in Explanation.Number.allCases {
      try expectGolden(explorer, "sum-\(number)-\(columns)x\(rows)")
      explorer.press(.tab)
    }
  }

  @Test func `with the curve in place of the candidates, where only one fits`() throws {
    var explorer = breakfast(22, 60)
    explorer.press(.tab, times: 2)
    try expectGolden(explorer, "curve-60x22")
  }
}

@Suite struct `A loss that does not depend on temperature` {
  /// Rows of dots in which not every dot is alike.
  private func bumps(in frame: Frame) -> [Substring] {
    frame.text.split(separator: "\n").filter { row in
      Set(row.unicodeScalars.filter { (0x2801...0x28FF).contains($0.value) }).count > 1
    }
  }

  @Test(arguments: 12...60)
  func `is a straight line at every height`(rows: Int) throws {
    let vocabulary = Vocabulary(count: 49_152) { _ in Array("a".utf8) }
    let even = Prediction(foldingLogits: Array(repeating: 0, count: vocabulary.count), actual: 7)
    var predictions = Predictions(vocabularySize: vocabulary.count)
    for _ in 0..<3 { predictions.append(even) }
    var explorer = Explorer(text: Array("aaa".utf8))
    _ = explorer.update(.resized(rows: rows, columns: 120))
    let model = ModelDescription(
      name: "even", file: "", architecture: "", quantization: "", vocabularySize: vocabulary.count,
      contextLength: 99)
    _ = explorer.update(.modelLoaded(model, vocabulary))
    let settings = ScoringSettings(startToken: nil, window: 99, stride: 50)
    let tokens = (0..<3).map { Token(id: 7, bytes: $0..<$0 + 1) }
    _ = explorer.update(.tokenized(tokens, settings, request: 1))
    _ = explorer.update(.scored(predictions, request: 1))
    _ = explorer.update(.finished(request: 1))
    #expect(bumps(in: render(explorer, rows: rows, columns: 120)) == [])
  }
}

@Suite struct `A screen` {
  @Test func `has every size without a trap, in every state`() {
    var states = [
      Scene.breakfast.explorer(rows: 24, columns: 80), Scene([]).explorer(rows: 24, columns: 80),
      Scene.breakfast.loading(rows: 24, columns: 80),
      Scene.breakfast.explorer(rows: 24, columns: 80, upTo: 5),
    ]
    for keys in ["e", "?", "p", "m", "mM", "mMM"] {
      var explorer = states[0]
      explorer.press(keys)
      states.append(explorer)
    }
    for explorer in states {
      for rows in 0...20 {
        for columns in 0...60 where (rows + columns) % 3 == 0 || rows < 8 || columns < 24 {
          let frame = render(explorer, rows: rows, columns: columns)
          #expect(frame.cells.count == rows * columns)
        }
      }
    }
  }

  @Test func `has rows that are exactly as wide as it is`() {
    let scene = Scene([("你好", 0), ("👩\u{200D}🚀", 3), ("e\u{301}", 2), (" 한국어", 9), ("\u{7}", 1)])
    for columns in 20...90 {
      let frame = render(scene.explorer(rows: 24, columns: columns), rows: 24, columns: columns)
      for row in 0..<frame.rows {
        let cells = frame.cells[row * columns..<(row + 1) * columns]
        #expect(cells.reduce(0) { $0 + columnWidth(of: $1.glyph) } == columns)
      }
    }
  }

  @Test func `never holds a code point that moves the cursor`() {
    let all = (0..<0x3100).compactMap { Unicode.Scalar(UInt32($0)) }.map { (String($0), 2.0) }
    var explorer = Scene(Array(all.prefix(160)) + Array(all.suffix(40))).loading(
      rows: 60, columns: 200)
    _ = explorer.update(.modelFailed("\u{1B}]0;x\u{7}\u{9D}"))
    for scalar in render(explorer, rows: 60, columns: 200).text.unicodeScalars where scalar != "\n"
    {
      #expect(columnWidth(of: scalar) != nil)
    }
  }

  @Test func `shows a name of a model without obeying it`() {
    var explorer = Explorer(text: [])
    let model = ModelDescription(
      name: "evil\u{1B}[31m", file: "", architecture: "", quantization: "\u{202E}",
      vocabularySize: 1, contextLength: 1)
    _ = explorer.update(.modelLoaded(model, Vocabulary(count: 1) { _ in [] }))
    #expect(render(explorer, rows: 24, columns: 80).text.contains("evil␛[31m ⟨202E⟩"))
  }

  @Test func `has its cursor on the focused token and in the editor`() throws {
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80)
    let area = try #require(explorer.screen.text)
    let reading = try #require(render(explorer, rows: 24, columns: 80).cursor)
    #expect(reading == (area.row, area.column + 5))  // the c of "capital", made room for a number
    explorer.press("V")
    let running = try #require(render(explorer, rows: 24, columns: 80).cursor)
    #expect(running == (area.row, area.column + 4))
    explorer.press("e")
    let editing = try #require(render(explorer, rows: 24, columns: 80).cursor)
    #expect(editing == (area.row, area.column + 11))
  }

  @Test func `is the same whether the explorer knew its size or not`() {
    let known = Scene.breakfast.explorer(rows: 30, columns: 100)
    let other = Scene.breakfast.explorer(rows: 24, columns: 80)
    #expect(render(known, rows: 30, columns: 100) == render(other, rows: 30, columns: 100))
  }

  @Test func `shows the token that came even when its rank is beyond every list`() {
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80)
    explorer.press(.right, times: 18)
    let rank = explorer.rank(of: 19) ?? 0
    #expect(rank > LogPartition.candidateCount)
    let rows = render(explorer, rows: 24, columns: 80).text.split(separator: "\n")
    #expect(rows.contains { $0.contains("\(rank) ▸ reads") })
  }

  @Test func `becomes a picture that stands on its own`() {
    let explorer = Scene([("<&>\"", 0), (" x", 3)]).explorer(rows: 24, columns: 80)
    let picture = render(explorer, rows: 24, columns: 80).svg(theme: Theme(.dark))
    #expect(picture.hasPrefix("<svg xmlns=\"http://www.w3.org/2000/svg\""))
    #expect(picture.hasSuffix("</svg>\n"))
    #expect(picture.contains("&lt;&amp;&gt;&quot;"))
    #expect(!picture.contains("<&>"))
  }
}
