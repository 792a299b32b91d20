import Basics
import InformationTheory
import RemoteScoring
import Reports
import Scoring

/// Scores the texts of a table with one model after the other, several texts at once, and writes whole rows as
/// they come.
struct ItemRun {
  private let table: ItemTable
  private let options: ItemOptions
  private let scoring: ScoringOptions
  private let models: [RowModel]
  private var writer: ItemWriter
  private var output: ItemOutput
  private let progress: TextsProgress
  private var done = 0, withoutText = 0, failed = 0
  /// The figures of each model over all texts.
  private var scores: [(model: String, score: CorpusScore)] = []

  /// The texts that are scored together at most.
  private static let textsAtOnce = 128

  /// Reads the table, loads the models, and then opens the output, so that what cannot begin leaves nothing.
  ///
  /// - Parameter out: The file for the rows; nil for standard output.
  init(
    _ options: ItemOptions, _ scoring: ScoringOptions, _ models: [String?],
    as format: ItemFormat, to out: String?
  ) throws {
    (self.options, self.scoring) = (options, scoring)
    let results = ItemReport.columns(options.by)
    table = try ItemTable(
      try options.table(), options, context: scoring.contextColumn, results: results)
    self.models = try scoring.rowModels(models, isHashed: true)
    writer = ItemWriter(table.copiedColumns + results, as: format)
    output = try ItemOutput(out)
    progress = TextsProgress(
      nil, of: models.count * table.items.count, resultIsInFile: out != nil)
  }

  /// Writes all rows, as far as nobody presses Ctrl-C.
  mutating func run() throws {
    watchForInterrupts([SIGINT, SIGTERM])
    progress.begin()
    defer { progress.end() }
    try output.write(writer.beginning)
    var fault: (any Error)?
    do { for model in models { try run(model) } } catch { fault = error }
    progress.end()
    try output.write(writer.ending)
    try output.finish()
    try conclude(after: fault)
  }

  private mutating func run(_ model: RowModel) throws {
    let report = ItemReport(
      ItemReport.Settings(
        unit: options.by, correction: options.bow, temperature: scoring.temperature,
        startToken: scoring.chosen.startToken.name(
          of: model.settings.startToken, model.scorer.boundaries),
        scoring: model.settings, model: model.scorer.model, modelSHA256: model.digest ?? "",
        version: Assets.version))
    scores.append((model.scorer.model.name, CorpusScore(over: .items)))
    for start in stride(from: 0, to: table.items.count, by: Self.textsAtOnce)
    where !wasInterrupted() {
      try score(table.items[start...].prefix(Self.textsAtOnce), report, model)
    }
  }

  /// Scores some texts together, and writes the rows of each.
  private mutating func score(
    _ items: ArraySlice<Item>, _ report: ItemReport, _ model: RowModel
  ) throws {
    let scorer = model.scorer
    func isWanted() -> Bool { !wasInterrupted() }
    var tokens: [[Token]] = []
    do {
      try scorer.tokenizeAll(
        items.map { $0.stimulus.isEmpty ? [] : $0.stimulus.bytes }, special: scoring.special,
        while: isWanted
      ) { tokens.append($0) }
    } catch { throw CommandError.failedModel(error) }
    var fault: (any Error)?
    scorer.scoreAllWithEnds(tokens, model.settings, while: isWanted) { place, result in
      // That a server does not answer says nothing of a text.
      if case .failure(let error as RemoteError) = result,
        [.unavailable, .permission].contains(error.kind)
      {
        fault = CommandError(error)
        return false
      }
      let item = items[items.startIndex + place]
      let predictions = taken(result, of: item)
      if !item.stimulus.isEmpty {
        scores[scores.count - 1].score.add(
          predictions.map { report.score(of: item.stimulus, tokens[place], $0) })
      }
      let rows = report.rows(of: item.stimulus, tokens[place], predictions) { token in
        token.isUnknown
          ? Array(item.stimulus.bytes[token.bytes]) : scorer.vocabulary.bytes(token.id)
      }
      do { try write(rows, of: item) } catch { fault = error }
      done += 1
      progress.note(tokens: tokens[place].count)
      progress.note(texts: done, failed: failed)
      return fault == nil && !wasInterrupted()
    }
    if let fault { throw fault }
  }

  /// What is known of a text: nothing where it has none, or where it cannot be scored, which is said.
  private mutating func taken(
    _ result: Result<Predictions, any Error>, of item: Item
  ) -> Predictions? {
    guard !item.stimulus.isEmpty else {
      withoutText += 1
      return nil
    }
    do { return try result.get() } catch {
      failed += 1
      progress.say("\(options.name), line \(item.line): \(error)")
      return nil
    }
  }

  private mutating func write(_ rows: [ItemRow], of item: Item) throws {
    for row in rows {
      try output.write(writer.row(item.copied[row.region].map(ItemValue.text) + row.values))
    }
    try output.flush()
  }

  /// Says what all texts come to and what has no figures, and ends with what it means for a script.
  ///
  /// - Parameter fault: What ended the run early.
  private func conclude(after fault: (any Error)?) throws {
    if withoutText > 0 {
      noteOnStandardError(
        "\(withoutText) \(withoutText == 1 ? "row has" : "rows have") no text, so no figures")
    }
    if let signal = endingSignal() {
      throw CommandError(
        signal == SIGTERM ? .terminated : .interrupted,
        "ended by a signal: the rows that were written are whole")
    }
    if let fault { throw fault }
    for (model, score) in scores {
      writeToStandardError(CorpusReport(score, model: model).lines)
    }
    if failed > 0 {
      throw CommandError(
        .badData,
        "\(failed) \(failed == 1 ? "text" : "texts") could not be scored, as it says above")
    }
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
