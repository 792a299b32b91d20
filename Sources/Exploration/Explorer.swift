import InformationTheory
import Lessons
import Scoring

/// Everything that the screen can show, and how it changes: events in, effects out. It knows no
/// clock, no file and no model, so a report from a classroom is a list of events.
public struct Explorer: Sendable {
  /// The text that is explored, and all that belongs to it.
  public internal(set) var desk: Desk
  /// What takes the whole screen; nil while that is the desk.
  public internal(set) var stage: Stage?
  /// The lesson that is being read.
  public internal(set) var lesson: LessonProgress?
  /// The training lab, where models can be trained.
  public internal(set) var lab: Lab?
  /// The lessons that there are, and how far they were read.
  public internal(set) var shelf: LessonShelf
  /// The keys in force, for all that is pressed and said.
  public var keys = KeyTable.standard
  /// The forms in which texts can be taken away.
  package internal(set) var forms: [TakenForm] = []
  /// Whether a file is being written.
  package internal(set) var awaitsFile = false
  /// What games are played on, and what becomes of them.
  var games = GameShelf()
  /// Where the text came from.
  let origin: Origin
  /// The model, and which one it is.
  var models = Models()
  /// The numbers of the requests that were made last.
  var requests = Requests()
  /// Where everything is on the screen.
  public internal(set) var screen: ScreenLayout
  /// How the person likes the screen.
  public internal(set) var preferences: Preferences
  /// Whether the screen has ASCII alone, in which large letters need more rows.
  public var isASCII = false {
    didSet { refreshScreen() }
  }
  /// Whether the text is kept when the program ends, to be gone on with.
  public var keepsText = false
  /// The longest text, in bytes, whose parts are found at once when a key asks for them.
  package var partsAtOnce = 1 << 15
  /// What the engine shows of how the focused token came to be expected, while a board shows that.
  public internal(set) var inspection: Inspection? {
    get { inspections.first }
    set { inspections = newValue.map { [$0] } ?? [] }
  }
  /// The same apart, one or none: copies of an explorer lie on stacks, which are small.
  private var inspections: [Inspection] = []
  /// The same of tokens that were looked at before, as far as it came, the last first: a few.
  package var earlierInspections: [Inspection] = []
  /// What is said until the next key.
  var said: Sentence?
  /// Whether the last keys did nothing, and help was named instead.
  var isAtALoss = false
  /// Whether the screen says what it is and what to try, until the first key or click.
  public internal(set) var isInviting = false
  /// What follows the pointer while the button is held.
  var drag: Drag?

  /// The model, as far as it is there.
  public enum Model: Sendable {
    /// It is being read.
    case loading
    /// It is ready to score.
    case ready(ModelDescription, Vocabulary)
    /// It cannot be used, and why.
    case failed(String)
  }

  /// Whether the model is ready to score.
  var isModelReady: Bool { if case .ready = model { true } else { false } }

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

  /// Where a text came from.
  struct Origin: Sendable {
    /// Its name, for the header.
    var source: String
    /// The text as it was drawn from a known source; nil when nobody knows its source.
    var drawn: DrawnText?
  }

  /// The model, and which one it is.
  struct Models: Sendable {
    /// As far as it is there.
    var model = Model.loading
    /// What its texts can be scored after.
    var starts = StartTokens()
    /// The one that is loaded or being loaded, the one that is wanted, and the one that one's own text is
    /// read with; nil for the one that the program was started with.
    var inUse: String?, wanted: String?, own: String?
    /// Whether what is on the desk was scored by the one that is wanted.
    var keepsScores = false
    /// The one that is on its way to the text.
    var change: ModelSwitch?
    /// The one that was asked for beside it, and whether it is open; nil for none.
    var beside: (reference: String, isOpen: Bool)?
    /// The one that the first is to be compared with as soon as that is there.
    var rival: String?
    /// Whether the one that the program was started with is a saved text.
    var isSavedText = false
    /// Those that there are, once they were looked for, and whether they are being looked for.
    var list: ModelListing?
    var isListing = false
  }

