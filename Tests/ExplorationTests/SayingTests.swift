import Exploration
import ExplorationFixtures
import Testing

@Suite struct `Every sentence on the screen` {
  @Test func `is kept by the keys that it names, whatever happens`() async {
    let walks = await withTaskGroup(of: Walk.self) { group in
      for part in 0..<4 {
        group.addTask { Walk(seed: UInt64(part) * 10_000, events: 25_000) }
      }
      return await group.reduce(into: []) { $0.append($1) }
    }
    for broken in walks.flatMap(\.broken) { Issue.record("\(broken)") }
    let seen = walks.reduce(into: Set<String>()) { $0.formUnion($1.seen) }
    let rare = Set(Self.rare.map(\.pledge))
    #expect(Set(Pledge.all.map(\.name)).subtracting(seen).subtracting(rare).isEmpty)
  }

  /// What random events come by too seldom, and the keys that lead there from a text.
  private static let rare = [
    (
      pledge: "nothing was generated here: □ goes back to the branch before", lesson: false,
      keys: "g vk\u{8}"
    ),
    (pledge: "this task is done: □ goes on", lesson: true, keys: "→H"),
    (pledge: "□ ↑ 0", lesson: true, keys: "▁\n"),
    (pledge: "more", lesson: true, keys: "▁"),
    (pledge: "layers", lesson: false, keys: "▔"),
    (pledge: "bought", lesson: false, keys: "▔"),
    (pledge: "□ and □ choose another candidate 0", lesson: false, keys: "⇥↓↓↓\n"),
    (pledge: "□ and □ choose another candidate 1", lesson: false, keys: "⇥↓↓↓\n"),
  ]

  @Test(arguments: rare)
  func `is kept where one seldom comes`(pledge: String, lesson: Bool, keys: String) throws {
    var explorer = Explorer(text: Array("the cat sat on".utf8), lessons: RandomEvents.lessons)
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    explorer.press(.end)
    if lesson { explorer.answer(explorer.update(.lessonWanted(RandomEvents.lessons[0]))) }
    for key in keys {
      switch key {
      case "\u{8}": explorer.press(.backspace)
      case "⇥": explorer.press(.tab)
      case "↓": explorer.press(.down)
      case "→": explorer.press(.right, times: 3)
      case "▁": _ = explorer.update(.resized(rows: 8, columns: 24))
      case "▔": _ = explorer.update(.resized(rows: 60, columns: 400))
      default: explorer.type(String(key))
      }
    }
    var walk = Walk()
    #expect(walk.trySayings(of: explorer).isEmpty)
    for item in explorer.footerItems.indices {
      #expect(walk.tryFooter(of: explorer, item: item).isEmpty)
    }
    #expect(walk.seen.contains(pledge), "\(explorer.notice ?? "")")
  }

  @Test(arguments: [("step", ["focus"]), ("temperature", ["T"]), ("lessons", ["stage"])])
  func `of the invitation is kept by its keys, and any key closes it`(
    words: String, changed: [String]
  ) throws {
    for wishes in [[], [("next-token", ["f5"]), ("temperature-up", ["f6"]), ("lessons", ["f7"])]] {
      var explorer = Mode.reading()
      explorer.keys = try KeyTable(wishes.map { (command: $0.0, keys: $0.1) })
      explorer.open(inviting: true)
      let thing = try #require(explorer.thingsToTry(in: .brief).first { $0.words == words })
      let names = KeyLabel.names(thing.keys)
      #expect(wishes.isEmpty || names.contains { $0.hasPrefix("F") })
      for name in names {
        let chord = try #require(KeyLabel.chord(name))
        var pressed = explorer
        pressed.press(chord.key, chord.modifiers)
        #expect(pressed.invitation == nil && !pressed.isInviting)
        let differences = [
          pressed.focus != explorer.focus ? "focus" : nil,
          pressed.temperature != explorer.temperature ? "T" : nil,
          pressed.stageName != explorer.stageName ? "stage" : nil,
        ]
        #expect(differences.compactMap { $0 } == changed, "\(name)")
      }
    }
    var explorer = Mode.reading()
    explorer.keys = try KeyTable([(command: words == "lessons" ? words : "unit", keys: [])])
    #expect(
      explorer.thingsToTry(in: .full).allSatisfy { !$0.keys.isEmpty }
        && explorer.thingsToTry(in: .full).count == (words == "lessons" ? 2 : 3))
  }

  @Test func `says why a key refuses, wherever it is pressed`() {
    var reasons: Set<String> = []
    _ = exploreAtRandom(seed: 50, events: 3_000) { explorer in
      guard explorer.palette == nil else { return }
      var palette = explorer
      _ = palette.update(.input(.key(.character("p"), .control)))
      for entry in palette.found {
        guard let refusal = entry.refusal, let key = entry.key.flatMap(KeyLabel.chord) else {
          continue
        }
        var pressed = explorer
        _ = pressed.update(.input(.key(key.key, key.modifiers)))
        #expect(pressed.notice == refusal, "\(entry.name) by \(entry.key ?? "")")
        reasons.insert(refusal)
      }
    }
    #expect(reasons.count > 10)
  }

  @Test func `is kept by other keys where commands have others`() throws {
    let keys = try KeyTable([
      (command: "leave", keys: ["f4", "esc"]), (command: "keep-text", keys: []),
      (command: "resume-scoring", keys: ["f5"]), (command: "undo", keys: ["z", "alt-z"]),
      (command: "edit", keys: []), (command: "next-page", keys: ["f6"]),
      (command: "reveal-next", keys: ["shift-right"]), (command: "help", keys: ["f2"]),
      (command: "reveal-all", keys: ["f7"]), (command: "next-panel", keys: ["ctrl-t"]),
    ])
    let walk = Walk(seed: 77, events: 4_000, keys: keys)
    for broken in walk.broken { Issue.record("\(broken)") }
    #expect(walk.seen.count > 20)
  }
}

