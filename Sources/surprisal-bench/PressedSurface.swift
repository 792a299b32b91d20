import Basics
import Dispatch
import Display
import Exploration
import Runtime
import Synchronization

/// Keys, moves of the mouse and other sizes in turn, pressed at moments of their own whatever the explorer
/// does, and how long each waited for its frame.
final class Presses: Sendable {
  private struct State {
    var waiting: [(occurrence: Occurrence, moment: ContinuousClock.Instant)] = []
    var size = (rows: 60, columns: 200)
    var isWoken = false, hasBegun = false, hasEnded = false
    var times: [Double] = []
  }

  private let state = Mutex(State())
  private let happened = DispatchSemaphore(value: 0)
  private let count: Int
  private let kind: Kind

  /// What is pressed.
  enum Kind {
    /// Whatever one reads with.
    case reading
    /// What is about all words, lines and sentences of the text: peaks, units, and the list.
    case parts
  }

  /// So many presses.
  init(count: Int, of kind: Kind) { (self.count, self.kind) = (count, kind) }

  /// The seconds from each press to its frame.
  var times: [Double] { state.withLock { $0.times } }
  /// The size of the screen.
  var size: (rows: Int, columns: Int) { state.withLock { $0.size } }

  /// Begins to press, once.
  func begin() {
    let isFirst = state.withLock { state in
      defer { state.hasBegun = true }
      return !state.hasBegun
    }
    guard isFirst else { return }
    DispatchQueue(label: "presses").async { [self] in
      var random = SplitMix(state: 7)
      for _ in 0..<count {
        usleep(UInt32.random(in: 4_000...24_000, using: &random))
        press(&random)
      }
      state.withLock { $0.hasEnded = true }
      happened.signal()
    }
  }

  private func press(_ random: inout SplitMix) {
    let inputs = kind == .parts ? Self.aboutParts : Self.reading(&random)
    let input = inputs.randomElement(using: &random) ?? nil
    let columns = Int.random(in: 100...220, using: &random)
    state.withLock { state in
      if input == nil { state.size.columns = columns }
      state.waiting.append((input.map(Occurrence.input) ?? .resized, .now))
    }
    happened.signal()
  }

  private static func reading(_ random: inout SplitMix) -> [Input?] {
    [
      .key(.right, []), .key(.left, []), .key(.up, []), .key(.down, []), .key(.pageDown, []),
      .key(.pageUp, []), .key(.end, []), .key(.home, []), .key(.up, .shift), .key(.down, .shift),
      .key(.character("u"), []), .key(.character("c"), []), .key(.character("m"), []),
      .key(.character("p"), []), .key(.character("L"), []),
      .key(.character("="), []), .key(.tab, []), .key(.character("n"), []),
      .mouse(.pressed, row: Int.random(in: 4..<40, using: &random), column: 30),
      .mouse(.dragged, row: 56, column: Int.random(in: 0..<200, using: &random)),
      .mouse(.released, row: 56, column: 30), .mouse(.wheelDown, row: 20, column: 30),
      .mouse(.wheelUp, row: 20, column: 30), nil,
    ]
  }

  private static let aboutParts: [Input?] = [
    .key(.character("n"), []), .key(.character("N"), []), .key(.character("W"), []),
    .key(.character("s"), []), .key(.tab, []), .key(.backTab, []), .key(.backspace, []),
    .key(.down, []), .key(.end, []), .key(.enter, []), .key(.escape, []),
  ]

  /// Says that answers have come.
  func wake() {
    state.withLock { $0.isWoken = true }
    happened.signal()
  }

  /// Waits for what happens, and returns it with the moments of the presses among it.
  func wait() -> (occurrences: [Occurrence], moments: [ContinuousClock.Instant]) {
    while true {
      happened.wait()
      let found = state.withLock { state in
        defer { (state.waiting, state.isWoken) = ([], false) }
        let ends = state.hasEnded && state.waiting.isEmpty
        return (
          (state.isWoken ? [Occurrence.woken] : []) + state.waiting.map(\.occurrence)
            + (ends ? [.ended] : []), state.waiting.map(\.moment)
        )
      }
      if !found.0.isEmpty { return found }
    }
  }

  /// Notes how long presses have waited.
  func note(_ moments: [ContinuousClock.Instant]) {
    let now = ContinuousClock.now
    state.withLock { $0.times += moments.map { (now - $0).seconds } }
  }
}

/// A screen that shows nothing, on which keys are pressed.
struct PressedSurface: Surface {
  let presses: Presses
  private var moments: [ContinuousClock.Instant] = []

  init(presses: Presses) { self.presses = presses }

  var size: (rows: Int, columns: Int) { presses.size }
  var waker: @Sendable () -> Void { { [presses] in presses.wake() } }

  mutating func draw(_ frame: Frame, theme: Theme) {
    presses.note(moments)
    moments = []
  }

  mutating func wait(whileBusy busy: Bool) throws -> [Occurrence] {
    let (occurrences, moments) = presses.wait()
    self.moments = moments
    return occurrences
  }

  mutating func copy(_ bytes: [UInt8]) {}
  mutating func suspend() {}
  mutating func repaint() {}
}
