import ArgumentParser
import Basics
import Reports
import Runtime
import ShownText
import Synchronization

/// How far a run over many texts is, told every second however long a text takes: a line that is written over where
/// somebody looks on, or a line of JSON.
final class TextsProgress: Sendable {
  /// A form in which it is told.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    /// An object a line.
    case json
  }

  private let start = ContinuousClock.now
  private let state: Mutex<State>
  private let isJSON: Bool
  private let total: Int?

  private struct State {
    var pace = LinePace()
    var line: ProgressLine
    var isRunning = true
  }

  /// - Parameter total: How many texts there are; nil where that is not known.
  init(_ form: Form?, of total: Int? = nil, resultIsInFile: Bool) {
    (isJSON, self.total) = (form == .json, total)
    state = Mutex(State(line: ProgressLine(resultIsInFile: resultIsInFile)))
  }

  /// Begins to tell of what is done.
  func begin() {
    if !isJSON { state.withLock { show(&$0) } }
    everySecond { [self] in
      state.withLock { state in
        if state.isRunning { tell(&state) }
        return state.isRunning
      }
    }
  }

  private func tell(_ state: inout State) {
    if !isJSON {
      show(&state)
    } else if let line = state.pace.line(at: .now - start) {
      writeToStandardError(line)
    }
  }

  private func show(_ state: inout State) {
    let texts = grouped(state.pace.texts) + (total.map { " of \(grouped($0))" } ?? "")
    let rate = grouped(Int(state.pace.rate(at: .now - start)))
    state.line.show("\(texts) texts, \(rate) tokens a second")
  }

  /// Takes what is done.
  func note(texts: Int, failed: Int) {
    state.withLock { ($0.pace.texts, $0.pace.failed) = (texts, failed) }
  }

  /// Takes tokens that were read.
  func note(tokens: Int) { state.withLock { $0.pace.tokens += tokens } }

  /// Says something that is worth knowing, on a line of its own.
  func say(_ sentence: String) {
    state.withLock { state in
      state.line.end()
      noteOnStandardError(sentence)
    }
  }

  /// Tells no more.
  func end() {
    state.withLock { state in
      state.isRunning = false
      state.line.end()
    }
  }
}
