import ArgumentParser
import Basics
import Reports
import Runtime
import ShownText
import Synchronization

/// How far a run over many texts is: a line that is written over where somebody looks on, or a line of JSON a
/// second, however long a text takes.
final class LinesProgress: Sendable {
  /// A form in which it is told.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    /// An object a line.
    case json
  }

  private let start = ContinuousClock.now
  private let state: Mutex<State>
  private let isTold: Bool

  private struct State {
    var pace = LinePace()
    var line: ProgressLine
    var isRunning = true
  }

  init(_ form: Form?, resultIsInFile: Bool) {
    isTold = form == .json
    state = Mutex(State(line: ProgressLine(resultIsInFile: resultIsInFile)))
  }

  /// Begins to tell of what is done.
  func begin() {
    guard isTold else { return }
    everySecond { [self] in
      state.withLock { state in
        if state.isRunning, let line = state.pace.line(at: .now - start) {
          writeToStandardError(line)
        }
        return state.isRunning
      }
    }
  }

  /// Takes what is done.
  func note(texts: Int, failed: Int) {
    state.withLock { state in
      (state.pace.texts, state.pace.failed) = (texts, failed)
      guard !isTold else { return }
      let rate = grouped(Int(state.pace.rate(at: .now - start)))
      state.line.show("\(grouped(texts)) texts, \(rate) tokens a second")
    }
  }

  /// Takes tokens that were read.
  func note(tokens: Int) { state.withLock { $0.pace.tokens += tokens } }

  /// Leaves no line behind, so that something else can be said.
  func pause() { state.withLock { $0.line.end() } }

  /// Tells no more.
  func end() {
    state.withLock { state in
      state.isRunning = false
      state.line.end()
    }
  }
}
