import Basics
import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

@Suite struct `Reading by words, lines and sentences` {
  private let text = "the cat sat. the mat ate\non the cat. the mat."
  private let paragraphs = "the cat sat.\n\nthe mat ate.\n\nthe cat"

  private func explorer(by unit: TextUnit, _ text: String? = nil) -> Explorer {
    var explorer = Explorer.ready(text ?? self.text, rows: 30, columns: 100)
    explorer.press(.home)
    while explorer.textUnit != unit { explorer.press(.character("W"), .shift) }
    return explorer
  }

  /// What the arrows stop at on their way through the text.
  private func stops(_ explorer: Explorer) -> [Int] {
    var (explorer, stops) = (explorer, [explorer.focus])
    while true {
      explorer.press(.right)
      if explorer.focus == stops.last { return stops }
      stops.append(explorer.focus)
    }
  }

  @Test func `W goes through the units, and says which is read by`() {
    var explorer = Explorer.ready(text)
    for unit in [TextUnit.word, .line, .sentence, .token] {
      explorer.press(.character("W"), .shift)
      #expect(explorer.textUnit == unit)
      #expect(explorer.notice?.contains("read by \(unit.rawValue)s") == true)
    }
  }

  @Test func `arrows step by what is read by`() {
    // the| cat| sat.| the| mat| ate|⏎ o n| the| cat.| the| mat.
    #expect(explorer(by: .token).tokens.count == 16)
    #expect(stops(explorer(by: .word)) == [0, 1, 2, 4, 5, 6, 7, 10, 11, 13, 14])
    #expect(stops(explorer(by: .line)) == [0, 8])
    #expect(stops(explorer(by: .sentence, paragraphs)) == [0, 4, 10])
  }

  @Test func `the way back leads to the beginning of what the focus is in first`() {
    var explorer = explorer(by: .sentence, paragraphs)
    explorer.press(.end)
    explorer.press(.left)
    #expect(explorer.focus == 10)
    explorer.press(.left)
    #expect(explorer.focus == 4)
    explorer.press(.left, times: 3)
    #expect(explorer.focus == 0)
  }

  @Test func `the parts are drawn as one, and the strip has a bar for each`() {
    let explorer = explorer(by: .word)
    #expect(explorer.stripBars(columns: 80) == 0..<11)
    #expect(explorer.token(ofBar: 2) == 2 && explorer.part(of: 3) == 2..<4)
    #expect(explorer.value(of: 2) == explorer.value(of: 3))
    let lines = self.explorer(by: .line)
    #expect(lines.stripBars(columns: 80) == 0..<2 && lines.isFocused(7) && !lines.isFocused(8))
  }

  /// The probability of what begins a word in the model of the fixtures: all positions are alike.
  private var odds: (starts: Double, ends: Double, all: Double) {
    let weights = FakeScorer.logits.map { exp($0) }
    let starts = weights.indices.reduce(0) { sum, id in
      FakeScorer.vocabulary.bytes(id).first == 0x20 ? sum + weights[id] : sum
    }
    return (starts, weights[6], weights.reduce(0, +))
  }

  @Test func `a word has the surprise of its tokens, less the end before, and its own`() throws {
    let explorer = explorer(by: .word)
    let total = log(odds.all)
    let end = -log((odds.starts + odds.ends) / odds.all)
    // " sat." is the third word and the full stop.
    let sat = try #require(explorer.wordScores.corrected(2..<4))
    #expect(abs(sat.plain.nats - (2 + 6 + 2 * total)) < 1e-4)
    #expect(abs(sat.before.nats - end) < 1e-4 && abs(sat.after.nats - end) < 1e-4)
    #expect(abs(try #require(explorer.value(of: 3)) - sat.corrected.bits) < 1e-9)
    // What comes behind the text was asked for as well.
    let last = try #require(explorer.wordScores.corrected(14..<16))
    #expect(abs(last.after.nats - end) < 1e-4)
    #expect(explorer.value(of: 0) == nil)
  }

  @Test func `the slider moves a word's surprise`() throws {
    var explorer = explorer(by: .word)
    let before = try #require(explorer.value(of: 2))
    explorer.press(.up, times: 8)
    let scores = try #require(explorer.wordScores.corrected(2..<4))
    let weights = FakeScorer.logits.map { exp($0 / explorer.temperature.value) }
    let ends = weights.indices.reduce(weights[6]) { sum, id in
      FakeScorer.vocabulary.bytes(id).first == 0x20 ? sum + weights[id] : sum
    }
    #expect(explorer.value(of: 2) != before)
    #expect(abs(scores.before.nats + log(ends / weights.reduce(0, +))) < 1e-4)
  }

