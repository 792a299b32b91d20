import Basics
import InformationTheory
import Reports
import Scoring

/// Scores the texts of a table with one model after the other, and writes whole rows as they come.
struct ItemRun {
  private let table: ItemTable
  private let options: ItemOptions
  private let scoring: ScoringOptions
  private var writer: ItemWriter
  private var output: ItemOutput
  private var progress: ProgressLine
  private var withoutText = 0, failed = 0

  /// Reads the table and opens the output. Throws what is wrong with either, before a model is opened.
  ///
  /// - Parameter out: The file for the rows; nil for standard output.
  init(
    _ options: ItemOptions, _ scoring: ScoringOptions, as format: ItemFormat, to out: String?
  ) throws {
    (self.options, self.scoring) = (options, scoring)
    let results = ItemReport.columns(options.by)
    table = try ItemTable(
      try readFile(options.file ?? ""), options, context: scoring.contextColumn, results: results)
    writer = ItemWriter(table.copiedColumns + results, as: format)
    output = try ItemOutput(out)
    progress = ProgressLine(resultIsInFile: out != nil)
  }

  /// Writes all rows, as far as nobody presses Ctrl-C.
  mutating func run(_ models: [String?]) throws {
    watchForInterrupts([SIGINT, SIGTERM])
    try output.write(writer.beginning)
    for (index, model) in models.enumerated() where !wasInterrupted() {
      let scorer = try scoring.scorer(model)
      try run(scorer, before: index * table.items.count, of: models.count * table.items.count)
    }
    progress.end()
    try output.write(writer.ending)
    try output.finish()
    try conclude()
  }

  private mutating func run(_ scorer: Scorer, before: Int, of all: Int) throws {
    let settings = try scoring.settings(for: scorer)
    let report = ItemReport(
      ItemReport.Settings(
        unit: options.by, correction: options.bow, temperature: scoring.temperature,
        startToken: scoring.chosen.startToken.name(of: settings.startToken, scorer.boundaries),
        scoring: settings, model: scorer.model,
        modelSHA256: ModelDigests.digest(ofFile: scorer.model.file) ?? "",
        version: Assets.version))
    for (index, item) in table.items.enumerated() {
      if wasInterrupted() { return }
      progress.show("\(before + index) of \(all) texts")
      try write(item, report, scorer, settings)
    }
  }

  private mutating func write(
    _ item: Item, _ report: ItemReport, _ scorer: Scorer, _ settings: ScoringSettings
  ) throws {
    let stimulus = item.stimulus
    let tokens = stimulus.isEmpty ? [] : scorer.tokenize(stimulus.bytes, scoring.special)
    var predictions: Predictions?
    if stimulus.isEmpty {
      withoutText += 1
    } else {
      do { predictions = try scorer.predictions(of: tokens, settings) } catch {
        failed += 1
        progress.end()
        noteOnStandardError("\(options.file ?? ""), line \(item.line): \(error)")
      }
    }
    let rows = report.rows(of: stimulus, tokens, predictions) { token in
      token.isUnknown ? Array(stimulus.bytes[token.bytes]) : scorer.vocabulary.bytes(token.id)
    }
    for row in rows {
      try output.write(writer.row(item.copied[row.region].map(ItemValue.text) + row.values))
    }
    try output.flush()
  }

  /// Says what has no figures, and ends with what it means for a script.
  private func conclude() throws {
    if withoutText > 0 {
      noteOnStandardError(
        "\(withoutText) \(withoutText == 1 ? "row has" : "rows have") no text, so no figures")
    }
    if let signal = endingSignal() {
      throw CommandError(
        signal == SIGTERM ? .terminated : .interrupted,
        "ended by a signal: the rows that were written are whole")
    }
    if failed > 0 {
      throw CommandError(
        .badData,
        "\(failed) \(failed == 1 ? "text" : "texts") could not be scored, as it says above")
    }
  }
}

extension Scorer {
  /// The predictions of all tokens, and of what comes behind the last.
  fileprivate func predictions(
    of tokens: [Token], _ settings: ScoringSettings
  ) throws -> Predictions {
    var predictions = Predictions(vocabularySize: vocabulary.count)
    // The figures of one more token are never asked for: any will do.
    try score(tokens + tokens.suffix(1), settings, 0) {
      predictions.append($0)
      return true
    }
    return predictions
  }
}

extension StartToken? {
  /// What a start token is called in the rows, however it was asked for.
  fileprivate func name(of token: Int?, _ boundaries: BoundaryTokens) -> String {
    guard let token else { return "none" }
    switch self {
    case .id: return String(token)
    case .end: return "eos"
    default: return "bos"
    }
  }
}
