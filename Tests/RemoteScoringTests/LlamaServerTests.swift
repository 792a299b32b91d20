import InformationTheory
import JSON
import RemoteScoring
import Scoring
import Testing

@Suite struct `A model that llama-server runs` {
  private static let text = Array("A text, naïve and longer than a block of positions: 日本.".utf8)

  private func check(_ found: Predictions, isExact: Bool = false) {
    let figures = Figures(found, at: .one)
    #expect(found.count == Self.text.count)
    for place in Self.text.indices.dropFirst() {
      let truth = ToyModel.logProbabilities(after: Self.text[..<place].map { Int($0) })
      let actual = Int(Self.text[place])
      #expect(abs(Double(figures.logProbabilities[place]) - truth[actual]) < 1e-5)
      let rank = ToyModel.rank(of: actual, in: truth)
      #expect(found.rank(at: place) == (isExact || rank <= 32 || actual >= 0x80 ? rank : nil))
    }
  }

  @Test func `has the numbers of each token that is forced, also inside a character`() throws {
    let server = MadeUpLlamaServer().server()
    let connection = try server.connection()
    #expect(
      connection.receipt.title == "llama-server b11549, k 32" && connection.contextLength == 63)
    check(try predictions(connection.scorer, Self.text))
    let bodies = try server.asked.filter { $0.path == "/completion" }.map {
      try JSONDocument($0.body ?? []).root
    }
    #expect(bodies.allSatisfy { $0["prompt"]?.elements != nil && $0["cache_prompt"]?.bool == true })
    // Of a byte of a character all entries are listed, and something else is forced.
    #expect(bodies.contains { $0["n_probs"]?.integer == ToyModel.size })
  }

  @Test func `is asked by as many at once as it has slots, each in its own`() throws {
    let server = MadeUpLlamaServer(slots: 3).server()
    let connection = try server.connection(wishes: .init(parallel: 8))
    #expect(connection.lanes == 3)
    check(try predictions(connection.scorer, Self.text))
    let slots = try Set(
      server.asked.filter { $0.path == "/completion" }.map {
        try JSONDocument($0.body ?? []).root["id_slot"]?.integer
      })
    #expect(slots.isSubset(of: [0, 1, 2]))
  }

  @Test func `gives exact predictions where all entries are asked for`() throws {
    let connection = try MadeUpLlamaServer().server().connection(wishes: .init(candidates: .all))
    let found = try predictions(connection.scorer, Self.text)
    check(found, isExact: true)
    #expect((1..<found.count).allSatisfy { !found[$0].isBounded })
  }

  @Test func `is refused where its numbers are those after temperature`() {
    #expect(
      throws: RemoteError.cannot(
        engine: "llama-server",
        missing: "its numbers are those after temperature: start it without --backend-sampling")
    ) { try MadeUpLlamaServer(isCooled: true).server().connection() }
  }

  @Test func `stops where nobody wants more`() throws {
    for slots in [1, 3] {
      let scorer = try MadeUpLlamaServer(slots: slots).server().connection().scorer
      let settings = ScoringSettings(startToken: nil, window: 60, stride: 8)
      var count = 0
      try scorer.score(scorer.tokenize(Self.text, false), settings, 0) {
        count += $0.count
        return count < 5
      }
      #expect(count >= 5 && count < Self.text.count)
    }
  }

  @Test func `refuses a text that is no UTF-8, and says where`() throws {
    let scorer = try MadeUpLlamaServer().server().connection().scorer
    do {
      _ = try scorer.tokenize(Array("ab".utf8) + [0xFF, 0x41], false)
      Issue.record("it was sent")
    } catch {
      #expect("\(error)".contains("byte at 3"), "\(error)")
    }
  }
}
