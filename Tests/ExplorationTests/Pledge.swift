import Exploration
import ExplorationFixtures

/// A key that was pressed because of what is said of it.
struct Trial {
  let before: Explorer, after: Explorer
  /// What the key asked of the world.
  let effects: [String]
  /// Which of several keys it was.
  let place: Int

  var hasReveal: Bool { before.reveal != nil }
  /// Whether another situation is there, with other keys.
  var isElsewhere: Bool {
    before.keyMaps.map(\.title) != after.keyMaps.map(\.title) || before.stageName != after.stageName
      || before.panel != after.panel || before.board != after.board
      || before.activityName?.full != after.activityName?.full
  }
}

/// What words promise of a key, as a person would take them.
struct Pledge: Sendable {
  /// The words, with a gap for each key; for the second key of a sentence they are followed by 1.
  let name: String
  /// Whether the text may be another one then.
  let changesText: Bool
  /// Whether it is kept.
  let isKept: @Sendable (Trial) -> Bool

  init(_ name: String, changesText: Bool = false, isKept: @escaping @Sendable (Trial) -> Bool) {
    self.name = name
    self.changesText = changesText
    self.isKept = isKept
  }

  static let all = ofSentences + ofFooter

  /// Of sentences, by a part of them.
  static let ofSentences = ofScoring + ofModels + ofEditing + ofComparing + ofLeaving + ofLessons

  private static let ofScoring = [
    Pledge("□ goes on. 0") { $0.after.phase.isRunning },
    Pledge("(□ stops) 0") {
      $0.before.generation == nil
        ? $0.after.phase == .stopped : $0.after.generation?.remaining == 0
    },
  ]
  private static let ofModels = [
    Pledge("(□ keeps them) 0") { $0.after.modelOnItsWay == nil },
    Pledge("another model is on its way: □ stays") { $0.after.modelOnItsWay == nil },
    Pledge("hidden text cannot be given to another model: □ shows all of it", changesText: true) {
      $0.after.reveal == nil && $0.after.text.starts(with: $0.before.text)
    },
  ]
  private static let ofEditing = [
    Pledge("Press □ and type one") { $0.after.isEditing },
    Pledge("□ lets you") { $0.after.isEditing },
    Pledge("□ leaves the editor.") { !$0.after.isEditing },
  ]
  private static let ofComparing = [
    Pledge("first keep one of the two texts: □") { $0.after.comparison == nil },
    Pledge("replaced: □ takes it back, □ keeps this text 0", changesText: true) {
      $0.after.comparison == nil && $0.after.text == $0.before.comparison?.baseline.scored.text
    },
    Pledge("replaced: □ takes it back, □ keeps this text 1") { $0.after.comparison == nil },
    Pledge("□ and □ choose another candidate 0") {
      $0.after.selectedCandidate == max($0.before.selectedCandidate - 1, 0)
    },
    Pledge("□ and □ choose another candidate 1") {
      $0.after.selectedCandidate
        == min($0.before.selectedCandidate + 1, $0.before.candidateLines.count - 1)
    },
    Pledge("□ edits the text, □ leads to the candidates 1") { $0.after.panel == .candidates },
    Pledge("□ edits the text, □ takes a candidate 1", changesText: true) {
      $0.after.text != $0.before.text || $0.after.notice != $0.before.notice
    },
    Pledge("this is the original: □ edits the text") { $0.after.isEditing },
    Pledge("□ makes the change again", changesText: true) { $0.after.text != $0.before.text },
  ]
  private static let ofLeaving = [
    Pledge("hidden text cannot be changed: □ shows all of it", changesText: true) {
      $0.after.reveal == nil && $0.after.text.starts(with: $0.before.text)
    },
    Pledge("all is revealed") { $0.after.reveal == nil },
    Pledge("first leave the generation, so that all of it is scored as a text: □") {
      $0.after.generation == nil
    },
    Pledge("first let the model read the whole context again: □") {
      $0.after.contextLimit == nil
    },
    Pledge("nothing was generated here: □ goes back to the branch before", changesText: true) {
      $0.after.generation?.branches.current != $0.before.generation?.branches.current
    },
    Pledge("first end the comparison of the models: □") { $0.after.modelComparison == nil },
    Pledge("(□ ends it) 0") { $0.after.modelComparison == nil },
    Pledge("the colours show what each token bought: □ leaves that") { $0.after.board != .bought },
    Pledge("does nothing here: □ lists the keys") { $0.after.stageName == "help" },
  ]
  private static let ofLessons = [
    Pledge("Hidden: □ reveals what comes, □ what is expected. 0", changesText: true) {
      $0.after.tokens.count == $0.before.tokens.count + 1
    },
    Pledge("Hidden: □ reveals what comes, □ what is expected. 1") {
      $0.after.reveal?.showsExpectation == true
    },
    Pledge("this task is done: □ goes on", changesText: true, isKept: turnsPage),
    Pledge(
      "□ ↑ 0", isKept: { ($0.after.lesson?.topLine ?? .max) < $0.before.lesson?.topLine ?? 0 }),
    Pledge(
      "□ ↓ 0", isKept: { ($0.after.lesson?.topLine ?? 0) > $0.before.lesson?.topLine ?? .max }),
  ]

