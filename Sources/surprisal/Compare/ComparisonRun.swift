import InformationTheory
import RemoteScoring
import Reports
import Scoring
import ShownText
import Synchronization

/// A comparison, and what a page of it has beside: what both expected, where that was kept.
struct ComparedText {
  var comparison: Comparison
  var text: [UInt8]
  var base: ComparisonPage.Side, other: ComparisonPage.Side

  /// Writes it piece by piece.
  func write<Fault: Error>(
    as form: ComparisonForm, _ write: (String) throws(Fault) -> Void
  ) throws(Fault) {
    guard let format = form.report else { return try page.write(write) }
    try ComparisonReport([comparison]).write(as: format, write)
  }

  private var page: ComparisonPage {
    let set = (try? InstructionSet.chosen(wantedInstructionSet).name) ?? ""
    var look = ReportLook.usual
    look.script = Assets.comparisonScript
    return ComparisonPage(
      comparison, of: text, base, other,
      madeBy: Receipt(version: Assets.version, instructionSet: set), look)
  }
}

/// Compares models over a text, two at a time, so that no more than two are in memory.
struct ComparisonRun {
  private let text: [UInt8]
  private let options: ScoringOptions
  private let isHashed: Bool, isKept: Bool
  private let chunk: Int?
  /// What the base and the other expected of the tokens, where that is kept.
  private var kept: [Predictions] = []
  var progress = ProgressLine()

  /// A run over a text.
  ///
  /// - Parameters:
  ///   - isHashed: Whether the models' files are hashed.
  ///   - isKept: Whether what models expect is kept, for a page.
  ///   - chunk: The tokens of a window whose second half is scored; nil to score all.
  init(text: [UInt8], _ options: ScoringOptions, isHashed: Bool, isKept: Bool, chunk: Int?) {
    self.text = text
    self.options = options
    (self.isHashed, self.isKept) = (isHashed, isKept)
    self.chunk = chunk
  }

  /// Compares a model with the base.
  mutating func compare(_ base: String?, with other: String?) throws -> ComparedText {
    let models = try loaded(base, other)
    let (a, b) = (models.base.scorer, models.other.scorer)
    let tokens = try cut(text, a)
    if let obstacle = a.obstacle(toDivergingFrom: b) {
      let pair = (
        base: Contender(a, models.base.settings, tokens),
        other: Contender(b, models.other.settings, try cut(text, b))
      )
      // All that is known of a server's vocabulary is how it cuts texts.
      guard pair.base.isOnServer || pair.other.isOnServer, pair.base.readsAlike(pair.other) else {
        return try compareSpans(models, pair, as: obstacle)
      }
    }
    if let chunk { return try compareChunks(models, tokens, of: chunk) }
    let pair = models.contenders(tokens, tokens, from: (0, 0))
    let (places, note) = try places([pair])
    let (base, other) = models.sides(pair)
    return compared(
      Comparison(base, other, at: options.temperature, of: text, tokens, places, note: note), text,
      models, tokens, tokens)
  }

  /// Compares what a model says after two contexts.
  mutating func compare(_ model: String?, after contexts: Contexts) throws -> ComparedText {
    let models = try loaded(model, model)
    let scorer = models.base.scorer
    let (a, b) = (
      try cut(contexts.base, scorer), try cut(contexts.other, scorer)
    )
    let tokens = try cut(contexts.text, scorer)
    let pair = models.contenders(a + tokens, b + tokens, from: (a.count, b.count))
    let (places, note) = try places([pair])
    var (base, other) = models.sides(pair)
    (base.context, other.context) = (contexts.base, contexts.other)
    return compared(
      Comparison(
        base, other, at: options.temperature, of: contexts.text, tokens, places, note: note),
      contexts.text, models, tokens, tokens)
  }

  /// A comparison with what was kept for its page.
  private func compared(
    _ comparison: Comparison, _ text: [UInt8], _ models: ComparedModels, _ base: [Token],
    _ other: [Token]
  ) -> ComparedText {
    ComparedText(
      comparison: comparison, text: text,
      base: .init(models.base.scorer.vocabulary, base, kept[0]),
      other: .init(models.other.scorer.vocabulary, other, kept[1]))
  }

  private func cut(_ text: [UInt8], _ scorer: Scorer) throws -> [Token] {
    do { return try scorer.tokenize(text, options.special) } catch {
      throw CommandError.failedModel(error)
    }
  }

  /// Both models, ready to score: the base's choice of a start token and the smaller window are for both.
  private mutating func loaded(_ base: String?, _ other: String?) throws -> ComparedModels {
    try checkMemory(ofModels: [base, other], options)
    let models = try options.rowModels([base, other], isHashed: isHashed, hasEnds: true)
    kept = models.map { Predictions(vocabularySize: $0.scorer.vocabulary.count) }
    return ComparedModels(base: models[0], other: models[1])
  }

