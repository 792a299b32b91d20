import Testing
import TestSupport

@Suite struct `A literal of the sources` {
  /// Where keys have their names, and where it is said how one writes them.
  private static let dictionary = ["Chord.swift", "Chord+Name.swift", "KeyTable.swift"]

  /// Words that name a key: names of keys, and letters of which something is said.
  private static func namesKey(_ literal: Substring) -> Bool {
    let isMouse = literal.hasPrefix("Shift-drag")
    return !isMouse
      && (literal.contains(
        /\b(Esc|Enter|Ctrl|Alt|Shift|Tab|Space|Backspace|PgUp|PgDn)\b/)
        || literal.contains(/[Pp]ress (the )?[\p{L}\[\]?:]( |,|\.|$)/)
        || literal.contains(
          /(^|[ :,(])[b-zB-Z?] (and|edits|goes|hides|keeps|leads|leaves|lets|lists|makes|shows|stops|takes)\b/
        )
        || literal.contains(/[←→↑↓] (and|or) [←→↑↓]/) || literal.contains(/[^\\]\([a-zA-Z\[\]]\)$/))
  }

  /// What stands between quotation marks, but for comments.
  private static func literals(of source: String) -> [Substring] {
    source.split(separator: "\n").filter { !$0.contains(/^\s*\/\//) }.flatMap { line in
      line.matches(of: /"((?:[^"\\]|\\.)*)"/).map(\.output.1)
    }
  }

  @Test(arguments: ["Exploration", "Display"])
  func `names no key: a sentence names what it does`(module: String) throws {
    var count = 0
    for file in try TestFiles.sources(of: module)
    where !Self.dictionary.contains(where: { file.name.hasSuffix("/" + $0) }) {
      for literal in Self.literals(of: file.text) {
        count += 1
        #expect(!Self.namesKey(literal), "\(file.name): \(literal)")
      }
    }
    #expect(count > 200)
  }

  @Test(arguments: [
    "first leave it: Esc", "press e and write", "x shows the other text", "choose with ↑ and ↓",
    "In the sum (m)", "(Esc stops)", "Ctrl-z suspends", "Press ? for help", "Type, or press q.",
  ])
  func `that names one is seen`(literal: String) {
    #expect(Self.namesKey(literal[...]))
  }

  @Test(arguments: [
    "a word goes on", "the key of a table", "press the button", "Entering", "tokens (all)", "T 1",
    "\\(key: .leave) leaves", "↑ of 3",
  ])
  func `that names none is left alone`(literal: String) {
    #expect(!Self.namesKey(literal[...]))
  }
}
