import Exploration
import ExplorationFixtures
import Scoring
import Testing

@Suite struct `Opening a board and leaving it` {
  private static let sizes = [(24, 80), (16, 60), (60, 200)]
  private static let boards: [(key: Character, board: Board)] = [
    ("p", .plane), ("m", .sum), ("L", .ladder),
  ]

  @Test(arguments: Mode.ofTheText + Mode.ofBoards, sizes)
  func `restores what was there, by its key and by Esc`(mode: Mode, size: (Int, Int)) {
    let start = mode.explorer(rows: size.0, columns: size.1)
    // A board that lies below already is gone back to instead.
    let isOpen = Mode.ofBoards.contains { $0.name == mode.name }
    for (key, board) in Self.boards where !(isOpen && mode.keys.contains(key)) {
      for end in [Key.character(key), .escape] {
        var explorer = start
        explorer.press(.character(key))
        #expect(explorer.board == board, "\(key)")
        explorer.press(end)
        #expect(explorer.marks == start.marks, "\(key)")
      }
    }
  }

  @Test func `keeps the measurement that a ladder has`() throws {
    var explorer = Explorer.ready("the cat sat.")
    for case .measure(_, _, _, _, let request) in explorer.press(.character("L")) {
      _ = explorer.update(.measured(Rung(name: "zlib", bits: 160, bytes: 9), request: request))
      _ = explorer.update(.measured(nil, request: request))
    }
    let before = try #require(explorer.measurement)
    explorer.press(.character("m"))
    #expect(explorer.press(.character("m")).isEmpty)
    #expect(explorer.measurement == before)
  }

  @Test func `keeps the token that was found meanwhile`() {
    var explorer = Mode.reading()
    explorer.press(.character("p"))
    explorer.press(.right)
    let focus = explorer.focus
    explorer.press(.escape)
    #expect(explorer.focus == focus && explorer.board == .expectation)
  }

  @Test func `goes back to a board that lies below, and never opens it twice`() {
    var explorer = Explorer.ready("the cat sat.")
    explorer.type("pmLp")
    #expect(explorer.board == .plane)
    explorer.press(.escape)
    #expect(explorer.board == .expectation)
  }

  @Test func `never leads back to branches of a generation that has ended`() {
    var explorer = Explorer.ready("the cat sat.")
    explorer.press(.end)
    explorer.type("g vpe")
    explorer.press(.escape)
    #expect(explorer.generation == nil && explorer.board == .plane)
    explorer.press(.character("p"))
    #expect(explorer.board == .expectation)
  }
}
