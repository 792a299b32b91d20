import Games
import InformationTheory
import Lessons
import Scoring

/// Everything that the screen can show, and how it changes: events in, effects out. It knows no
/// clock, no file and no model, so a report from a classroom is a list of events.
public struct Explorer: Sendable {
  /// The text as it is read.
  public internal(set) var reading: ReadText
  /// Where the text came from, for the header.
  public let source: String
  /// The model, as far as it is there.
  public internal(set) var model = Model.loading
  /// What the scorer is doing.
  public internal(set) var phase = Phase.idle
  /// The text through simpler models, while that is shown.
  public internal(set) var measurement: Measurement?
  /// The text as it was drawn from a known source; nil when nobody knows its source.
  public let drawn: DrawnText?

  /// The temperature of all figures.
  public internal(set) var temperature: Temperature
  /// The unit of all amounts of information.
  public internal(set) var unit: Unit
  /// What the colours show.
  public internal(set) var lens: Lens
  /// The colours.
  public internal(set) var theme: ThemeName
  /// Whether line ends and tabs are marked in the running text.
  public internal(set) var showsMarks: Bool
  /// What the panels show.
  public internal(set) var board = Board.expectation
  /// What the sum explains.
  public internal(set) var explanation = Explanation()
  /// What is done with the text.
  public internal(set) var activity = Activity.reading
  /// The panel that holds the keyboard.
  public internal(set) var panel = Panel.text
  /// The focused token, as its place among the tokens.
  public internal(set) var focus = 0
  /// What lies over the main screen.
  public internal(set) var overlay: Overlay?
  /// Where the editor's cursor is, as an offset in bytes; nil while the text is only read.
  public internal(set) var cursor: Int?
  /// The guessing game, while it is played.
  public internal(set) var game: GameState?
  /// Sentences to play on that nobody has seen.
  public var hiddenSentences: [[UInt8]] = []
  /// Whether a game is saved by itself when it ends.
  public var savesGames = false
  /// The lessons that there are, and how far they were read.
  public internal(set) var shelf: LessonShelf
  /// The lesson that is being read.
  public internal(set) var lesson: LessonProgress?
  /// A sentence for the user, until the next key.
  public internal(set) var notice: String?

  /// The size of the screen.
  public internal(set) var rows = 24, columns = 80
  /// Where everything is on the screen.
  public internal(set) var screen: ScreenLayout
  /// The first line of the text that is visible.
  public internal(set) var topLine = 0
  /// The first candidate that is visible.
  public internal(set) var topCandidate = 0
  /// The candidate that Enter takes, as its place in the list.
  public internal(set) var selectedCandidate = 0

  var request = 0
  var measuringRequest = 0
  /// The model that is loaded or being loaded, and the one that is wanted; nil for the one that the
  /// program was started with.
  var modelInUse: String?, wantedModel: String?
  var drag: Drag?
  var history = EditHistory()
  /// Where the focus goes back to when the text is split again, as an offset in bytes.
  var focusOffset: Int?
  /// The generation that was left last, to be gone on with.
  var keptGeneration: Generation?
  /// The hidden sentence that the next game proposes.
  var nextSentence = 0
  /// The column that the cursor or the focus tries to keep on its way up or down.
  var desiredColumn: Int?

  /// The model, as far as it is there.
  public enum Model: Sendable {
    /// It is being read.
    case loading
    /// It is ready to score.
    case ready(ModelDescription, Vocabulary)
    /// It cannot be used, and why.
    case failed(String)
  }

  /// What the scorer is doing.
  public enum Phase: Hashable, Sendable {
    /// Nothing.
    case idle
    /// Splitting the text into tokens.
    case tokenizing
    /// Scoring: the count of tokens that were kept from before, and the time since it began.
    case scoring(kept: Int, seconds: Double)
    /// Looking for how the text goes on.
    case generating
    /// Nothing: it was stopped before the end.
    case stopped
    /// Nothing: it failed, and why.
    case failed(String)

    /// Whether the scorer is at work.
    public var isRunning: Bool {
      switch self {
      case .tokenizing, .scoring, .generating: true
      case .idle, .stopped, .failed: false
      }
    }
  }

  /// What lies over the main screen.
  public enum Overlay: Hashable, Sendable {
    /// The help, from one of its lines on.
    case help(top: Int)
    /// The question what is to be done with a pasted text.
    case pasted([UInt8])
    /// The list of lessons, one of them selected.
    case lessons(selected: Int)
  }

  enum Drag { case slider, curve, course, text, strip }

  /// Something that happened.
  public enum Event: Sendable {
    /// A person did something.
    case input(Input)
    /// The screen has this size now.
    case resized(rows: Int, columns: Int)
    /// The model is ready to tokenize and score.
    case modelLoaded(ModelDescription, Vocabulary)
    /// The model cannot be used: a sentence.
    case modelFailed(String)
    /// The text of a request is these tokens, scored with these settings.
    case tokenized([Token], ScoringSettings, request: Int)
    /// The next positions, in order, from the first on whose prediction was not kept.
    case scored(Predictions, request: Int)
    /// The loss of everything scored so far.
    case curved(LossCurve, request: Int)
    /// A block is done, so long after the request.
    case progressed(secondsElapsed: Double, request: Int)
    /// How the text goes on.
    case generated(GenerationAnswer, request: Int)
    /// Every token has its prediction.
    case finished(request: Int)
    /// The request cannot be answered: a sentence.
    case failed(String, request: Int)
    /// What a simpler model needs for the text; nil when there are no more.
    case measured(Rung?, request: Int)
    /// Something was written somewhere: a sentence.
    case exported(String)
    /// The questions of the game of a request, and how many bytes of its text everybody sees.
    case asked([GameQuestion], shown: Int, request: Int)
    /// The model's answer to the next of them.
    case answered(ModelAnswer, request: Int)
    /// The program was started to read a lesson, or with nil to choose one.
    case lessonWanted(Lesson?)
  }

