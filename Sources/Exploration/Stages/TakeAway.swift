import InformationTheory
import Scoring
import ShownText

/// A form in which a text can be taken away.
public struct TakenForm: Hashable, Sendable {
  /// What it is called, what it is, and what the names of its files end with.
  public var name: String, summary: String, fileExtension: String

  /// A form.
  public init(name: String, summary: String, fileExtension: String) {
    (self.name, self.summary, self.fileExtension) = (name, summary, fileExtension)
  }
}

/// A scored text as it stands on the screen.
public struct TakenText: Sendable {
  /// The text and what was expected of it.
  public var scored: ScoredText
  /// The model that it was scored by, what its tokens are called, and which of them stand at its ends.
  public var model: ModelDescription, vocabulary: Vocabulary, boundaries: BoundaryTokens
  /// The temperature, what the colours mean, the unit, and what it is read in.
  public var temperature: Temperature, lens: Lens, unit: Unit, textUnit: TextUnit
  /// The focused token, and where the text came from.
  public var token: Int, source: String
  /// The reference of the model, where another one was chosen than the program was started with.
  public var reference: String?
  /// The other model, where two are compared.
  public var comparison: ModelComparison?
}

/// What became of a file.
public enum TakenAway: Hashable, Sendable {
  /// It was written: a sentence.
  case written(String)
  /// It could not be, and the list stays as it is: a sentence.
  case failed(String)
  /// There is one of this name already.
  case exists(String)
}

/// The list of forms: a line for the name of the file, and a form that is chosen.
public struct TakeAway: Hashable, Sendable {
  /// The name of the file.
  public internal(set) var line = TypedLine()
  /// The place of the chosen form.
  public internal(set) var choice = 0
  /// The name of a file that is there already, and may be written over by the same key once more.
  package internal(set) var existing: String?
}

/// Something that a key asks of the list of forms.
public enum TakeAwayCommand: Hashable, Sendable {
  /// Opens it.
  case open
  /// Chooses the form so many further down.
  case choose(Int)
  /// Writes the file.
  case write
  /// Deletes the last character of the name, or all of it.
  case erase, clear
}

extension KeyMap {
  /// How the list is opened; a part of the reading table.
  static let openTakeAway = Binding(
    "Take the text away as it stands here: as a page, a picture, a table, or a file to go on with.",
    [Action("take-away", .takeAway(.open), .letter("E"))])

  /// While the list of forms is shown.
  public static let takeAway = KeyMap(
    title: "While a text is taken away (\(key: .takeAway(.open)))", takesLetters: true,
    bindings: [
      Binding(
        "Write the file; once more where there is one of that name.",
        footer: .init("write", rank: 0),
        [Action("write-file", .takeAway(.write), .key(.enter))]),
      Binding(
        "Choose another form. What is typed is the name of the file.",
        footer: .init("form", rank: 1),
        [
          Action("previous-form", .takeAway(.choose(-1)), .key(.up)),
          Action("next-form", .takeAway(.choose(1)), .key(.down)),
        ]),
      Binding(
        "Delete the last letter, or all of them.",
        [
          Action("erase-file-letter", .takeAway(.erase), .key(.backspace)),
          Action("erase-file-line", .takeAway(.clear), .control("u")),
        ]),
      Binding(
        "Write nothing.", footer: .init("close", rank: 0),
        [Action("leave", .leave, .key(.escape))]),
    ])
}

extension Refusal {
  static let ofTakeAway = [
    Refusal("nothing can be written here", lasts: true) {
      $0 == .takeAway(.open)
    } when: {
      $0.forms.isEmpty
    },
    Refusal("the lab shows its own texts: leave it first", lasts: true) {
      $0 == .takeAway(.open)
    } when: {
      $0.isInLab
    },
    Refusal("hidden text cannot be taken away", lasts: true) {
      $0 == .takeAway(.open)
    } when: {
      $0.reveal != nil
    },
    Refusal("there is nothing to take away: no token has a score yet") {
      $0 == .takeAway(.open)
    } when: {
      $0.takenText == nil
    },
    Refusal("the file needs a name") {
      $0 == .takeAway(.write)
    } when: {
      $0.takeAway?.line.text.isEmpty ?? true
    },
  ]
}

extension Explorer {
  /// Says in which forms texts can be taken away; none where nothing can be written.
  public mutating func offerForms(_ forms: [TakenForm]) { self.forms = forms }

  /// The list of forms, while it is open.
  package internal(set) var takeAway: TakeAway? {
    get { if case .takeAway(let list) = stage { list } else { nil } }
    set { if takeAway != nil, let newValue { stage = .takeAway(newValue) } }
  }

