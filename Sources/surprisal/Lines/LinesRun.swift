import Basics
import InformationTheory
import Reports
import Scoring
import ShownText
import TextLists

/// A run over many texts: reads them, scores several at once, writes their rows in order.
struct LinesRun: ~Copyable {
  let models: [RowModel]
  let lines: LinesOptions
  /// The file of the rows; nil for standard output.
  private let out: String?
  private var report: LineReport
  private var output: LinesOutput
  private var summary: PendingFile?
  private let progress: TextsProgress
  private let scoring: RowScoring
  private var waiting: [LinesInput.Item] = []
  private var waitingBytes = 0
  /// The texts to pass over, whose rows are there already, and how many of these are above a limit.
  private let known: Int, knownBeyondLimit: Int

  /// The most bytes of texts that are scored together: some batches of tokens.
  private static let bytesAtOnce = 1 << 14

  init(
    _ models: [RowModel], _ lines: LinesOptions, _ format: LineReport.Format, to out: String?,
    temperature: Temperature, isSpecial: Bool, bow: BoundaryCorrection
  ) throws {
    var receipt = LineReceipt(
      settings: Self.settings(models, lines, format, temperature, isSpecial, bow))
    receipt.scores = models.map { ($0.scorer.model.name, CorpusScore()) }
    (receipt.inputHash, receipt.outputHash) = (SHA256().hexadecimal, SHA256().hexadecimal)
    let output = try LinesOutput(
      out, resuming: lines.resume, receipt, models: models.map(\.scorer.model.name))
    summary = try output.summaryFile(lines.summary, besides: lines.lines)
    self.output = output
    (self.models, self.lines, self.out) = (models, lines, out)
    (known, knownBeyondLimit) = (output.receipt.texts, output.receipt.beyondLimit)
    report = LineReport(lines.per, as: format, copied: output.receipt.copied)
    progress = TextsProgress(lines.progress, resultIsInFile: out != nil)
    scoring = RowScoring(
      temperature: temperature, isSpecial: isSpecial, unit: lines.per, correction: bow,
      progress: progress)
  }

  /// All texts, to their end or to a signal. Where none could be read nothing is left of the output.
  mutating func run() throws {
    watchForInterrupts([SIGINT, SIGTERM])
    progress.begin()
    defer { progress.end() }
    do { try scoreAll() } catch {
      if endingSignal() == nil { output.discardEmpty() }
      throw error
    }
    try finish()
  }

  private mutating func scoreAll() throws {
    var input = LinesInput(lines.lines, lines.keys)
    var place = 0
    try input.forEach { item in
      place += 1
      if place <= known {
        if place == known { try check(item) }
        return endingSignal() == nil
      }
      waiting.append(item)
      waitingBytes += item.text.text.count + item.text.context.count
      if waiting.count >= lines.jobs ?? 512 || waitingBytes >= Self.bytesAtOnce {
        try scoreWaiting()
      }
      return endingSignal() == nil
    }
    if endingSignal() == nil {
      guard place >= known else { throw changedInput }
      try scoreWaiting()
    }
    progress.end()
    if let signal = endingSignal() { throw stopped(by: signal) }
    try output.finish()
  }

  /// Refuses other texts than those whose rows are there.
  private func check(_ item: LinesInput.Item) throws(CommandError) {
    guard item.bytes == output.receipt.inputBytes,
      item.hash.hexadecimal == output.receipt.inputHash
    else { throw changedInput }
  }

  private var changedInput: CommandError {
    CommandError(
      .badData,
      "input_sha256 differs: the first \(known) texts are not those that the rows were made of; name "
        + "another file with -o")
  }

  /// Scores the texts that wait with one model after the other, and writes the rows of those that all are done with:
  /// where a server is asked as they come, and all that came before a fault.
  private mutating func scoreWaiting() throws {
    guard !waiting.isEmpty else { return }
    try output.reopen()
    let (texts, scoring, last) = (waiting.map { PreparedText($0.text) }, scoring, models.count - 1)
    let isAsked = models.contains { $0.scorer.model.server != nil }
    var results: [[RowText]] = texts.map { _ in [] }
    var (count, fault): (Int, CommandError?) = (texts.count, nil)
    for (place, model) in models.enumerated() {
      var done = 0
      fault =
        try scoring.score(texts.prefix(count), by: model) { row in
          results[done].append(row)
          if place == last { write(waiting[done], texts[done], results[done]) }
          if place == last, isAsked { try flush() }
          done += 1
        } ?? fault
      count = done
    }
    try flush()
    if let fault, endingSignal() == nil { throw ended(by: fault) }
    waiting = []
    waitingBytes = 0
  }

