import Basics
import InformationTheory
import JSON
import RemoteScoring
import Scoring
import Synchronization
import Testing

@Suite struct `A model that vLLM runs` {
  private static let text = Array("Every word <|im_end|> of it, naïve 日本.".utf8)

  private func check(
    _ predictions: Predictions, _ text: [UInt8] = text, bounded: Bool
  ) throws {
    let ids = text.map { Int($0) }
    #expect(predictions.count == ids.count && !predictions[0].isScored)
    let figures = Figures(predictions, at: .one)
    for place in ids.indices.dropFirst() {
      let truth = ToyModel.logProbabilities(after: Array(ids[..<place]))
      #expect(abs(Double(figures.logProbabilities[place]) - truth[ids[place]]) < 1e-5)
      #expect(predictions.rank(at: place) == ToyModel.rank(of: ids[place], in: truth))
      #expect(predictions[place].isBounded == bounded)
      let best = ToyModel.likeliest(20, of: truth)
      #expect(predictions[place].candidates.map(\.id).prefix(20) == best[...])
    }
  }

  @Test(arguments: [1, 7, 100_000])
  func `has its probabilities and ranks, in whatever pieces they come`(pieces: Int) throws {
    let server = MadeUpVLLM().server(pieces: pieces)
    let connection = try server.connection("vllm:http://host:1/v1#toy")
    #expect(connection.receipt.title == "vLLM 0.32.0, k 20")
    #expect(connection.receipt.model == "toy" && connection.vocabularySize == ToyModel.size)
    #expect(connection.contextLength == 63 && connection.scorer.model.tokenizer == "server")
    try check(try predictions(connection.scorer, Self.text), bounded: true)
    #expect(throws: Scorer.NoWholeVocabulary.self) { try connection.scorer.checkWholeVocabulary() }
  }

