/// A key with its modifiers.
public struct Chord: Hashable, Sendable {
  /// The key.
  public var key: Key
  /// The modifiers held with it.
  public var modifiers: Modifiers

  /// A key with its modifiers.
  public init(_ key: Key, _ modifiers: Modifiers = []) {
    self.key = key
    self.modifiers = modifiers
  }

  static func key(_ key: Key) -> Chord { Chord(key) }
  static func letter(_ letter: Character) -> Chord { Chord(.character(letter)) }
  static func control(_ letter: Character) -> Chord { Chord(.character(letter), .control) }
  static func alt(_ letter: Character) -> Chord { Chord(.character(letter), .alt) }
  static func shift(_ key: Key) -> Chord { Chord(key, .shift) }

  /// The one way in which tables name a key. Terminals report some in several ways: Shift beside a
  /// capital letter or not, Shift-Tab as a key of its own; and Control with some letters is another
  /// key, as in ASCII.
  package var normalized: Chord {
    switch key {
    case .tab where modifiers.contains(.shift): Chord(.backTab, modifiers.subtracting(.shift))
    case .character(let letter) where modifiers.contains(.control): controlled(letter)
    case .character, .backTab: Chord(key, modifiers.subtracting(.shift))
    default: self
    }
  }

  private func controlled(_ letter: Character) -> Chord {
    let others = modifiers.subtracting([.control, .shift])
    switch letter.lowercased() {
    case "h": return Chord(.backspace, others)
    case "i": return Chord(.tab, others)
    case "j", "m": return Chord(.enter, others)
    case "[": return Chord(.escape, others)
    case "/", "7": return Chord(.character("_"), modifiers.subtracting(.shift))
    case let lower:
      return Chord(.character(Character(lower)), modifiers.subtracting(.shift))
    }
  }

  /// Whether it types a character, where characters are typed.
  var isTyped: Bool {
    if case .character = key { modifiers.isEmpty } else { false }
  }
}

// MARK: How keys are written

extension Chord {
  /// As a reader sees it: `Ctrl-c`, `PgUp`, `←`.
  public var label: String {
    let names: [(Modifiers, String)] = [(.control, "Ctrl-"), (.alt, "Alt-"), (.shift, "Shift-")]
    return names.filter { modifiers.contains($0.0) }.map(\.1).joined() + key.label
  }

  /// As the footer writes it, where every column counts: `^W`.
  var shortLabel: String {
    guard modifiers == .control, case .character(let letter) = key else { return label }
    return "^" + letter.uppercased()
  }

  /// Whether it is written as an arrow alone: such labels stand close to one another.
  private var isArrow: Bool {
    modifiers.isEmpty && [Key.up, .down, .left, .right].contains(key)
  }

  /// Several keys in as few columns as can be read: `←→`, `n N`, `1-9`.
  static func shortLabel(of chords: [Chord]) -> String {
    if let run = digitRun(chords) { return "\(run.first)-\(run.last)" }
    return chords.map(\.shortLabel).joined(separator: chords.allSatisfy(\.isArrow) ? "" : " ")
  }

  /// Several keys beside one another: `n N`, `1 … 9`.
  static func label(of chords: [Chord]) -> String {
    if let run = digitRun(chords) { return "\(run.first) … \(run.last)" }
    return chords.map(\.label).joined(separator: " ")
  }

  /// The first and the last of three or more digits in a row; nil for other keys.
  private static func digitRun(_ chords: [Chord]) -> (first: Int, last: Int)? {
    let digits = chords.compactMap { chord -> Int? in
      guard chord.modifiers.isEmpty, case .character(let letter) = chord.key else { return nil }
      return letter.wholeNumberValue
    }
    guard digits.count == chords.count, digits.count > 2, let first = digits.first,
      let last = digits.last, digits.elementsEqual(first..<first + digits.count)
    else { return nil }
    return (first, last)
  }
}

extension Key {
  /// As a reader sees it.
  fileprivate var label: String {
    switch self {
    case .character(" "): "Space"
    case .character(let letter): String(letter)
    case .enter: "Enter"
    case .tab: "Tab"
    case .backTab: "Shift-Tab"
    case .escape: "Esc"
    case .backspace: "Backspace"
    case .delete: "Delete"
    case .insert: "Insert"
    case .up: "↑"
    case .down: "↓"
    case .left: "←"
    case .right: "→"
    case .home: "Home"
    case .end: "End"
    case .pageUp: "PgUp"
    case .pageDown: "PgDn"
    case .function(let number): "F\(number)"
    }
  }
}

extension Binding {
  /// How wide the keys may be written in the help.
  private static let widestLabel = 27

  /// How the keys are written in the help: the first key of each command, then the second ones, as far
  /// as there is room.
  public var label: String {
    var label = ""
    for place in 0..<(actions.map(\.chords.count).max() ?? 0) {
      let chords = actions.filter { $0.chords.count > place }.map { $0.chords[place] }
      let longer = label + (label.isEmpty ? "" : "  ") + Chord.label(of: chords)
      guard label.isEmpty || longer.count <= Self.widestLabel else { break }
      label = longer
    }
    return label
  }
}