  private mutating func flush() throws(CommandError) {
    try output.flush()
    progress.note(texts: output.receipt.texts, failed: output.receipt.scores[0].score.failed)
  }

  private mutating func write(
    _ item: LinesInput.Item, _ text: PreparedText, _ results: [RowText]
  ) {
    for (index, result) in results.enumerated() {
      let name = models[index].scorer.model.name
      let origin = RowOrigin(
        file: lines.lines.count > 1 ? lines.lines[item.file] : nil,
        id: item.text.id.map { ($0.json, $0.plain) }, line: item.text.line,
        model: models.count > 1 ? name : nil,
        others: item.text.others.map { ($0.name, $0.value.json, $0.value.plain) })
      let header = report.header(origin)
      if !header.isEmpty { output.receipt.copied = origin.others.map(\.name) }
      output.write(header)
      output.write(report.rows(origin, result, error: text.fault))
      output.receipt.scores[index].score.add(text.fault == nil ? result.score : nil)
      if let sentence = beyondLimit(result.score) {
        output.receipt.beyondLimit += 1
        progress.say(
          "\(item.text.id?.plain ?? "the text") of \(origin.file.map { "\($0), " } ?? "")line \(item.text.line): "
            + sentence)
      }
    }
    output.receipt.texts += 1
    output.receipt.inputBytes = item.bytes
    output.receipt.inputHash = item.hash.hexadecimal
  }

  /// What a text is above; nil where it is above no limit.
  private func beyondLimit(_ score: TextScore) -> String? {
    guard let loss = score.crossEntropy else { return nil }
    if let limit = lines.failAbove, loss.bits > limit {
      return "\(decimal(loss.bits, 3)) bits a token, above \(shortest(limit))"
    }
    if let limit = lines.failAbovePerplexity, loss.perplexity > limit {
      return "perplexity \(decimal(loss.perplexity, 3)), above \(shortest(limit))"
    }
    return nil
  }

  private func stopped(by signal: Int32) -> CommandError {
    CommandError(signal == SIGTERM ? .terminated : .interrupted, ending)
  }

  /// A server that ends a run may be there again, or do again what was asked.
  private func ended(by fault: CommandError) -> CommandError {
    guard let status = fault.status,
      [.unavailable, .protocolFault, .noPermission].contains(status),
      output.receipt.texts > 0
    else { return fault }
    return CommandError(status, "\(fault); \(ending)")
  }

  /// How far it is where it ends early, and what to do.
  private var ending: String {
    "ended after \(grouped(output.receipt.texts)) \(plural("text", output.receipt.texts)): "
      + (out == nil ? "with -o FILE a run can go on" : "resume with the same command and --resume")
  }

  /// Writes the figures of all, and says what is to be said at the end.
  private mutating func finish() throws {
    let receipt = output.receipt
    if var summary = summary.take() {
      try summary.write(Array(receipt.summaryDocument.utf8))
      try summary.finish()
    } else {
      for (model, score) in receipt.scores {
        writeToStandardError(CorpusReport(score, model: model).lines)
      }
    }
    let failed = receipt.scores.map(\.score.failed).max() ?? 0
    if failed > 0 {
      throw CommandError(
        .badData,
        "\(grouped(failed)) of \(grouped(receipt.texts)) texts cannot be scored: “error” in their rows "
          + "says why")
    }
    if receipt.beyondLimit > 0 {
      let names =
        knownBeyondLimit == 0
        ? "as said above" : "\(grouped(knownBeyondLimit)) named by the run that scored them"
      throw CommandError(
        .beyondLimit,
        "\(grouped(receipt.beyondLimit)) \(plural("row", receipt.beyondLimit)) above the limit, \(names)"
      )
    }
  }
}

/// How texts are scored for their rows.
private struct RowScoring {
  let temperature: Temperature
  let isSpecial: Bool
  let unit: LineReport.Unit
  let correction: BoundaryCorrection
  let progress: TextsProgress

  /// The tokens from which on a text is scored, and forgotten, block by block.
  private static let longText = 8_192