  /// What both say of the tokens of some pairs, and why no divergences where there are none.
  private mutating func places(
    _ pairs: [(base: Contender, other: Contender)]
  ) throws -> (places: [PlaceComparison], note: String?) {
    let obstacle = pairs.first.flatMap { $0.base.scorer.obstacle(toDivergingFrom: $0.other.scorer) }
    let note = obstacle.map { "\($0): there is no divergence" }
    var places: [PlaceComparison] = []
    let total = pairs.reduce(0) { $0 + $1.base.tokens.count - $1.base.first }
    for pair in pairs {
      places += try note == nil ? together(pair, places.count, total) : apart(pair)
    }
    return (places, note)
  }

  private mutating func together(
    _ pair: (base: Contender, other: Contender), _ before: Int, _ total: Int
  ) throws -> [PlaceComparison] {
    var places: [PlaceComparison] = []
    var (progress, kept) = (progress, kept)
    self.kept = []
    defer { (self.progress, self.kept) = (progress, kept) }
    do {
      let keep = { (base: Predictions, other: Predictions) in
        guard isKept else { return }
        kept[0].append(base)
        kept[1].append(other)
      }
      try pair.base.compare(with: pair.other, at: options.temperature, keeping: keep) {
        places += $0
        progress.show("\(grouped(before + places.count)) of \(grouped(total)) tokens")
        return !wasInterrupted()
      }
    } catch { throw CommandError.failedModel(error) }
    try checkEnding(after: before + places.count)
    return places
  }

  private mutating func apart(
    _ pair: (base: Contender, other: Contender)
  ) throws -> [PlaceComparison] {
    let scores = try scores(pair)
    return zip(scores.base, scores.other).map { PlaceComparison(base: $0, other: $1) }
  }

  /// What each says of its own tokens. With a server both do so at once, so that neither works on for nothing where the
  /// other has ended.
  private mutating func scores(
    _ pair: (base: Contender, other: Contender)
  ) throws -> (base: [TokenScore?], other: [TokenScore?]) {
    let (contenders, temperature, isKept) = (
      [pair.base, pair.other], options.temperature, isKept
    )
    let total = grouped(contenders.reduce(0) { $0 + $1.tokens.count - $1.first })
    let work = Mutex(WorkApart(progress: progress, kept: kept))
    kept = []
    @Sendable func score(_ index: Int) {
      guard work.withLock({ $0.failure == nil }) else { return }
      do {
        let scores = try contenders[index].scores(at: temperature) { block in
          work.withLock {
            $0.done[index] += block.count
            if isKept { $0.kept[index].append(block) }
            $0.progress.show("\(grouped($0.done[0] + $0.done[1])) of \(total) tokens")
            return $0.failure == nil && !wasInterrupted()
          }
        }
        work.withLock { $0.scores[index] = scores }
      } catch { work.withLock { $0.failure = $0.failure ?? error } }
    }
    if pair.base.isOnServer || pair.other.isOnServer {
      atOnce(2, score)
    } else {
      (0..<2).forEach(score)
    }
    return try work.withLock {
      (progress, kept) = ($0.progress, $0.kept)
      if let failure = $0.failure { throw CommandError.failedModel(failure) }
      try checkEnding(after: $0.done[0] + $0.done[1])
      return ($0.scores[0], $0.scores[1])
    }
  }

  private mutating func compareSpans(
    _ models: ComparedModels, _ pair: (base: Contender, other: Contender), as obstacle: String
  ) throws -> ComparedText {
    guard chunk == nil else {
      throw CommandError(
        .usage,
        "\(obstacle), and --protocol llama-perplexity compares token by token: leave it out")
    }
    let (base, other) = (pair.base.tokens, pair.other.tokens)
    let comparison = Comparison(
      models.base.side, models.other.side, at: options.temperature, of: text,
      ComparedSpan.all(base, other), try scores(pair),
      note: "\(obstacle): spans of the text are compared, and there is no divergence")
    return compared(comparison, text, models, base, other)
  }

  private mutating func compareChunks(
    _ models: ComparedModels, _ tokens: [Token], of length: Int
  ) throws -> ComparedText {
    let chunks = try Chunks(
      of: tokens, length, beginning: models.base.settings.startToken,
      context: models.shortestContext)
    let settings = ScoringSettings(startToken: nil, window: length, stride: length / 2)
    var pairs: [(base: Contender, other: Contender)] = []
    for chunk in chunks.all {
      pairs.append(
        (
          Contender(models.base.scorer, settings, chunk, from: chunks.first),
          Contender(models.other.scorer, settings, chunk, from: chunks.first)
        ))
    }
    let (places, note) = try places(pairs)
    var (base, other) = (models.base.side, models.other.side)
    (base.settings, other.settings) = (settings, settings)
    base.settings.startToken = models.base.settings.startToken
    other.settings.startToken = models.base.settings.startToken
    let scored = chunks.all.flatMap { $0[chunks.first...] }
    let comparison = Comparison(
      base, other, at: options.temperature, chunk: length, of: text, scored, places,
      numbers: chunks.places, note: note)
    return compared(comparison, text, models, scored, scored)
  }
}

/// What two models do at the same time.
private struct WorkApart {
  var progress: ProgressLine
  var kept: [Predictions]
  var done = [0, 0]
  var scores: [[TokenScore?]] = [[], []]
  var failure: (any Error)?
}

extension Contender {
  /// Whether it runs on a server.
  fileprivate var isOnServer: Bool { scorer.model.server != nil }
}
