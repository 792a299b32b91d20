import Scoring

/// The list of models: a line to type into, and a model that is chosen among those it finds.
public struct ModelList: Hashable, Sendable {
  /// Whether the chosen model is to be compared with the one at hand, and not to take its place.
  public internal(set) var isForComparison = false
  /// What was typed.
  public internal(set) var line = TypedLine()
  /// The reference of the chosen model; nil for the one at hand.
  var choice: String?
  /// Whether the model that is found is to be used as soon as it is known which there are.
  package internal(set) var isAwaited = false
}

/// Something that a key asks of the list of models.
public enum ModelCommand: Hashable, Sendable {
  /// Opens it, to read the text with another model, or to compare that with the one at hand.
  case open, compare
  /// Chooses the model so many further down.
  case choose(Int)
  /// Reads the text with the chosen model, or compares it.
  case use
  /// Deletes the last character of the line, or all of it.
  case erase, clear
}

extension KeyMap {
  /// How the list is opened; a part of the reading table, and of those in which it is refused.
  static let openModels = Binding(
    "Choose another model for this text, among all that this machine has.",
    [Action("models", .models(.open), .letter("M"))])

  /// While the list of models is shown.
  public static let models = KeyMap(
    title: "In the list of models (\(key: .models(.open)))", takesLetters: true,
    bindings: [
      Binding(
        "Read the text with the model, or compare it with the one at hand.",
        footer: .init(
          "use it", rank: 0,
          now: { $0.modelList?.isForComparison == true ? "compare" : "use it" }),
        [Action("use-model", .models(.use), .key(.enter))]),
      Binding(
        "Choose another one. What is typed finds it by parts of its line.",
        footer: .init("choose", rank: 1),
        [
          Action("previous-model", .models(.choose(-1)), .key(.up)),
          Action("next-model", .models(.choose(1)), .key(.down)),
        ]),
      Binding(
        "Choose one ten further.",
        [
          Action("models-up", .models(.choose(-10)), .key(.pageUp)),
          Action("models-down", .models(.choose(10)), .key(.pageDown)),
        ]),
      Binding(
        "Delete the last letter, or all of them.",
        [
          Action("erase-model-letter", .models(.erase), .key(.backspace)),
          Action("erase-model-line", .models(.clear), .control("u")),
        ]),
      Binding(
        "Close the list: all is as it was.", footer: .init("close", rank: 0),
        [Action("leave", .leave, .key(.escape))]),
    ])
}

extension Command {
  /// Whether it opens the list of models, for whatever.
  var opensModels: Bool { self == .models(.open) || self == .models(.compare) }
}

extension Refusal {
  static let ofModels = [
    Refusal("a lesson is read with the model that it begins with: leave it first", lasts: true) {
      $0.opensModels
    } when: {
      $0.lesson != nil
    },
    Refusal("a game is played with the model that it began with: leave it first", lasts: true) {
      $0.opensModels
    } when: {
      $0.game != nil
    },
    Refusal("the lab shows its own models: leave it first", lasts: true) {
      $0.opensModels
    } when: {
      $0.lab.map { $0.isWatched || $0.isExploredWith } ?? false
    },
    Refusal(
      "hidden text cannot be given to another model: \(leaving: .activity) shows all of it",
      lasts: true
    ) {
      $0.opensModels
    } when: {
      $0.reveal != nil
    },
    Refusal("no model is called so") {
      $0 == .models(.use)
    } when: {
      $0.foundModels.isEmpty && !$0.isLookingForModels
    },
    Refusal("this is the model at hand: choose another one") {
      $0 == .models(.use)
    } when: {
      $0.modelList?.isForComparison == true && $0.chosenModel.map($0.isAtHand) == true
    },
    Refusal("there is no text to be compared over: \(key: .edit) lets you type one") {
      $0 == .models(.compare)
    } when: {
      $0.text.isEmpty
    },
    Refusal("it does not run here: its line says why") {
      $0 == .models(.use)
    } when: {
      $0.chosenModel?.reason != nil
    },
    Refusal("the model is not loaded yet") {
      $0.opensModels
    } when: {
      if case .loading = $0.models.model { true } else { false }
    },
  ]
}

extension Explorer {
  /// The list of models, while it is open.
  package internal(set) var modelList: ModelList? {
    get { if case .models(let list) = stage { list } else { nil } }
    set { if modelList != nil, let newValue { stage = .models(newValue) } }
  }