/// An explorer under random events, which tries after each what is said of keys.
private struct Walk: Sendable {
  /// What was said and not kept, once each.
  private(set) var broken: [BrokenExplorer] = []
  /// The pledges that were tried.
  private(set) var seen: Set<String> = []

  /// None yet.
  init() {}

  init(seed: UInt64, events: Int, length: Int = 400, keys: KeyTable = .standard) {
    for life in 0..<UInt64(events / length) {
      var run = RandomEvents(seed: seed &+ life, keys: keys)
      for step in 0..<length {
        run.advance()
        let footer = step % 4 == 0 ? tryFooter(of: run.explorer, item: step / 4) : []
        let faults = trySayings(of: run.explorer) + footer
        if !faults.isEmpty, !broken.contains(where: { $0.sentences == faults }) {
          broken.append(BrokenExplorer(sentences: faults, seed: seed &+ life, events: run.log))
        }
      }
    }
  }

  /// Presses each key that a sentence names.
  mutating func trySayings(of explorer: Explorer) -> [String] {
    explorer.sayings.flatMap { saying in
      let (template, keys) = parts(of: saying, in: explorer)
      return keys.enumerated().compactMap { place, keys -> String? in
        let name = "\(template) \(place)"
        guard let pledge = Pledge.ofSentences.first(where: { name.contains($0.name) }) else {
          return "a sentence of which nobody knows what it says: \(name)"
        }
        seen.insert(pledge.name)
        return fault(of: pledge, keys, in: explorer)
      }
    }
  }

  /// Presses one of the keys that the footer names.
  mutating func tryFooter(of explorer: Explorer, item: Int) -> [String] {
    let items = explorer.footerItems
    guard explorer.screen.footer != nil, !items.isEmpty else { return [] }
    let item = items[item % items.count]
    return KeyLabel.names(item.label).enumerated().compactMap { place, keys in
      let pledge = Pledge.ofFooter.first { $0.name == item.text } ?? .default(item.text)
      seen.insert(pledge.name)
      return fault(of: pledge, keys, place, in: explorer)
    }
  }

  private func fault(
    of pledge: Pledge, _ keys: String, _ place: Int = 0, in explorer: Explorer
  ) -> String? {
    var after = explorer
    guard let effects = after.follow(keys) else { return "no key: \(keys)" }
    let trial = Trial(before: explorer, after: after, effects: effects.map(kind), place: place)
    let keepsText = pledge.changesText || after.text == explorer.text
    return pledge.isKept(trial) && keepsText
      ? nil : "“\(pledge.name)” by \(keys)\(keepsText ? "" : ", the text"): \(after.notice ?? "")"
  }

  /// A sentence with gaps where it names keys, and what stands in them.
  private func parts(
    of saying: Sentence, in explorer: Explorer
  ) -> (template: String, keys: [String]) {
    var (template, keys, isGap) = ("", [String](), false)
    var rest = explorer.written(saying)[...]
    for piece in saying.pieces {
      guard case .words(let words) = piece else {
        isGap = true
        template += "□"
        continue
      }
      let range = rest.firstRange(of: words) ?? rest.startIndex..<rest.startIndex
      if isGap { keys.append(String(rest[..<range.lowerBound])) }
      isGap = false
      template += words
      rest = rest[range.upperBound...]
    }
    if isGap { keys.append(String(rest)) }
    return (template, keys)
  }
}

extension Explorer {
  /// Presses what a sentence tells to be pressed, with nobody answering; nil where it is no key.
  fileprivate mutating func follow(_ words: String) -> [Effect]? {
    if words.hasSuffix(" in the palette") {
      let name = words.dropLast(" in the palette".count).dropFirst().dropLast()
      _ = update(.input(.key(.character("p"), .control)))
      for letter in name { _ = update(.input(.key(.character(letter), []))) }
      return update(.input(.key(.enter, [])))
    }
    let parts = words.split(separator: " ")
    guard let chord = parts.first.flatMap({ KeyLabel.chord(String($0)) }) else { return nil }
    let count =
      switch parts.dropFirst().first {
      case nil: 1
      case "twice": 2
      case let number?: Int(number) ?? 0
      }
    var effects: [Effect] = []
    for _ in 0..<count {
      guard command(for: chord.normalized) != nil else { return nil }  // it does nothing here
      effects += update(.input(.key(chord.key, chord.modifiers)))
    }
    return effects
  }
}
