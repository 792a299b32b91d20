import InformationTheory
import RemoteScoring
import Scoring
import Testing

/// What the numbers of a text are, and which of them are known.
private func check(_ found: Predictions, of ids: [Int], known: (Int) -> Bool = { _ in true }) {
  #expect(found.count == ids.count)
  let figures = Figures(found, at: .one)
  for place in ids.indices.dropFirst() {
    guard known(place) else {
      #expect(!found[place].isScored)
      continue
    }
    let truth = ToyModel.logProbabilities(after: Array(ids[..<place]))[ids[place]]
    #expect(abs(Double(figures.logProbabilities[place]) - truth) < 1e-5)
    #expect(found[place].isOfOneToken && found.rank(at: place) == nil)
  }
}

@Suite struct `A model that TGI runs` {
  private static let text = Array("Every word of it,  naïve 日本: \"so\".".utf8)

  @Test func `has the surprise of each token, and nothing of any other`() throws {
    let server = MadeUpTGI().server()
    let connection = try server.connection()
    #expect(
      connection.receipt.title == "TGI 3.3.7, surprise alone" && connection.contextLength == 63)
    #expect(connection.receipt.model == "org/toy" && connection.scorer.isBounded)
    let found = try predictions(connection.scorer, Self.text)
    check(found, of: Self.text.map { Int($0) })
    // The slider is closed: at another temperature nothing is known.
    let cold = try #require(Temperature(0.5))
    #expect(found.interval(at: 4, temperature: cold) == nil)
  }

  @Test func `has tokens whose bytes are the text, also within a character`() throws {
    let scorer = try MadeUpTGI().server().connection().scorer
    let tokens = try scorer.tokenize(Self.text, false)
    #expect(tokens.map(\.id) == Self.text.map { Int($0) })
    #expect(tokens.flatMap { Self.text[$0.bytes] } == Self.text)
    #expect(scorer.vocabulary.bytes(0x20) == [0x20])
  }

  @Test func `is scored after the token that it puts before every text`() throws {
    let scorer = try MadeUpTGI(beginning: 256).server().connection().scorer
    #expect(scorer.boundaries.beginning == 256 && scorer.boundaries.isBeginningAdded)
    let found = try predictions(scorer, Self.text, startToken: 256)
    #expect(found[0].isScored)
    let truth = ToyModel.logProbabilities(after: [256] + Self.text[..<7].map { Int($0) })
    #expect(
      abs(Double(Figures(found, at: .one).logProbabilities[7]) - truth[Int(Self.text[7])]) < 1e-5)
    #expect(refusal { _ = try predictions(scorer, Self.text) }.contains("--start-token"))
  }

  @Test func `is not asked about a token that it joins with the one before`() throws {
    let scorer = try MadeUpTGI(fault: .twoPointsAreOne).server().connection().scorer
    let text = Array("It ends.".utf8)
    let tokens = try scorer.tokenize(text, false)
    var found = Predictions(vocabularySize: scorer.model.vocabularySize)
    // As the explorer asks what comes behind a text.
    try scorer.score(
      tokens + tokens.suffix(1), .init(startToken: nil, window: 60, stride: 8), 0
    ) {
      found.append($0)
      return true
    }
    check(found, of: (text + text.suffix(1)).map { Int($0) }) { $0 < text.count }
  }

  @Test(arguments: [
    (MadeUpTGI.Fault.noPrefill, "--enable-prefill-logprobs"), (.cachedAway, "cache"),
    (.shifted, "other tokens"), (.impossible, "token 5"), (.noPlaces, "places of tokens"),
  ])
  func `is refused where its answers cannot be right`(fault: MadeUpTGI.Fault, why: String) {
    let sentence = refusal { _ = try MadeUpTGI(fault: fault).server().connection() }
    #expect(sentence.contains(why), "\(sentence)")
  }

  @Test func `is refused what it cannot do, each with what to do`() throws {
    let scorer = try MadeUpTGI(fault: .otherCut).server().connection().scorer
    #expect(refusal { _ = try predictions(scorer, Self.text) }.contains("cuts a part of a text"))
    let other = try MadeUpTGI(fault: .otherToken).server().connection().scorer
    #expect(refusal { _ = try predictions(other, Self.text) }.contains("cuts a part of a text"))
    #expect(refusal { _ = try predictions(scorer, Self.text, startToken: 1) }.contains("no text"))
    let named = refusal { _ = try scorer.tokenize(Array("a <|im_end|> b".utf8), false) }
    // Its tokens are bytes, none of which is called so.
    #expect(named.isEmpty)
    let wished = refusal {
      _ = try MadeUpTGI().server().connection(wishes: .init(candidates: .count(5)))
    }
    #expect(wished.contains("leave --k out"), "\(wished)")
    let missing = refusal { _ = try MadeUpTGI().server().connection("http://host:1#other") }
    #expect(missing.contains("has no model other"), "\(missing)")
  }
}

@Suite struct `A model that llama-cpp-python runs` {
  private static let text = Array("Every word of it, \"so\", naïve.".utf8)
  private static let ids = text.map { Int($0) }

  /// A token within a character has no name, and one beside it may have lost a part of its own.
  private func isNamed(_ place: Int) -> Bool {
    (place - 1...place + 1).allSatisfy { !Self.text.indices.contains($0) || Self.text[$0] < 0x80 }
  }

  @Test(arguments: [1_000, 8])
  func `has its numbers moved back where they are those of the token behind`(limit: Int) throws {
    let server = MadeUpLlamaCppPython(rowLimit: limit).server()
    let connection = try server.connection()
    #expect(connection.receipt.title == "llama-cpp-python, surprise alone")
    #expect(connection.receipt.logProbabilities == "raw, moved back by a token")
    check(try predictions(connection.scorer, Self.text), of: Self.ids, known: isNamed)
  }

  @Test func `has its numbers as they are where they are right`() throws {
    let plain = try MadeUpLlamaCppPython(isShifted: false).server().connection()
    #expect(plain.receipt.logProbabilities == "raw")
    check(try predictions(plain.scorer, Self.text), of: Self.ids)
    let scorer = try MadeUpLlamaCppPython(isShifted: false, beginning: 256).server().connection()
      .scorer
    #expect(scorer.boundaries.beginning == 256)
    let found = try predictions(scorer, Self.text, startToken: 256)
    let truth = ToyModel.logProbabilities(after: [256])[Self.ids[0]]
    #expect(abs(Double(Figures(found, at: .one).logProbabilities[0]) - truth) < 1e-5)
  }

  @Test func `is refused where it says nothing of tokens`() {
    let sentence = refusal { _ = try MadeUpLlamaCppPython(isSilent: true).server().connection() }
    #expect(sentence.contains("has no logprobs"), "\(sentence)")
  }
}
