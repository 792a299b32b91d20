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
  private let environment: Environment

  /// A loop in its environment.
  public init(_ environment: Environment) { self.environment = environment }

  /// Explores until the state says quit or the surface ends, and returns the last state.
  ///
  /// - Parameter effects: What is to be done first, as the state wanted it before.
  /// - Throws: What the surface throws: a fault of a script.
  public func run(
    _ explorer: Explorer, after effects: [Explorer.Effect] = [],
    on surface: inout some Surface & ~Copyable
  ) throws -> Explorer {
    let mailbox = Mailbox(waker: surface.waker)
    environment.remarks { mailbox.post(.exported($0)) }
    let scoring = ScoringThread(
      mailbox: mailbox, seconds: environment.seconds, prepareThread: environment.prepareThread)
    let training = TrainingThread(
      mailbox: mailbox, seconds: environment.seconds, prepareThread: environment.prepareThread,
      prepare: environment.train)
    var turn = Turn(explorer, scoring, training, environment)
    turn.resize(on: &surface)
    turn.draw(on: &surface)
    environment.begun()
    scoring.load(environment.load)
    for effect in effects { turn.run(effect, on: &surface) }
    defer {
      scoring.stop()
      scoring.stopInspecting()
      training.stop()
    }
    while !turn.isOver {
      let occurrences = try surface.wait(whileBusy: turn.isBusy)
      turn.take(occurrences, from: mailbox, on: &surface)
      if !turn.isOver { turn.draw(on: &surface) }
    }
    return turn.explorer
  }
}

/// The state of the loop between two frames.
private struct Turn {
  var explorer: Explorer
  let scoring: ScoringThread
  let training: TrainingThread
  let environment: ExplorationLoop.Environment
  var isOver = false
  private var isLoading = true
  /// The request whose answers are awaited.
  private var request: Int?
  private var size = (rows: 0, columns: 0)

  init(
    _ explorer: Explorer, _ scoring: ScoringThread, _ training: TrainingThread,
    _ environment: ExplorationLoop.Environment
  ) {
    self.explorer = explorer
    self.scoring = scoring
    self.training = training
    self.environment = environment
  }

  /// Whether answers are still to come.
  var isBusy: Bool {
    isLoading || request != nil || explorer.measurement?.isRunning == true
      || explorer.lab?.isBusy == true && explorer.lab?.isBegun == true
      || explorer.isInLab && explorer.lab?.awaitsLines == true || explorer.awaitsModels
      || explorer.awaitsFile || explorer.awaitsParts || explorer.isInspecting
  }

  mutating func draw(on surface: inout some Surface & ~Copyable) {
    environment.watched(explorer)
    let frame = render(explorer, rows: size.rows, columns: size.columns)
    surface.draw(frame, theme: Theme(explorer.theme))
  }

  mutating func resize(on surface: inout some Surface & ~Copyable) {
    let size = surface.size
    guard size != self.size else { return }
    self.size = size
    update(.resized(rows: size.rows, columns: size.columns), on: &surface)
  }

  /// Folds all that has happened into the state.
  mutating func take(
    _ occurrences: [Occurrence], from mailbox: Mailbox, on surface: inout some Surface & ~Copyable
  ) {
    for occurrence in occurrences where !isOver {
      switch occurrence {
      case .input(let input): update(.input(input), on: &surface)
      case .resized: resize(on: &surface)
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
    case .tokenized(_, _, let number), .scored(_, _, let number), .progressed(_, let number),
      .expectedBehind(_, let number), .asked(_, _, let number), .answered(_, let number):
      guard number == request else { return }
    case .input, .resized, .exported, .tookAway, .measured, .lessonWanted, .trained, .modelsListed,
      .modelOpened, .modelNotOpened, .modelsCompared, .partsFound, .inspected:
      break
    }
    update(event, on: &surface)
  }

  private mutating func update(
    _ event: Explorer.Event, on surface: inout some Surface & ~Copyable
  ) {
    for effect in explorer.update(event) { run(effect, on: &surface) }
  }

  mutating func run(
    _ effect: Explorer.Effect, on surface: inout some Surface & ~Copyable
  ) {
    switch effect {
    case .scoreNear(let token): scoring.scoreFirst(near: token)
    case .limitContext(let limit): scoring.limitContext(to: limit)
    case .startAfter(let start): scoring.start(after: start)
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
    case .stopMeasuring: scoring.stopMeasuring()
    case .useModel(let reference):
      request = nil
      isLoading = true
      scoring.load { [environment, training] in
        guard let reference else { return try environment.load() }
        return try training.model(named: reference) ?? environment.loadOther(reference)
      }
    case .inspect(let wish, let known, let number):
      scoring.inspect(wish, known: known, request: number)
    case .stopInspecting: scoring.stopInspecting()
    case .findParts(let work, let number): scoring.findParts(work, request: number)
    case .listModels: scoring.listModels(environment.listModels)
    case .switchModel(let order): scoring.switchModel(order, opening: environment.loadOther)
    case .compareModels(let order, let number):
      scoring.compareModels(order, request: number, opening: environment.loadBeside)
    case .train(let order, let run, let number):
      training.take(order, run: run, number: number)
    case .copy(let bytes):
      surface.copy(bytes)
      update(.exported("copied"), on: &surface)
    case .play(let game, let number):
      request = number
      scoring.play(game, request: number)
    case .save(let game): update(.exported(environment.saveGame(game)), on: &surface)
    case .takeAway(let text, let form, let file, let replaces):
      scoring.takeAway { [environment] in environment.takeAway(text, form, file, replaces) }
    case .suspend:
      surface.suspend()
      resize(on: &surface)
    case .redraw: surface.repaint()
    case .quit: isOver = true
    }
  }
}
