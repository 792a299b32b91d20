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
      // What was drawn token by token is no measure of a text that is scored as a whole, nor is what is not scored to
      // its end; that goes on when the generation is left.
      Refusal(
        "first leave the generation, so that all of it is scored as a text: \(leaving: .activity)"
      ) {
        switch $0 {
        case .context, .whatIf: true
        default: false
        }
      } when: {
        guard let generation = $0.generation else { return false }
        return generation.branches.given != nil || $0.reading.split?.isComplete != true
      },
      Refusal(
        "nothing was generated here: \(key: .generation(.goBack)) goes back to the branch before"
      ) {
        $0 == .generation(.takeBack)
      } when: {
        $0.cannotTakeBack && $0.generation?.branches.canGoBack == true
      },
      Refusal("nothing was generated here") {
        $0 == .generation(.takeBack)
      } when: {
        $0.cannotTakeBack
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
  /// Whether the last token was there before the generation, or in the branch that this one left.
  fileprivate var cannotTakeBack: Bool {
    generation?.branches.canTakeBack(from: tokens.count) == false
  }

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
    let effects = makeWay()  // tokens of another text are not those that will be drawn
    let resumes = phase.isRunning && reading.split?.isComplete != true
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
    generation?.resumesScoring = resumes
    generation?.isForLanes = false
    resetCandidates()  // this list is another
    show(.expectation)
    defer { phase = .idle }  // what was stopped is so again when the generation ends
    return effects + dropRequest()
  }

  /// Goes back to the tokens that were drawn, where the text was split otherwise when it was scored as
  /// a whole, or is not scored again to its end.
  private mutating func showAsDrawn(_ kept: Generation) {
    let drawn = kept.branches.all[kept.branches.current].text
    let isShown =
      drawn.tokens.elementsEqual(tokens)
      && drawn.predictions.count <= scored?.predictions.count ?? 0
    guard !isShown, let place = focusedToken?.bytes.upperBound else { return }
    reading.become(ReadText(drawn, width: layout.width, at: temperature))
    focus(on: token(at: place - 1) ?? 0)
  }

  /// Ends the generation, when there is one: the text stays, and undo takes all of it back. What was
  /// drawn token by token is scored anew, as any other text.
  mutating func endGeneration() -> [Effect] {
    let effects = endSideBySide()
    guard var ended = generation, let scored else { return effects }
    generation = nil
    remove(.branches)
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
    guard let given = ended.branches.given else {
      return effects + stopped + (ended.resumesScoring && phase == .stopped ? score() : [])
    }
    reading.truncatePredictions(to: given)
    return effects + stopped + score()
  }

  /// Draws no more tokens of the run.
  mutating func stopRun() -> [Effect] {
    generation?.remaining = 0
    return phase == .generating ? stopScoring() : []
  }

  /// What Esc does: it ends the generation; from the temperatures side by side it leads back to where
  /// they were opened.
  mutating func leaveGeneration() -> [Effect] {
    sideBySide == nil || generation?.isForLanes == true ? endGeneration() : endSideBySide()
  }
}
