import Basics
import Exploration
import ExplorationFixtures
import Testing

@Suite struct `An explorer under random events` {
  @Test(arguments: RandomWalk.wanted)
  func `shows only what belongs to the text at hand`(walk: RandomWalk) {
    let broken = exploreAtRandom(seed: walk.seed, events: walk.events)
    #expect(broken == nil, "\(broken?.description ?? "")")
  }

  @Test func `is the same for the same seed`() {
    func log(_ seed: UInt64) -> [String] {
      var run = RandomEvents(seed: seed)
      for _ in 0..<300 { _ = run.step() }
      return run.log
    }
    #expect(log(5) == log(5))
    #expect(log(5) != log(6))
  }

  @Test func `comes by every activity, board, stage and lesson`() {
    var seen: Set<String> = []
    #expect(RandomEvents.lessons.count == 3)
    let all = Set(Board.allCases.map(\.rawValue)).union([
      "REVEAL", "CHANGED", "ORIGINA", "CONTEXT", "GENERAT", "COMPARE", "MODELS", "divergences",
      "game", "lesson", "editor",
      "failure", "automatic words", "words words", "lesson in the lab", "lab",
      "list of models", "model on its way", "another model", "no bytes", "unknown token",
    ])
    // What one walk misses by chance, another comes by.
    for seed in stride(from: UInt64(7), to: 10_007, by: 1_000) where !seen.isSuperset(of: all) {
      _ = exploreAtRandom(seed: seed, events: 24_000) { explorer in
        seen.insert(explorer.board.rawValue)
        if let name = explorer.activityName { seen.insert(String(name.short.prefix(7))) }
        if explorer.game?.game != nil { seen.insert("game") }
        if explorer.lesson != nil { seen.insert("lesson") }
        if explorer.isInLab { seen.insert(explorer.lesson == nil ? "lab" : "lesson in the lab") }
        if explorer.modelList != nil { seen.insert("list of models") }
        if explorer.modelOnItsWay != nil { seen.insert("model on its way") }
        if explorer.hasOtherModel { seen.insert("another model") }
        if explorer.tokens.contains(where: \.bytes.isEmpty) { seen.insert("no bytes") }
        if explorer.tokens.contains(where: \.isUnknown) { seen.insert("unknown token") }
        if explorer.modelComparison?.divergences?.count ?? 0 > 0 { seen.insert("divergences") }
        if explorer.isEditing { seen.insert("editor") }
        if case .failed = explorer.phase { seen.insert("failure") }
        if explorer.wordsGeometry != nil { seen.insert("\(explorer.preferences.view) words") }
      }
    }
    #expect(seen.isSuperset(of: all), "missed: \(all.subtracting(seen))")
  }
}

/// So many events from a seed on.
struct RandomWalk: Sendable {
  var seed: UInt64, events: Int

  /// Those of every test run, or the one that `make walk` asks for.
  static var wanted: [RandomWalk] {
    guard let events = number("WALK_EVENTS") else {
      // Behind the four, walks on which something was broken once.
      return [1, 10_000, 20_000, 30_000].map { RandomWalk(seed: $0, events: 4_000) }
        + [1_000_875, 3_001_467, 4_000_055].map { RandomWalk(seed: $0, events: 300) }
    }
    return [RandomWalk(seed: UInt64(number("WALK_SEED") ?? 1), events: events)]
  }

  private static func number(_ name: String) -> Int? {
    unsafe getenv(name).flatMap { unsafe Int(String(cString: $0)) }
  }
}
