/// Why something cannot be done now.
struct Refusal: Sendable {
  /// What is said when it is asked for all the same.
  let sentence: Sentence
  /// Whether it holds until something is left: the help then leaves the keys out, as the footer does.
  let lasts: Bool
  /// What cannot be done.
  let covers: @Sendable (Command) -> Bool
  /// When.
  let holds: @Sendable (Explorer) -> Bool

  init(
    _ sentence: Sentence, lasts: Bool = false, of covers: @escaping @Sendable (Command) -> Bool,
    when holds: @escaping @Sendable (Explorer) -> Bool
  ) {
    self.sentence = sentence
    self.lasts = lasts
    self.covers = covers
    self.holds = holds
  }

  /// Every refusal, the first that holds before the others.
  static let all =
    Activity.Row.all.flatMap(\.refusals) + ofMoving + ofFinding + ofParts + ofTakeAway + ofModels
    + ofSwitching
    + ofLab + ofStart
    + ofSavedScores + ofScores + ofInsight
    + ofHistory + ofLessons
    + ofPanels

  private static let ofScores = [
    Refusal(
      "the model says how likely each token was and nothing of the others: T 1 is all that is known"
    ) {
      switch $0 {
      case .notches, .bestTemperature: true
      default: false
      }
    } when: {
      $0.curve.isOfOneTemperature
    },
    Refusal("there is nothing to go on from: \(key: .edit) lets you write a word") {
      $0.beginsGeneration
    } when: {
      $0.text.isEmpty && $0.generation == nil
    },
    Refusal("this token is not scored yet: wait a moment, or go back") {
      $0.beginsGeneration
    } when: {
      !($0.reading.isSplit && $0.hasPrediction($0.focus)) && $0.generation == nil
    },
    Refusal("there is no text to reveal: \(key: .edit) lets you type one, or paste one") {
      $0 == .reveal(.hide)
    } when: {
      $0.text.isEmpty && $0.reveal == nil
    },
    Refusal("the text is not split into tokens yet") { command in
      command == .reveal(.hide) || command == .whatIf(.compare)
    } when: {
      $0.whole.split == nil && $0.comparison == nil
    },
    Refusal("the text is not split into tokens yet") {
      $0 == .reveal(.next)
    } when: {
      $0.reveal != nil && $0.whole.split == nil
    },
    Refusal("the model is not loaded yet") {
      $0 == .resumeScoring
    } when: {
      if case .loading = $0.model { true } else { false }
    },
    Refusal("the text is not scored yet: wait a moment") { command in
      if case .context = command { true } else { false }
    } when: {
      $0.contextLimit == nil && $0.reading.split?.isComplete != true
    },
    Refusal("the model reads the whole context") {
      $0 == .context(.more)
    } when: {
      $0.contextLimit == nil
    },
    Refusal("the model reads no context") {
      $0 == .context(.less)
    } when: {
      $0.contextLimit == 0
    },
  ]

  private static let ofSavedScores = [
    Refusal(
      "a saved text has its scores and no model: open it with --model, or choose a model for it here",
      lasts: true
    ) { command in
      switch command {
      case .edit, .insertPaste, .replaceWithPaste, .whatIf(.replace), .context, .switchStart,
        .board(.layers), .board(.bought):
        true
      default: command.beginsGeneration
      }
    } when: {
      $0.hasScoresAlone
    }
  ]

  private static let ofInsight = [
    Refusal(
      "the colours show what each token bought: \(key: .board(.bought)) leaves that", lasts: true
    ) {
      $0 == .switchLens
    } when: {
      $0.board == .bought
    },
    Refusal("there is no earlier token to choose yet") {
      if case .bought = $0 { true } else { false }
    } when: {
      !$0.hasBought
    },
    Refusal("there is no layer to choose yet") {
      if case .layer = $0 { true } else { false }
    } when: {
      $0.layerCount == 0
    },
  ]

  private static let ofHistory = [
    // Leaving a generation is a change of its own.
    Refusal("nothing to undo") {
      $0 == .undo
    } when: {
      !$0.desk.history.canUndo && !$0.hasGenerated
    },
    Refusal("nothing to redo") {
      $0 == .redo
    } when: {
      !$0.desk.history.canRedo || $0.hasGenerated
    },
  ]

  private static let ofPanels = [
    Refusal("there is no other panel to go to") {
      $0 == .nextPanel
    } when: {
      $0.landing(on: $0.panel(furtherBy: 1)) == $0.panel
    },
    Refusal("there is no other panel to go to") {
      $0 == .previousPanel
    } when: {
      $0.landing(on: $0.panel(furtherBy: -1)) == $0.panel
    },
  ]

  private static let ofLessons = [
    Refusal(LessonShelf.advice) {
      $0 == .lesson(.open) || $0 == .lesson(.openAnew)
    } when: {
      $0.selectedLesson.map($0.shelf.lacksModel) == true
    },
    Refusal("this is the first page") {
      $0 == .lesson(.previous)
    } when: {
      $0.lesson?.page == 0 && !$0.lessonGoesOn.above
    },
    Refusal("this page has no task") {
      $0 == .lesson(.hint)
    } when: {
      $0.lesson != nil && $0.lesson?.openPage.exercise == nil
    },
    Refusal("this task is done: \(key: .lesson(.next)) goes on") {
      $0 == .lesson(.hint)
    } when: {
      $0.lesson?.isDone == true
    },
    Refusal("there is no hint for this task") {
      $0 == .lesson(.hint)
    } when: {
      $0.lesson?.openPage.exercise?.hints.isEmpty == true
    },
    Refusal("there is no other hint") {
      $0 == .lesson(.hint)
    } when: {
      ($0.lesson?.hints ?? 0) >= $0.lesson?.openPage.exercise?.hints.count ?? .max
    },
    Refusal("nothing was played, so there is nothing to save") {
      $0 == .game(.save)
    } when: {
      $0.game.map { $0.game?.record.rounds.isEmpty == true } ?? ($0.games.unsaved == nil)
    },
  ]
}

extension Command {
  fileprivate var beginsGeneration: Bool {
    self == .generation(.begin) || self == .sideBySide(.begin)
  }
}

extension Explorer {
  /// Whether the text is another than before the generation.
  fileprivate var hasGenerated: Bool { generation.map { $0.original != text } ?? false }

  /// Why a command cannot be done now; nil when it can.
  func refusal(of command: Command) -> Refusal? {
    Refusal.all.first { $0.covers(command) && $0.holds(self) }
  }
}
