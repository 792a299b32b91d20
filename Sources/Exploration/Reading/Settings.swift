import ShownText
import InformationTheory
import Scoring

extension Unit {
  /// An amount in this unit, with two decimals.
  public func format(_ information: Information) -> String { decimal(amount(information), 2) }
}

extension Lens {
  /// The lens that follows, the first after the last; the change only where there is one. What was bought is
  /// shown by its board alone.
  public func next(isComparing: Bool) -> Lens {
    switch next {
    case .change where !isComparing, .bought: next.next(isComparing: isComparing)
    default: next
    }
  }
}

/// How the text is shown.
public enum TextView: String, Hashable, Sendable, CaseIterable {
  /// As words where all of the text has room so, as running text otherwise.
  case automatic
  /// Each token above its own bar and its number.
  case words
  /// As it would be printed.
  case running
}

/// Which table of colours is in use.
public enum ThemeName: String, Hashable, Sendable, CaseIterable {
  /// Light text on near-black.
  case dark
  /// Dark text on white: for projectors in lit rooms.
  case light
  /// Black and white with the fewest colours.
  case highContrast = "high contrast"
  /// No colour at all: bold, underlined and reversed text.
  case monochrome
}
