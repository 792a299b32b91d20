import InformationTheory
import JSON
import RemoteScoring
import Scoring
import Testing

@Suite struct `A model that SGLang runs` {
  private static let text = Array("Every word <|im_end|> of it, naïve 日本.".utf8)

  private func check(_ found: Predictions, isExact: Bool) {
    let ids = Self.text.map { Int($0) }
    #expect(found.count == ids.count && !found[0].isScored)
    let figures = Figures(found, at: .one)
    for place in ids.indices.dropFirst() {
      let truth = ToyModel.logProbabilities(after: Array(ids[..<place]))
      #expect(abs(Double(figures.logProbabilities[place]) - truth[ids[place]]) < 1e-5)
      #expect(found[place].isBounded != isExact)
      let rank = ToyModel.rank(of: ids[place], in: truth)
      #expect(found.rank(at: place) == (isExact || rank <= 32 ? rank : nil))
      #expect(
        found[place].candidates.map(\.id).prefix(32) == ToyModel.likeliest(32, of: truth)[...])
    }
  }

  @Test func `has its probabilities, and ranks as far as its candidates reach`() throws {
    let server = MadeUpSGLang().server()
    let connection = try server.connection()
    #expect(connection.receipt.title == "SGLang 0.5.23, k 32" && connection.contextLength == 63)
    #expect(connection.vocabularySize == ToyModel.size && connection.receipt.model == "toy")
    check(try predictions(connection.scorer, Self.text), isExact: false)
    let part = try predictions(connection.scorer, Self.text, first: 20)
    #expect(part.count == Self.text.count - 20)
    // Ids are sent, and from the middle on only the numbers of what is wanted are asked for.
    let last = try JSONDocument(try #require(server.asked.last?.body)).root
    #expect(last["logprob_start_len"]?.integer == 19)
    #expect(last["input_ids"]?.elements?.allSatisfy { $0.integer != nil } == true)
    #expect(last["sampling_params"]?["temperature"]?.number == 1 && last["text"] == nil)
  }

  @Test func `has exact predictions where all entries are asked for, and says what comes next`()
    throws
  {
    let scorer = try MadeUpSGLang().server().connection(wishes: .init(candidates: .all)).scorer
    #expect(!scorer.isBounded)
    check(try predictions(scorer, Self.text), isExact: true)
    let next = try scorer.expectation(Context([65, 66, 67]))
    for (found, truth) in zip(next.logits, ToyModel.logProbabilities(after: [65, 66, 67])) {
      #expect(abs(Double(found) - truth) < 1e-5)
    }
  }

  @Test func `is asked for no more candidates than its vocabulary has`() {
    #expect(
      throws: RemoteError.cannot(
        engine: "SGLang", missing: "it gives 300 candidates at most, and not 301: ask for --k 300")
    ) { try MadeUpSGLang().server().connection(wishes: .init(candidates: .count(301))) }
  }

  @Test(arguments: [
    (MadeUpSGLang.Fault.shifted, "other tokens"), (.renormalized, "renormalized"),
    (.cachedAway, "cache"), (.noNumbers, "cache"), (.overfull, "a sum of"),
    (.cutShort, "speaks of"), (.otherToken, "token 1"), (.badJSON, "unexpected"),
    (.noSize, "entries of the vocabulary"), (.oddCandidate, "candidates of token 1"),
  ])
  func `is refused where its answers cannot be right`(fault: MadeUpSGLang.Fault, why: String) {
    let sentence = refusal { _ = try MadeUpSGLang(fault: fault).server().connection() }
    #expect(sentence.contains(why), "\(sentence)")
  }
}
