import Basics

/// What a cell of the screen means. Themes map roles to looks; nothing else knows a colour.
public enum Role: Hashable, Sendable {
  /// Ordinary text.
  case plain
  /// Text of little weight: units, hints.
  case faint
  /// A number or word to be seen first.
  case strong
  /// The name of the program.
  case title
  /// The heading of a panel, and of the panel that holds the keyboard.
  case heading, focusedHeading
  /// Lines between panels, axes, scroll bars.
  case rule
  /// A step of the ramp on running text, 0 (expected) … `Role.steps - 1` (astonishing).
  case surprise(Int)
  /// A step of the ramp as the colour of a bar.
  case level(Int)
  /// A step of the ramp of changes on running text: −3 (far less surprising) … 3 (far more).
  case change(Int)
  /// A step of the ramp of changes as the colour of a bar or a sign.
  case changeBar(Int)
  /// Text that is not scored yet.
  case unscored
  /// A token with nothing before it.
  case noContext
  /// Text that stands in the training text as well.
  case known
  /// The focused token, and what belongs to it, as a filled cell.
  case focus
  /// The focused token's bar in the strip.
  case focusBar
  /// What belongs to the focused token, as a text or a bar.
  case actual
  /// The candidate that Enter takes, and what was found.
  case selection
  /// The bar of a candidate.
  case bar
  /// The curve, and the slider's track.
  case curve
  /// Where the temperature is now.
  case knob
  /// The best temperature.
  case best
  /// A key in the footer or the help.
  case key
  /// A mode or a sentence that wants to be seen.
  case notice
  /// Something went wrong.
  case failure

  /// The number of steps of the ramp.
  public static let steps = 6

  /// The letter that stands for it where a frame's roles are written as text.
  public var letter: Character {
    switch self {
    case .plain: " "
    case .faint: "."
    case .strong: "S"
    case .title: "T"
    case .heading: "h"
    case .focusedHeading: "H"
    case .rule: "-"
    case .surprise(let step): "012345"[step.clamped(to: 0...5)]
    case .level(let step): "pqrsvw"[step.clamped(to: 0...5)]
    case .change(let step): "cbaoXYZ"[step.clamped(to: -3...3) + 3]
    case .changeBar(let step): "nmlOPQR"[step.clamped(to: -3...3) + 3]
    case .unscored: "u"
    case .noContext: "x"
    case .known: "_"
    case .focus: "F"
    case .focusBar: "f"
    case .actual: "A"
    case .selection: "C"
    case .bar: "="
    case .curve: "~"
    case .knob: "K"
    case .best: "B"
    case .key: "k"
    case .notice: "N"
    case .failure: "!"
    }
  }
}

extension String {
  fileprivate subscript(place: Int) -> Character { self[index(startIndex, offsetBy: place)] }
}
