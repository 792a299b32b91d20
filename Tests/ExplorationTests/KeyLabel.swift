import Exploration

/// What is written of keys, read as a person reads it.
enum KeyLabel {
  /// The names of the keys that a label of the footer is made of, and only the first of a row of digits.
  static func names(_ label: String) -> [String] {
    if label == "1-9" { return ["1"] }
    return label.allSatisfy { "←→↑↓".contains($0) }
      ? label.map { String($0) } : label.split(separator: " ").map(String.init)
  }

  /// The key of a name.
  static func chord(_ name: String) -> Chord? {
    let modifiers: [(String, Modifiers)] = [
      ("Ctrl-", .control), ("Alt-", .alt), ("Shift-", .shift), ("^", .control),
    ]
    for (prefix, modifier) in modifiers where name.hasPrefix(prefix) && name != prefix {
      guard let rest = chord(String(name.dropFirst(prefix.count)).lowercasedLetter) else {
        return nil
      }
      return Chord(rest.key, rest.modifiers.union(modifier))
    }
    if let key = keys[name] { return Chord(key) }
    if name.count > 1, name.first == "F", let number = Int(name.dropFirst()) {
      return Chord(.function(number))
    }
    return name.count == 1 ? name.first.map { Chord(.character($0)) } : nil
  }

  private static let keys: [String: Key] = [
    "←": .left, "→": .right, "↑": .up, "↓": .down, "Enter": .enter, "Esc": .escape,
    "Space": .character(" "), "Tab": .tab, "Backspace": .backspace, "PgUp": .pageUp,
    "PgDn": .pageDown, "Home": .home, "End": .end, "Delete": .delete, "Insert": .insert,
  ]
}

extension String {
  /// A capital letter alone as a small one: `^W` is Ctrl-w.
  fileprivate var lowercasedLetter: String { count == 1 ? lowercased() : self }
}
