import Exploration
import InformationTheory
import Lessons
import Scoring

/// An explorer under random keys, clicks, pastes, sizes and answers, the same for the same seed, and
/// whether what it shows still makes sense.
package struct RandomEvents {
  /// The explorer as it is.
  package private(set) var explorer: Explorer
  private var runtime: RandomRuntime
  private var random: SplitMix64
  private var events: [Explorer.Event] = []
  /// The events, the last one last, to be printed with what they broke.
  package var log: [String] { events.map(Self.description) }

  /// A new explorer of a random text on a screen of a random size.
  package init(seed: UInt64, keys: KeyTable = .standard) {
    random = SplitMix64(seed: seed)
    var random = random
    explorer = Explorer(
      text: Self.text(&random),
      temperature: [.one, .notch(atSliderFraction: 0.8)].randomElement(using: &random) ?? .one,
      lessons: Self.lessons)
    explorer.keys = keys
    explorer.hiddenSentences = ["the cat", "the mat ate", ""].map { Array($0.utf8) }
    explorer.allowTraining(own: "own.txt")
    // Every other text is taken for one whose parts take long to find.
    explorer.partsAtOnce = seed % 2 == 0 ? explorer.partsAtOnce : 0
    explorer.savesGames = Bool.random(using: &random)
    runtime = RandomRuntime(seed % 4 == 3 ? .spaced : RandomModel(seed: 1))
    self.random = random
  }

  /// Two lessons of two pages, on different boards, the first with a model of its own, and one in the lab.
  package static let lessons = textLessons + [trainingLesson].compactMap { $0 }

  private static let trainingLesson = try? Lesson(
    name: "three",
    bytes: Array(
      """
      # Learning

      ## Untrained
      train: 5k
      board: ladder

      It has {validation loss}.

      ## Trained
      steps: 60
      checkpoint: lowest
      temperature: best
      watch: training

      {training loss}, {gap of "sums"}.

      task: Go to the first.
      done: checkpoint is first

      ## Another
      optimizer: sgd
      rate: 8
      steps: 30

      {diverged step}

      ## A text
      train: none
      text: the mat ate

      Words.
      """.utf8))

  private static let textLessons = ["one", "two"].compactMap { name in
    try? Lesson(
      name: name,
      bytes: Array(
        """
        # A lesson

        ## A page
        text: the cat sat on the mat.
        at: "sat"
        lens: rank
        board: \(name == "one" ? "ladder" : "sum")

        The word has {surprise of "mat"}.

        task: Step to the mat.
        done: word is "mat"
        hint: Go right.

        ## Another page
        text: the mat ate
        temperature: best
        model: \(name == "one" ? "dice:6" : "default")
        panel: candidates

        Nothing to do here.
        """.utf8))
  }

  private static func text(_ random: inout SplitMix64) -> [UInt8] {
    let count = Int.random(in: 0..<12, using: &random)
    return (0..<count).flatMap { _ -> [UInt8] in
      Int.random(in: 0..<6, using: &random) > 0
        ? Array((RandomModel.words.dropLast().randomElement(using: &random) ?? "").utf8)
        : (0..<Int.random(in: 1...4, using: &random)).map { _ in
          [UInt8.random(in: 0...255, using: &random), 0xE4, 0xBD, 0xA0, 0x61].randomElement(
            using: &random) ?? 0
        }
    }
  }

  /// Every key that does something somewhere, and some that do not.
  private static let chords: [Chord] =
    chords(of: KeyMap.all)
    + "atx ,".map { Chord(.character($0)) } + [Chord(.insert), Chord(.function(9))]

  private static func chords(of maps: [KeyMap]) -> [Chord] {
    maps.flatMap { $0.bindings.flatMap { $0.actions.flatMap(\.chords) } }
  }

  /// Lets one thing happen, and returns what is broken then.
  package mutating func step() -> [String] {
    advance()
    return broken
  }

  /// Lets one thing happen.
  package mutating func advance() {
    let event = event()
    events.append(event)
    runtime.take(explorer.update(event))
  }

  private mutating func event() -> Explorer.Event {
    switch Int.random(in: 0..<100, using: &random) {
    case ..<55:
      // Mostly keys that do something now.
      let isAny = Int.random(in: 0..<3, using: &random) == 0
      let chords = isAny ? Self.chords : Self.chords(of: explorer.keyMaps)
      let chord = chords.randomElement(using: &random) ?? Chord(.enter)
      return .input(.key(chord.key, chord.modifiers))
    case ..<85:
      if let answer = runtime.next(&random) { return answer }
      return .input(.focus(true))
    case ..<94: return mouse()
    case ..<96:
      return .input(.paste(Self.text(&random)))
    case ..<97: return .input(.invalid([0xFF]))
    case ..<99:
      return .resized(
        rows: Int.random(in: 0..<60, using: &random),
        columns: Int.random(in: 0..<200, using: &random))
    default: return .exported("saved")
    }
  }

  private mutating func mouse() -> Explorer.Event {
    let action: MouseAction =
      [.pressed, .pressedTwice, .dragged, .released, .wheelUp, .wheelDown]
      .randomElement(using: &random) ?? .pressed
    return .input(
      .mouse(
        action, row: Int.random(in: 0..<explorer.rows + 2, using: &random),
        column: Int.random(in: 0..<explorer.columns + 2, using: &random)))
  }

  /// Lets everything come that was asked for, and returns what is broken then: nothing may be under
  /// way any more.
  package mutating func settle() -> [String] {
    // A generation asks for token after token.
    for _ in 0..<10_000 {
      guard let event = runtime.next(&random) else { break }
      events.append(event)
      runtime.take(explorer.update(event))
      let broken = broken
      guard broken.isEmpty else { return broken }
    }
    return (explorer.phase.isRunning || explorer.awaitsParts) && runtime.isQuiet
      ? ["a request that nobody answers"] : []
  }

  /// What does not hold of the explorer as it is.
  private var broken: [String] {
    explorer.brokenInvariants + brokenExpectations
      + (explorer.phase.isRunning && !runtime.owes(explorer.lastRequest)
        ? ["what runs is answered"] : [])
  }

  /// The predictions that are not those of the model, for the text and the context at hand.
  private var brokenExpectations: [String] {
    guard let model = RandomModel(of: explorer), let scored = explorer.scored else { return [] }
    let right = model.predictions(of: scored.tokens, scored.settings)
    let known = scored.predictions
    let limit = explorer.contextLimit
    return
      (known.ranges.joined().allSatisfy { right[$0].actualRank == known[$0].actualRank }
      ? [] : ["a token's rank is that of the model at hand"])
      + (known.ranges.joined().allSatisfy { right[$0].ids == known[$0].ids }
        ? [] : ["what was expected is what the model at hand expects"])
      + (explorer.phase == .idle && explorer.game == nil
        && scored.settings
          != RandomModel.settings(after: explorer.start).limited(toContext: limit)
        ? ["the text is scored with the context that is said"] : [])
      + (explorer.phase == .idle && explorer.activityName == nil && explorer.game == nil
        && scored.tokens != model.tokenize(explorer.text)
        ? ["the text is split as the model at hand splits it"] : [])
      + brokenContrast + brokenSums(model)
      + (explorer.measurement?.rungs.allSatisfy { $0.name == "\(explorer.text.count)" } ?? true
        ? [] : ["the ladder measures the text at hand"])
  }

  /// What is said by another model that it does not say.
  private var brokenContrast: [String] {
    guard let comparison = explorer.modelComparison, let contrast = comparison.contrast else {
      return []
    }
    let other = RandomModel(named: comparison.reference)
    let right = other.predictions(of: contrast.other.tokens, contrast.other.settings)
    let known = contrast.other.predictions
    return
      (known.ranges.joined().allSatisfy { right[$0].ids == known[$0].ids }
      ? [] : ["the other model is the one that is compared with"])
      + (contrast.other.tokens == other.tokenize(explorer.text)
        ? [] : ["the other model has read the text at hand"])
  }

  /// What is said in all of a text and of what it might have been that is not so when both are scored afresh.
  private func brokenSums(_ model: RandomModel) -> [String] {
    guard explorer.comparesWholeTexts, explorer.contextLimit == nil, let text = explorer.scored,
      let comparison = explorer.comparison, let totals = explorer.totals
    else { return [] }
    let baseline = comparison.baseline
    let shown = model.figures(of: text, at: explorer.temperature)
    let other = model.figures(of: baseline.scored, at: explorer.temperature)
    let (before, after) = comparison.subject == .variant ? (shown, other) : (other, shown)
    func isNear(_ a: Information?, _ b: Information?) -> Bool {
      guard let x = a, let y = b else { return a == b }
      return x == y || abs(x.nats - y.nats) <= 1e-3 * max(1, min(x.nats, y.nats))
    }
    return isNear(before.total, totals.before.lowerBound)
      && isNear(after.total, totals.after.lowerBound)
      && isNear(shown.crossEntropy, explorer.figures.crossEntropy)
      && isNear(other.crossEntropy, baseline.figures.crossEntropy)
      ? [] : ["the sums of a comparison are those of both texts"]
  }

  private static func description(of event: Explorer.Event) -> String {
    switch event {
    case .input(.key(let key, let modifiers)): "key \(key) \(modifiers.rawValue)"
    case .tokenized(let tokens, _, let request): "tokenized \(tokens.count), request \(request)"
    case .scored(let block, let start, let request):
      "scored \(block.count) at \(start ?? -1), request \(request)"
    case .generated(let answer, let request):
      "generated \(answer.drawn.map { "\($0.entry)" } ?? "nothing"), request \(request)"
    case .asked(_, _, let request): "asked, request \(request)"
    case .answered(_, let request): "answered, request \(request)"
    case .modelLoaded(let model, _, _): "model \(model.name)"
    case .trained(.learnt(let losses, _), let run): "learnt \(losses.count), run \(run)"
    case .trained(.evaluated(let evaluation, _), let run):
      "evaluated \(evaluation.step), run \(run)"
    case .trained(.prepared, let run): "prepared, run \(run)"
    case .measured(let rung, let request): "measured \(rung?.name ?? "all"), request \(request)"
    case .modelsCompared(.opened, let request): "the other is open, request \(request)"
    case .modelsCompared(.cut(let tokens, _), let request):
      "the other cuts \(tokens.count), request \(request)"
    case .modelsCompared(.scored(let block, let start), let request):
      "the other scores \(block.count) at \(start), request \(request)"
    case .modelsCompared(.compared(let places), let request):
      "compared \(places.count), request \(request)"
    case .modelsCompared(.finished, let request): "compared all, request \(request)"
    case .partsFound(_, let request): "parts found, request \(request)"
    default: "\(event)"
    }
  }
}

