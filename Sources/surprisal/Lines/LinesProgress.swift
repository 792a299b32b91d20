import ArgumentParser
import Basics
import ShownText

/// How far a run over many texts is: a line that is written over where somebody looks on, or a line of JSON a
/// second.
struct LinesProgress {
  /// A form in which it is told.
  enum Form: String, CaseIterable, ExpressibleByArgument {
    /// An object a line.
    case json
  }

  private let form: Form?
  private var line: ProgressLine
  private let start = ContinuousClock.now
  private var last = ContinuousClock.now
  private var tokens = 0

  init(_ form: Form?, resultIsInFile: Bool) {
    self.form = form
    line = ProgressLine(resultIsInFile: resultIsInFile)
  }

  /// Tells it, at most once a second in JSON.
  mutating func tell(texts: Int, failed: Int, moreTokens: Int) {
    tokens += moreTokens
    let now = ContinuousClock.now
    let seconds = (now - start) / .seconds(1)
    let rate = seconds > 0 ? Double(tokens) / seconds : 0
    guard form == .json else {
      line.show("\(grouped(texts)) texts, \(grouped(Int(rate))) tokens a second")
      return
    }
    guard now - last >= .seconds(1) else { return }
    last = now
    writeToStandardError(
      "{\"texts\": \(texts), \"failed\": \(failed), \"tokens\": \(tokens), "
        + "\"seconds\": \(decimal(seconds, 1)), \"tokens_per_second\": \(decimal(rate, 1))}\n")
  }

  /// Leaves no line behind.
  mutating func end() { line.end() }
}
