/// The command palette: a line to type into, and a command that is chosen among those it finds.
public struct CommandPalette: Hashable, Sendable {
  /// What was typed.
  public internal(set) var line = TypedLine()
  /// The chosen command, as its place among those that are found.
  var choice = 0

  mutating func type(_ text: some Sequence<Character>) {
    line.type(text)
    choice = 0
  }
}

/// Something that a key asks of the palette.
public enum PaletteCommand: Hashable, Sendable {
  /// Opens it.
  case open
  /// Chooses the command so many further down.
  case choose(Int)
  /// Does what is chosen.
  case perform
  /// Deletes the last character of the line, or all of it.
  case erase, clear
}

/// A command as the palette lists it.
package struct PaletteEntry: Equatable, Sendable {
  /// Its name, in words.
  package var name: String
  /// What it does, in a sentence.
  package var help: String
  /// The key that asks for it now; nil where none does.
  package var key: String?
  /// Why it cannot be done now; nil when it can.
  package var refusal: String?
  /// What is asked for.
  var command: Command
}

extension KeyMap {
  /// While a command is looked for by its name.
  public static let palette = KeyMap(
    title: "Looking for a command by its name", takesLetters: true,
    bindings: [
      Binding(
        "Do what is chosen, as its key would.", footer: .init("do it", rank: 0),
        [Action("do-command", .palette(.perform), .key(.enter))]),
      Binding(
        "Choose another command.", footer: .init("choose", rank: 1),
        [
          Action("command-up", .palette(.choose(-1)), .key(.up), .control("p")),
          Action("command-down", .palette(.choose(1)), .key(.down), .control("n")),
        ]),
      Binding(
        "Choose a command ten further.",
        [
          Action("commands-up", .palette(.choose(-10)), .key(.pageUp)),
          Action("commands-down", .palette(.choose(10)), .key(.pageDown)),
        ]),
      Binding(
        "Delete the last letter, or all of them.",
        [
          Action("erase-letter", .palette(.erase), .key(.backspace)),
          Action("erase-line", .palette(.clear), .control("u")),
        ]),
      Binding(
        "Close the palette: all is as it was.", footer: .init("close", rank: 0),
        [Action("leave", .leave, .key(.escape))]),
    ])
}

extension Explorer {
  /// The palette, while it is open.
  package internal(set) var palette: CommandPalette? {
    get { if case .palette(let palette, _) = stage { palette } else { nil } }
    set {
      guard case .palette(_, let below) = stage, let newValue else { return }
      stage = .palette(newValue, over: below)
    }
  }

  mutating func perform(_ command: PaletteCommand) -> [Effect] {
    switch command {
    case .open:
      shelf.fill()  // it finds them by their titles
      stage = .palette(CommandPalette(), over: stage)
    case .choose(let count): choose(commandsFurther: count)
    case .perform: return performChosen()
    case .erase:
      palette?.line.erase()
      palette?.choice = 0
    case .clear: palette = CommandPalette()
    }
    return []
  }

  /// Chooses the command so many places further down, at most the last.
  mutating func choose(commandsFurther count: Int) {
    let all = found.count
    let choice = min(max(chosen(of: all) + count, 0), max(all - 1, 0))
    palette?.choice = choice
  }

  mutating func typeInPalette(_ character: Character) -> [Effect] {
    palette?.type([character])
    return []
  }

  /// Closes the palette and does what is chosen, as its key would.
  private mutating func performChosen() -> [Effect] {
    let found = found
    let chosen = chosen(of: found.count)
    guard found.indices.contains(chosen) else { return [] }
    let command = found[chosen].command
    self = beneathPalette
    return perform(command)
  }

  /// Does what a row of the list says; outside of the box it closes.
  mutating func pressPalette(row: Int, column: Int) -> [Effect] {
    let geometry = PaletteGeometry(self)
    guard geometry.box.contains(row: row, column: column) else { return leave() }
    let all = found.count
    guard let pressed = geometry.place(row: row, column: column, chosen: chosen(of: all), of: all)
    else { return [] }
    palette?.choice = pressed
    return performChosen()
  }
}

// MARK: What is found