  /// Hands on the texts' scores, in order, as far as no signal came. Returns what went wrong with the model, and throws
  /// what `take` throws.
  func score(
    _ texts: ArraySlice<PreparedText>, by model: RowModel, take: (RowText) throws -> Void
  ) throws -> CommandError? {
    var (rows, fault, rejection): ([RowText], (any Error)?, (any Error)?) = ([], nil, nil)
    func isWanted() -> Bool { endingSignal() == nil }
    do {
      try model.scorer.tokenizeAll(texts.map(\.bytes), special: isSpecial, while: isWanted) {
        rows.append(row(of: texts[rows.count], tokens: $0))
      }
    } catch { fault = error }
    func add(_ predictions: Predictions, to index: Int) {
      rows[index].add(predictions)
      progress.note(tokens: predictions.count)
    }
    func handOn(_ index: Int) -> Bool {
      do { try take(rows[index]) } catch { rejection = error }
      return rejection == nil && isWanted()
    }
    do {
      // Long texts, one after the other; what stands between them, together.
      let jobs = rows.map { TextToScore($0.asked, from: $0.first) }
      var (start, goesOn) = (0, isWanted())
      while start < jobs.count, goesOn {
        let end = jobs[start...].firstIndex { $0.tokens.count > Self.longText } ?? jobs.count
        try model.scorer.scoreAll(Array(jobs[start..<end]), model.settings, while: isWanted) {
          add($1, to: start + $0)
          goesOn = handOn(start + $0)
          return goesOn
        }
        guard end < jobs.count, goesOn, isWanted() else { break }
        try model.scorer.score(jobs[end].tokens, model.settings, jobs[end].first) {
          add($0, to: end)
          return isWanted()
        }
        goesOn = isWanted() && handOn(end)
        start = end + 1
      }
    } catch { fault = error }
    if let rejection { throw rejection }
    return fault.map(CommandError.failedModel)
  }

  private func row(of text: PreparedText, tokens: [Token]) -> RowText {
    RowText(
      of: text.bytes, from: text.start, tokens: tokens, temperature: temperature, unit: unit,
      correction: correction)
  }
}

/// What is read of a text: what stands before it, and it.
private struct PreparedText {
  let bytes: [UInt8]
  let start: Int
  let fault: String?

  init(_ text: ListedText) {
    bytes = text.fault == nil ? text.context + text.text : []
    start = text.fault == nil ? text.context.count : 0
    fault = text.fault
  }
}

extension LinesRun {
  /// All that the rows depend on.
  private static func settings(
    _ models: [RowModel], _ lines: LinesOptions, _ format: LineReport.Format,
    _ temperature: Temperature, _ isSpecial: Bool, _ bow: BoundaryCorrection
  ) -> [(name: String, value: JSONValue)] {
    func each(_ value: (RowModel) -> JSONValue) -> JSONValue { .array(models.map(value)) }
    func text(_ value: String?) -> JSONValue { .optional(value, JSONValue.string) }
    func limit(_ value: Double?) -> JSONValue { text(value.map { shortest($0) }) }
    let servers: [(name: String, value: JSONValue)] =
      models.contains { $0.scorer.model.server != nil }
      ? [("servers", each { LineReceipt.server($0.scorer.model.server) })] : []
    return servers + [
      ("version", .string(Assets.version)),
      ("models", each { .string($0.scorer.model.name) }),
      ("model_files", each { .string($0.scorer.model.file) }),
      ("quantizations", each { .string($0.scorer.model.quantization) }),
      ("model_sha256", each { text($0.digest) }),
      ("start_tokens", each { .optional($0.settings.startToken, JSONValue.integer) }),
      ("windows", each { .integer($0.settings.window) }),
      ("strides", each { .integer($0.settings.stride) }),
      ("temperature", .string(shortest(temperature.value))), ("special", .boolean(isSpecial)),
      ("lines", .array(lines.lines.map(JSONValue.string))),
      ("text_key", text(lines.textKey)), ("id_key", text(lines.idKey)),
      ("context_key", text(lines.contextKey)), ("copy", .boolean(lines.copy)),
      ("per", .string(lines.per.rawValue)),
      ("bow", text(lines.per == .word ? bow.rawValue : nil)), ("format", .string(format.rawValue)),
      ("fail_above", limit(lines.failAbove)),
      ("fail_above_perplexity", limit(lines.failAbovePerplexity)),
    ]
  }
}
