import InformationTheory
import Reports
import Scoring
import ShownText

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
      let others = try cut(text, b)
      // All that is known of a server's vocabulary is how it cuts texts.
      guard [a, b].contains(where: { $0.model.server != nil }), tokens == others else {
        return try compareSpans(models, tokens, others, as: obstacle)
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
    let (base, other) = (try scores(pair.base), try scores(pair.other))
    return zip(base, other).map { PlaceComparison(base: $0, other: $1) }
  }

  private mutating func scores(_ contender: Contender) throws -> [TokenScore?] {
    var progress = progress
    defer { self.progress = progress }
    let name = contender.scorer.model.name
    do {
      return try contender.scores(at: options.temperature) {
        progress.show(
          "\(name): \(grouped($0)) of \(grouped(contender.tokens.count - contender.first)) tokens")
        return true
      }
    } catch { throw CommandError.failedModel(error) }
  }

  private mutating func compareSpans(
    _ models: ComparedModels, _ a: [Token], _ b: [Token], as obstacle: String
  ) throws -> Comparison {
    guard chunk == nil else {
      throw CommandError(
        .usage,
        "\(obstacle), and --protocol llama-perplexity compares token by token: leave it out")
    }
    let scores = (
      base: try scores(Contender(models.base.scorer, models.base.settings, a)),
      other: try scores(Contender(models.other.scorer, models.other.settings, b))
    )
    return Comparison(
      models.base.side, models.other.side, at: options.temperature, of: text,
      ComparedSpan.all(a, b), scores,
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
