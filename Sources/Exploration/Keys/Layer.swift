/// What may take a key, a click or Esc. The order of an explorer's layers is the one order in which
/// they are asked.
enum Layer {
  /// What takes the whole screen.
  case stage(Stage)
  /// The editor.
  case editor
  /// The search in the text, while it is typed, and while finds are shown.
  case findTyping, finds
  /// A run of tokens that are being drawn.
  case run
  /// A panel other than the text that holds the keyboard.
  case panel(Panel)
  /// A board in the place of the panels.
  case board(Board)
  /// What is done with the text.
  case activity(Activity.Row)
  /// Another model on its way to the text.
  case change
  /// The scorer, while it can be stopped or has failed.
  case scoring
  /// A scoring that was stopped, and can go on.
  case stopped
  /// A lesson that is read beside the text.
  case lesson
  /// The training lab, and a checkpoint of it that is explored with.
  case lab, checkpoint
  /// The text.
  case text
}

extension Explorer {
  /// What may take a key, a click or Esc, in this order: whatever was entered later comes first, and
  /// nothing behind a layer that takes all.
  var layers: [Layer] {
    if let stage { return [.stage(stage)] }
    if isEditing { return [.editor] }
    if finding?.isTyping == true { return [.findTyping] }
    if let row = activity.row, row.takesAll { return [.activity(row)] }
    var layers: [Layer] = finding == nil ? [] : [.finds]
    if generation?.remaining ?? 0 > 0 { layers.append(.run) }
    if panel != .text, panel != .chart { layers.append(.panel(panel)) }
    if board != .expectation { layers.append(.board(board)) }
    if let row = activity.row {
      layers.insert(.activity(row), at: layers.count - min(panelsBeforeActivity, layers.count))
    }
    if models.change != nil { layers.append(.change) }
    if phase.canBeLeft { layers.append(.scoring) }
    if canGoOnScoring { layers.append(.stopped) }
    if lesson != nil { layers.append(.lesson) }
    if panel == .chart { layers.append(.panel(.chart)) }
    switch lab?.place {
    case .watching: layers.append(.lab)
    case .using: layers.append(.checkpoint)
    case .left, nil: break
    }
    return layers + [.text]
  }

  /// How many of a focused panel and a board were there before what is done with the text began.
  private var panelsBeforeActivity: Int {
    guard let start = comparison?.start ?? modelComparison?.start, start.board == board else {
      return 0
    }
    return (board == .expectation ? 0 : 1) + (start.panel == panel && panel != .text ? 1 : 0)
  }

  /// What is left next, if anything.
  private var layerToLeave: Layer? { layers.first { $0.canBeLeft } }

  /// How often one leaves until something is left; nil where that is not there.
  package func presses(toLeave goal: Sentence.Goal) -> Int? {
    guard goal == .activity ? activity.row != nil : models.change != nil else { return nil }
    var explorer = self
    for count in 1...Self.mostLayers {
      switch (goal, explorer.layerToLeave) {
      case (.activity, .activity), (.change, .change): return count
      default: break
      }
      _ = explorer.leave()
    }
    return nil
  }

  /// No more layers than these lie over one another.
  private static let mostLayers = 20

  /// Whether Esc stops what the scorer does, and nothing else is left before.
  var escapeStopsScorer: Bool {
    switch layerToLeave {
    case .scoring: phase.isRunning
    case .run: true
    default: false
    }
  }

  /// The tables of keys that apply now, the first before the others.
  package var keyMaps: [KeyMap] {
    let maps = layers.flatMap(keyMaps(of:))
    let last = typesLetters ? [] : [isInMode ? KeyMap.mode : .mainScreen, .notTyping]
    return (maps + last).map(keys.inForce)
  }

  /// Those and the one that always applies, behind them.
  package var tables: [KeyMap] { keyMaps + [keys.inForce(.always)] }

  /// What a key asks for now, if anything. O(*n*) in the number of keys.
  package func command(for chord: Chord) -> Command? { tables.command(for: chord) }

  /// Whether letters are typed now, so that they are no keys.
  package var typesLetters: Bool {
    switch layers.first {
    case .editor, .findTyping: true
    case .stage(let stage): stage.typesLetters
    default: false
    }
  }

  /// Whether there is something to be left before the program ends.
  var isInMode: Bool {
    switch layerToLeave {
    case .scoring, .change, nil: false
    default: true
    }
  }

  func keyMaps(of layer: Layer) -> [KeyMap] {
    switch layer {
    case .stage(.game(.setup)) where games.fillsDesk: [.firstGame, .gameSetup]
    case .stage(let stage): stage.keyMaps
    case .editor: [.editing]
    case .findTyping: [.findTyping]
    case .finds: [.finds]
    case .panel(.candidates): [activity.row?.candidateKeys ?? .candidates]
    case .panel(.curve): [.curve]
    case .panel(.chart): [.chart]
    case .panel(.text): []
    case .change: [.switching]
    case .scoring: [.scoring]
    case .stopped: [.stopped]
    case .board(let board): board.row.keyMaps
    case .activity(let row): [row.keys]
    case .lesson: [.lesson]
    case .lab: [.lab]
    case .checkpoint: [.checkpoint]
    case .run: [.run]
    case .text: [.reading, .boards, .program]
    }
  }

  /// Leaves the foremost layer.
  mutating func leave() -> [Effect] {
    switch layerToLeave {
    case .stage: return leaveStage()
    case .editor: stopEditing()
    case .findTyping, .finds: leaveFinding()
    case .run: return stopRun()
    case .panel: show(Panel.text)
    case .board: leaveBoard()
    case .activity(let row): return row.leave(&self)
    case .change: return keepModel()
    case .scoring:
      if phase.isRunning { return stopScoring() }
      phase = .stopped
    case .lesson: return leaveLesson()
    case .lab, .checkpoint: return leaveLab()
    case .stopped, .text, nil: break
    }
    return []
  }

  /// Takes a character that no table has, where characters are typed.
  mutating func type(_ character: Character) -> [Effect] {
    switch layers.first {
    case .stage(.game): typeInGame(character)
    case .stage(.palette): typeInPalette(character)
    case .stage(.models): typeInModels(character)
    case .stage(.takeAway): typeInTakeAway(character)
    case .stage(.marks): typeMark(character)
    case .stage(.parts): typeInParts(character)
    case .findTyping: typeInFinding([character])
    case .editor: type(Array(String(character).utf8))
    default: []
    }
  }

  /// Says of a key that does nothing which one lists those that do: once, until a key does something.
  mutating func hintAtHelp(insteadOf chord: Chord) {
    guard !isAtALoss, tables.chord(for: .help) != nil else { return }
    isAtALoss = true
    say("\(chord.label) does nothing here: \(key: .help) lists the keys")
  }
}

extension Layer {
  /// Whether it is only what the scorer does.
  var isOfScoring: Bool {
    switch self {
    case .scoring, .stopped, .change: true
    default: false
    }
  }

  /// Whether Esc leads out of it.
  fileprivate var canBeLeft: Bool {
    switch self {
    case .stopped, .text, .panel(.chart): false
    case .stage, .editor, .findTyping, .finds, .run, .panel, .board, .activity, .change, .scoring,
      .lesson, .lab,
      .checkpoint:
      true
    }
  }
}

extension Explorer.Phase {
  /// Whether Esc does something about it.
  fileprivate var canBeLeft: Bool {
    if case .failed = self { true } else { isRunning && self != .generating }
  }
}
