/// Something that a key asks for.
public enum Command: Hashable, Sendable {
  /// Moves of the focus: by tokens, lines and screenfuls, to an end, to a peak of surprise.
  case step(Int), line(Int), page(Int), firstToken, lastToken, nextPeak, previousPeak
  /// Further ways through a long text.
  case moving(MovingCommand)
  /// The list of the text's parts.
  case parts(PartCommand)
  /// Looks for a text.
  case find(FindCommand)
  /// Moves of the focus over the plane: within its corner, to the next corner.
  case withinCorner(Int), nextCorner
  /// Changes what the sum explains.
  case explain(ExplanationStep)
  /// Among the layers, so many further; and in the list of what was bought.
  case layer(Int), bought(BoughtCommand)
  /// Moves of the temperature: by notches, to 1, to the best for this text.
  case notches(Int), temperatureOne, bestTemperature
  /// What is shown, and how.
  case switchUnit, switchLens, switchTheme, switchMarks, switchView, switchBigFigures,
    switchTextUnit
  case nextPanel, previousPanel
  /// Shows a board, or the usual panels when it is shown already.
  case board(Board)
  /// The text, token by token, and beside what it might have been.
  case reveal(RevealCommand), whatIf(WhatIfCommand)
  /// Continues the text.
  case generation(GenerationCommand)
  /// Compares continuations at several temperatures.
  case sideBySide(SideBySideCommand)
  /// Scrolls the panel that is focused, by rows.
  case scroll(Int)
  /// The text.
  case edit, undo, redo, copyFigures, copyText, resumeScoring
  /// Leaves what was entered last, or stops the scoring.
  case leave
  /// Keys of the whole program.
  case help, redraw, suspend, quit, quitAtOnce
  /// Moves of the cursor in the editor.
  case cursor(Motion)
  /// Changes to the text in the editor.
  case newline, deleteBackward, deleteForward, deleteWord, deleteToLineStart, deleteToLineEnd
  /// Answers to what is to be done with a pasted text.
  case replaceWithPaste, insertPaste
  /// The guessing game.
  case game(GameCommand)
  /// What the text is scored after.
  case switchStart
  /// How far back the model may look.
  case context(ContextCommand)
  /// Lessons.
  case lesson(LessonCommand)
  /// The training lab.
  case lab(LabCommand)
  /// The list of models.
  case models(ModelCommand)
  /// Takes the text away.
  case takeAway(TakeAwayCommand)
  /// The list of all commands.
  case palette(PaletteCommand)

  /// A way to move the editor's cursor.
  public enum Motion: Hashable, Sendable {
    /// By one character or one line.
    case left, right, up, down
    /// By one word.
    case wordLeft, wordRight
    /// To an end of the line, or of the text.
    case lineStart, lineEnd, textStart, textEnd
    /// By one screen.
    case pageUp, pageDown
  }
}

/// A command as a table has it: its name, and the keys that ask for it.
public struct Action: Sendable {
  /// Its name, in words joined by hyphens: `next-peak`. It asks for the same wherever it stands; the
  /// palette finds it, and the configuration gives it other keys.
  public let name: String
  /// What is asked for.
  public let command: Command
  /// The keys that ask for it, the one that is named first.
  public var chords: [Chord]

  init(_ name: String, _ command: Command, _ chords: Chord...) {
    self.name = name
    self.command = command
    self.chords = chords
  }
}

/// Commands that belong together, their keys, and how that is said: dispatch, footer, help, palette and
/// manual are made from it, so that no key can lack its explanation.
public struct Binding: Sendable {
  /// What they do, in a sentence for the help.
  public var help: Sentence
  /// How it is said in the footer; nil when it does not belong there.
  public var footer: Footer?
  /// The commands.
  public var actions: [Action]

  /// What the footer says of it.
  public struct Footer: Sendable {
    /// What the keys do, in a word or two.
    public var text: String
    /// The same where the situation says it better; nil where it is always the same.
    var textNow: (@Sendable (Explorer) -> String)?
    /// How early it gives way where there is no room: 0 last.
    public var rank: Int
    /// The same where there is something to be left.
    var rankInModes: Int
    /// The name of the only command whose key is shown; nil for the first key of each.
    var only: String?

    init(
      _ text: String, rank: Int, inModes rankInModes: Int? = nil, only: String? = nil,
      now textNow: (@Sendable (Explorer) -> String)? = nil
    ) {
      self.text = text
      self.textNow = textNow
      self.rank = rank
      self.rankInModes = rankInModes ?? rank
      self.only = only
    }
  }

  init(_ help: Sentence, footer: Footer? = nil, _ actions: [Action]) {
    self.help = help
    self.footer = footer
    self.actions = actions
  }

  /// The commands whose keys the footer names; none where it says nothing of them.
  var actionsInFooter: [Action] {
    guard let footer else { return [] }
    return actions.filter { footer.only == nil || footer.only == $0.name }
  }
}

/// The keys of one situation, as data.
public struct KeyMap: Sendable {
  /// When these keys apply: a heading of the help.
  public var title: Sentence
  /// Whether letters are typed meanwhile, so that they can be no keys.
  public var takesLetters = false
  /// The keys.
  public var bindings: [Binding]

  /// What a key asks for, if anything. O(*n*) in the number of keys.
  public func command(for chord: Chord) -> Command? {
    // By their places: who goes through the rows themselves copies each.
    for binding in bindings.indices {
      for action in bindings[binding].actions.indices
      where bindings[binding].actions[action].chords.contains(chord) {
        return bindings[binding].actions[action].command
      }
    }
    return nil
  }
}

extension [KeyMap] {
  /// What a key asks for, if anything: the first table comes before the others. O(*n*) in their keys.
  func command(for chord: Chord) -> Command? {
    lazy.compactMap { $0.command(for: chord) }.first
  }

  /// The key that asks for a command, the one that is named first; nil where all of its keys ask for
  /// something else before, or it has none. O(*n*) in the keys, times those of the command.
  func chord(for command: Command) -> Chord? {
    first(of: command) { $0.chords.first { self.command(for: $0) == command } }
  }

  /// What is found first in the rows that ask for a command. O(*n*) in the rows.
  func first<Found>(of command: Command, _ find: (Action) -> Found?) -> Found? {
    for map in indices {
      for binding in self[map].bindings.indices {
        for action in self[map].bindings[binding].actions.indices
        where self[map].bindings[binding].actions[action].command == command {
          if let found = find(self[map].bindings[binding].actions[action]) { return found }
        }
      }
    }
    return nil
  }
}
