import Exploration
import ExplorationFixtures
import Scoring
import Testing

@Suite struct `A scoring that is stopped` {
  private let text = "the cat sat on the mat. the mat ate"

  /// Whether Enter asks for scores of the whole text.
  private func goesOn(_ explorer: Explorer) -> Bool {
    var explorer = explorer
    guard case .score(let text, _, _)? = explorer.update(.input(.key(.enter, []))).first else {
      return false
    }
    return text == Array(self.text.utf8)
  }

  @Test(arguments: ["g", "G"])
  func `goes on by itself when what stopped it is left`(key: String) {
    var explorer = Explorer.scored(firstTokens: 5, of: text)
    explorer.type(key)
    #expect(explorer.generation != nil)
    let effects = explorer.update(.input(.key(.escape, [])))
    #expect(explorer.generation == nil)
    #expect(effects.map(kind).last == "score")
    explorer.answer(effects)
    #expect(explorer.string == text && explorer.scored?.isComplete == true)
  }

  @Test func `is not what Enter draws after G and Esc`() {
    var explorer = Explorer.scored(firstTokens: 5, of: text)
    for key in [Key.character("G"), .escape, .enter] { _ = explorer.update(.input(.key(key, []))) }
    #expect(explorer.string == text && explorer.generation == nil)
  }

  @Test func `stays stopped after a generation when it was stopped before`() {
    var explorer = Explorer.scored(firstTokens: 5, of: text)
    explorer.press(.escape)
    explorer.type("g")
    explorer.press(.escape)
    #expect(explorer.phase == .stopped && (explorer.words(of: .resume) != nil) && goesOn(explorer))
  }

  @Test func `is gone on with by Enter exactly where that is offered`() {
    for keys in ["", "\t", "\t\t", "p", "m", "p\t", "x", "r", "r\t"] {
      var explorer = Explorer.scored(firstTokens: 5, of: text)
      explorer.press(.escape)
      for key in keys { explorer.press(key == "\t" ? .tab : .character(key)) }
      #expect(explorer.phase == .stopped, "\(keys)")
      #expect((explorer.words(of: .resume) != nil) == goesOn(explorer), "\(keys)")
    }
  }

  @Test func `is offered to Esc exactly where Esc stops it`() {
    for keys in ["", "\t", "\t\t", "p", "m", "p\t", "x", "r", "e"] {
      var explorer = Explorer.scored(firstTokens: 5, of: text)
      for key in keys {
        _ = explorer.update(.input(.key(key == "\t" ? .tab : .character(key), [])))
      }
      let isOffered = explorer.words(of: .stop) != nil
      #expect(explorer.phase.isRunning, "\(keys)")
      explorer.press(.escape)
      #expect(isOffered == (explorer.phase == .stopped), "\(keys)")
    }
  }

  @Test func `a run of drawn tokens is stopped by Esc wherever the keyboard is`() {
    for keys in ["", "\t", "p"] {
      var explorer = Explorer.ready(text)
      explorer.press(.end)
      explorer.press(.character("g"))
      for key in keys { explorer.press(key == "\t" ? .tab : .character(key)) }
      _ = explorer.update(.input(.key(.character("g"), [])))
      #expect(explorer.words(of: .stop) != nil)
      let (panel, board) = (explorer.panel, explorer.board)
      explorer.press(.escape)
      #expect(explorer.generation?.remaining == 0 && explorer.phase == .idle)
      #expect((explorer.panel, explorer.board) == (panel, board))
    }
  }
}
