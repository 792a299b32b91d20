import InformationTheory
import Scoring

/// All that belongs to one text that is explored: a lesson puts it aside whole, and brings it back
/// exactly as it was.
public struct Desk: Sendable {
  /// The text as it is read.
  var reading: ReadText
  /// The text as it was when it came, to tell whether it was changed.
  let textAsItCame: [UInt8]
  /// What the scorer is doing with it.
  var phase = Explorer.Phase.idle
  /// How many tokens the model looked back when it was scored; nil for all that it could read.
  var contextOfScores: Int?
  /// What it is scored after.
  var start = TextStart.asStarted
  /// What is done with it.
  var activity = Activity.reading
  /// How it is shown.
  var settings: Settings
  /// Where one is in it.
  var place = Place()
  /// Where the editor's cursor is, as an offset in bytes; nil while the text is only read.
  var cursor: Int?
  /// Places that were given a letter.
  var marks: Marks = [:]
  /// What is looked for in it.
  var finding: Finding?
  /// All of it in a row.
  var overview = Overview()
  /// What was done to it, to be undone.
  var history = EditHistory()
  /// What the panels show.
  var board = Board.expectation
  /// What lay there when the boards were opened, the last one last.
  var beneath: [Beneath] = []
  /// What the sum explains.
  var explanation = Explanation()
  /// The layer whose candidates are listed; nil for the last.
  var chosenLayer: Int?
  /// The earlier token that is chosen in the list of what was bought; nil for the first line.
  var chosenBought: Int?
  /// The text through simpler models, while that is shown.
  var measurement: Measurement?
  /// What reads where words begin, at the temperature.
  var boundaries = BoundaryReader(.one)
  /// The panel that holds the keyboard.
  var panel = Panel.text
  /// The generation that was left last, to be gone on with.
  var keptGeneration: Generation?

  /// A text with nothing known of it.
  init(_ text: [UInt8], width: Int, _ settings: Settings) {
    reading = ReadText(text, width: width, at: settings.temperature)
    textAsItCame = text
    self.settings = settings
  }

  /// How a text is shown.
  struct Settings: Sendable {
    /// The temperature of all figures.
    var temperature = Temperature.one
    /// The unit that is chosen in a lesson; nil for the preferred one.
    var lessonUnit: Unit?
    /// What the colours show.
    var lens = Lens.surprise
    /// What arrows, colours and the strip go by.
    var textUnit = TextUnit.token
    /// Whether line ends and tabs are marked in the running text.
    var showsMarks = false
  }

  /// Where one is in a text.
  struct Place: Sendable {
    /// The focused token, as its place among the tokens.
    var focus = 0
    /// Whether the focus is still to settle on a token that makes a point: nobody has moved it yet.
    var seeksPeak = false
    /// The first line of the text that is visible, and the first candidate.
    var topLine = 0, topCandidate = 0
    /// The candidate that Enter takes, as its place in the list.
    var selectedCandidate = 0
    /// Where the focus goes back to when the text is split again, as an offset in bytes.
    var focusOffset: Int?
    /// The column that the cursor or the focus tries to keep on its way up or down.
    var desiredColumn: Int?
    /// The places that jumps have left.
    var visits = Visits()
    /// The direction of the peak that is gone to when the sentences are known.
    var wantedPeak: Int?
  }
}

extension Explorer {
  /// Lets another text take the desk's place, which its owner keeps: what was asked for this one is asked
  /// for no more, and texts are read whole again, after what the program was started with.
  mutating func putDeskAside() -> [Effect] {
    measurement = nil  // what comes of it is no more of this text
    var effects = dropRequest()
    if contextLimit != nil { effects.append(.limitContext(nil)) }
    if desk.start != .asStarted { effects.append(.startAfter(.asStarted)) }
    return effects
  }
}

// What is on the desk, by its own name.
extension Explorer {
  /// The text as it is read.
  public internal(set) var reading: ReadText {
    get { desk.reading }
    _modify { yield &desk.reading }
  }
  /// What the scorer is doing.
  public internal(set) var phase: Phase {
    get { desk.phase }
    _modify { yield &desk.phase }
  }
  /// What is done with the text.
  public internal(set) var activity: Activity {
    get { desk.activity }
    _modify { yield &desk.activity }
  }
  /// The temperature of all figures.
  public internal(set) var temperature: Temperature {
    get { desk.settings.temperature }
    _modify { yield &desk.settings.temperature }
  }
  /// What the colours show: while a board shows what was bought, that.
  public internal(set) var lens: Lens {
    get { board == .bought ? .bought : desk.settings.lens }
    set { desk.settings.lens = newValue }
  }
  /// Whether line ends and tabs are marked in the running text.
  public internal(set) var showsMarks: Bool {
    get { desk.settings.showsMarks }
    _modify { yield &desk.settings.showsMarks }
  }
  /// The focused token, as its place among the tokens.
  public internal(set) var focus: Int {
    get { desk.place.focus }
    _modify { yield &desk.place.focus }
  }
  /// The first line of the text that is visible.
  public internal(set) var topLine: Int {
    get { desk.place.topLine }
    _modify { yield &desk.place.topLine }
  }
  /// The first candidate that is visible.
  public internal(set) var topCandidate: Int {
    get { desk.place.topCandidate }
    _modify { yield &desk.place.topCandidate }
  }
  /// The candidate that Enter takes, as its place in the list.
  public internal(set) var selectedCandidate: Int {
    get { desk.place.selectedCandidate }
    _modify { yield &desk.place.selectedCandidate }
  }
  /// Where the editor's cursor is, as an offset in bytes; nil while the text is only read.
  public internal(set) var cursor: Int? {
    get { desk.cursor }
    _modify { yield &desk.cursor }
  }
  /// What the panels show.
  public internal(set) var board: Board {
    get { desk.board }
    _modify { yield &desk.board }
  }
  /// What the sum explains.
  public internal(set) var explanation: Explanation {
    get { desk.explanation }
    _modify { yield &desk.explanation }
  }
  /// The text through simpler models, while that is shown.
  public internal(set) var measurement: Measurement? {
    get { desk.measurement }
    _modify { yield &desk.measurement }
  }
  /// The panel that holds the keyboard.
  public internal(set) var panel: Panel {
    get { desk.panel }
    _modify { yield &desk.panel }
  }
}
