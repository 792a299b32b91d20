extension Chord {
  /// A key by its name, as scripts and the configuration write it: `q`, `space`, `pagedown`, `f1`,
  /// `shift-left`, `ctrl-alt-x`. Nil for what is no key.
  public init?(name: String) {
    var rest = name[...]
    var modifiers: Modifiers = []
    for (prefix, modifier) in Self.prefixes where rest.hasPrefix(prefix) && rest != prefix {
      modifiers.formUnion(modifier)
      rest = rest.dropFirst(prefix.count)
    }
    guard let key = Key(name: rest) else { return nil }
    self.init(key, modifiers)
  }

  /// Its name, which `init(name:)` reads.
  public var name: String {
    Self.prefixes.filter { modifiers.contains($0.1) }.map(\.0).joined() + key.name
  }

  private static let prefixes = [
    ("ctrl-", Modifiers.control), ("alt-", Modifiers.alt), ("shift-", Modifiers.shift),
  ]
}

extension Key {
  /// A key by its name.
  fileprivate init?(name: Substring) {
    if let named = Self.names.first(where: { $0.name == name })?.key {
      self = named
    } else if name.count == 1, let character = name.first {
      self = .character(character)
    } else if name.first == "f", let number = Int(name.dropFirst()), (1...12).contains(number) {
      self = .function(number)
    } else {
      return nil
    }
  }

  /// Its name.
  fileprivate var name: String {
    switch self {
    case .function(let number): "f\(number)"
    case .character(let character):
      Self.names.first { $0.key == self }?.name ?? String(character)
    default: Self.names.first { $0.key == self }?.name ?? ""
    }
  }

  /// Keys whose name is a word, the usual name of each before others.
  private static let names: [(name: String, key: Key)] = [
    ("enter", .enter), ("tab", .tab), ("backtab", .backTab), ("esc", .escape),
    ("escape", .escape), ("backspace", .backspace), ("delete", .delete), ("insert", .insert),
    ("up", .up), ("down", .down), ("left", .left), ("right", .right), ("home", .home),
    ("end", .end), ("pageup", .pageUp), ("pagedown", .pageDown), ("space", .character(" ")),
    ("hash", .character("#")),
  ]
}
