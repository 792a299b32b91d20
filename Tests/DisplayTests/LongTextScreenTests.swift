import Display
import Exploration
import ExplorationFixtures
import Scoring
import Testing

/// What the screen says of a text that is longer than what the model reads at once.
@Suite struct `The screen of a long text` {
  private let text = Array(String(repeating: "the cat sat on the mat.", count: 286).utf8)

  /// An explorer that has scored some tokens of 2,002, in units of 512.
  private func explorer(
    _ scored: [Range<Int>], rows: Int, columns: Int,
    _ settings: ScoringSettings = FakeScorer.settings
  ) -> Explorer {
    var explorer = Explorer(text: text)
    _ = explorer.update(.resized(rows: rows, columns: columns))
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    let (tokens, request) = (FakeScorer.tokenize(text), explorer.lastRequest)
    _ = explorer.update(.tokenized(tokens, settings, request: request))
    for places in scored {
      let block = FakeScorer.predictions(tokens, from: places.lowerBound, to: places.upperBound)
      _ = explorer.update(.scored(block, at: places.lowerBound, request: request))
    }
    return explorer
  }

  private func screen(_ explorer: Explorer) -> String {
    render(explorer, rows: explorer.rows, columns: explorer.columns).text
  }

  @Test(arguments: [(24, 80), (60, 200)])
  func `says over how much of it the figures are, until all is scored`(rows: Int, columns: Int) {
    let part = explorer([512..<1_024], rows: rows, columns: columns)
    #expect(screen(part).contains("25% scored"))
    let all = [0..<512, 512..<1_024, 1_024..<1_536, 1_536..<2_002]
    let almost = explorer(
      [0..<512, 512..<1_024, 1_024..<1_536, 1_536..<2_001], rows: rows, columns: columns)
    #expect(screen(almost).contains("99% scored"))
    #expect(!screen(explorer(all, rows: rows, columns: columns)).contains("% scored"))
  }

  @Test(arguments: [(24, 80), (60, 200)])
  func `says the standard errors of its figures, and over what they are`(rows: Int, columns: Int) {
    let settings = ScoringSettings(startToken: nil, window: 600, stride: 512)
    let explorer = explorer(
      [0..<600, 600..<1_112, 1_112..<1_624, 1_624..<2_002], rows: rows, columns: columns, settings)
    let screen = screen(explorer)
    #expect(screen.contains(" ± \(explorer.lossError ?? "?")"))
    #expect(screen.contains(" ± \(explorer.perplexityError ?? "?")"))
    #expect(
      screen.contains(columns > 80 ? "± standard error over 4 windows" : "± s.e. over 4 windows"))
  }

  @Test(arguments: [(24, 80), (24, 90), (30, 100), (24, 120), (60, 200)])
  func `read by words has the surprise of a word in the header, and its standard error`(
    rows: Int, columns: Int
  ) throws {
    let settings = ScoringSettings(startToken: nil, window: 600, stride: 512)
    var explorer = explorer(
      [0..<600, 600..<1_112, 1_112..<1_624, 1_624..<2_002], rows: rows, columns: columns, settings)
    #expect(explorer.bitsPerWord == nil && !screen(explorer).contains("a word "))
    explorer.press(.character("W"), .shift)
    let word = try #require(explorer.bitsPerWord)
    let error = try #require(word.error)
    let header = screen(explorer)
    #expect(header.contains("a word \(word.value) ± \(error) bits"))
    #expect(header.contains("loss ") && header.contains("over 4 windows"))
    #expect(columns < 120 || header.contains("perplexity "))
    // Sums over the windows: of each the surprisals, and the words that begin in scored tokens.
    let windows = [0..<600, 600..<1_112, 1_112..<1_624, 1_624..<2_002].map { window in
      let scored = window.filter { explorer.surprisal(of: $0) != nil }
      let bits = scored.reduce(0) { $0 + (explorer.surprisal(of: $1)?.bits ?? 0) }
      // A full stop begins none, but for "the" behind one, which no space divides.
      let words = scored.filter {
        let bytes = explorer.tokens[$0].bytes
        return bytes.contains { place in
          text[place] != 0x20 && (place == 0 || text[place - 1] == 0x20)
        }
      }
      return (bits: bits, words: Double(words.count))
    }
    let (bits, words) = windows.reduce((0, 0)) { ($0.0 + $1.bits, $0.1 + $1.words) }
    let ratio = bits / words
    #expect(word.value == explorer.unit.format(.bits(ratio)))
    let squares = windows.reduce(0) {
      $0 + ($1.bits - ratio * $1.words) * ($1.bits - ratio * $1.words)
    }
    let expected = (squares * 4 / 3).squareRoot() / words
    #expect(abs((Double(error) ?? 0) - expected) < 0.006)
  }

  @Test func `read by words has the surprise of a word while it is scored, and on a small screen`()
    throws
  {
    for columns in [80, 44] {
      var explorer = explorer([0..<256, 256..<1_024], rows: 24, columns: columns)
      explorer.press(.character("W"), .shift)
      let word = try #require(explorer.bitsPerWord)
      let header = screen(explorer)
      #expect(header.contains("a word \(word.value)"))
      #expect(columns < 80 || header.contains("% scored"))
    }
  }

  @Test(arguments: [(24, 80), (60, 200)])
  func `says of the focused token after how many of the text it was read`(rows: Int, columns: Int) {
    var explorer = explorer([0..<512, 1_536..<2_002], rows: rows, columns: columns)
    // The last token is the 466th behind the window's 256 that are read for the others.
    _ = explorer.update(.input(.key(.end, [])))
    #expect(explorer.focus == 2_001)
    let window = FakeScorer.settings.windows(of: 2_002).last?.tokens.lowerBound ?? 0
    let read = 2_001 - window
    #expect(
      screen(explorer).contains(
        columns > 80 ? "before it   \(read) tokens read" : "after \(read) read"))
  }
}