  mutating func perform(_ command: ModelCommand) -> [Effect] {
    switch command {
    case .open, .compare:
      if isEditing { stopEditing() }  // its name was clicked, or the palette has it
      stage = .models(ModelList(isForComparison: command == .compare))
      models.isListing = true
      return [.listModels]
    case .choose(let count): choose(modelsFurther: count)
    case .use: return useChosenModel()
    case .erase: changeModelLine { $0.erase() }
    case .clear: changeModelLine { $0 = TypedLine() }
    }
    return []
  }

  /// Takes in which models there are, and uses the one that was asked for before that was known.
  mutating func take(_ listing: ModelListing) -> [Effect] {
    models.list = listing
    models.isListing = false
    guard let list = modelList else { return [] }
    if let remark = listing.remarks.first { say(Sentence(remark)) }
    guard list.isAwaited else { return [] }
    modelList?.isAwaited = false
    return perform(Command.models(.use))
  }

  /// Changes what is typed: another model is looked for than was chosen or asked for.
  mutating func changeModelLine(_ change: (inout TypedLine) -> Void) {
    guard var list = modelList else { return }
    change(&list.line)
    (list.choice, list.isAwaited) = (nil, false)
    modelList = list
  }

  /// The reference of the model at hand, as the list has it; nil where scores alone are there.
  private var modelAtHand: String? {
    models.own ?? (models.isSavedText ? nil : models.list?.started)
  }

  private mutating func choose(modelsFurther count: Int) {
    let found = foundModels
    guard !found.isEmpty else { return }
    let place = min(max(chosenModel(of: found) + count, 0), found.count - 1)
    modelList?.choice = found[place].reference
  }

  /// Closes the list and opens the chosen model under the text.
  private mutating func useChosenModel() -> [Effect] {
    guard !isLookingForModels else {
      modelList?.isAwaited = true
      return []
    }
    guard let model = chosenModel else { return [] }
    let isForComparison = modelList?.isForComparison == true
    stage = nil
    if isForComparison { return compare(withModel: model.reference) }
    guard model.reference != modelAtHand || !isModelReady else {
      say("this model is at hand")
      return keepModel()
    }
    return switchModel(to: model.reference)
  }

  mutating func typeInModels(_ character: Character) -> [Effect] {
    changeModelLine { $0.type([character]) }
    return []
  }

  /// Chooses the model of a row, and uses it at the second press; outside of the box the list closes.
  mutating func pressModels(row: Int, column: Int, isSecond: Bool) -> [Effect] {
    let geometry = PaletteGeometry(ofModels: self)
    guard geometry.box.contains(row: row, column: column) else { return leave() }
    let found = foundModels
    let chosen = chosenModel(of: found)
    guard
      let pressed = geometry.place(row: row, column: column, chosen: chosen, of: found.count)
    else { return [] }
    if isSecond, pressed == chosen { return perform(.models(.use)) }
    modelList?.choice = found[pressed].reference
    return []
  }
}

// MARK: What is found

extension Explorer {
  /// Whether models are still being looked for, and none is known from before.
  package var isLookingForModels: Bool { models.list == nil && models.isListing }

  /// The models that the line of the list finds: those of whose line each word is a part; the file of a path that
  /// none of them has. O(*n*).
  package var foundModels: [ListedModel] {
    guard let list = modelList else { return [] }
    let words = list.line.text.lowercased().split(separator: " ")
    let found = (models.list?.models ?? []).filter { model in
      let line = [model.reference, model.architecture ?? "", model.quantization ?? ""]
        .joined(separator: " ").lowercased()
      return words.allSatisfy { line.contains($0) }
    }
    guard found.isEmpty, list.line.text.contains("/") else { return found }
    return [ListedModel(reference: list.line.text, path: list.line.text)]
  }

  /// The place of the chosen model among those that are found: the one at hand where none was chosen.
  package func chosenModel(of found: [ListedModel]) -> Int {
    if modelList?.isForComparison == true, modelList?.choice == nil {
      return found.firstIndex { $0.reason == nil && !isAtHand($0) } ?? 0
    }
    let wanted = modelList?.choice ?? modelAtHand
    return found.firstIndex { $0.reference == wanted } ?? 0
  }

  /// The chosen model; nil where none is found.
  var chosenModel: ListedModel? {
    let found = foundModels
    return found.isEmpty ? nil : found[chosenModel(of: found)]
  }

  /// Whether it is the model at hand.
  package func isAtHand(_ model: ListedModel) -> Bool {
    isModelReady && model.reference == modelAtHand
  }
}