  @Test func `a line and a sentence have the mean of their tokens`() throws {
    let explorer = explorer(by: .sentence, paragraphs)
    let bits = (4..<10).compactMap { explorer.surprisal(of: $0)?.bits }
    #expect(abs(try #require(explorer.value(of: 5)) - bits.reduce(0, +) / 6) < 1e-9)
    let first = (1..<4).compactMap { explorer.surprisal(of: $0)?.bits }
    #expect(abs(try #require(explorer.value(of: 0)) - first.reduce(0, +) / 3) < 1e-9)
  }

  @Test func `the sum shows a word's arithmetic, whose digits add up`() throws {
    var explorer = explorer(by: .word)
    explorer.press(.right, times: 2)
    explorer.press(.character("m"))
    let sheet = explorer.worksheet(terms: 3)
    #expect(sheet.title == "surprise of the word “sat.”")
    let results = sheet.lines.compactMap { Double($0.result) }
    try #require(results.count == 6)
    let sum = results[0] + results[1]
    #expect(abs(sum - results[2]) < 1e-9)
    #expect(abs(results[2] - results[3] + results[4] - results[5]) < 1e-9)
    let word = try #require(explorer.wordScores.corrected(2..<4))
    #expect(sheet.conclusions.first?.number == "\(explorer.unit.format(word.corrected)) bits")
    explorer.press(.end)
    #expect(explorer.worksheet(terms: 3).title == "surprise of the word “mat.”")
    // Of a word that is not corrected it shows the token.
    explorer.press(.character("W"), .shift, times: 3)
    #expect(explorer.worksheet(terms: 3).title == "surprise of “.”")
  }

  @Test(arguments: [TextUnit.sentence, .line])
  func `the sum shows a line's and a sentence's arithmetic, whose digits add up`(
    unit: TextUnit
  ) throws {
    var explorer = explorer(by: unit, paragraphs)
    explorer.press(.end)
    explorer.press(.left)
    explorer.press(.character("m"))
    let part = explorer.part(of: explorer.focus)
    let sheet = explorer.worksheet(terms: 1)
    #expect(sheet.title.hasPrefix("surprise of the \(unit.rawValue) “"))
    let results = sheet.lines.compactMap { Double($0.result) }
    try #require(results.count == 4)
    #expect(abs(results[0] + results[1] - results[2]) < 1e-9)
    #expect(abs(results[2] / Double(part.count) - results[3]) < 1e-3)
    let bits = part.compactMap { explorer.surprisal(of: $0)?.bits }
    #expect(abs(results[2] - bits.reduce(0, +)) < 1e-2)
    #expect(sheet.conclusions.map(\.name) == ["in all", "a token"])
  }

  @Test func `the sum says what the colours of a long line stand for`() throws {
    func sheet(_ words: Int) -> (explorer: Explorer, meaning: String?) {
      var explorer = explorer(by: .line, "the" + String(repeating: " cat", count: words))
      explorer.press(.character("m"))
      return (explorer, explorer.worksheet(terms: 3).meaning)
    }
    let (short, mean) = sheet(255)
    #expect(short.part(of: 0).count == 256 && short.value(of: 0) == short.value(of: 255))
    #expect(mean?.contains("coloured by the mean:") == true)
    // Of a longer one the colours differ from place to place.
    let (long, means) = sheet(300)
    let about = (0..<256).compactMap { long.surprisal(of: $0)?.bits }
    let colour = try #require(long.value(of: 0))
    #expect(abs(colour - about.reduce(0, +) / Double(about.count)) < 1e-9)
    #expect(means?.contains("the mean of the 256 tokens about each place") == true)
  }

  @Test func `an edit divides the text anew`() {
    var explorer = explorer(by: .word)
    explorer.press(.end)
    explorer.press(.character("e"))
    explorer.type(" the")
    explorer.press(.escape)
    #expect(explorer.part(of: explorer.tokens.count - 1).count == 1)
    #expect(stops(explorer).last == explorer.focus)
  }

  @Test func `while a text is revealed, tokens are read`() {
    var explorer = explorer(by: .sentence)
    explorer.press(.character("r"))
    #expect(explorer.part(of: 0) == 0..<1)
  }
}