  /// Something that the outside world should do.
  public enum Effect: Sendable {
    /// Split a text into tokens and score it, in place of any earlier request. The predictions of
    /// the leading tokens that are the same in `keeping` still hold
    /// (`ScoredText.unchangedPrefix(of:)`) unless the settings differ, and are not sent again.
    case score(text: [UInt8], keeping: ScoredText?, request: Int)
    /// From now on, let the model look back at most so many tokens; nil: as many as it can.
    case limitContext(Int?)
    /// Say how some tokens go on, in place of any earlier request.
    case generate(GenerationRequest, request: Int)
    /// Stop scoring.
    case stopScoring
    /// Measure a part of a text, so many tokens, by simpler models, in place of any earlier one.
    case measure(
      _ part: Range<Int>, text: [UInt8], tokens: Int, vocabularySize: Int, request: Int)
    /// Load another model, by the reference that `--model` takes, or with nil the one that the program
    /// was started with; `modelLoaded` or `modelFailed` follows.
    case useModel(String?)
    /// Put bytes on the clipboard.
    case copy([UInt8])
    /// Stop the process until the shell continues it.
    case suspend
    /// Draw the whole screen afresh.
    case redraw
    /// Let the model play a game, in place of any earlier request.
    case play(GameRecord, request: Int)
    /// Save a game in a file.
    case save(GameRecord)
    /// End the program.
    case quit
  }

  /// An explorer of a text, whose model is yet to be loaded.
  public init(
    text: [UInt8], temperature: Temperature = .one, unit: Unit = .bits, lens: Lens = .surprise,
    theme: ThemeName = .dark, source: String = "",
    showsMarks: Bool = false, drawn: DrawnText? = nil, lessons: [Lesson] = []
  ) {
    reading = ReadText(text, width: 1, at: temperature)
    self.temperature = temperature
    self.unit = unit
    self.lens = lens
    self.theme = theme
    self.source = source
    self.showsMarks = showsMarks
    self.drawn = drawn
    shelf = LessonShelf(lessons)
    screen = ScreenLayout(rows: rows, columns: columns)
    refreshScreen()
  }

  /// Folds one event into the state and says what the outside world should do next.
  ///
  /// - Complexity: O(*n*) in the tokens for a new temperature, and in the bytes for a new width;
  ///   otherwise in what the event brings.
  public mutating func update(_ event: Event) -> [Effect] {
    let effects = fold(event) + pursueGeneration() + board.row.pursue(&self)
    settleLesson()
    return effects
  }

  private mutating func fold(_ event: Event) -> [Effect] {
    switch event {
    case .input(let input): return respond(to: input)
    case .resized(let rows, let columns): resize(rows: rows, columns: columns)
    case .modelLoaded(let description, let vocabulary):
      model = .ready(description, vocabulary)
      reading.forgetScores()
      (generation, keptGeneration) = (nil, nil)
      guard game == nil else { return askModel() }
      let effects = use(model: wantedModel)
      return endContextLimit() + (effects.isEmpty ? score() : effects)
    case .modelFailed(let reason):
      model = .failed(reason)
      return askModel()
    case .exported(let sentence): notice = sentence
    case .lessonWanted(let lesson?): return open(lesson)
    case .lessonWanted(nil): listLessons()
    case .curved(let curve, let request):
      if request == self.request, scored != nil { take(curve) }
    case .tokenized(_, _, let request), .scored(_, let request), .progressed(_, let request),
      .generated(_, let request), .finished(let request), .failed(_, let request),
      .asked(_, _, let request), .answered(_, let request):
      guard request == self.request else { break }
      if game != nil {
        take(gameEvent: event)
      } else if phase.isRunning {
        take(answer: event)
      }
    case .measured(let rung, let request): take(measured: rung, request: request)
    }
    return []
  }

  /// The same explorer on a screen of another size. O(1) when it already has it.
  package func resized(rows: Int, columns: Int) -> Explorer {
    guard (rows, columns) != (self.rows, self.columns) else { return self }
    var copy = self
    copy.resize(rows: rows, columns: columns)
    return copy
  }

  mutating func resize(rows: Int, columns: Int) {
    self.rows = max(rows, 0)
    self.columns = max(columns, 0)
    refreshScreen()
  }

  /// Whether a panel has its place on the screen: the keyboard must not go where nothing is seen.
  private func hasRoom(for panel: Panel) -> Bool {
    switch panel {
    case .text: true
    case .candidates: screen.candidates != nil
    case .curve: screen.curve != nil
    }
  }

  /// Divides the screen again, and lays out the text again where its width changed.
  mutating func refreshScreen() {
    screen = ScreenLayout(
      rows: rows, columns: columns, panel: panel, board: board, hasPage: lesson != nil)
    if let area = screen.text, area.columns - 1 != layout.width {
      reading.set(width: area.columns - 1)
    }
    if screen.text != nil, !hasRoom(for: panel) {
      panel = .text
      return refreshScreen()
    }
    revealFocus()
  }
}