  /// The text as it stands here; nil where there is none with scores. O(1).
  public var takenText: TakenText? {
    guard let scored = reading.split, scored.predictions.count > 0,
      case .ready(let model, let vocabulary) = model
    else { return nil }
    return TakenText(
      scored: scored, model: model, vocabulary: vocabulary, boundaries: models.starts.boundaries,
      temperature: temperature, lens: ownLens, unit: unit,
      textUnit: textUnit, token: focus, source: origin.source, reference: models.own,
      comparison: modelComparison)
  }

  /// The lens that stays when a board or a comparison is left, whose own one nothing else can show.
  private var ownLens: Lens {
    let own = [desk.settings.lens, modelComparison?.formerLens ?? comparison?.formerLens]
    return own.compactMap(\.self).first { !$0.isSigned } ?? .surprise
  }

  mutating func perform(_ command: TakeAwayCommand) -> [Effect] {
    switch command {
    case .open:
      if isEditing { stopEditing() }
      stage = .takeAway(TakeAway())
      name(ofForm: forms[0])
      if modelComparison != nil {
        say("html, text, csv and json have both models, other forms the base alone")
      }
    case .choose(let count): choose(formsFurther: count)
    case .write: return writeTaken()
    case .erase: changeFileName { $0.erase() }
    case .clear: changeFileName { $0 = TypedLine() }
    }
    return []
  }

  /// Takes in what became of a file.
  mutating func take(_ outcome: TakenAway) {
    awaitsFile = false
    switch outcome {
    case .written(let sentence):
      if takeAway != nil { stage = nil }
      say(Sentence(sentence))
    case .failed(let sentence): say(Sentence(sentence))
    case .exists(let name):
      takeAway?.existing = name
      let file = Sentence("\(visibleText(name)) exists already")
      say(takeAway == nil ? file : file + ": \(key: .takeAway(.write)) writes over it")
    }
  }

  private mutating func writeTaken() -> [Effect] {
    guard !awaitsFile, let list = takeAway, let text = takenText,
      forms.indices.contains(list.choice)
    else {
      return []
    }
    let file = list.line.text
    awaitsFile = true
    return [
      .takeAway(text, form: forms[list.choice].name, file: file, replacing: list.existing == file)
    ]
  }

  /// Chooses another form, and calls the file so.
  private mutating func choose(formsFurther count: Int) {
    guard let list = takeAway, !forms.isEmpty else { return }
    let place = min(max(list.choice + count, 0), forms.count - 1)
    takeAway?.choice = place
    name(ofForm: forms[place])
  }

  /// Ends the name of the file as those of a form do; without a name it gets that of the text.
  private mutating func name(ofForm form: TakenForm) {
    guard let list = takeAway else { return }
    let typed = list.line.text
    let known = forms.first { typed.hasSuffix("." + $0.fileExtension) }
    let stem = known.map { String(typed.dropLast($0.fileExtension.count + 1)) } ?? typed
    let file = (stem.isEmpty ? usualName : stem) + "." + form.fileExtension
    changeFileName {
      $0 = TypedLine()
      $0.type(file)
    }
  }

  /// What the text is called without its folders and its ending.
  private var usualName: String {
    let file = origin.source.split(separator: "/").last ?? ""
    let stem = file.split(separator: ".", omittingEmptySubsequences: false).dropLast().joined(
      separator: ".")
    let name = stem.isEmpty ? String(file) : stem
    return name.isEmpty || name.count > 40 ? "surprisal" : name
  }

  /// Changes the name: a form whose ending it has now is chosen.
  mutating func changeFileName(_ change: (inout TypedLine) -> Void) {
    guard var list = takeAway else { return }
    change(&list.line)
    list.existing = nil
    if let place = forms.firstIndex(where: { list.line.text.hasSuffix("." + $0.fileExtension) }) {
      list.choice = place
    }
    takeAway = list
  }

  mutating func typeInTakeAway(_ character: Character) -> [Effect] {
    changeFileName { $0.type([character]) }
    return []
  }

  /// Chooses the form of a row, and writes it at the second press; outside of the box nothing is written.
  mutating func pressTakeAway(row: Int, column: Int, isSecond: Bool) -> [Effect] {
    let geometry = PaletteGeometry(ofForms: self)
    guard geometry.box.contains(row: row, column: column) else { return leave() }
    guard let list = takeAway,
      let pressed = geometry.place(row: row, column: column, chosen: list.choice, of: forms.count)
    else { return [] }
    if isSecond, pressed == list.choice { return perform(Command.takeAway(.write)) }
    choose(formsFurther: pressed - list.choice)
    return []
  }
}
