/// What may take a key, a click or Esc. The order of an explorer's layers is the one order in which
/// they are asked.
enum Layer {
  /// What takes the whole screen.
  case stage(Stage)
  /// The editor.
  case editor
  /// A panel other than the text that holds the keyboard.
  case panel(Panel)
  /// A board in the place of the panels.
  case board(Board)
  /// What is done with the text.
  case activity(Activity.Row)
  /// The scorer, while it can be stopped or has failed.
  case scoring
  /// A lesson that is read beside the text.
  case lesson
  /// The text.
  case text
}

extension Explorer {
  /// What may take a key, a click or Esc, in this order: whatever was entered later comes first, and
  /// nothing behind a layer that takes all.
  var layers: [Layer] {
    if let stage { return [.stage(stage)] }
    if isEditing { return [.editor] }
    if let row = activity.row, row.takesAll { return [.activity(row)] }
    var layers: [Layer] = []
    if panel != .text { layers.append(.panel(panel)) }
    if board != .expectation { layers.append(.board(board)) }
    if let row = activity.row { layers.append(.activity(row)) }
    if phase.canBeLeft { layers.append(.scoring) }
    if lesson != nil { layers.append(.lesson) }
    return layers + [.text]
  }

  /// The tables of keys that apply now, the first before the others.
  package var keyMaps: [KeyMap] { layers.flatMap(keyMaps(of:)).map(keys.inForce) }

  /// What a key asks for now, if anything. O(*n*) in the number of keys.
  package func command(for chord: Chord) -> Command? {
    ([keys.inForce(.always)] + keyMaps).lazy
      .compactMap { $0.command(for: chord.key, chord.modifiers) }.first
  }

  private func keyMaps(of layer: Layer) -> [KeyMap] {
    switch layer {
    case .stage(let stage): stage.keyMaps
    case .editor: [.editing]
    case .panel(.candidates): [activity.row?.candidateKeys ?? .candidates]
    case .panel(.curve): [.curve]
    case .panel(.text), .scoring: []
    case .board(let board): board.row.keyMaps
    case .activity(let row): [row.keys]
    case .lesson: [.lesson]
    case .text: [.reading, .boards]
    }
  }

  /// Leaves the foremost layer.
  mutating func leave() -> [Effect] {
    switch layers.first {
    case .stage: return leaveStage()
    case .editor: stopEditing()
    case .panel: show(Panel.text)
    case .board: show(Board.expectation)
    case .activity(let row): return row.leave(&self)
    case .scoring:
      if phase.isRunning { return stopScoring() }
      phase = .stopped
    case .lesson: return leaveLesson()
    case .text, nil: break
    }
    return []
  }

  /// Takes a character that no table has, where characters are typed.
  mutating func type(_ character: Character) -> [Effect] {
    switch layers.first {
    case .stage(.game): typeInGame(character)
    case .editor: type(Array(String(character).utf8))
    default: []
    }
  }
}

extension Explorer.Phase {
  /// Whether Esc does something about it.
  fileprivate var canBeLeft: Bool {
    if case .failed = self { true } else { isRunning && self != .generating }
  }
}
