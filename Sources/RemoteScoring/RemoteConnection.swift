import InformationTheory
import Scoring

/// A model that a server runs, and what is known of it: what a scorer is made of.
public struct RemoteConnection: Sendable {
  let model: RemoteModel

  /// Which engine, which version, which model, how many candidates, and who cuts texts.
  public var receipt: ModelServer { model.receipt }
  /// The number of entries of its vocabulary.
  public var vocabularySize: Int { model.vocabularySize }
  /// The most tokens that it can be asked about at once.
  public var contextLength: Int { model.contextLength }
  /// How many requests are sent at once.
  public var lanes: Int { model.lanes }

  /// Asks a server what it is, opens its model, and tries it with a text whose shape is known.
  ///
  /// - Parameters:
  ///   - hasKey: Whether the transport shows a key.
  ///   - remark: Where it is said what is waited for; an empty sentence ends it.
  /// - Throws: `RemoteError`.
  public init(
    _ reference: ServerReference, over transport: Transport, hasKey: Bool = false,
    wishes: RemoteWishes = RemoteWishes(),
    remark: @escaping @Sendable (String) -> Void = { _ in }
  ) throws {
    let address = reference.address
    let server = Server(
      name: address.root, transport: transport, hasKey: hasKey, remark: remark)
    guard !hasKey || address.keepsSecrets else {
      throw RemoteError.keyInTheClear(server: server.name)
    }
    let (engine, version) = try Self.engine(of: server, prefix: reference.prefix)
    let opening = Opening(server: server, address: address, version: version ?? "", wishes: wishes)
    do { model = try engine.open(opening) } catch let fault as RemoteError where version == nil {
      guard fault.isForeign else { throw fault }
      throw RemoteError.cannot(
        engine: server.name,
        missing:
          "it does not answer as \(engine.name) does: leave \(engine.prefix): out, and it is asked what it is"
      )
    }
    if model.scoresTexts {
      try Canary.check(model, knowsLetters: model.receipt.engine != "surprisal")
    }
  }

  /// The engine that runs on a server, and its version; nil where it is only said to run there.
  private static func engine(
    of server: Server, prefix: String?
  ) throws -> (engine: RemoteEngine, version: String?) {
    if let engine = RemoteEngine.all.first(where: { $0.prefix == prefix }) {
      return (engine, try engine.recognise(server))
    }
    for engine in RemoteEngine.all {
      if let version = try engine.recognise(server) { return (engine, version) }
    }
    throw RemoteError.cannot(
      engine: server.name, missing: "no engine that is known here answers there")
  }
}

extension RemoteConnection {
  /// The model as one that scores texts.
  public var scorer: Scorer {
    let model = model
    return Scorer(
      model: ModelDescription(
        name: receipt.model.split(separator: "/").last.map(String.init) ?? receipt.model, file: "",
        architecture: "", quantization: receipt.title,
        tokenizer: receipt.tokenizer,
        vocabularySize: vocabularySize, contextLength: contextLength, server: receipt),
      vocabulary: model.bytes.vocabulary(vocabularySize), boundaries: model.boundaries,
      tokenize: model.tokenize,
      tokenizeAll: { texts, special, isWanted, report in
        try inLanes(
          0..<model.lanes, jobs: texts.count,
          work: { index, _, isWanted in
            texts[index].isEmpty ? [] : try model.tokenize(texts[index], special, isWanted)
          },
          isWanted: isWanted
        ) {
          report($1)
          return true
        }
      },
      score: { tokens, settings, first, report in
        try model.score(tokens, settings, from: first, 0..<model.lanes, report)
      },
      scoreAll: { texts, settings, isWanted, report in
        try inLanes(
          0..<model.lanes, jobs: texts.count,
          work: { index, lane, isWanted in
            var predictions = Predictions(vocabularySize: model.vocabularySize)
            try model.score(
              texts[index].tokens, settings, from: texts[index].first, lane..<lane + 1
            ) {
              predictions.append($0)
              return isWanted()
            }
            return predictions
          },
          isWanted: isWanted, take: { report($0, $1) })
      },
      expectation: model.expectation, likeliest: model.likeliest)
  }
}

extension RemoteModel {
  /// What it expects, where it says it of the whole vocabulary.
  fileprivate var expectation: Scorer.Expect? {
    guard receipt.candidates == nil, next != nil else { return nil }
    return { context, isWanted in
      try read(context, isWanted) { answer throws(PositionFault) in
        Expectation(logits: try answer.logProbabilities().map { Float($0) })
      }
    }
  }

  /// What it expects, where it names its likeliest tokens.
  fileprivate var likeliest: LikeliestNext? {
    guard let count = receipt.candidates, count > 0, next != nil else { return nil }
    return LikeliestNext(count: min(count, LogPartition.candidateCount)) {
      context, isWanted in
      try read(context, isWanted, naming: min(count, vocabularySize)) {
        answer throws(PositionFault) in
        try answer.expectation()
      }
    }
  }

  private func read(
    _ context: Context, _ isWanted: () -> Bool, naming least: Int = 0,
    _ made: (PositionAnswer) throws(PositionFault) -> Expectation
  ) throws -> Expectation {
    guard let answer = try next?(context.tokens, isWanted) else { throw RemoteError.cancelled }
    // Else a token would be drawn that it did not name.
    guard answer.count >= least else {
      throw RemoteError.cannot(
        engine: receipt.engine,
        missing: "\(least) likeliest tokens (it named \(answer.count), so give --k \(answer.count))"
      )
    }
    do throws(PositionFault) { return try made(answer) } catch {
      throw RemoteError(error, at: context.tokens.count, of: receipt.address)
    }
  }

  /// Scores tokens from one on in their windows, as `Scorer.score` does.
  fileprivate func score(
    _ tokens: [Token], _ settings: ScoringSettings, from first: Int, _ lanes: Range<Int>,
    _ report: (Predictions) -> Bool
  ) throws {
    let start = settings.startToken.map { [$0] } ?? []
    for window in settings.windows(of: tokens.count) where window.scored.upperBound > first {
      let shift = start.count - window.tokens.lowerBound
      var wanted = max(window.scored.lowerBound, first) + shift..<window.scored.upperBound + shift
      if wanted.lowerBound == 0 {
        guard report(Predictions([.unscored], of: vocabularySize)) else { return }
        wanted = 1..<wanted.upperBound
      }
      guard !wanted.isEmpty else { continue }
      let ids = start + tokens[window.tokens].map(\.id)
      var isWanted = true
      do {
        try score(Stretch(ids: ids, wanted: wanted), lanes) { block in
          isWanted = isWanted && report(Predictions(block, of: vocabularySize))
          return isWanted
        }
      } catch RemoteError.cancelled where !isWanted {}
      guard isWanted else { return }
    }
  }
}

extension Predictions {
  fileprivate init(_ block: [Prediction], of vocabularySize: Int) {
    self.init(vocabularySize: vocabularySize)
    for prediction in block { append(prediction) }
  }
}
