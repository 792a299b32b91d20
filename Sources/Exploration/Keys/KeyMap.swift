/// Something that a key asks for.
public enum Command: Hashable, Sendable {
  /// Moves of the focus: by tokens, by lines, to an end, to a peak of surprise.
  case step(Int), line(Int), firstToken, lastToken, nextPeak, previousPeak
  /// Moves of the focus over the plane: within its corner, to the next corner.
  case withinCorner(Int), nextCorner
  /// Changes what the sum explains.
  case explain(ExplanationStep)
  /// Moves of the temperature: by notches, to 1, to the best for this text.
  case notches(Int), temperatureOne, bestTemperature
  /// What is shown, and how.
  case switchUnit, switchLens, switchTheme, switchMarks, nextPanel, previousPanel
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
  case help, redraw, suspend, interrupt, quit
  /// Moves of the cursor in the editor.
  case cursor(Motion)
  /// Changes to the text in the editor.
  case newline, deleteBackward, deleteForward, deleteWord, deleteToLineStart, deleteToLineEnd
  /// Answers to what is to be done with a pasted text.
  case replaceWithPaste, insertPaste
  /// The guessing game.
  case game(GameCommand)
  /// How far back the model may look.
  case context(ContextCommand)
  /// Lessons.
  case lesson(LessonCommand)

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

/// A key with its modifiers.
public struct Chord: Hashable, Sendable {
  /// The key.
  public var key: Key
  /// The modifiers held with it.
  public var modifiers: Modifiers

  /// A key with its modifiers.
  public init(_ key: Key, _ modifiers: Modifiers = []) {
    self.key = key
    self.modifiers = modifiers
  }

  static func key(_ key: Key) -> Chord { Chord(key) }
  static func letter(_ letter: Character) -> Chord { Chord(.character(letter)) }
  static func control(_ letter: Character) -> Chord { Chord(.character(letter), .control) }
  static func alt(_ letter: Character) -> Chord { Chord(.character(letter), .alt) }
}

/// Keys that belong together, what they do, and how that is said: dispatch, footer and help are made
/// from it, so that no key can lack its explanation.
public struct Binding: Sendable {
  /// How the keys are written in the help.
  public var label: String
  /// What they do, in a sentence for the help.
  public var help: String
  /// How keys and action are written in the footer; nil when they do not belong there.
  public var footer: Footer?
  /// What each key asks for.
  public var actions: [(Chord, Command)]

  /// What the footer says of it.
  public struct Footer: Sendable {
    /// The keys, and what they do in a word or two.
    public var label: String, text: String
    /// How early it gives way where there is no room: 0 last.
    public var rank: Int

    init(_ label: String, _ text: String, rank: Int) {
      self.label = label
      self.text = text
      self.rank = rank
    }
  }

  init(_ label: String, _ help: String, footer: Footer? = nil, _ actions: [(Chord, Command)]) {
    self.label = label
    self.help = help
    self.footer = footer
    self.actions = actions
  }
}

/// The keys of one situation, as data.
public struct KeyMap: Sendable {
  /// When these keys apply: a heading of the help.
  public var title: String
  /// The keys.
  public var bindings: [Binding]

  /// What a key asks for, if anything. O(*n*) in the number of keys.
  public func command(for key: Key, _ modifiers: Modifiers) -> Command? {
    let chord = Chord(key, modifiers)
    for binding in bindings {
      for (candidate, command) in binding.actions where candidate == chord { return command }
    }
    return nil
  }
}
