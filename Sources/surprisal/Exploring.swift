import Exploration
import Lessons
import Runtime
import Scoring
import TerminalUI

/// What the explorer is asked to do.
struct Exploring {
  /// The text to open with, and where it came from.
  var text: [UInt8]
  var source: String
  /// How it was drawn; nil when nobody knows its source.
  var drawn: DrawnText?
  /// Which model to use and how.
  var options: ScoringOptions
  /// What the ladder's n-grams are counted in, and what that is called.
  var training: (text: [UInt8], name: String)
  /// How the screen is to look and to be driven.
  var screen: ScreenOptions
  /// Whether a lesson is to be read.
  var lesson = WantedLesson.none

  /// A lesson to begin with.
  enum WantedLesson {
    /// None: the text is explored.
    case none
    /// One that is to be chosen from the list.
    case anyOne
    /// This one.
    case lesson(Lesson)
  }
}
