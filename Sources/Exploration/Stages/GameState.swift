import Games

/// The guessing game, from its first page to its scoreboard.
public enum GameState: Sendable {
  /// What is to be played is being chosen.
  case setup(GameSetup)
  /// It is being played, looked at again, or over.
  case playing(Game)

  /// The game that is played, if it is.
  public var game: Game? { if case .playing(let game) = self { game } else { nil } }
}

/// What a game is to be played on.
public enum GameText: Hashable, Sendable {
  /// A text, hidden behind one of its bytes.
  case given([UInt8], hiddenFrom: Int)
  /// A sentence that nobody has seen, by number, of which so many words are shown.
  case sentence(Int, shownWords: Int)
}

/// What games are played on, and what becomes of them.
struct GameShelf: Sendable {
  /// Sentences to play on that nobody has seen, and what makes them when a game is first chosen.
  var sentences: [[UInt8]] = [], unmade: (@Sendable () -> [[UInt8]])?
  /// The one that the next game proposes.
  var next = 0
  /// How many words of a sentence everybody sees at the start.
  var shownWords = 1
  /// Whether the next sentence that is played becomes the text at hand: the program was opened to play.
  var fillsDesk = false
  /// Whether a game is saved by itself when it ends.
  var areSaved = false
  /// The last game that was played and is not saved.
  var unsaved: GameRecord?

  /// Makes the sentences, unless they are there.
  mutating func fill() {
    guard let make = unmade else { return }
    (sentences, unmade) = (make(), nil)
  }
}

extension Explorer {
  /// Sentences to play on that nobody has seen.
  public var hiddenSentences: [[UInt8]] {
    get { games.sentences }
    set { games.sentences = newValue }
  }
  /// Offers sentences that are made when a game is first chosen.
  public mutating func offerSentences(_ sentences: @escaping @Sendable () -> [[UInt8]]) {
    games.unmade = sentences
  }
  /// Whether a game is saved by itself when it ends.
  public var savesGames: Bool {
    get { games.areSaved }
    set { games.areSaved = newValue }
  }
}

/// Something that a key asks for in the guessing game.
public enum GameCommand: Hashable, Sendable {
  /// Opens the page on which a game is chosen.
  case open
  /// Goes to another row of that page, or changes what is chosen in it.
  case row(Int), change(Int)
  /// Begins the game, guesses the word that was typed, makes the bet, or goes on.
  case confirm
  /// Deletes the last character that was typed.
  case erase
  /// Gives up the question.
  case giveUp
  /// Goes to another option, or puts chips on it.
  case option(Int), stake(Int)
  /// Goes on or back in a game that is looked at again.
  case replay(Int)
  /// Saves the game.
  case save
}
