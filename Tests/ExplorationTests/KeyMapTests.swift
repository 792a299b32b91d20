import Exploration
import ExplorationFixtures
import Testing

@Suite struct `The tables of keys` {
  private let maps = KeyMap.all
  private var actions: [Action] { maps.flatMap(\.bindings).flatMap(\.actions) }

  @Test func `say of every key what it does, and have it in one place only`() {
    for map in maps {
      var seen: Set<Chord> = []
      for binding in map.bindings {
        #expect(binding.help != "" && !binding.actions.isEmpty)
        #expect((1...27).contains(binding.label.count), "\(binding.label)")
        for action in binding.actions {
          #expect(!action.chords.isEmpty, "\(action.name)")
          for chord in action.chords { #expect(seen.insert(chord).inserted, "\(chord)") }
        }
      }
    }
  }

  @Test func `name commands with words that somebody would type`() throws {
    let name = try Regex("[a-z]+(-([a-z]+|[1-9]))*")
    for action in actions {
      #expect(try name.wholeMatch(in: action.name) != nil, "\(action.name)")
      #expect(action.name.count <= 24, "\(action.name)")
    }
  }

  @Test func `mean one command by a name, wherever it stands`() {
    for (name, same) in Dictionary(grouping: actions, by: \.name) {
      #expect(Set(same.map(\.command)).count == 1, "\(name)")
    }
  }

  @Test func `call a command by one name where tables apply together`() {
    var names: [Set<Sentence>: [Action]] = [:]
    let broken = exploreAtRandom(seed: 40, events: 8_000) { explorer in
      let maps = explorer.tables
      let together = maps.flatMap(\.bindings).flatMap(\.actions)
      names[Set(maps.map(\.title))] = together
    }
    #expect(broken == nil, "\(broken?.description ?? "")")
    #expect(names.count > 20)
    for together in names.values {
      for (command, same) in Dictionary(grouping: together, by: \.command) {
        #expect(Set(same.map(\.name)).count == 1, "\(command): \(same.map(\.name))")
      }
    }
  }

  @Test func `write keys as a reader sees them`() throws {
    func label(_ name: String, in map: KeyMap) throws -> String {
      try #require(map.bindings.first { $0.actions.contains { $0.name == name } }).label
    }
    #expect(try label("next-token", in: .reading) == "← →")
    #expect(try label("next-peak", in: .reading) == "n N")
    #expect(try label("undo", in: .reading) == "U  Alt-u  Ctrl-_")
    #expect(try label("take-1", in: .generation) == "1 … 9")
    #expect(try label("word-left", in: .editing) == "Ctrl-← Ctrl-→  Alt-b Alt-f")
    #expect(try label("scroll-page-down", in: .help) == "PgUp PgDn  Space")
  }

  @Test func `have a key of the footer clicked, each arrow in its own direction`() throws {
    var explorer = Explorer.ready("the cat sat on the mat.")
    let row = try #require(explorer.screen.footer?.row)
    let step = try #require(explorer.footerItems.first { $0.text == "step" })
    #expect(step.label == "←→")
    let focus = explorer.focus
    _ = explorer.mouse(.pressed, row, step.columns.lowerBound + 1)
    #expect(explorer.focus == focus + 1)
    _ = explorer.mouse(.pressed, row, step.columns.lowerBound)
    #expect(explorer.focus == focus)
    _ = explorer.mouse(.pressed, row, step.columns.upperBound - 1)
    #expect(explorer.focus == focus + 1)
  }
}
