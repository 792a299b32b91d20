import Display
import Exploration
import Games
import Scoring

/// The one loop of the explorer: events in, state changed, effects run, a frame drawn. The same with
/// a terminal and with a script of keys.
///
/// The first frame is drawn before the model is loaded. All that has come is folded into the state
/// before one frame is drawn, so that a storm of resizes or a stream of answers costs one layout.
public struct ExplorationLoop: Sendable {
  private let load: @Sendable () throws -> LoadedModel
  private let loadOther: @Sendable (String) throws -> LoadedModel
  private let watched: @Sendable (Explorer) -> Void
  private let seconds: @Sendable () -> Double
  private let begun: @Sendable () -> Void
  private let prepareThread: @Sendable () -> Void
  private let saveGame: SaveGame

  /// Saves a game in a file, and returns a sentence that says where, or why it could not.
  public typealias SaveGame = @Sendable (GameRecord) -> String

  /// A loop.
  ///
  /// - Parameters:
  ///   - load: Loads the model; runs on the thread that will score. The description of an error that
  ///     it throws is a sentence for the user.
  ///   - loadOther: Loads the model of a reference, where a lesson wants another one.
  ///   - watched: Called with the state whenever it is drawn.
  ///   - seconds: A clock that never goes back, for the time that scoring takes.
  ///   - begun: Called once, when the first frame has been drawn.
  ///   - prepareThread: Called on the thread that loads and scores, before it does: a terminal gives
  ///     it a stack for signal handlers.
  ///   - saveGame: Where games go.
  public init(
    load: @escaping @Sendable () throws -> LoadedModel,
    loadOther: @escaping @Sendable (String) throws -> LoadedModel = { throw NoOtherModel($0) },
    watched: @escaping @Sendable (Explorer) -> Void = { _ in },
    seconds: @escaping @Sendable () -> Double = { 0 },
    begun: @escaping @Sendable () -> Void = {},
    prepareThread: @escaping @Sendable () -> Void = {},
    saveGame: @escaping SaveGame = { _ in "games cannot be saved here" }
  ) {
    self.load = load
    self.loadOther = loadOther
    self.watched = watched
    self.seconds = seconds
    self.begun = begun
    self.prepareThread = prepareThread
    self.saveGame = saveGame
  }

  /// Explores until the state says quit or the surface ends, and returns the last state.
  ///
  /// - Throws: What the surface throws: a fault of a script.
  public func run(
    _ explorer: Explorer, on surface: inout some Surface & ~Copyable
  ) throws -> Explorer {
    let mailbox = Mailbox(waker: surface.waker)
    let scoring = ScoringThread(
      mailbox: mailbox, seconds: seconds, prepareThread: prepareThread)
    var turn = Turn(
      explorer: explorer, scoring: scoring, load: load, loadOther: loadOther, watched: watched,
      saveGame: saveGame)
    turn.resize(to: surface.size)
    turn.draw(on: &surface)
    begun()
    scoring.load(load)
    defer { scoring.stop() }
    while !turn.isOver {
      let occurrences = try surface.wait(whileBusy: turn.isBusy)
      turn.take(occurrences, from: mailbox, on: &surface)
      if !turn.isOver { turn.draw(on: &surface) }
    }
    return turn.explorer
  }
}

/// There is no model but the one that the program was started with.
public struct NoOtherModel: Error, CustomStringConvertible {
  /// The sentence for the user.
  public let description: String

  /// The error for a reference.
  public init(_ reference: String) { description = "the model \(reference) cannot be used here" }
}

/// The state of the loop between two frames.
private struct Turn {
  var explorer: Explorer
  let scoring: ScoringThread
  let saveGame: ExplorationLoop.SaveGame
  let load: @Sendable () throws -> LoadedModel
  let loadOther: @Sendable (String) throws -> LoadedModel
  let watched: @Sendable (Explorer) -> Void
  var isOver = false
  private var isLoading = true
  /// The request whose answers are awaited.
  private var request: Int?
  private var size = (rows: 0, columns: 0)

  init(
    explorer: Explorer, scoring: ScoringThread,
    load: @escaping @Sendable () throws -> LoadedModel,
    loadOther: @escaping @Sendable (String) throws -> LoadedModel,
    watched: @escaping @Sendable (Explorer) -> Void,
    saveGame: @escaping ExplorationLoop.SaveGame
  ) {
    self.saveGame = saveGame
    self.explorer = explorer
    self.scoring = scoring
    self.load = load
    self.loadOther = loadOther
    self.watched = watched
  }

  /// Whether answers are still to come.
  var isBusy: Bool {
    isLoading || request != nil || explorer.measurement?.isRunning == true
  }

  mutating func draw(on surface: inout some Surface & ~Copyable) {
    watched(explorer)
    let frame = render(explorer, rows: size.rows, columns: size.columns)
    surface.draw(frame, theme: Theme(explorer.theme))
  }

  mutating func resize(to size: (rows: Int, columns: Int)) {
    guard size != self.size else { return }
    self.size = size
    _ = explorer.update(.resized(rows: size.rows, columns: size.columns))
  }

  /// Folds all that has happened into the state.
  mutating func take(
    _ occurrences: [Occurrence], from mailbox: Mailbox, on surface: inout some Surface & ~Copyable
  ) {
    for occurrence in occurrences where !isOver {
      switch occurrence {
      case .input(let input): update(.input(input), on: &surface)
      case .resized: resize(to: surface.size)
      case .woken: for event in mailbox.takeAll() { receive(event, on: &surface) }
      case .ended: isOver = true
      }
    }
  }

  /// Accepts an answer, unless nobody asks the question any more.
  private mutating func receive(
    _ event: Explorer.Event, on surface: inout some Surface & ~Copyable
  ) {
    switch event {
    case .modelLoaded, .modelFailed: isLoading = false
    case .generated(_, let number), .finished(let number), .failed(_, let number):
      guard number == request else { return }
      request = nil
    case .tokenized(_, _, let number), .scored(_, let number), .curved(_, let number),
      .progressed(_, let number), .asked(_, _, let number), .answered(_, let number):
      guard number == request else { return }
    case .input, .resized, .exported, .measured, .lessonWanted: break
    }
    update(event, on: &surface)
  }

  private mutating func update(
    _ event: Explorer.Event, on surface: inout some Surface & ~Copyable
  ) {
    for effect in explorer.update(event) { run(effect, on: &surface) }
  }

  private mutating func run(
    _ effect: Explorer.Effect, on surface: inout some Surface & ~Copyable
  ) {
    switch effect {
    case .limitContext(let limit): scoring.limitContext(to: limit)
    case .score(let text, let kept, let number):
      request = number
      scoring.score(text, keeping: kept, request: number)
    case .generate(let question, let number):
      request = number
      scoring.generate(question, request: number)
    case .stopScoring:
      request = nil
      scoring.stop()
    case .measure(let part, let text, let tokens, let vocabularySize, let number):
      scoring.measure(
        part, of: text, tokens: tokens, vocabularySize: vocabularySize, request: number)
    case .useModel(let reference):
      request = nil
      isLoading = true
      scoring.load { [load, loadOther] in try reference.map(loadOther) ?? load() }
    case .copy(let bytes):
      surface.copy(bytes)
      update(.exported("copied"), on: &surface)
    case .play(let game, let number):
      request = number
      scoring.play(game, request: number)
    case .save(let game): update(.exported(saveGame(game)), on: &surface)
    case .suspend:
      surface.suspend()
      resize(to: surface.size)
    case .redraw: surface.repaint()
    case .quit: isOver = true
    }
  }
}