  /// The numbers of the requests that were made last.
  struct Requests: Sendable {
    /// To the model, to simpler ones, for another model, and to two.
    var last = 0, measuring = 0, switching = 0, comparing = 0
    /// To the engine, how a token came to be expected.
    var inspecting = 0
    /// The token near which texts are scored first.
    var near = 0
    /// For the parts of a text, and whether its answer is still to come.
    var parts = 0, arePartsAwaited = false
  }

  /// What follows the pointer while the button is held.
  enum Drag { case slider, curve, course, text, scrollBar, overview, strip, chart }

  /// An explorer of a text, whose model is yet to be loaded.
  public init(
    text: [UInt8], temperature: Temperature = .one, preferences: Preferences = .init(),
    source: String = "", drawn: DrawnText? = nil, lessons: [Lesson] = [],
    bookmarks: [String: Bookmark] = [:]
  ) {
    let settings = Desk.Settings(temperature: temperature)
    desk = Desk([], width: 1, settings)
    self.preferences = preferences
    origin = Origin(source: source, drawn: drawn)
    shelf = LessonShelf(lessons, bookmarks)
    screen = ScreenLayout(rows: 24, columns: 80)
    refreshScreen()
    desk = Desk(text, width: layout.width, settings)  // laid out once: it may be long
    refreshScreen()
  }

  /// Folds one event into the state and says what the outside world should do next.
  ///
  /// - Complexity: O(*n*) in the tokens for a new temperature, and in the bytes for a new width;
  ///   otherwise in what the event brings.
  public mutating func update(_ event: Event) -> [Effect] {
    let effects = fold(event) + pursueGeneration()
    let further = dropOldMeasurement() + board.row.pursue(&self) + pursueTraining()
    let compared = pursueComparison()
    keepSelection()
    settleInspection()
    settleLesson()
    settleWords()
    settleBoundaries()
    settleFinds()
    let asked = pursueInspection()
    settleOverview()
    let work = pursueParts()
    settleNotice()
    return effects + further + pursueSample() + pursueView() + work + compared + asked
  }

  private mutating func fold(_ event: Event) -> [Effect] {
    switch event {
    case .input(let input): return respond(to: input)
    case .resized(let rows, let columns): resize(rows: rows, columns: columns)
    case .modelLoaded(let description, let vocabulary, let starts):
      models.starts = starts
      return begin(with: description, vocabulary)
    case .modelFailed(let reason):
      models.model = .failed(reason)
      return askModel()
    case .modelsListed(let listing): return take(listing)
    case .modelOpened(let description, let vocabulary, let starts, let number):
      return takeOpened(description, vocabulary, starts, number: number)
    case .modelNotOpened(let reason, let number): takeNotOpened(reason, number: number)
    case .exported(let sentence): say(sentence.isEmpty ? nil : Sentence(sentence))
    case .tookAway(let outcome): take(outcome)
    case .lessonWanted(let lesson?): return openOrList(lesson)
    case .lessonWanted(nil): listLessons()
    case .tokenized(_, _, let request), .scored(_, _, let request), .progressed(_, let request),
      .generated(_, let request), .expectedBehind(_, let request), .finished(let request),
      .failed(_, let request),
      .asked(_, _, let request), .answered(_, let request):
      guard request == requests.last else { break }
      if models.change?.reading != nil { return take(ofOtherModel: event) }
      if game != nil {
        take(gameEvent: event)
      } else if phase.isRunning {
        take(answer: event)
      }
    case .measured(let rung, let request): take(measured: rung, request: request)
    case .modelsCompared(let news, let request): take(news, request: request)
    case .inspected(let news, let request): take(news, inspecting: request)
    case .trained(let news, let run): take(news, run: run)
    case .partsFound(let parts, let request): take(parts: parts, request: request)
    }
    return []
  }
}