extension Explorer {
  /// The explorer as it is without the palette over it.
  private var beneathPalette: Explorer {
    guard case .palette(_, let below) = stage else { return self }
    var explorer = self
    explorer.stage = below
    return explorer
  }

  /// The chosen command, as its place among those that are found.
  package var chosen: Int { chosen(of: found.count) }

  /// The same among so many, where they are counted already.
  package func chosen(of count: Int) -> Int {
    palette.map { min($0.choice, max(count - 1, 0)) } ?? 0
  }

  /// The commands that the line of the palette finds, the best first; what cannot be done now comes
  /// last. O(*n* log *n*) in the commands.
  package var found: [PaletteEntry] {
    guard let line = palette?.line.text else { return [] }
    let search = CommandSearch(line)
    let explorer = beneathPalette
    let places = explorer.hasReading ? explorer.numberedPlaces(line) : []
    // A number alone is a place, and no command.
    if !places.isEmpty, line.allSatisfy({ $0.isNumber || $0 == " " }) { return places }
    let ranked = explorer.paletteEntries.enumerated().compactMap { place, entry in
      search.rank(of: entry.name, help: entry.help).map {
        (order: (entry.refusal == nil ? 0 : 1, $0, place), entry: entry)
      }
    }
    return places + ranked.sorted { $0.order < $1.order }.map(\.entry)
  }

  /// Everything that applies now, by its name: commands in the order of their tables, then lessons.
  private var paletteEntries: [PaletteEntry] {
    let tables = tables
    var seen: Set<String> = []
    let entries = tables.flatMap(\.bindings).flatMap { binding in
      binding.actions.compactMap { action -> PaletteEntry? in
        guard action.command != .palette(.open), seen.insert(action.name).inserted else {
          return nil
        }
        return entry(of: action, help: binding.help, in: tables)
      }
    }
    let hasLessons = entries.contains { $0.command == .lesson(.list) }
    return entries + (hasReading ? markEntries : []) + (hasLessons ? lessonEntries : [])
  }

  /// Whether one can go about in the text.
  private var hasReading: Bool { tables.contains { $0.title == KeyMap.reading.title } }

  private func entry(of action: Action, help: Sentence, in tables: [KeyMap]) -> PaletteEntry {
    PaletteEntry(
      name: action.name.replacing("-", with: " "), help: keys.written(help),
      key: tables.chord(for: action.command)?.label,
      refusal: refusal(of: action.command).map { written($0.sentence) }, command: action.command)
  }

  private var lessonEntries: [PaletteEntry] {
    shelf.lessons.enumerated().map { place, lesson in
      PaletteEntry(
        name: "lesson: \(lesson.title)", help: lesson.summary, command: .lesson(.read(place)))
    }
  }
}

/// What is looked for among names.
struct CommandSearch {
  private let words: [Substring]
  private let line: String

  /// What was typed; hyphens are as good as spaces, capitals as small letters.
  init(_ line: String) {
    self.line = line.lowercased().replacing("-", with: " ")
    words = self.line.split(separator: " ")
  }

  /// How well a command is met, 0 best: its whole name, the beginning of its name, beginnings of
  /// words of it, parts of it or beginnings of words of its sentence, or letters of its name in their
  /// order. Nil where it is not.
  func rank(of name: String, help: String) -> Int? {
    let name = name.lowercased()
    let phrase = words.joined(separator: " ")
    if words.isEmpty || phrase == name { return 0 }
    if name.hasPrefix(phrase) { return 1 }
    if words.allSatisfy({ begins(in: name, $0) }) { return 2 }
    let help = help.lowercased()
    if words.allSatisfy({ name.contains($0) || begins(in: help, $0) }) { return 3 }
    return isSubsequence(of: name) ? 4 : nil
  }

  /// Whether a word of a text begins so.
  private func begins(in text: String, _ word: Substring) -> Bool {
    text.split { !$0.isLetter && !$0.isNumber }.contains { $0.hasPrefix(word) }
  }

  private func isSubsequence(of name: String) -> Bool {
    var rest = words.joined()[...]
    for letter in name where letter == rest.first { rest.removeFirst() }
    return rest.isEmpty
  }
}
