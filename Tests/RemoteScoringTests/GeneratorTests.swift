import Basics
import InformationTheory
import JSON
import RemoteScoring
import Scoring
import Testing

/// What comes next on a server, and what may be drawn of it.
@Suite struct `A text that a server goes on with` {
  /// Answers with the likeliest of the toy model behind a text, in a shape.
  private func server(
    _ path: String, sum: Double = 1, isShifted: Bool = false,
    _ answer: @escaping @Sendable (_ top: String) -> String
  ) -> MadeUpServer {
    MadeUpServer { asked, body in
      switch asked {
      case "/api/version" where path == "/api/generate": (200, #"{"version":"0.33.0"}"#)
      case "/v1/models": (200, #"{"object":"list","data":[{"id":"toy","object":"model"}]}"#)
      case path:
        (200, answer(top(of: body, sum: sum, isShifted: isShifted)))
      default: MadeUpServer.nothing
      }
    }
  }

  private func top(of body: JSONValue?, sum: Double, isShifted: Bool) -> String {
    var ids = (body?["prompt"]?.utf8 ?? []).map { Int($0) }
    if isShifted { ids.removeLast() }
    let count = body?["top_logprobs"]?.integer ?? body?["logprobs"]?.integer ?? 0
    let values = ToyModel.logProbabilities(after: ids)
    return ToyModel.likeliest(count, of: values).map { id in
      #"{"token":"\#(Self.name(id))","logprob":\#(values[id] + log(sum)),"bytes":null}"#
    }.joined(separator: ",")
  }

  /// A letter for each entry, so that all have names.
  private static func name(_ id: Int) -> String {
    id < 0x80 && id >= 0x20 && id != 0x22 && id != 0x5C
      ? String(Unicode.Scalar(UInt8(id))) : "t\(id)"
  }

  private func ollama(sum: Double = 1, isShifted: Bool = false) -> MadeUpServer {
    server("/api/generate", sum: sum, isShifted: isShifted) {
      #"{"model":"toy","response":"x","done":true,"done_reason":"length","logprobs":[{"token":"x","logprob":-1,"top_logprobs":[\#($0)]}]}"#
    }
  }

  private func openAI(isContent: Bool) -> MadeUpServer {
    server("/v1/completions") { top in
      let members = isContent ? "" : Self.members(top)
      return isContent
        ? #"{"choices":[{"text":"x","logprobs":{"content":[{"token":"x","top_logprobs":[\#(top)]}]}}]}"#
        : #"{"choices":[{"text":"x","logprobs":{"tokens":["x"],"token_logprobs":[-1],"top_logprobs":[{\#(members)}]}}]}"#
    }
  }

  /// The same as members of an object, as OpenAI's completions have them.
  private static func members(_ top: String) -> String {
    let entries = (try? JSONDocument(Array("[\(top)]".utf8)))?.root.elements.map(Array.init) ?? []
    return entries.map {
      "\"\($0["token"]?.string ?? "")\":\($0["logprob"]?.number ?? 0)"
    }.joined(separator: ",")
  }

  private static let wishes = RemoteWishes(generates: true)

  private func check(_ scorer: Scorer, model: String) throws {
    let tokens = try scorer.tokenize(Array("A B C D".utf8), false)
    #expect(tokens.count == 1)
    let next = try scorer.nextExpectation(Context(tokens.map(\.id)))
    let truth = ToyModel.logProbabilities(after: "A B C D".utf8.map { Int($0) })
    let best = ToyModel.likeliest(20, of: truth)
    #expect(
      next.prediction.candidates.map { scorer.vocabulary.bytes($0.id) }
        == best.map { Array(Self.name($0).utf8) })
    let drawn = Sampler(truncation: Truncation(topK: 20), seed: 3).draw(from: next.logits, at: 4)
    #expect(drawn.cut.count == 20)
    #expect(abs(drawn.cut.mass - best.reduce(0) { $0 + exp(truth[$1]) }) < 1e-5)
    var predictions = Predictions(vocabularySize: scorer.model.vocabularySize)
    predictions.append(next.prediction(of: drawn.entry))
    let name = scorer.vocabulary.bytes(drawn.entry)
    let entry = try #require(best.first { Array(Self.name($0).utf8) == name })
    #expect(abs(Double(Figures(predictions, at: .one).logProbabilities[0]) - truth[entry]) < 1e-5)
    #expect(predictions.rank(at: 0) == ToyModel.rank(of: entry, in: truth))
    #expect(throws: Scorer.NamesTooFew(model: model, count: 20)) {
      try scorer.checkDraws(by: .none)
    }
    #expect(throws: Scorer.NamesTooFew(model: model, count: 20)) {
      try scorer.checkDraws(by: Truncation(topK: 21))
    }
    #expect(throws: Scorer.NamesTooFew(model: model, count: 20)) {
      try scorer.checkDraws(by: Truncation(topK: 20, topP: 0.5))
    }
    try scorer.checkDraws(by: Truncation(topK: 20, minP: 0.1))
    // A text is not scored.
    #expect(throws: RemoteError.self) {
      try scorer.score(tokens, .init(startToken: 0, window: 9, stride: 1), 0) { _ in true }
    }
  }

  @Test func `is drawn from what Ollama names, as often as each should come`() throws {
    let server = ollama()
    let scorer = try server.connection("ollama-api:http://host:1#toy", wishes: Self.wishes).scorer
    try check(scorer, model: "toy")
    let body = try JSONDocument(try #require(server.asked.last?.body)).root
    #expect(body["raw"]?.bool == true && body["options"]?["num_predict"]?.integer == 1)
    #expect(body["prompt"]?.string == "A B C D" && body["top_logprobs"]?.integer == 20)
  }

  @Test(arguments: [true, false])
  func `is drawn from what OpenAI's completions name, in either shape`(isContent: Bool) throws {
    try check(
      try openAI(isContent: isContent).connection("openai:http://host:1", wishes: Self.wishes)
        .scorer, model: "toy")
  }

  @Test func `has a character's part that no server tells refused`() throws {
    let scorer = try ollama().connection("http://host:1", wishes: Self.wishes).scorer
    let token = try scorer.tokenize(Array("a\u{FFFD}".utf8), false)
    #expect(throws: RemoteError.self) { try scorer.nextExpectation(Context(token.map(\.id))) }
  }

  @Test func `is not drawn from numbers that cannot be right`() {
    func sentence(_ server: MadeUpServer, _ wishes: RemoteWishes = Self.wishes) -> String {
      do {
        let scorer = try server.connection("http://host:1", wishes: wishes).scorer
        _ = try scorer.nextExpectation(Context(try scorer.tokenize([65, 66], false).map(\.id)))
        return ""
      } catch { return "\(error)" }
    }
    #expect(sentence(ollama(isShifted: true)).contains("something else"))
    #expect(sentence(ollama(sum: 4)).contains("a sum of"))
    #expect(sentence(ollama(), .init(candidates: .all, generates: true)).contains("leave --k out"))
    let silent = server("/api/generate") { _ in #"{"response":"x","done":true}"# }
    #expect(sentence(silent).contains("names no tokens"))
  }

  @Test func `is drawn from the candidates of an engine that takes ids`() throws {
    for scorer in [
      try MadeUpVLLM().server().connection().scorer,
      try MadeUpSGLang().server().connection(wishes: .init(candidates: .count(20))).scorer,
      try MadeUpLlamaServer().server().connection(wishes: .init(candidates: .count(20))).scorer,
    ] {
      try scorer.checkDraws(by: Truncation(topK: 20))
      let next = try scorer.nextExpectation(Context([65, 66, 67, 68]))
      let truth = ToyModel.logProbabilities(after: [65, 66, 67, 68])
      let best = ToyModel.likeliest(20, of: truth)
      #expect(next.prediction.candidates.map(\.id) == best)
      for id in best { #expect(abs(Double(next.logits[id]) - truth[id]) < 1e-5) }
      #expect(throws: Scorer.NoWholeVocabulary.self) { try scorer.expectation(Context([65])) }
    }
  }

  @Test func `is drawn from all where an engine gives the whole vocabulary`() throws {
    let wishes = RemoteWishes(candidates: .all)
    for scorer in [
      try MadeUpVLLM(cap: nil).server().connection(wishes: wishes).scorer,
      try MadeUpLlamaServer().server().connection(wishes: wishes).scorer,
    ] {
      #expect(!scorer.isBounded)
      try scorer.checkDraws(by: .none)
      try scorer.checkWholeVocabulary()
      let next = try scorer.expectation(Context([65, 66, 67]))
      for (found, truth) in zip(next.logits, ToyModel.logProbabilities(after: [65, 66, 67])) {
        #expect(abs(Double(found) - truth) < 1e-5)
      }
      // Entries that no text had are known by what the server called them, and do not end a text.
      #expect((0..<ToyModel.size).allSatisfy { !scorer.vocabulary.isControl($0) })
    }
  }

  @Test func `ends with a control token, which is known by its name`() throws {
    let server = server("/api/generate") { _ in
      #"{"logprobs":[{"top_logprobs":[{"token":" L","logprob":-0.1},{"token":"<|im_end|>","logprob":-3}]}]}"#
    }
    var wishes = Self.wishes
    #expect(throws: RemoteError.self) {
      // It names fewer than are asked for: then tokens would be drawn that it never named.
      let scorer = try server.connection("http://host:1", wishes: wishes).scorer
      return try scorer.nextExpectation(
        Context(try scorer.tokenize(Array("A".utf8), false).map(\.id)))
    }
    wishes.candidates = .count(2)
    let scorer = try server.connection("http://host:1", wishes: wishes).scorer
    let next = try scorer.nextExpectation(
      Context(try scorer.tokenize(Array("A".utf8), false).map(\.id)))
    #expect(next.prediction.candidates.map { scorer.vocabulary.isControl($0.id) } == [false, true])
  }
}
