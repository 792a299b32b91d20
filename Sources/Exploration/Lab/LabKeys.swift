/// What a key asks for in the training lab.
public enum LabCommand: Hashable, Sendable {
  /// Opens the lab.
  case open
  /// Learns, or holds; learns so many steps and holds.
  case run, learn(Int)
  /// Goes to another checkpoint: by so many, to the first, to the latest, to the lowest validation loss.
  case walk(Int), first, latest, lowest
  /// Puts the other text on the desk; lets the checkpoint write lines, or others.
  case switchWatched, draw
  /// Spreads losses in another way; lifts the limit of steps; stops at the turn by itself.
  case switchScale, switchPace, switchStop
  /// Keeps the curve and begins another: with one thing changed, or with the same again.
  case network, corpus, rate, optimizer, seed, again
  /// Forgets the curves that were kept.
  case forget
  /// Takes the checkpoint as the model of the explorer, or writes it.
  case use, write
}

extension KeyMap {
  /// How to open the lab; a part of the reading table.
  static let openLab = Binding(
    "Train a small model, and watch it learn.", footer: .init("train", rank: 15),
    [Action("train", .lab(.open), .letter("T"))])

  /// In the lab, wherever the keyboard is; the keys for reading work too.
  public static let lab = KeyMap(
    title: "In the training lab (\(key: .lab(.open)))",
    bindings: [
      Binding(
        "Run, or hold.", footer: .init("run", rank: 0),
        [Action("train-on", .lab(.run), .letter(" "))]),
      Binding(
        "Learn one step, or a hundred, and hold.", footer: .init("steps", rank: 5),
        [
          Action("train-step", .lab(.learn(1)), .letter(".")),
          Action("train-hundred", .lab(.learn(100)), .letter(">")),
        ]),
      Binding(
        "Go to the checkpoint with the lowest validation loss.",
        footer: .init("lowest", rank: 1),
        [Action("lowest-validation", .lab(.lowest), .letter("b"))]),
      Binding(
        "Watch a text that the model never sees, or one that it is trained on.",
        footer: .init("text", rank: 2), [Action("watched-text", .lab(.switchWatched), .letter("v"))]
      ),
      Binding(
        "Let the checkpoint that is looked at write some lines, at the temperature of the screen, or other "
          + "ones: words that stand in its training text are underlined.",
        footer: .init("lines", rank: 2), [Action("write-lines", .lab(.draw), .letter("g"))]),
      Binding(
        "Explore with the checkpoint that is looked at: it is a model like any other.",
        footer: .init("open", rank: 1), [Action("use-checkpoint", .lab(.use), .key(.enter))]),
      Binding(
        "Write the checkpoint that is looked at into a GGUF file.",
        footer: .init("write", rank: 7), [Action("write-checkpoint", .lab(.write), .letter("w"))]),
      Binding(
        "Keep the curve in grey, and begin again: with other data, another network, rate, optimizer or "
          + "seed.", footer: .init("data model rate …", rank: 4),
        [
          Action("next-data", .lab(.corpus), .letter("D")),
          Action("next-network", .lab(.network), .letter("M")),
          Action("next-rate", .lab(.rate), .letter("R")),
          Action("next-optimizer", .lab(.optimizer), .letter("O")),
          Action("next-training-seed", .lab(.seed), .letter("S")),
        ]),
      Binding(
        "Keep the curve in grey, and begin the same again.",
        [Action("train-again", .lab(.again), .letter("A"))]),
      Binding(
        "Forget the grey curves.", [Action("forget-curves", .lab(.forget), .letter("K"))]),
      Binding(
        "Spread losses evenly by halvings, or by bits.", footer: .init("log", rank: 6),
        [Action("chart-scale", .lab(.switchScale), .letter("s"))]),
      Binding(
        "Stop by itself when the validation loss has not fallen for \(String(TrainingCourse.patience)) evaluations.",
        footer: .init("stop early", rank: 6),
        [Action("stop-early", .lab(.switchStop), .letter("E"))]),
      Binding(
        "Learn as fast as this machine can, or at a pace to be watched.",
        footer: .init("pace", rank: 8), [Action("pace", .lab(.switchPace), .letter("F"))]),
      Binding(
        "Back to your own text, as it was. Training goes on; \(key: .lab(.open)) leads back.",
        footer: .init("leave", rank: 1), [Action("leave", .leave, .key(.escape))]),
    ])

