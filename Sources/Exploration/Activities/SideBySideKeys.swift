import InformationTheory
import Scoring

/// What a key asks for while temperatures are compared.
public enum SideBySideCommand: Hashable, Sendable {
  /// Begins.
  case begin
  /// Chooses the lane so many further on.
  case choose(Int)
  /// Stops drawing, or goes on.
  case pause
  /// Draws everything again with another seed.
  case reseed
  /// Leaves, and takes the chosen continuation into the text.
  case keep
}

extension Activity.Row {
  /// The text is continued at several temperatures.
  static let sideBySide = Activity.Row(
    name: { _ in ("COMPARING", "COMPARE") },
    opening: Binding(
      "Continue the text at three temperatures side by side.",
      [Action("temperatures", .sideBySide(.begin), .letter("G"))]),
    keys: .sideBySide, takesAll: true,
    end: { $0.endGeneration() }, leave: { $0.leaveGeneration() })
}

extension Explorer {
  mutating func perform(_ command: SideBySideCommand) -> [Effect] {
    switch command {
    case .begin: return beginSideBySide()
    case .choose(let count): choose(lanesFurther: count)
    case .pause:
      sideBySide?.isPaused.toggle()
      if !phase.isRunning { phase = .idle }  // after a failure it is tried again
    case .reseed: return restart(seed: (sideBySide?.seed ?? 0) &+ 1)
    case .keep: return keepLane()
    }
    return []
  }

  private mutating func beginSideBySide() -> [Effect] {
    var effects: [Effect] = []
    if generation == nil {
      effects += perform(GenerationCommand.begin)
      generation?.isForLanes = true
    }
    guard generation != nil else { return effects }
    generation?.remaining = 0
    if phase == .generating { effects += stopScoring() }
    return effects + restart(seed: generation?.seed ?? 1)
  }

  /// Begins again at the focused token, with the temperatures that there are.
  private mutating func restart(seed: UInt64) -> [Effect] {
    guard let scored, let generation, hasPrediction(focus) else { return [] }
    let before = sideBySide
    var next = SideBySide(
      of: scored, upTo: nextPlace, truncation: generation.truncation, seed: seed,
      temperature: before?.temperatureBefore ?? temperature)
    for (lane, known) in (before?.lanes ?? []).enumerated() {
      next.turn(lane, to: known.temperature)
    }
    next.chosen = before?.chosen ?? next.chosen
    sideBySide = next
    self.generation?.seed = seed
    set(next.lanes[next.chosen].temperature)
    return phase == .generating ? stopScoring() : []
  }

  /// The slider belongs to the chosen lane.
  private mutating func choose(lanesFurther count: Int) {
    guard let chosen = sideBySide?.chosen, let lanes = sideBySide?.lanes else { return }
    let lane = min(max(chosen + count, 0), lanes.count - 1)
    sideBySide?.chosen = lane
    set(lanes[lane].temperature)
  }

  /// Ends the sideBySide; the slider goes back to where it was.
  mutating func endSideBySide() -> [Effect] {
    guard let ended = sideBySide else { return [] }
    sideBySide = nil
    set(ended.temperatureBefore)
    return phase == .generating ? stopScoring() : []
  }

  private mutating func keepLane() -> [Effect] {
    guard let ended = sideBySide else { return [] }
    let kept = ended.lanes[ended.chosen]
    generation?.isForLanes = false
    let effects = endSideBySide()
    focus(on: ended.beginning.count - 1)  // a held button or a lesson's page may have moved it
    return kept.entries.enumerated().reduce(effects) { effects, entry in
      effects + goOn(with: entry.element, kept.predictions[entry.offset])
    }
  }

  /// Asks for the next token of the lane whose turn it is. The slider may have turned the chosen one.
  mutating func pursueSideBySide() -> [Effect] {
    guard let chosen = sideBySide?.chosen else { return [] }
    let temperature = temperature
    sideBySide?.turn(chosen, to: temperature)
    guard phase == .idle, stage == nil, case .ready = model,
      let question = sideBySide?.nextQuestion()
    else {
      return []
    }
    requests.last += 1
    phase = .generating
    return [.generate(question, request: requests.last)]
  }
}
