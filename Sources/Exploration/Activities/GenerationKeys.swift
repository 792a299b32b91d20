import ShownText
import InformationTheory
import Scoring

/// What a key asks for while a text is continued.
public enum GenerationCommand: Hashable, Sendable {
  /// Begins.
  case begin
  /// Draws one token, or many.
  case step, run
  /// Takes a token off the end.
  case takeBack
  /// Takes a candidate, from 0 for the best, or the one that is selected.
  case take(Int), takeSelected
  /// Selects a candidate so many further down.
  case select(Int)
  /// Chooses the setting that is changed, and changes it.
  case nextSetting, change(Int)
  /// Goes to the branch so many further down in the tree, or back to the one before.
  case walk(Int), goBack
}

extension Activity.Row {
  /// The text is continued.
  static let generation = Activity.Row(
    name: { _ in ("GENERATING", "GENERATE") },
    opening: Binding(
      "Continue the text behind the focused token: the model writes.",
      footer: .init("generate", rank: 4),
      [Action("generate", .generation(.begin), .letter("g"))]),
    keys: .generation, candidateKeys: .generationCandidates,
    refusals: [
      // What was drawn token by token is no measure of a text that is scored as a whole.
      Refusal("first leave the generation, so that all of it is scored as a text: Esc") {
        switch $0 {
        case .context, .whatIf: true
        default: false
        }
      } when: {
        $0.generation?.branches.given != nil
      },
      Refusal("nothing was generated here: U goes back to the branch before") {
        $0 == .generation(.takeBack)
      } when: {
        $0.generation?.branches.canTakeBack(from: $0.tokens.count) == false
      },
      Refusal("this is the first branch") {
        $0 == .generation(.goBack)
      } when: {
        $0.generation?.branches.canGoBack == false
      },
      Refusal("what comes next is not known yet") {
        switch $0 {
        case .generation(.take), .generation(.takeSelected): true
        default: false
        }
      } when: {
        $0.generation != nil && $0.expectedNext == nil
      },
    ],
    end: { $0.endGeneration() }, leave: { $0.leaveGeneration() })
}

extension Explorer {
  mutating func perform(_ command: GenerationCommand) -> [Effect] {
    switch command {
    case .begin: return beginGeneration()
    case .step: draw(min((generation?.remaining ?? 0) + 1, Generation.runLength))
    case .run: draw(Generation.runLength)
    case .takeBack: return takeBack()
    case .take(let place): return take(candidate: place)
    case .takeSelected: return take(candidate: generation?.selected ?? 0)
    case .select(let count): select(candidatesFurther: count)
    case .nextSetting: generation?.chooseNextSetting()
    case .change(let steps): generation?.change(by: steps)
    case .walk(let count): return walk(branchesFurther: count)
    case .goBack:
      guard let scored, let text = generation?.branches.goBack(leaving: scored) else { break }
      return show(branch: text)
    }
    return []
  }

  // MARK: Beginning and ending

  private mutating func beginGeneration() -> [Effect] {
    guard let scored else { return [] }
    let effects = endActivity()  // tokens of another text are not those that will be drawn
    let isRunning = phase.isRunning
    if let kept = desk.keptGeneration, kept.branches.all[kept.branches.current].text.text == text {
      generation = kept
      showAsDrawn(kept)
    } else {
      var begun = Generation(of: scored)
      begun.truncation = desk.keptGeneration?.truncation ?? .none
      begun.seed = desk.keptGeneration?.seed ?? 1
      generation = begun
    }
    generation?.original = scored.text
    show(.expectation)
    guard isRunning else {
      phase = .idle
      return effects
    }
    return effects + (reading.split?.isComplete == true ? dropRequest() : stopScoring())
  }

  /// Goes back to the tokens that were drawn, where the text was split otherwise when it was scored as
  /// a whole, or is not scored again to its end.
  private mutating func showAsDrawn(_ kept: Generation) {
    let drawn = kept.branches.all[kept.branches.current].text
    let isShown =
      drawn.tokens.elementsEqual(tokens)
      && drawn.predictions.count <= scored?.predictions.count ?? 0
    guard !isShown, let place = focusedToken?.bytes.upperBound else { return }
    reading = ReadText(drawn, width: layout.width, at: temperature)
    focus(on: token(at: place - 1) ?? 0)
  }