  /// While the chart of the lab is focused.
  public static let chart = KeyMap(
    title: "In the chart of the lab (\(key: .nextPanel))",
    bindings: [
      Binding(
        "Go to the checkpoint before or behind: the text shows what it knew.",
        footer: .init("walk", rank: 1),
        [
          Action("previous-checkpoint", .lab(.walk(-1)), .key(.left)),
          Action("next-checkpoint", .lab(.walk(1)), .key(.right)),
        ]),
      Binding(
        "Go ten checkpoints back, or on.",
        [
          Action("checkpoints-back", .lab(.walk(-10)), .key(.pageUp), .shift(.left)),
          Action("checkpoints-on", .lab(.walk(10)), .key(.pageDown), .shift(.right)),
        ]),
      Binding(
        "Go to the first checkpoint, or to the latest, whichever that is.",
        [
          Action("first-checkpoint", .lab(.first), .key(.home)),
          Action("latest-checkpoint", .lab(.latest), .key(.end)),
        ]),
    ])

  /// While a checkpoint is explored with.
  public static let checkpoint = KeyMap(
    title: "Exploring with a checkpoint of the lab (\(key: .lab(.use)))",
    bindings: [
      Binding(
        "Back to the lab.", footer: .init("back to the lab", rank: 0),
        [Action("leave", .leave, .key(.escape))])
    ])
}

extension Refusal {
  static let ofLab = [
    Refusal(
      "the lab shows what its checkpoints know of this text, and nothing else is done with it there",
      lasts: true
    ) { command in
      switch command {
      case .edit, .undo, .redo, .reveal, .whatIf, .generation, .sideBySide, .switchStart, .context,
        .board(.ladder), .replaceWithPaste, .insertPaste:
        true
      default: false
      }
    } when: {
      $0.isInLab
    },
    Refusal("a game is played on your own text: leave the lab first") {
      $0 == .game(.open)
    } when: {
      $0.isInLab
    },
    Refusal(
      "a lesson only looks at its checkpoints: leave it, and explore with those of a lab of your own"
    ) {
      $0 == .lab(.use)
    } when: {
      $0.lesson != nil
    },
    Refusal("first leave the game") {
      $0 == .lab(.open)
    } when: {
      $0.game != nil
    },
    Refusal("no model can be trained here") {
      if case .lab = $0 { true } else { false }
    } when: {
      $0.lab == nil
    },
    Refusal("the texts are still being drawn: wait a moment") { command in
      switch command {
      case .lab(.run), .lab(.learn), .lab(.walk), .lab(.first), .lab(.latest), .lab(.lowest),
        .lab(.use), .lab(.write), .lab(.switchWatched), .lab(.draw):
        true
      default: false
      }
    } when: {
      $0.lab?.evaluation == nil
    },
    Refusal(
      "the loss is not a number any more, so nothing is learnt: another rate or optimizer begins again"
    ) {
      $0.isLearning
    } when: {
      $0.lab?.course.isBroken == true
    },
    Refusal(
      "all steps are taken: another text, network, rate or seed begins again"
    ) {
      $0.isLearning
    } when: {
      $0.lab?.phase == .ended
    },
    Refusal("no curve is kept") {
      $0 == .lab(.forget)
    } when: {
      $0.lab?.kept.isEmpty == true
    },
  ]
}

extension Command {
  /// Whether it takes steps.
  fileprivate var isLearning: Bool {
    switch self {
    case .lab(.run), .lab(.learn): true
    default: false
    }
  }
}
