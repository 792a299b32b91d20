import InformationTheory
import Scoring

/// What a key asks for while temperatures are compared.
public enum ComparisonCommand: Hashable, Sendable {
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

extension Explorer {
  mutating func perform(_ command: ComparisonCommand) -> [Effect] {
    switch command {
    case .begin: return beginComparison()
    case .choose(let count): choose(lanesFurther: count)
    case .pause:
      comparison?.isPaused.toggle()
      if phase != .generating { phase = .idle }  // after a failure it is tried again
    case .reseed: return restart(seed: (comparison?.seed ?? 0) &+ 1)
    case .keep: return keepLane()
    }
    return []
  }

  private mutating func beginComparison() -> [Effect] {
    var effects: [Effect] = []
    if generation == nil { effects += perform(GenerationCommand.begin) }
    generation?.remaining = 0
    if phase == .generating { effects += stopScoring() }
    return effects + restart(seed: generation?.seed ?? 1)
  }

  /// Begins again at the focused token, with the temperatures that there are.
  private mutating func restart(seed: UInt64) -> [Effect] {
    guard let scored, let generation, hasPrediction(focus) else { return [] }
    let before = comparison
    var next = Comparison(
      of: scored, upTo: nextPlace, truncation: generation.truncation, seed: seed,
      temperature: before?.temperatureBefore ?? temperature)
    for (lane, known) in (before?.lanes ?? []).enumerated() {
      next.turn(lane, to: known.temperature)
    }
    next.chosen = before?.chosen ?? next.chosen
    comparison = next
    self.generation?.seed = seed
    set(next.lanes[next.chosen].temperature)
    return phase == .generating ? stopScoring() : []
  }

  /// The slider belongs to the chosen lane.
  private mutating func choose(lanesFurther count: Int) {
    guard let chosen = comparison?.chosen, let lanes = comparison?.lanes else { return }
    let lane = min(max(chosen + count, 0), lanes.count - 1)
    comparison?.chosen = lane
    set(lanes[lane].temperature)
  }

  /// Ends the comparison; the slider goes back to where it was.
  mutating func endComparison() -> [Effect] {
    guard let ended = comparison else { return [] }
    comparison = nil
    set(ended.temperatureBefore)
    return phase == .generating ? stopScoring() : []
  }

  private mutating func keepLane() -> [Effect] {
    guard let kept = comparison.map({ $0.lanes[$0.chosen] }) else { return [] }
    let effects = endComparison()
    for (place, entry) in kept.entries.enumerated() { goOn(with: entry, kept.predictions[place]) }
    return effects
  }

  /// Asks for the next token of the lane whose turn it is. The slider may have turned the chosen one.
  mutating func pursueComparison() -> [Effect] {
    guard let chosen = comparison?.chosen else { return [] }
    comparison?.turn(chosen, to: temperature)
    guard phase == .idle, overlay == nil, let question = comparison?.nextQuestion() else {
      return []
    }
    request += 1
    phase = .generating
    return [.generate(question, request: request)]
  }
}
