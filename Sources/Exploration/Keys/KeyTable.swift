/// The keys in force: those of the tables, unless somebody wants others.
///
/// What a command's name is given takes the place of all its keys, in every table that has it. Esc and
/// Ctrl-C stay where they are, since they lead out of everything.
public struct KeyTable: Hashable, Sendable {
  /// The keys of commands that were given others, in the order in which they are named.
  private var wanted: [String: [Chord]] = [:]

  /// The keys as the tables have them.
  public static let standard = KeyTable()

  private init() {}

  /// Gives commands other keys: `next-peak` the keys `["n", "ctrl-n"]`, as `Chord.init(name:)` reads
  /// them. Without a key a command is found in the palette only.
  ///
  /// - Throws: The first wish that cannot be granted, and why, in a sentence.
  public init(
    _ wishes: some Sequence<(command: String, keys: [String])>
  ) throws(KeyTableError) {
    for (command, keys) in wishes {
      guard Self.actions.contains(where: { $0.name == command }) else {
        throw .unknownCommand(command)
      }
      var chords: [Chord] = []
      for key in keys {
        guard let chord = Chord(name: key)?.normalized else { throw .unreadable(key, command) }
        if !chords.contains(chord) { chords.append(chord) }
      }
      wanted[command] = chords
    }
    for command in wanted.keys.sorted() { try check(command) }
  }

  // MARK: Tables

  /// A table with the keys in force. O(*n*) in its keys.
  public func inForce(_ map: KeyMap) -> KeyMap {
    guard !wanted.isEmpty else { return map }
    var map = map
    for binding in map.bindings.indices {
      for action in map.bindings[binding].actions.indices {
        map.bindings[binding].actions[action].chords = chords(
          of: map.bindings[binding].actions[action], typingLetters: map.takesLetters)
      }
    }
    return map
  }

  /// Every table with the keys in force, in the order of the help.
  public var all: [KeyMap] { wanted.isEmpty ? KeyMap.all : KeyMap.all.map(inForce) }

  private func chords(of action: Action, typingLetters: Bool) -> [Chord] {
    guard let wanted = wanted[action.name] else { return action.chords }
    let fitting = wanted.filter { !typingLetters || !$0.isTyped }
    if fitting.isEmpty, !wanted.isEmpty { return action.chords }
    return fitting + action.chords.filter { Self.leading.contains($0) && !fitting.contains($0) }
  }

  // MARK: What cannot be granted

  /// The keys that lead out of everything.
  private static let leading: [Chord] = [.key(.escape), .control("c")]
  /// The command that does what has no key: it has one.
  private static let lister = "palette"
  private static let actions = KeyMap.all.flatMap(\.bindings).flatMap(\.actions)
  /// Tables that always apply together: a key is for one command of them.
  private static let together =
    [[KeyMap.reading, .boards, .program, .mainScreen, .notTyping, .always]]
    + KeyMap.all.map { [$0, .always] + ($0.takesLetters ? [] : [.notTyping]) }

  private func check(_ command: String) throws(KeyTableError) {
    let chords = wanted[command] ?? []
    let actions = Self.actions.filter { $0.name == command }
    for key in Self.leading {
      let leads = actions.contains { $0.chords.contains(key) }
      guard chords.contains(key) != leads else { continue }
      throw leads ? .mustKeep(key, command) : .leads(key, command)
    }
    if chords.isEmpty, command == Self.lister { throw .needsKey(command) }
    let isTypedOnly = !chords.isEmpty && chords.allSatisfy(\.isTyped)
    if isTypedOnly, Self.isTypingOnly(command) { throw .typed(command) }
    for maps in Self.together { try check(command, in: maps) }
  }

  /// Whether letters are typed wherever a command is.
  private static func isTypingOnly(_ command: String) -> Bool {
    KeyMap.all.filter { map in
      map.bindings.contains { $0.actions.contains { $0.name == command } }
    }.allSatisfy(\.takesLetters)
  }

  private func check(_ command: String, in maps: [KeyMap]) throws(KeyTableError) {
    let before = Self.clashes(of: command, in: maps)
    let clashes = Self.clashes(of: command, in: maps.map(inForce))
    guard let clash = clashes.first(where: { !before.contains($0) }) else { return }
    let isWanted = wanted[clash.other]?.contains(clash.chord) == true
    throw isWanted
      ? .givenTwice(clash.chord, command, clash.other) : .taken(clash.chord, command, clash.other)
  }

  /// A key that is that of another command too.
  private struct Clash: Equatable {
    var chord: Chord
    var other: String
  }

  private static func clashes(of command: String, in maps: [KeyMap]) -> [Clash] {
    let actions = maps.flatMap(\.bindings).flatMap(\.actions)
    return actions.filter { $0.name == command }.flatMap { action in
      actions.filter { $0.command != action.command }.flatMap { other in
        action.chords.filter(other.chords.contains).map { Clash(chord: $0, other: other.name) }
      }
    }
  }
}

/// Why keys cannot be given to commands as somebody wants.
public enum KeyTableError: Error, Equatable, Sendable {
  /// No command has this name.
  case unknownCommand(String)
  /// What is to be the key of a command is no key.
  case unreadable(String, String)
  /// A key is given to two commands that apply together.
  case givenTwice(Chord, String, String)
  /// A key that is given to the first command is that of the second one already.
  case taken(Chord, String, String)
  /// A key that leads out of everything is given to a command.
  case leads(Chord, String)
  /// A command would lose the key by which one leaves.
  case mustKeep(Chord, String)
  /// The command by which those are found that have no key would have none.
  case needsKey(String)
  /// A command that is there only where letters are typed is given nothing but letters.
  case typed(String)
}

extension KeyTableError {
  /// The command whose wish cannot be granted.
  public var command: String {
    switch self {
    case .unknownCommand(let name), .unreadable(_, let name), .givenTwice(_, let name, _),
      .taken(_, let name, _), .leads(_, let name), .mustKeep(_, let name), .needsKey(let name),
      .typed(let name):
      name
    }
  }
}

extension KeyTableError: CustomStringConvertible {
  /// A sentence for the user.
  public var description: String {
    switch self {
    case .unknownCommand(let name):
      "“\(name)” is no command: the manual has the names of all, beside their keys"
    case .unreadable(let key, let name):
      "“\(key)” is no key for \(name): write n, space, pagedown, f1, ctrl-n, alt-n or shift-up"
    case .givenTwice(let chord, let name, let other):
      "\(chord.name) is given to \(name) and to \(other): a key is for one of them"
    case .taken(let chord, let name, let other):
      "\(chord.name) cannot be the key of \(name), since it is that of \(other): "
        + "give \(other) another key too"
    case .leads(let chord, let name):
      "\(chord.name) cannot be the key of \(name): it leads out of everything"
    case .mustKeep(let chord, let name):
      "\(name) must keep \(chord.name), which leads out of everything: name it beside other keys"
    case .needsKey(let name):
      "\(name) needs a key: commands without one are found there"
    case .typed(let name):
      "\(name) needs a key that is no letter, since letters are typed where it is"
    }
  }
}