  @Test func `has exact predictions where the server gives the whole vocabulary`() throws {
    let connection = try MadeUpVLLM(cap: nil).server().connection(wishes: .init(candidates: .all))
    #expect(connection.receipt.candidates == nil)
    let found = try predictions(connection.scorer, Self.text)
    try check(found, bounded: false)
    let ids = Self.text.map { Int($0) }
    for place in ids.indices.dropFirst() {
      let truth = Prediction(
        foldingLogits: ToyModel.logProbabilities(after: Array(ids[..<place])), actual: ids[place])
      let all = found[place]
      #expect(all.ids == truth.ids)
      for node in 0..<32 { #expect(abs(all.rest[node] - truth.rest[node]) < 1e-4) }
    }
  }

  @Test func `is asked for 32 candidates where it gives more, and for as many as are wished`()
    throws
  {
    #expect(try MadeUpVLLM(cap: nil).server().connection().receipt.candidates == 32)
    let wishes = RemoteWishes(candidates: .count(5))
    let connection = try MadeUpVLLM().server().connection(wishes: wishes)
    #expect(connection.receipt.candidates == 5)
    #expect(try predictions(connection.scorer, Self.text)[3].candidates.count == 5)
  }

  @Test func `says how to start a server that gives too few candidates`() {
    #expect(
      throws: RemoteError.cannot(
        engine: "vLLM",
        missing:
          "it gives 20 candidates at most, and not the whole vocabulary: start it with --max-logprobs -1"
      )
    ) { try MadeUpVLLM().server().connection(wishes: .init(candidates: .all)) }
    #expect(
      throws: RemoteError.cannot(
        engine: "vLLM", missing: "it gives 20 candidates at most, and not 21: ask for --k 20")
    ) { try MadeUpVLLM().server().connection(wishes: .init(candidates: .count(21))) }
  }

  @Test func `gets ids and never text, so that the name of a control token stays plain`() throws {
    let server = MadeUpVLLM().server()
    _ = try predictions(try server.connection().scorer, Self.text)
    for request in server.asked where request.path == "/v1/completions" {
      let body = try JSONDocument(request.body ?? []).root
      #expect(body["prompt"]?.elements?.allSatisfy { $0.integer != nil } == true)
      #expect(body["temperature"]?.integer == 1 && body["max_tokens"]?.integer == 1)
    }
  }

  @Test func `reads a longer text in windows, each token as the window has it`() throws {
    let scorer = try MadeUpVLLM().server().connection().scorer
    let text = Array(String(repeating: "a longer text ", count: 9).utf8)
    let found = try predictions(scorer, text, window: 24)
    #expect(found.count == text.count)
    let settings = ScoringSettings(startToken: nil, window: 24, stride: 8)
    let figures = Figures(found, at: .one)
    for place in text.indices.dropFirst() {
      let window = settings.window(scoring: place).tokens
      let ids = text[window.lowerBound..<place].map { Int($0) }
      let truth = ToyModel.logProbabilities(after: ids)[Int(text[place])]
      #expect(abs(Double(figures.logProbabilities[place]) - truth) < 1e-5)
    }
    let part = try predictions(scorer, text, window: 24, first: 60)
    #expect(part.count == text.count - 60 && part.actualLogits == Array(found.actualLogits[60...]))
  }

  @Test func `scores several texts at once, each as alone`() throws {
    let scorer = try MadeUpVLLM().server().connection(wishes: .init(parallel: 3)).scorer
    let texts = (0..<20).map { Array("text number \($0)".utf8) }
    let settings = ScoringSettings(startToken: nil, window: 60, stride: 8)
    var order: [Int] = []
    try scorer.scoreAll(
      try texts.map { TextToScore(try scorer.tokenize($0, false)) }, settings
    ) { index, predictions in
      order.append(index)
      #expect(predictions.count == texts[index].count)
      return true
    }
    #expect(order == Array(0..<20))
  }

  @Test func `is asked as often at once as it may be, whatever cores there are`() throws {
    let (server, together) = (MadeUpVLLM().server(), Meeting())
    var transport = server.transport
    let exchange = transport.exchange
    transport.exchange = { request, receive, isWanted in
      together.join()
      return try exchange(request, receive, isWanted)
    }
    let scorer = try RemoteConnection(
      #require(ServerReference("http://host:1")), over: transport, wishes: .init(parallel: 12)
    ).scorer
    let tokens = try scorer.tokenize(Self.text, false)
    let texts = Array(repeating: Self.text, count: 12)
    var count = 0
    together.expect(12)
    try scorer.tokenizeAll(texts, special: false, while: { true }) {
      count += $0 == tokens ? 1 : 0
    }
    #expect(together.areAllThere && count == 12)
    let text = TextToScore(tokens)
    together.expect(12)
    let settings = ScoringSettings(startToken: nil, window: 60, stride: 8)
    try scorer.scoreAll(Array(repeating: text, count: 12), settings) { _, _ in true }
    #expect(together.areAllThere)
    together.expect(9)
    atOnce(9) { _ in together.join() }
    #expect(together.areAllThere)
  }

  /// Where those wait that come, until all are there or five seconds are over.
  private final class Meeting: Sendable {
    private let state = Mutex((expected: 0, there: 0))

    /// Whether all were there at once.
    var areAllThere: Bool { state.withLock { $0.there >= $0.expected } }

    func expect(_ count: Int) { state.withLock { $0 = (count, 0) } }

    func join() {
      state.withLock { $0.there += 1 }
      for _ in 0..<5_000 where !areAllThere { usleep(1_000) }
    }
  }

  @Test(arguments: [
    (MadeUpVLLM.Fault.shifted, "other tokens"), (.renormalized, "renormalized"),
    (.cachedAway, "cache"), (.overfull, "a sum of"), (.cutShort, "speaks of 20 tokens"),
    (.badJSON, "unexpected"), (.tooLong, "speaks of"), (.tooLikely, "than they have"),
  ])
  func `is refused where its answers cannot be right`(fault: MadeUpVLLM.Fault, why: String) {
    let sentence = refusal { _ = try MadeUpVLLM(fault: fault).server().connection() }
    #expect(sentence.contains(why), "\(sentence)")
  }

  @Test(arguments: [MadeUpVLLM.Fault.hugeRank, .noByte])
  func `does no harm by numbers that are beyond any`(fault: MadeUpVLLM.Fault) {
    _ = try? MadeUpVLLM(fault: fault).server().connection()
  }

  @Test(arguments: ["-5", "1", "1000000000000000"])
  func `is refused where its vocabulary can have no such size`(size: String) {
    let models = #"{"data":[{"id":"toy","max_model_len":64,"meta":{"n_vocab":\#(size)}}]}"#
    #expect(throws: RemoteError.self) { try MadeUpVLLM(models: models).server().connection() }
  }

  @Test func `is taken for what it says, and must have the model that is named`() throws {
    #expect(throws: RemoteError.wrongModel(server: "http://host:1", named: "other", known: ["toy"]))
    {
      try MadeUpVLLM().server().connection("http://host:1#other")
    }
    let two = #"{"data":[{"id":"a","max_model_len":9},{"id":"b","max_model_len":9}]}"#
    #expect(throws: RemoteError.wrongModel(server: "http://host:1", named: nil, known: ["a", "b"]))
    {
      try MadeUpVLLM(models: two).server().connection()
    }
  }

  @Test func `is asked from the middle on where it is this program`() throws {
    let models = #"{"data":[{"id":"toy","max_model_len":4096,"meta":{"n_vocab":300}}]}"#
    let own = MadeUpVLLM(
      cap: nil, version: #"{"version":"1.2","engine":"surprisal"}"#, models: models)
    let server = own.server()
    let connection = try server.connection(wishes: .init(candidates: .all))
    #expect(connection.receipt.engine == "surprisal" && connection.receipt.version == "1.2")
    let text = Array(String(repeating: "long enough for slices ", count: 8).utf8)
    try check(try predictions(connection.scorer, text), text, bounded: false)
    let starts = try server.asked.suffix(3).map {
      try JSONDocument($0.body ?? []).root["prompt_logprobs_from"]?.integer
    }
    #expect(starts == [1, 65, 129])
  }
}
