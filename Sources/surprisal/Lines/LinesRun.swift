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
  let temperature: Temperature
  let isSpecial: Bool
  let bow: BoundaryCorrection
  /// The file of the rows; nil for standard output.
  private let out: String?
  private var report: LineReport
  private var output: LinesOutput
  private var summary: PendingFile?
  private let progress: TextsProgress
  private var waiting: [LinesInput.Item] = []
  private var waitingBytes = 0
  /// The texts to pass over, whose rows are there already, and how many of these are above a limit.
  private let known: Int, knownBeyondLimit: Int

  /// The most bytes of texts that are scored together: some batches of tokens.
  private static let bytesAtOnce = 1 << 14
  /// The tokens from which on a text is scored, and forgotten, block by block.
  private static let longText = 8_192

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
    (self.temperature, self.isSpecial, self.bow) = (temperature, isSpecial, bow)
    (known, knownBeyondLimit) = (output.receipt.texts, output.receipt.beyondLimit)
    report = LineReport(lines.per, as: format, copied: output.receipt.copied)
    progress = TextsProgress(lines.progress, resultIsInFile: out != nil)
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

  /// Scores the texts that wait, and writes the rows of those that are done.
  private mutating func scoreWaiting() throws {
    guard !waiting.isEmpty else { return }
    try output.reopen()
    let texts = waiting.map { PreparedText($0.text) }
    var results: [[RowText]] = []
    for model in models { results.append(try score(texts, by: model)) }
    let done = results.map(\.count).min() ?? 0
    for index in 0..<done { write(waiting[index], texts[index], results.map { $0[index] }) }
    try output.flush()
    progress.note(
      texts: output.receipt.texts, failed: output.receipt.scores[0].score.failed)
    waiting = []
    waitingBytes = 0
  }

  /// The texts' scores, in order, as far as no signal came.
  private func score(_ texts: [PreparedText], by model: RowModel) throws -> [RowText] {
    var rows: [RowText] = []
    var jobs: [TextToScore] = []
    for text in texts {
      let tokens =
        text.fault == nil ? try model.scorer.tokens(of: text.bytes, special: isSpecial) : []
      let row = RowText(
        of: text.bytes, from: text.start, tokens: tokens, temperature: temperature, unit: lines.per,
        correction: bow)
      jobs.append(TextToScore(row.asked, from: row.first))
      rows.append(row)
    }
    var done = 0
    func add(_ predictions: Predictions, to index: Int) -> Bool {
      rows[index].add(predictions)
      progress.note(tokens: predictions.count)
      done = index + 1
      return endingSignal() == nil
    }
    do {
      // Long texts, one after the other; what stands between them, together.
      var start = 0
      while start < jobs.count, endingSignal() == nil {
        let end = jobs[start...].firstIndex { $0.tokens.count > Self.longText } ?? jobs.count
        try model.scorer.scoreAll(Array(jobs[start..<end]), model.settings) {
          add($1, to: start + $0)
        }
        guard end < jobs.count, endingSignal() == nil else { break }
        try model.scorer.score(jobs[end].tokens, model.settings, jobs[end].first) {
          rows[end].add($0)
          progress.note(tokens: $0.count)
          return true
        }
        (done, start) = (end + 1, end + 1)
      }
    } catch {
      throw CommandError.failedModel(error)
    }
    return Array(rows[..<done])
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
    let advice =
      out == nil
      ? "with -o FILE a run can go on" : "resume with the same command and --resume"
    return CommandError(
      signal == SIGTERM ? .terminated : .interrupted,
      "ended after \(grouped(output.receipt.texts)) texts: \(advice)")
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
