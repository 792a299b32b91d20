import Games
import Scoring

/// How a person likes the screen, whatever the text: what is remembered between runs.
public struct Preferences: Hashable, Sendable {
  /// The colours.
  public var theme = ThemeName.dark
  /// The unit of all amounts of information, where a lesson's page sets no other.
  public var unit = Unit.bits
  /// How the text is shown.
  public var view = TextView.automatic
  /// Whether figures are drawn large.
  public var bigFigures = BigFigures.automatic
  /// How games are played: as the last one that was begun.
  public var game = GameWishes()

  /// How everything is for somebody who has chosen nothing.
  public init() {}
}

extension Explorer {
  /// The colours.
  public internal(set) var theme: ThemeName {
    get { preferences.theme }
    set { preferences.theme = newValue }
  }
  /// The unit of all amounts of information. What is chosen in a lesson is left with it.
  public internal(set) var unit: Unit {
    get { desk.settings.lessonUnit ?? preferences.unit }
    set {
      if lesson == nil { preferences.unit = newValue } else { desk.settings.lessonUnit = newValue }
    }
  }
}
