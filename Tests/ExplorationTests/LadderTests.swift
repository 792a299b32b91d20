import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import Testing

@Suite struct `The ladder` {
  private func measured(_ explorer: inout Explorer) -> [Explorer.Effect] {
    explorer.update(.input(.key(.character("L"), [])))
  }

  @Test func `asks for what has a score to be measured when it is shown, and shows what comes`()
    throws
  {
    var explorer = Explorer.ready("the cat sat.")
    let effects = measured(&explorer)
    guard case .measure(let part, let text, let tokens, let vocabulary, let request) = effects.first
    else {
      Issue.record("nothing is measured")
      return
    }
    #expect(text == Array("the cat sat.".utf8))
    #expect(part == 3..<12 && tokens == 3)  // nothing stands before "the"
    #expect(vocabulary == FakeScorer.vocabulary.count)
    #expect(explorer.measurement?.rungs.isEmpty == true)
    #expect(explorer.measurement?.isRunning == true)
    #expect(explorer.measurement?.part == 3..<12)
    let rung = Rung(name: "zlib", bits: 160, bytes: 9)
    _ = explorer.update(.measured(rung, request: request))
    _ = explorer.update(.measured(nil, request: request))
    #expect(explorer.measurement?.rungs == [rung])
    #expect(explorer.measurement?.isRunning == false)
  }

  @Test func `takes no answer to an older question`() {
    var explorer = Explorer.ready("the cat sat.")
    _ = measured(&explorer)
    explorer.press(.end)
    explorer.type("e.")
    #expect(explorer.measurement?.part == 3..<13)
    _ = explorer.update(.measured(Rung(name: "late", bits: 1, bytes: 1), request: 1))
    #expect(explorer.measurement?.rungs.isEmpty == true)
  }

  @Test func `measures an edited text again`() {
    var explorer = Explorer.ready("the cat sat.")
    _ = measured(&explorer)
    explorer.press(.end)
    explorer.press(.character("e"))
    let edited = explorer.update(.input(.key(.backspace, [])))
    guard case .score(let text, _, let request) = edited.first,
      case .measure(3..<11, let measured, 2, _, _) = explorer.update(
        .tokenized(FakeScorer.tokenize(text), FakeScorer.settings, request: request)
      ).first
    else {
      Issue.record("nothing is measured")
      return
    }
    #expect(measured == Array("the cat sat".utf8))
    // What is still measured of a text that is not there any more is wanted by nobody, whatever is shown.
    explorer.press(.escape)
    explorer.press(.character("L"))
    #expect(explorer.board != .ladder && explorer.measurement?.isRunning == true)
    explorer.press(.character("e"))
    let again = explorer.update(.input(.key(.backspace, [])))
    #expect(again.contains { kind($0) == "stop measuring" } && explorer.measurement == nil)
  }

  @Test func `has the model's own bits, which follow the slider`() throws {
    var explorer = Explorer.ready("the cat sat.")
    let cold = try #require(explorer.rung)
    #expect(abs(cold.bits - explorer.figures.total.bits) < 1e-9)
    #expect(cold.name == "Fake")
    #expect(cold.bytes == 9)  // all but "the"
    explorer.press(.up, times: 10)
    #expect(try #require(explorer.rung).bits != cold.bits)
  }
}

@Suite struct `The model's own rung` {
  @Test func `says that some bytes are unknown to it`() throws {
    var explorer = Explorer(text: [0x61, 0x04, 0x62])
    let asked = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    guard case .score(let text, _, let request) = asked.first else {
      Issue.record("nothing is scored")
      return
    }
    var tokens = FakeScorer.tokenize(text)
    tokens[1] = Token(id: 0, bytes: 1..<2, isUnknown: true)
    _ = explorer.update(.tokenized(tokens, FakeScorer.settings, request: request))
    _ = explorer.update(.scored(FakeScorer.predictions(tokens), request: request))
    _ = explorer.update(.finished(request: request))
    let rung = try #require(explorer.rung)
    #expect(rung.name == "Fake, to which some bytes are unknown" && rung.bytes == 2)
  }
}

