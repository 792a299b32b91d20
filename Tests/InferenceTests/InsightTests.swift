import GGUF
import GGUFFixtures
import Inference
import InformationTheory
import Scoring
import TestSupport
import Testing

/// What an engine shows of how a token comes to be expected, against what `Reference/make_lenses.py` computed in
/// float64 with another implementation, and against the plain twin.
@Suite struct InsightTests {
  /// What the reference says of the last token of a text.
  private struct Lenses: Decodable {
    /// ln p and rank before the first layer and after each.
    var layers: [[Double]]
    /// ln p without each token before it.
    var without: [Double]

    static let all = Result {
      try TestFiles.decode(
        [String: Lenses].self,
        from: "\(TestFiles.packageFolder)/Tests/InferenceTests/Reference/lenses.json")
    }
  }

  private static func bound(_ set: InstructionSet) -> Double { set.splits ? 1e-3 : 1e-4 }
  private static let whole = ScoringSettings(startToken: nil, window: 1_024, stride: 512)

  /// A tiny model of an architecture, the text that is asked about, and what the reference says.
  private func reference(
    _ name: String, _ set: String
  ) throws -> (engine: Engine, text: [Token], lenses: Lenses, bound: Double) {
    let set = try #require(InstructionSet.tested(set))
    let model = try ReferenceModel(named: name)
    let lenses = try #require(try Lenses.all.get()[name])
    let text = model.text.prefix(lenses.without.count + 1)
    return (
      try Engine(ModelFile(bytes: model.file.bytes), threads: 1, set),
      text.enumerated().map { Token(id: $1, bytes: $0..<$0 + 1) }, lenses, Self.bound(set)
    )
  }

  /// What is expected without each token, by the place of what is left out.
  private func leavingOut(
    _ engine: Engine, _ text: [Token], _ settings: ScoringSettings = whole, at place: Int,
    butNearest known: Int = 0
  ) throws -> (order: [Int], predictions: [Int: Prediction]) {
    var (order, found) = ([Int](), [Int: Prediction]())
    let question = Insight.Question(place, of: text[...], settings)
    try engine.scorer.predictLeavingOut(question, butNearest: known) { places, predictions in
      #expect(places.count == predictions.count)
      for (index, place) in places.enumerated() { found[place] = predictions[index] }
      order += places
      return true
    }
    return (order, found)
  }

  /// What each layer expects.
  private func byLayer(
    _ engine: Engine, _ text: [Token], _ settings: ScoringSettings = whole, at place: Int
  ) throws -> Predictions {
    try engine.scorer.predictByLayer(.init(place, of: text[...], settings))
  }

  private func logProbability(_ prediction: Prediction, of size: Int) -> Double {
    var one = Predictions(vocabularySize: size)
    one.append(prediction)
    return Double(Figures(one, at: .one).logProbabilities[0])
  }

  @Test(arguments: try ReferenceModel.names, InstructionSet.tested.map(\.name))
  func `each layer expects what the reference says, and ranks it so`(
    name: String, set: String
  ) throws {
    let (engine, text, lenses, bound) = try reference(name, set)
    let found = try byLayer(engine, text, at: text.count - 1)
    try #require(found.count == lenses.layers.count)
    for (layer, expected) in lenses.layers.enumerated() {
      let logProbability = logProbability(found[layer], of: found.vocabularySize)
      #expect(abs(logProbability - expected[0]) < bound, "layer \(layer)")
      // What is as likely as it, but for rounding, may stand before or behind it.
      #expect(abs(Double(found[layer].actualRank) - expected[1]) <= 1, "layer \(layer)")
    }
  }

  @Test(arguments: try ReferenceModel.names, InstructionSet.tested.map(\.name))
  func `without each token the reference's probability is expected, from the nearest on`(
    name: String, set: String
  ) throws {
    let (engine, text, lenses, bound) = try reference(name, set)
    let (order, found) = try leavingOut(engine, text, at: text.count - 1)
    #expect(order == (0..<text.count - 1).reversed())
    for (place, expected) in lenses.without.enumerated() {
      let prediction = try #require(found[place])
      let logProbability = logProbability(prediction, of: engine.model.vocabularySize)
      #expect(abs(logProbability - expected) < bound, "without \(place)")
    }
  }

