import Scoring
import ShownText

/// Another model on its way to the text at hand. Until it has said the first of what it expects, all stays
/// that of the model before, and that one comes back where this one fails.
struct ModelSwitch: Sendable {
  /// What it is called among models.
  let reference: String
  /// Which of all switches it is.
  let number: Int
  /// The model as it was opened, and how it reads the text; nil while it is being opened.
  var reading: Reading?

  /// A model that is open and has been asked about the text.
  struct Reading: Sendable {
    let description: ModelDescription
    let vocabulary: Vocabulary
    let starts: StartTokens
    /// What it scores the text after.
    let start: TextStart
    /// What the scorer did before.
    let formerPhase: Explorer.Phase
    /// How it splits the text, once it has said so.
    var split: (tokens: [Token], settings: ScoringSettings)?
  }
}

/// A step from one model to another: the one before is kept until the other has proved itself.
public enum SwitchOrder: Hashable, Sendable {
  /// Open a model beside the one at hand; `modelOpened` or `modelNotOpened` of this number follows.
  case open(String, number: Int)
  /// Answer from now on with the one that was opened, and keep the one before.
  case take(number: Int)
  /// Answer again with the one before, and open no other.
  case giveBack
  /// Keep the one before no longer.
  case settle
}

extension Refusal {
  static let ofSwitching = [
    Refusal("another model is on its way: \(leaving: .change) stays with the one at hand") {
      command in
      switch command {
      case .edit, .undo, .redo, .reveal, .whatIf, .generation, .sideBySide, .switchStart, .context,
        .resumeScoring, .replaceWithPaste, .insertPaste, .game(.open), .lab(.open),
        .lesson(.open), .lesson(.openAnew), .lesson(.read), .models(.compare):
        true
      default: false
      }
    } when: {
      $0.models.change != nil
    }
  ]
}

extension KeyMap {
  /// While another model is opened under the text.
  public static let switching = KeyMap(
    title: "While another model is opened",
    bindings: [
      Binding(
        "Stay with the model at hand.", footer: .init("stay", rank: 0),
        [Action("leave", .leave, .key(.escape))])
    ])
}

extension Explorer {
  /// The model that is on its way to the text, by its name, and the one whose scores are still shown; nil
  /// while none is.
  package var modelOnItsWay: (name: String, former: String?)? {
    guard let change = models.change else { return nil }
    let name = change.reading?.description.name ?? change.reference
    return (visibleText(name), modelName)
  }

  /// What the model at hand is called; nil while there is none.
  private var modelName: String? {
    if case .ready(let description, _) = models.model { description.name } else { nil }
  }

  /// The columns of the header in which the model is named.
  package var modelNameColumns: Range<Int> {
    let start = 12  // behind the name of the program
    return start..<start + columnWidth(of: modelName ?? "no model")
  }

  /// Whether something about models is still to come that was asked for.
  public var awaitsModels: Bool {
    models.change != nil || models.isListing || modelComparison?.isRunning == true
  }

  /// Whether one's own text is read with another model than the program was started with.
  package var hasOtherModel: Bool { models.own != nil }

  // MARK: From one to the other

  /// Lets another model be opened. The text and its scores stay as they are meanwhile.
  mutating func switchModel(to reference: String) -> [Effect] {
    let effects = keepModel()
    requests.switching += 1
    models.change = ModelSwitch(reference: reference, number: requests.switching)
    return effects + [.switchModel(.open(reference, number: requests.switching))]
  }

  /// Asks the model that was opened about the text; where there is nothing to be asked, or no other model,
  /// it takes the place at once.
  mutating func takeOpened(
    _ description: ModelDescription, _ vocabulary: Vocabulary, _ starts: StartTokens, number: Int
  ) -> [Effect] {
    guard models.change?.number == number else { return [] }
    let effects = dropRequest() + [.switchModel(.take(number: number))]
    let start = starts.has(desk.start) ? desk.start : .asStarted
    let reading = ModelSwitch.Reading(
      description: description, vocabulary: vocabulary, starts: starts, start: start,
      formerPhase: phase)
    models.change?.reading = reading
    let turn: [Effect] = start == desk.start ? [] : [.startAfter(start)]
    guard isModelReady, !text.isEmpty else {
      desk.reading.forgetScores()
      phase = .idle
      return effects + turn + adoptModel() + resumeScoring()
    }
    requests.last += 1
    phase = .tokenizing
    return effects + turn + [.score(text: text, keeping: nil, request: requests.last)]
  }

  /// Takes in what the other model says of the text. With its first expectation it takes the place.
  mutating func take(ofOtherModel answer: Event) -> [Effect] {
    switch answer {
    case .tokenized(let tokens, let settings, _):
      models.change?.reading?.split = (tokens, settings)
      return []
    case .failed(let reason, _):
      say(Sentence(reason))
      return keepModel()
    default:
      let effects = adoptModel()
      take(answer: answer)
      return effects
    }
  }

  /// Works from now on with the model that was opened: what the one before knew of the text is forgotten.
  private mutating func adoptModel() -> [Effect] {
    guard let change = models.change, let read = change.reading else { return [] }
    models.change = nil
    model = .ready(read.description, read.vocabulary)
    models.starts = read.starts
    models.own = change.reference
    (models.inUse, models.wanted) = (change.reference, change.reference)
    shelf.set(lacksDefaultModel: change.reference == ModelListing.world)
    desk.start = read.start
    desk.keptGeneration = nil
    desk.overview = Overview()
    measurement = nil
    earlierInspections = []  // its file may be another one under the same name
    reading.truncatePredictions(to: 0)
    resetCandidates()
    if let split = read.split { begin(split.tokens, split.settings) }
    return [.switchModel(.settle)]
  }

  /// Stays with the model at hand, which goes on where it was.
  mutating func keepModel() -> [Effect] {
    guard let change = models.change else { return [] }
    models.change = nil
    let back: [Effect] = [.switchModel(.giveBack)]
    guard let read = change.reading else { return back }
    let effects = back + dropRequest()
    phase = read.formerPhase
    let turn: [Effect] = read.start == desk.start ? [] : [.startAfter(desk.start)]
    return effects + turn + resumeScoring()
  }

  /// Says why a model could not be opened.
  mutating func takeNotOpened(_ reason: String, number: Int) {
    guard models.change?.number == number else { return }
    models.change = nil
    say(Sentence(reason))
  }
}

extension StartTokens {
  /// Whether a text can be scored after it.
  fileprivate func has(_ start: TextStart) -> Bool {
    start == .asStarted || start == .nothing || token(of: start) != nil
  }
}
