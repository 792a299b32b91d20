import InformationTheory
import RemoteScoring
import Reports
import Scoring
import ShownText
import Synchronization

/// Compares models over a text, two at a time, so that no more than two are in memory.
struct ComparisonRun {
  private let text: [UInt8]
  private let options: ScoringOptions
  private let isHashed: Bool
  private let chunk: Int?
  var progress = ProgressLine()

  /// A run over a text.
  ///
  /// - Parameters:
  ///   - isHashed: Whether the models' files are hashed.
  ///   - chunk: The tokens of a window whose second half is scored; nil to score all.
  init(text: [UInt8], _ options: ScoringOptions, isHashed: Bool, chunk: Int?) {
    self.text = text
    self.options = options
    self.isHashed = isHashed
    self.chunk = chunk
  }

  /// Compares a model with the base.
  mutating func compare(_ base: String?, with other: String?) throws -> Comparison {
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
    return Comparison(base, other, at: options.temperature, of: text, tokens, places, note: note)
  }

  /// Compares what a model says after two contexts.
  mutating func compare(_ model: String?, after contexts: Contexts) throws -> Comparison {
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
    return Comparison(
      base, other, at: options.temperature, of: contexts.text, tokens, places, note: note)
  }

  private func cut(_ text: [UInt8], _ scorer: Scorer) throws -> [Token] {
    do { return try scorer.tokenize(text, options.special) } catch {
      throw CommandError.failedModel(error)
    }
  }

  /// Both models, ready to score: the base's choice of a start token and the smaller window are for both.
  private func loaded(_ base: String?, _ other: String?) throws -> ComparedModels {
    try checkMemory(ofModels: [base, other], options)
    let models = try options.rowModels([base, other], isHashed: isHashed, hasEnds: true)
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
    var progress = progress
    defer { self.progress = progress }
    do {
      try pair.base.compare(with: pair.other, at: options.temperature) {
        places += $0
        progress.show("\(grouped(before + places.count)) of \(grouped(total)) tokens")
        return true
      }
    } catch { throw CommandError.failedModel(error) }
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
    let (contenders, temperature) = ([pair.base, pair.other], options.temperature)
    let total = grouped(contenders.reduce(0) { $0 + $1.tokens.count - $1.first })
    let work = Mutex(WorkApart(progress: progress))
    @Sendable func score(_ index: Int) {
      guard work.withLock({ $0.failure == nil }) else { return }
      do {
        let scores = try contenders[index].scores(at: temperature) { done in
          work.withLock {
            $0.done[index] = done
            $0.progress.show("\(grouped($0.done[0] + $0.done[1])) of \(total) tokens")
            return $0.failure == nil
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
      progress = $0.progress
      if let failure = $0.failure { throw CommandError.failedModel(failure) }
      return ($0.scores[0], $0.scores[1])
    }
  }

  private mutating func compareSpans(
    _ models: ComparedModels, _ pair: (base: Contender, other: Contender), as obstacle: String
  ) throws -> Comparison {
    guard chunk == nil else {
      throw CommandError(
        .usage,
        "\(obstacle), and --protocol llama-perplexity compares token by token: leave it out")
    }
    return Comparison(
      models.base.side, models.other.side, at: options.temperature, of: text,
      ComparedSpan.all(pair.base.tokens, pair.other.tokens), try scores(pair),
      note: "\(obstacle): spans of the text are compared, and there is no divergence")
  }

  private mutating func compareChunks(
    _ models: ComparedModels, _ tokens: [Token], of length: Int
  ) throws -> Comparison {
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
    return Comparison(
      base, other, at: options.temperature, chunk: length, of: text,
      chunks.all.flatMap { $0[chunks.first...] }, places,
      numbers: chunks.places, note: note)
  }
}

/// What two models do at the same time.
private struct WorkApart {
  var progress: ProgressLine
  var done = [0, 0]
  var scores: [[TokenScore?]] = [[], []]
  var failure: (any Error)?
}

extension Contender {
  /// Whether it runs on a server.
  fileprivate var isOnServer: Bool { scorer.model.server != nil }
}