  @Test(arguments: try ReferenceModel.names, InstructionSet.tested.map(\.name))
  func `the last layer expects what the model does, bit for bit`(name: String, set: String) throws {
    let (engine, text, _, _) = try reference(name, set)
    let ordinary = try engine.predictions(text)
    for place in [1, 2, 17, text.count - 1] {
      let layers = try byLayer(engine, text, at: place)
      #expect(
        layers.slice(layers.count - 1..<layers.count).isIdentical(
          to: ordinary.slice(place..<place + 1)), "place \(place)")
    }
  }

  /// A long text, and ln p of its last token without one before it, by the plain twin.
  private static let long: (model: TinyModel, text: [Token], without: [Int: Double]) = {
    let model = TinyModel(seed: 8)
    let text = model.text(701)
    // From 171 on a batch holds what is read again.
    let places = [0, 1, 100, 127, 128, 170, 171, 172, 400, 640, 697, 698, 699]
    var (plain, logits, without) = (PlainTransformer(model), [Double](), [Int: Double]())
    for (place, token) in text.prefix(700).enumerated() {
      if places.contains(place) {
        var (other, rest) = (plain, logits)
        other.skip()
        for token in text[place + 1..<700] { rest = other.read(token.id) }
        without[place] = rest[text[700].id] - logPartition(rest)
      }
      logits = plain.read(token.id)
    }
    return (model, text, without)
  }()

  @Test(arguments: InstructionSet.tested.map(\.name))
  func `what is left out of a long text is as if its place were empty`(name: String) throws {
    let (model, text, without) = Self.long
    let set = try #require(InstructionSet.tested(name))
    let engine = try model.engine(on: set, threads: 2)
    let found = try leavingOut(engine, text, at: 700)
    #expect(found.order == (0..<700).reversed())
    for (leftOut, expected) in without {
      let prediction = try #require(found.predictions[leftOut])
      let distance = logProbability(prediction, of: model.vocabulary) - expected
      #expect(abs(distance) < Self.bound(set), "without \(leftOut)")
    }
  }

  @Test func `threads and what was asked before change no bit`() throws {
    let model = TinyModel(seed: 9)
    let text = model.text(600)
    let (one, two) = (try model.engine(), try model.engine(threads: 2))
    _ = try two.predictions(model.text(90, seed: 5))
    let (a, b) = (try leavingOut(one, text, at: 599), try leavingOut(two, text, at: 599))
    let again = try leavingOut(two, text, at: 599)
    for place in 0..<599 {
      #expect(a.predictions[place]?.logits == b.predictions[place]?.logits)
      #expect(a.predictions[place]?.logits == again.predictions[place]?.logits)
    }
    #expect(
      try two.predictions(text).isIdentical(to: one.predictions(text)),
      "what was left out has left nothing behind")
  }

  @Test func `what is gone on with behind the nearest comes to the same bits`() throws {
    let model = TinyModel(seed: 14)
    let text = model.text(600)
    let all = try leavingOut(model.engine(), text, at: 599)
    for known in [1, 29, 430, 528, 598] {
      let rest = try leavingOut(model.engine(), text, at: 599, butNearest: known)
      #expect(rest.order == (0..<599 - known).reversed())
      for place in rest.order {
        #expect(
          rest.predictions[place]?.logits == all.predictions[place]?.logits
            && rest.predictions[place]?.actualLogit == all.predictions[place]?.actualLogit,
          "\(known) known, \(place)")
      }
    }
    #expect(try leavingOut(model.engine(), text, at: 599, butNearest: 599).order.isEmpty)
  }

  @Test func `what a window does not hold is not left out, and a start token is read and kept`()
    throws
  {
    let model = TinyModel(seed: 10)
    let engine = try model.engine()
    let text = model.text(60)
    let settings = ScoringSettings(startToken: 299, window: 24, stride: 12)
    let ordinary = try engine.predictions(text, start: 299, window: 24, stride: 12)
    for place in [1, 22, 23, 40, 59] {
      let first = settings.window(scoring: place).tokens.lowerBound
      #expect(
        try leavingOut(engine, text, settings, at: place).order == (first..<place).reversed())
      let layers = try byLayer(engine, text, settings, at: place)
      #expect(
        layers.slice(layers.count - 1..<layers.count).isIdentical(
          to: ordinary.slice(place..<place + 1)))
    }
    let alone = try leavingOut(engine, text, settings, at: 1).predictions[0]
    let expected = try engine.predictions([text[1]], start: 299)
    #expect(alone?.actualLogit == expected.actualLogits[0], "only the start token is left")
  }

  @Test func `nothing is said where nothing stands before a token, or nothing else`() throws {
    let model = TinyModel(seed: 11)
    let engine = try model.engine()
    let text = model.text(3)
    #expect(try byLayer(engine, text, at: 0).count == 0)
    #expect(try leavingOut(engine, text, at: 0).order.isEmpty)
    #expect(try leavingOut(engine, text, at: 1).order.isEmpty)
    #expect(try leavingOut(engine, text, at: 2).order == [1, 0])
  }

  @Test func `it stops when it is told to`() throws {
    let model = TinyModel(seed: 12)
    let text = model.text(600)
    var reports = 0
    let question = Insight.Question(599, of: text[...], Self.whole)
    try model.engine().scorer.predictLeavingOut(question) { places, _ in
      reports += 1
      return places.last ?? 0 > 300
    }
    let all = try leavingOut(model.engine(), text, at: 599)
    #expect(reports < 250 && all.order.count == 599)
  }

  @Test func `a model that shows nothing of its inside refuses in a sentence`() throws {
    let scorer = try TinyModel(seed: 13).engine().scorer
    let plain = Scorer(
      model: scorer.model, vocabulary: scorer.vocabulary, tokenize: scorer.tokenize,
      score: scorer.score)
    let question = Insight.Question(2, of: TinyModel(seed: 13).text(4)[...], Self.whole)
    #expect(scorer.hasInsight && !plain.hasInsight)
    #expect(throws: Scorer.NoInsight.self) { try plain.predictByLayer(question) }
    #expect(throws: Scorer.NoInsight(model: "Tiny")) {
      try plain.predictLeavingOut(question) { _, _ in true }
    }
    #expect(String(describing: Scorer.NoInsight(model: "Tiny")).hasSuffix("from a file"))
  }

  @Test func `a number that is none is an error, and has no consequences`() throws {
    var broken = TinyModel(isTied: false, seed: 6)
    broken.damage("token_embd.weight", at: 7 * broken.width + 3, with: .nan)
    let engine = try broken.engine()
    var text = broken.text(40).filter { $0.id != 7 }
    let good = try engine.predictions(text)
    text[5].id = 7
    #expect(throws: InferenceError.self) { try byLayer(engine, text, at: 6) }
    #expect(throws: InferenceError.self) { try leavingOut(engine, text, at: 20) }
    text[5] = broken.text(40).filter { $0.id != 7 }[5]
    #expect(try engine.predictions(text).isIdentical(to: good))
  }
}
