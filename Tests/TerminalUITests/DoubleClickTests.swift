import Exploration
import TerminalUI
import Testing

@Suite struct `A double click` {
  /// What comes of presses at some moments, rows and columns.
  private func told(_ presses: [(moment: Int, row: Int, column: Int)]) -> [MouseAction] {
    var click = DoubleClick()
    return presses.flatMap { moment, row, column in
      [MouseAction.pressed, .released].compactMap { action in
        let input = click.told(.mouse(action, row: row, column: column), at: moment)
        guard case .mouse(let told, row, column) = input, told != .released else { return nil }
        return told
      }
    }
  }

  @Test func `is two presses soon after one another at one place`() {
    #expect(told([(0, 5, 9), (400, 5, 9)]) == [.pressed, .pressedTwice])
    #expect(told([(0, 5, 9), (300, 5, 10)]) == [.pressed, .pressedTwice])
  }

  @Test func `is not two slow clicks, nor two at different places`() {
    #expect(told([(0, 5, 9), (401, 5, 9)]) == [.pressed, .pressed])
    #expect(told([(0, 5, 9), (100, 6, 9)]) == [.pressed, .pressed])
    #expect(told([(0, 5, 9), (100, 5, 11)]) == [.pressed, .pressed])
  }

  @Test func `is over with its second press`() {
    let moments = [(0, 5, 9), (100, 5, 9), (200, 5, 9), (300, 5, 9)]
    #expect(told(moments) == [.pressed, .pressedTwice, .pressed, .pressedTwice])
  }

  @Test(arguments: [
    Input.key(.down, []), .mouse(.dragged, row: 5, column: 12), .mouse(.wheelUp, row: 5, column: 9),
  ])
  func `is no double click when something else came between`(between: Input) {
    var click = DoubleClick()
    let press = Input.mouse(.pressed, row: 5, column: 9)
    #expect(click.told(press, at: 0) == press)
    #expect(click.told(between, at: 50) == between)
    #expect(click.told(press, at: 100) == press)
  }
}