@Suite struct `A ladder of a text whose scores are still to come` {
  @Test func `waits for the first of them, which tells which bytes have a score`() {
    var explorer = Explorer(text: Array("the cat sat.".utf8))
    _ = explorer.update(.resized(rows: 24, columns: 80))
    _ = explorer.update(.input(.key(.character("L"), [])))
    let asked = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    guard case .score(let text, _, let request) = asked.first else {
      Issue.record("nothing is scored")
      return
    }
    let tokens = FakeScorer.tokenize(text)
    #expect(
      explorer.update(.tokenized(tokens, FakeScorer.settings, request: request)).isEmpty)
    #expect(explorer.measurement == nil)
    let first = FakeScorer.predictions(tokens, to: 1)
    #expect(explorer.update(.scored(first, request: request)).isEmpty)
    let second = FakeScorer.predictions(tokens, from: 1, to: 2)
    #expect(explorer.update(.scored(second, request: request)).map(kind) == ["measure"])
    #expect(explorer.measurement?.part == 3..<12)
    let rest = FakeScorer.predictions(tokens, from: 2)
    #expect(explorer.update(.scored(rest, request: request)).isEmpty)
  }
}

@Suite struct `The loss of a drawn text` {
  /// A coin that shows heads three times of four.
  private static let coin = Scorer(
    model: ModelDescription(
      name: "a coin", file: "", architecture: "", quantization: "", vocabularySize: 2,
      contextLength: 100),
    vocabulary: Vocabulary(count: 2) { [UInt8(ascii: "0") + UInt8($0)] },
    tokenize: { text, _, _ in
      text.enumerated().map { Token(id: Int($1 & 1), bytes: $0..<$0 + 1) }
    },
    score: { tokens, _, first, report in
      var block = Predictions(vocabularySize: 2)
      for token in tokens[first...] {
        block.append(Prediction(foldingLogits: [0, 1.0986122886681098], actual: token.id))
      }
      _ = report(block)
    },
    expectation: { _, _ in Expectation(logits: [0, 1.0986122886681098]) })

  @Test func `is entropy, luck and divergence, which add up`() throws {
    let drawn = try DrawnText(drawing: 400, from: Self.coin, seed: 7)
    let heads = drawn.text.count { $0 == UInt8(ascii: "1") }
    #expect((260...340).contains(heads))
    // 0.8113 bits is the entropy of a quarter and three quarters (Shannon 1948).
    #expect(abs(drawn.entropy.bits - 400 * 0.8112781) < 1e-2)
    let surprisal = Double(heads) * 0.4150375 + Double(400 - heads) * 2
    #expect(abs(drawn.surprisal.bits - surprisal) < 1e-2)

    var explorer = Explorer(text: drawn.text, drawn: drawn)
    let asked = explorer.update(.modelLoaded(Self.coin.model, Self.coin.vocabulary))
    guard case .score(_, _, let request) = asked.first else {
      Issue.record("nothing is scored")
      return
    }
    let tokens = try Self.coin.tokenize(drawn.text, false)
    let settings = ScoringSettings(startToken: nil, window: 100, stride: 50)
    _ = explorer.update(.tokenized(tokens, settings, request: request))
    try Self.coin.score(tokens, settings, 0) {
      _ = explorer.update(.scored($0, request: request))
      return true
    }
    _ = explorer.update(.finished(request: request))
    let split = try #require(explorer.lossSplit)
    #expect(abs(split.divergence.bits) < 1e-2)
    let sum = split.entropy + split.luck + split.divergence
    #expect(abs(sum.nats - explorer.figures.total.nats) < 1e-9)

    explorer.press(.up, times: 20)  // a wrong temperature is a wrong model
    #expect(try #require(explorer.lossSplit).divergence.bits > 1)
    explorer.press(.character("e"))
    explorer.press(.backspace)
    #expect(explorer.lossSplit == nil)
  }

  @Test func `is the same text for the same seed`() throws {
    let one = try DrawnText(drawing: 50, from: Self.coin, seed: 1)
    #expect(try DrawnText(drawing: 50, from: Self.coin, seed: 1).text == one.text)
    #expect(try DrawnText(drawing: 50, from: Self.coin, seed: 2).text != one.text)
  }
}
