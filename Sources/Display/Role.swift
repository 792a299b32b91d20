/// What a cell of the screen means. Themes map roles to looks; nothing else knows a colour.
public enum Role: Hashable, Sendable {
  /// Ordinary text.
  case plain
  /// Text of little weight: rules, units, hints.
  case faint
  /// A number or word to be seen first.
  case strong
  /// A step of the surprise ramp on running text, 0 (expected) … `Role.steps - 1` (astonishing).
  case surprise(Int)
  /// The number of steps of the surprise ramp.
  public static let steps = 6
}
