import Exploration
import ExplorationFixtures
import Games
import InformationTheory
import Lessons
import Scoring

/// A mode of the explorer by its name, and how one comes to it.
struct Mode: Sendable, CustomStringConvertible {
  let name: String
  /// The keys that lead there from the text; `\n` is Enter, `\t` Tab.
  let keys: String
  /// What is done else.
  var further: @Sendable (inout Explorer) -> Void = { _ in }

  var description: String { name }

  /// A long text, its focus in the middle, in a screen that shows a part of it.
  static func reading(rows: Int = 24, columns: Int = 80) -> Explorer {
    let text = String(repeating: "the cat sat on the mat. the mat ate\n", count: 40)
    var explorer = Explorer(text: Array(text.utf8), lessons: [lesson].compactMap { $0 })
    explorer.hiddenSentences = ["one two", "three four"].map { Array($0.utf8) }
    _ = explorer.update(.resized(rows: rows, columns: columns))
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    explorer.press(.right, times: 120)
    return explorer
  }

  func explorer(rows: Int = 24, columns: Int = 80) -> Explorer {
    var explorer = Self.reading(rows: rows, columns: columns)
    for key in keys {
      switch key {
      case "\t": explorer.press(.tab)
      case "↓": explorer.press(.down)
      case "→": explorer.press(.right)
      default: explorer.type(String(key))
      }
    }
    further(&explorer)
    return explorer
  }

  /// What is done with the text, in every way, and the panels.
  static let ofTheText: [Mode] = [
    Mode(name: "reading", keys: ""),
    Mode(name: "a text scrolled away from its focus", keys: "") {
      for _ in 0..<4 { _ = $0.mouse(.wheelUp, 4, 5) }
    },
    Mode(name: "the candidates", keys: "\t↓↓"),
    Mode(name: "candidates far down", keys: "\t") { $0.press(.pageDown, times: 2) },
    Mode(name: "the curve", keys: "\t\t"),
    Mode(name: "a reveal", keys: "r "),
    Mode(name: "the expectation in a reveal", keys: "r d"),
    Mode(name: "the candidates in a reveal", keys: "r d\t↓"),
    Mode(name: "an original", keys: "x"),
    Mode(name: "a changed text", keys: "\t↓↓\n"),
    Mode(name: "the original beside a changed text", keys: "\t↓↓\nx"),
    Mode(name: "a short context", keys: "[["),
    Mode(name: "two models", keys: "D") { $0.compare(with: "second") },
    Mode(name: "a generation", keys: "g  "),
    Mode(name: "the candidates in a generation", keys: "g \t↓↓"),
    Mode(name: "the branches", keys: "g 3 v"),
    Mode(name: "a lesson", keys: "l\n"),
    Mode(name: "the candidates in a lesson", keys: "l\n\t↓"),
  ]

  /// The boards that can be opened from there.
  static let ofBoards: [Mode] = [
    Mode(name: "the plane", keys: "p"), Mode(name: "the sum", keys: "m"),
    Mode(name: "the ladder", keys: "L"), Mode(name: "the layers", keys: "ak"),
    Mode(name: "what was bought", keys: "fj"),
    Mode(name: "the candidates over the plane", keys: "p\t↓"),
    Mode(name: "the sum over the plane", keys: "pm"),
  ]

  /// What takes the whole screen, where no letters are typed.
  static let ofStages: [Mode] = [
    Mode(name: "the help", keys: "?"), Mode(name: "the list of lessons", keys: "l"),
    Mode(name: "three temperatures", keys: "G"), Mode(name: "the choice of a game", keys: "P"),
    Mode(name: "a pasted text", keys: "") { _ = $0.update(.input(.paste(Array("the".utf8)))) },
    Mode(name: "a bet", keys: "P") {
      $0.press(.right)
      $0.beginGame($0.press(.enter))
    },
    Mode(name: "the scores", keys: "P") {
      $0.press(.right)
      $0.beginGame($0.press(.enter))
      for key in [Key.enter, .enter, .escape] { $0.press(key) }
    },
  ]

  static let all = ofTheText + ofBoards + ofStages

  private static let lesson = try? Lesson(
    name: "cats",
    bytes: Array(
      """
      # Cats

      ## One
      text: the cat sat on the mat.
      at: "sat"

      {rank of "mat"}

      ## Two
      text: the cat sat on the mat.
      at: "on"

      {rank of "sat"}
      """.utf8))
}

extension Explorer {
  /// Asks two questions of the game that was begun, and lets the model answer.
  mutating func beginGame(_ effects: [Effect]) {
    for case .play(let game, let request) in effects {
      let questions = (0..<2).map { place in
        GameQuestion(
          bytes: place..<place + 1, answers: [String(Unicode.Scalar(game.text[place])), "x"],
          place: 0)
      }
      _ = update(.asked(questions, shown: 0, request: request))
      for _ in questions {
        let answer = ModelAnswer(probabilities: [0.5, 0.5], actual: 0) { $0 == 0 ? "a" : "b" }
        _ = update(.answered(answer, request: request))
      }
    }
  }

  /// Chooses a model in the list of those to compare with, which is open.
  mutating func compare(with reference: String) {
    let models = ["first", "second", "bytes", "broken"].map { ListedModel(reference: $0) }
    answer(update(.modelsListed(ModelListing(models, started: "first"))))
    type(reference)
    press(.enter)
  }

  /// What a person sees, and would miss were it not brought back.
  var marks: [String] {
    [
      "text \(text.count), \(text.reduce(UInt32(7)) { $0 &* 31 &+ UInt32($1) })", "focus \(focus)",
      "top \(topLine)", "\(temperature.value)", unit.rawValue,
      lens.rawValue, "board \(board.rawValue)", "panel \(panel.rawValue)",
      "candidate \(selectedCandidate), first \(topCandidate)",
      activityName?.full ?? "reading", "\(figures.total.nats)", "context \(contextLimit ?? -1)",
      "generation \(generation?.selected ?? -1), \(generation?.branches.current ?? -1)",
      "reveal \(reveal?.showsExpectation == true)",
      "lesson \(lesson?.page ?? -1), \(lesson?.topLine ?? -1)", "editing \(isEditing)",
      board == .ladder ? "measured \(measurement?.rungs.count ?? -1)" : "", stageName,
    ]
  }

  var stageName: String {
    switch stage {
    case nil: "no stage"
    case .game(.setup): "setup"
    case .game(.playing(let game)): "game \(game.phase)"
    case .help: "help"
    case .lessons: "lessons"
    case .pasted: "pasted"
    case .quitting: "quitting"
    case .palette: "palette"
    case .models: "models"
    case .marks: "marks"
    case .parts: "parts"
    case .takeAway: "take away"
    }
  }
}
