import Basics
import Reports
import Scoring
import ShownText

// How the rows of a text are written.
extension ScoreCommand {
  /// Writes a row a token as it comes, and returns what was expected of them where that is to be kept.
  func writeTokens(
    _ run: ScoreRun, to output: inout ReportOutput
  ) throws -> Predictions {
    let header = run.header(topCount: top)
    var report = ScoreReport(
      of: run.text, tokens: run.tokens, header, as: reportFormat ?? .text, sortedBy: sort)
    var kept = Predictions(vocabularySize: header.model.vocabularySize)
    try report.begin { try output.write($0) }
    try report.addAll(run, to: &output) { if save != nil { kept.append($0) } }
    try report.end { try output.write($0) }
    return kept
  }

  /// Writes a row a word, line or sentence once all are scored, and returns what was expected of the tokens.
  func writeParts(
    _ run: ScoreRun, to output: inout ReportOutput
  ) throws -> Predictions {
    var predictions = try run.scorer.wholePredictions(of: run.tokens, run.settings)
    try PartReport(
      of: run.text, run.tokens, predictions, run.header(topCount: 0), into: unit, sortedBy: sort
    ).write(as: partFormat ?? .text) { try output.write($0) }
    predictions.truncate(to: run.tokens.count)
    return predictions
  }
}

extension ScoreReport {
  /// Scores the tokens and writes each block as it comes; stops when it cannot be written.
  fileprivate mutating func addAll(
    _ run: ScoreRun, to output: inout ReportOutput, keep: (Predictions) -> Void
  ) throws {
    guard !run.tokens.isEmpty else { return }
    var progress = ProgressLine(resultIsInFile: output.isFile)
    defer { progress.end() }
    var (failure, done): ((any Error)?, Int) = (nil, 0)
    do {
      try run.scorer.score(run.tokens, run.settings, 0) { block in
        do {
          keep(block)
          try add(block) { try output.write($0) }
          try output.flush()
        } catch {
          failure = error
        }
        done += block.count
        progress.show("\(grouped(done)) of \(grouped(run.tokens.count)) tokens")
        return failure == nil && !wasInterrupted()
      }
    } catch {
      try? output.flush()
      throw CommandError.failedModel(error)
    }
    if let failure { throw failure }
    try checkEnding(after: done)
  }
}

/// Throws where a signal ended the scoring after so many tokens.
func checkEnding(after tokens: Int) throws(CommandError) {
  guard let signal = endingSignal() else { return }
  throw CommandError(
    signal == SIGTERM ? .terminated : .interrupted,
    "ended after \(grouped(tokens)) tokens: no file was written")
}

extension Scorer {
  /// The predictions of all tokens, and of what comes behind the last, with the progress on the terminal.
  fileprivate func wholePredictions(
    of tokens: [Token], _ settings: ScoringSettings
  ) throws -> Predictions {
    var predictions = Predictions(vocabularySize: vocabulary.count)
    guard !tokens.isEmpty else { return predictions }
    var progress = ProgressLine()
    defer { progress.end() }
    do {
      // The figures of one more token are never asked for: any will do.
      try score(tokens + tokens.suffix(1), settings, 0) { block in
        predictions.append(block)
        progress.show("\(grouped(predictions.count)) of \(grouped(tokens.count + 1)) tokens")
        return !wasInterrupted()
      }
    } catch {
      throw CommandError.failedModel(error)
    }
    try checkEnding(after: min(predictions.count, tokens.count))
    return predictions
  }
}
