/// What takes the whole screen, and all keys with it: one thing at a time. What lies on the desk stays
/// there as it is.
public indirect enum Stage: Sendable {
  /// The guessing game.
  case game(GameState)
  /// The list of lessons, one of them selected.
  case lessons(selected: Int)
  /// The help, from one of its lines on, and what it was asked for from.
  case help(top: Int, over: Stage?)
  /// The command palette, and what it was opened over.
  case palette(CommandPalette, over: Stage?)
  /// The list of models.
  case models(ModelList)
  /// The question what is to be done with a pasted text, of which the end may be left out.
  case pasted([UInt8], isCut: Bool)
  /// The list of the text's parts.
  case parts(PartList)
  /// The list of forms in which the text can be taken away.
  case takeAway(TakeAway)
  /// The question for the letter of a mark.
  case marks
  /// The question whether the program is to end, where something would be lost.
  case quitting

  /// The keys that work on it.
  var keyMaps: [KeyMap] {
    switch self {
    case .game(let game): game.keyMaps
    case .lessons: [.lessonList]
    case .help: [.help]
    case .palette: [.palette]
    case .models: [.models]
    case .pasted: [.pasted]
    case .marks: [.marks]
    case .parts: [.parts]
    case .takeAway: [.takeAway]
    case .quitting: [.quitting]
    }
  }

  /// Whether letters are typed on it.
  var typesLetters: Bool {
    switch self {
    case .game(.setup(let setup)): setup.row == .players
    case .game(.playing(let game)): game.rules.kind == .guess && game.phase == .asking
    case .palette, .models, .marks, .parts, .takeAway: true
    case .lessons, .help, .pasted, .quitting: false
    }
  }

  /// The game that is played, if it is: help and palette may lie over it.
  var game: GameState? {
    get {
      switch self {
      case .game(let game): game
      case .help(_, let below), .palette(_, let below): below?.game
      case .lessons, .models, .pasted, .marks, .parts, .takeAway, .quitting: nil
      }
    }
    set {
      switch self {
      case .game: if let newValue { self = .game(newValue) }
      case .help(let top, var below):
        below?.game = newValue
        self = .help(top: top, over: below)
      case .palette(let palette, var below):
        below?.game = newValue
        self = .palette(palette, over: below)
      case .lessons, .models, .pasted, .marks, .parts, .takeAway, .quitting: break
      }
    }
  }
}

extension Explorer {
  /// The guessing game, while it is played.
  public internal(set) var game: GameState? {
    get { stage?.game }
    set {
      if stage?.game != nil { stage?.game = newValue } else { stage = newValue.map(Stage.game) }
    }
  }

  /// Leaves what takes the whole screen.
  mutating func leaveStage() -> [Effect] {
    switch stage {
    case .game: return leaveGame()
    case .help(_, let below), .palette(_, let below): stage = below
    case .quitting:
      shelf.halfRead = nil  // it is asked about once
      stage = nil
    case .lessons, .models, .pasted, .marks, .parts, .takeAway, nil: stage = nil
    }
    return []
  }
}