  /// Ends the generation, when there is one: the text stays, and undo takes all of it back. What was
  /// drawn token by token is scored anew, as any other text.
  mutating func endGeneration() -> [Effect] {
    let effects = endSideBySide()
    guard var ended = generation, let scored else { return effects }
    generation = nil
    if board == .branches { show(.expectation) }
    ended.remaining = 0
    ended.asked = nil
    ended.branches.keep(scored)
    desk.keptGeneration = ended
    desk.history.endRun()
    let shared = zip(ended.original, text).prefix { $0 == $1 }.count
    if shared < max(ended.original.count, text.count) {
      desk.history.record(
        .init(
          offset: shared, removed: Array(ended.original[shared...]),
          inserted: Array(text[shared...]))
      )
      desk.history.endRun()
    }
    let stopped = phase == .generating ? stopScoring() : []
    // What was not scored when the generation began is not scored now.
    if phase == .idle, !scored.isComplete { phase = .stopped }
    guard let given = ended.branches.given, given < tokens.count else { return effects + stopped }
    reading.truncatePredictions(to: given)
    return effects + stopped + score()
  }

  /// What Esc does: it stops a run, and otherwise ends the generation.
  mutating func leaveGeneration() -> [Effect] {
    guard sideBySide == nil else { return endSideBySide() }
    guard generation?.remaining ?? 0 > 0 else { return endGeneration() }
    generation?.remaining = 0
    return phase == .generating ? stopScoring() : []
  }

  // MARK: Asking and answering

  /// The place behind the focused token: where the next one is drawn.
  var nextPlace: Int { focus + 1 }

  private mutating func draw(_ count: Int) {
    guard generation != nil else { return }
    if !phase.isRunning { phase = .idle }  // a failure is forgotten: it is tried again
    if generation?.remaining == 0 { generation?.run = .init() }
    generation?.remaining = count
  }

  /// Asks for the next token to be drawn, or for what may come, when that is wanted and nothing else
  /// is under way.
  mutating func pursueGeneration() -> [Effect] {
    guard sideBySide == nil else { return pursueSideBySide() }
    guard let generation, let scored, phase == .idle, stage == nil,
      case .ready = model
    else { return [] }
    let isDrawing = generation.remaining > 0
    guard isDrawing || expectedNext == nil, hasPrediction(focus) else { return [] }
    let sampler = Sampler(
      temperature: temperature, truncation: generation.truncation, seed: generation.seed)
    requests.last += 1
    phase = .generating
    let place = nextPlace
    let question = GenerationRequest(
      tokens: scored.tokens[..<place].map(\.id),
      given: min(generation.branches.given ?? place, place), settings: scored.settings,
      sampler: isDrawing ? sampler : nil)
    self.generation?.asked = question.tokens
    return [.generate(question, request: requests.last)]
  }

  /// Takes in how the text goes on, unless another beginning is shown or focused meanwhile.
  mutating func take(_ answer: GenerationAnswer) {
    phase = .idle
    if sideBySide != nil {
      if let drawn = answer.drawn { sideBySide?.take(drawn) }
      return
    }
    guard let asked = generation?.asked else { return }
    generation?.asked = nil
    guard let scored, nextPlace <= tokens.count,
      asked.elementsEqual(tokens[..<nextPlace].lazy.map(\.id))
    else {
      generation?.remaining = 0
      return
    }
    if let drawn = answer.drawn {
      generation?.count(drawnAt: answer.moment)
      if drawn.isEnd {
        generation?.remaining = 0
        notice = "\(display(bytes(ofEntry: drawn.entry))) was drawn: the text ends here"
      } else {
        _ = goOn(with: drawn.entry, drawn.prediction)  // nothing is asked for now
      }
    }
    guard let branch = generation?.branches.current else { return }
    var expected = Predictions(vocabularySize: scored.predictions.vocabularySize)
    expected.append(answer.next)
    let place = nextPlace
    generation?.next = .init(branch: branch, place: place, expected: expected)
  }

  /// What is expected behind the focused token, and the token that comes there as the text is now;
  /// nil while it is not known.
  package var expectedNext: (expected: Predictions, position: Int, token: Token?)? {
    guard let generation, let scored else { return nil }
    if hasPrediction(nextPlace) { return (scored.predictions, nextPlace, tokens[nextPlace]) }
    guard let next = generation.next, next.branch == generation.branches.current,
      next.place == nextPlace
    else { return nil }
    return (next.expected, 0, nil)
  }