/// Something that random events broke.
package struct BrokenExplorer: Sendable, CustomStringConvertible {
  /// What does not hold any more.
  package var sentences: [String]
  /// The seed of the explorer, and the last events before.
  package var seed: UInt64, events: [String]

  /// What was broken.
  package init(sentences: [String], seed: UInt64, events: [String]) {
    self.sentences = sentences
    self.seed = seed
    self.events = events
  }

  /// All of it, in lines.
  package var description: String {
    "seed \(seed), after \(events.count) events:\n  "
      + events.suffix(40).joined(separator: "\n  ") + "\nbroken: "
      + sentences.joined(separator: "; ")
  }
}

/// Lets random events happen to one explorer after the other, and returns what was broken first.
///
/// - Parameters:
///   - seed: Of the first explorer; the others have the numbers that follow.
///   - length: How many events an explorer lives through.
///   - visit: Called with the explorer after each event, for what else is to hold of it.
package func exploreAtRandom(
  seed: UInt64, events: Int, length: Int = 400, visit: (Explorer) -> Void = { _ in }
) -> BrokenExplorer? {
  for life in 0..<UInt64(max(events / length, 1)) {
    var run = RandomEvents(seed: seed &+ life)
    for _ in 0..<length {
      let broken = run.step()
      guard broken.isEmpty else {
        return BrokenExplorer(sentences: broken, seed: seed &+ life, events: run.log)
      }
      visit(run.explorer)
    }
    let broken = run.settle()
    guard broken.isEmpty else {
      return BrokenExplorer(sentences: broken, seed: seed &+ life, events: run.log)
    }
  }
  return nil
}