  private static func turnsPage(_ trial: Trial) -> Bool {
    let (before, after) = (trial.before.lesson, trial.after.lesson)
    return after?.lesson.name != before?.lesson.name || after?.page != before?.page
      || after?.topLine != before?.topLine
  }

  // MARK: The footer

  /// Of words in the footer.
  static let ofFooter = ofWaysOut + ofOpening + ofChange

  /// What the footer says of a key of which nothing more is known: it does something.
  static func `default`(_ name: String) -> Pledge { Pledge(name, changesText: true) { _ in true } }

  private static let ofWaysOut =
    ["leave", "close", "done", "forget it", "back to the text", "end"].map {
      Pledge($0, changesText: true) { $0.isElsewhere && !$0.effects.contains("quit") }
    }
    + [
      Pledge("back", changesText: true) { $0.isElsewhere || turnsPage($0) },
      Pledge("take it back", changesText: true) { $0.after.comparison == nil },
      Pledge("whole context") { $0.after.contextLimit == nil },
      Pledge("keep it") { $0.after.comparison == nil },
      Pledge("stay", changesText: true) {
        $0.before.stageName == "quitting" ? $0.isElsewhere : $0.after.modelOnItsWay == nil
      },
      Pledge("use it") { $0.isElsewhere || $0.after.modelList?.isAwaited == true },
      Pledge("stop") { $0.after.generation?.remaining == 0 },
      Pledge("quit") { $0.effects.contains("quit") || $0.after.stageName == "quitting" },
    ]
  private static let ofOpening = [
    Pledge("edit") { $0.after.isEditing },
    Pledge("sum") { $0.after.board == .sum },
    Pledge("plane") { $0.after.board == .plane },
    Pledge("ladder") { $0.after.board == .ladder },
    Pledge("branches") { $0.after.board == .branches },
    Pledge("layers") { $0.after.board == .layers },
    Pledge("bought") { $0.after.board == .bought },
    Pledge("help") { $0.after.stageName == "help" },
    Pledge("commands") { $0.after.stageName == "palette" },
    Pledge("lessons") { $0.after.stageName == "lessons" },
    Pledge("play") { $0.after.stageName == "setup" },
    Pledge("generate") { $0.after.generation != nil },
    Pledge("context") { $0.before.contextLimit != nil && $0.effects.contains("limit") },
  ]
  /// Whether the focus went to the first token of the part behind, or to the beginning of the part that it
  /// was inside of, or of the one before.
  private static func steps(_ trial: Trial) -> Bool {
    let (before, count) = (trial.before, trial.before.tokens.count)
    let part = before.part(of: before.focus)
    let isInside = before.focus > part.lowerBound
    let back = isInside ? part.lowerBound : before.part(of: max(part.lowerBound - 1, 0)).lowerBound
    let on = part.upperBound < count ? part.upperBound : part.lowerBound
    return trial.after.focus == max(min(trial.place == 0 ? back : on, count - 1), 0)
  }

  private static let ofChange = [
    Pledge("go on") { $0.after.phase.isRunning },
    // What is hidden may be what changes.
    Pledge("undo", changesText: true) { $0.hasReveal || $0.after.text != $0.before.text },
    Pledge("redo", changesText: true) { $0.hasReveal || $0.after.text != $0.before.text },
    Pledge("step", isKept: steps),
    Pledge("layer") {
      abs($0.after.chosenLayer - $0.before.chosenLayer) == 1 || $0.before.layerCount == 1
        || [0, $0.before.layerCount - 1].contains($0.before.chosenLayer)
    },
    Pledge("follow") { $0.after.focus < $0.before.focus && $0.after.board == .bought },
    Pledge("unit") { $0.after.unit != $0.before.unit },
    Pledge("theme") { $0.after.preferences.theme != $0.before.preferences.theme },
    Pledge("lens") { $0.after.lens != $0.before.lens },
    Pledge("T 1") { $0.after.temperature == .one },
    Pledge("other text", changesText: true) {
      $0.after.text == $0.before.comparison?.baseline.scored.text
    },
    Pledge("replace the text", changesText: true) { $0.after.stageName == "no stage" },
    Pledge("draw", changesText: true) {
      ($0.after.generation?.remaining ?? 0) > 0 || $0.after.tokens.count != $0.before.tokens.count
    },
    Pledge("next page", changesText: true) {
      $0.after.lesson?.page == ($0.before.lesson?.page).map { $0 + 1 }
    },
    Pledge("more") { ($0.after.lesson?.topLine ?? 0) > $0.before.lesson?.topLine ?? .max },
    Pledge("finish", changesText: true) { $0.after.lesson == nil },
  ]
}