  /// At least how much of what is expected next may be drawn, and whether that is all.
  package var cut: (kept: Truncation.Cut, isAll: Bool)? {
    guard let generation, let (expected, position, _) = expectedNext else { return nil }
    let candidates = expected.candidates(at: position, temperature: temperature)
    let probabilities = candidates.map { Information.nats($0.logProbability).perplexity }
      .filter { $0 > 0 }
    let possible =
      probabilities.count < candidates.count ? probabilities.count : expected.vocabularySize
    if let cut = generation.truncation.cut(probabilities, of: possible) { return (cut, true) }
    return (generation.truncation.leastCut(probabilities, of: possible), false)
  }

  // MARK: Going on

  private mutating func take(candidate place: Int) -> [Effect] {
    guard let (expected, position, _) = expectedNext else { return [] }
    var prediction = expected[position]
    let candidates = prediction.candidates
    guard candidates.indices.contains(place), case .ready(_, let vocabulary) = model else {
      return []
    }
    let candidate = candidates[place]
    guard !vocabulary.isControl(candidate.id) else {
      notice = "\(display(bytes(ofEntry: candidate.id))) would end the text"
      return []
    }
    prediction.actualLogit = Float(candidate.logit)
    prediction.actualRank = Int32(1 + candidates.count { $0.logit > candidate.logit })
    generation?.remaining = 0
    return goOn(with: candidate.id, prediction)
  }

  /// Puts a token behind the focused one and focuses it. What stood there stays in a branch of its
  /// own, as does the text as it was; a token that comes there anyhow is only stepped to.
  mutating func goOn(with entry: Int, _ prediction: Prediction) -> [Effect] {
    guard let scored, let branches = generation?.branches else { return [] }
    generation?.selected = 0
    let place = nextPlace
    var effects: [Effect] = []
    if place < tokens.count {
      // What stands there without a score becomes a branch too: nothing can be drawn behind it.
      guard tokens[place].id != entry || !hasPrediction(place) else {
        focus(on: place)
        return []
      }
      generation?.branches.fork(at: place, leaving: scored)
      effects = show(reading.prefix(tokens: place))
    } else if branches.current == 0 {
      generation?.branches.fork(at: place, leaving: scored)
    }
    effects += dropRequest()
    reading.append(entry, bytes(ofEntry: entry), prediction)
    focus(on: place)
    return effects
  }

  private mutating func takeBack() -> [Effect] {
    generation?.remaining = 0
    let last = tokens.count - 1
    let effects = show(reading.prefix(tokens: last))
    focus(on: last - 1)
    return effects
  }

  // MARK: Branches

  private mutating func walk(branchesFurther count: Int) -> [Effect] {
    guard let scored, let branches = generation?.branches else { return [] }
    let places = branches.places
    guard let place = places.firstIndex(where: { $0.branch == branches.current }) else { return [] }
    let target = places[min(max(place + count, 0), places.count - 1)].branch
    guard target != branches.current,
      let text = generation?.branches.go(to: target, leaving: scored)
    else { return [] }
    return show(branch: text)
  }

  /// Shows another branch, at its end; the first one at the place where the others left it.
  private mutating func show(branch text: ScoredText) -> [Effect] {
    generation?.remaining = 0
    let effects = show(ReadText(text, width: layout.width, at: temperature))
    let forks = generation?.branches.all.filter { $0.parent == 0 }.map(\.fork) ?? []
    focus(on: generation?.branches.current == 0 ? (forks.max() ?? 1) - 1 : tokens.count - 1)
    return effects
  }

  /// Puts another text in the place of the present one, and goes on scoring it where that was not done.
  private mutating func show(_ shown: ReadText) -> [Effect] {
    let effects = dropRequest()
    reading = shown
    focus = min(focus, max(tokens.count - 1, 0))
    revealFocus()
    return effects + (shown.split?.isComplete == true ? [] : score())
  }

  private mutating func select(candidatesFurther count: Int) {
    guard let (expected, position, _) = expectedNext else { return }
    let all = expected[position].candidates.count
    let selected = (generation?.selected ?? 0) + count
    generation?.selected = min(max(selected, 0), max(all - 1, 0))
  }
}
