import Exploration
import Games
import Lessons
import Reports
import Runtime
import Scoring
import TerminalUI

/// What the explorer is asked to do.
struct Exploring {
  /// The text to open with; nil for the sample, which goes with the model.
  var text: [UInt8]?
  /// The file that it came from; empty for none.
  var source = ""
  /// The file that the text was saved in; nil where it comes from elsewhere.
  var saved: SavedText?
  /// Whether that is read in place of a model.
  var isWithoutModel = false
  /// Where the text is saved in the end, and whether it may be written over; nil where it is not.
  var save: (path: String, replaces: Bool)?
  /// How it was drawn; nil when nobody knows its source.
  var drawn: DrawnText?
  /// The model that the first is to be compared with; nil for none.
  var compared: String?
  /// Which model to use and how.
  var options: ScoringOptions
  /// A text of one's own that may be trained on, and its name; nil for none.
  var ownText: (text: [UInt8], name: String)?
  /// What the ladder's n-grams are counted in, and what that is called; nil for what goes with the model.
  var training: (text: [UInt8], name: String)?
  /// How the screen is to look and to be driven.
  var screen: ScreenOptions
  /// How the text is opened; nil where a lesson or a game is.
  var opening: Opening?
  /// A sentence to be said first; nil for none.
  var remark: String?
  /// Whether a lesson is to be read.
  var lesson = WantedLesson.none
  /// The game to open with; nil for none.
  var game: Game?
  /// What the lab is to be opened with; nil where it is not.
  var recipe: TrainingRecipe?
  /// Where games are saved when they end; nil to save them when somebody asks, under a free name.
  var savedGame: String?

  /// How a text is opened.
  enum Opening {
    /// As it is, or with what to try: somebody who gives no text may be new here.
    case plain, inviting
  }

  /// A game to open with.
  enum Game {
    /// A new one on a text, its wishes those that are given some others.
    case play(GameText, wishes: @Sendable (GameWishes) -> GameWishes)
    /// One that was played before.
    case replay(GameRecord)
  }

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
