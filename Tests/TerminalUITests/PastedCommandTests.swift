import Exploration
import TerminalUI
import Testing

@Suite struct PastedCommandTests {
  private let q = Input.key(.character("q"), [])

  @Test func `keys in the same read after a paste are not obeyed`() {
    let click = Input.mouse(.pressed, row: 1, column: 1)
    let read = [q, .paste([0x61]), q, click, .key(.enter, []), .paste([0x62])]
    #expect(read.withoutPastedCommands() == [q, .paste([0x61]), click, .paste([0x62])])
  }

  @Test func `a burst of different characters is a paste`() {
    let text = "quit this program, please, or not.\n"
    let read = text.map { $0 == "\n" ? Input.key(.enter, []) : .key(.character($0), []) }
    #expect(
      (read + [.key(.up, [])]).withoutPastedCommands() == [
        .paste(Array(text.utf8)), .key(.up, []),
      ])
    #expect(Array(read.prefix(31)).withoutPastedCommands() == Array(read.prefix(31)))
  }

  @Test func `a key held down stays a key`() {
    let held = [Input](repeating: .key(.character("l"), []), count: 200)
    #expect(held.withoutPastedCommands() == held)
    let arrows = [Input](repeating: .key(.right, []), count: 200)
    #expect(arrows.withoutPastedCommands() == arrows)
  }
}
