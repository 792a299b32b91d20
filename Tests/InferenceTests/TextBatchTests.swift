import GGUF
import Inference
import Scoring
import TestSupport
import Testing

/// Several texts in common batches.
@Suite struct TextBatchTests {
  private let model = TinyModel(.q8_0, seed: 4)

  /// Texts of random lengths, some of which begin alike, and some of which fit no batch.
  private func texts(_ count: Int, seed: UInt64, longest: Int = 70) -> [TextToScore] {
    var random = SeededGenerator(seed: seed)
    var texts: [[Token]] = []
    for number in 0..<count {
      let length = Int.random(in: 0...longest, using: &random)
      var ids = model.text(length, seed: seed + UInt64(number)).map(\.id)
      if number % 3 > 0, let other = texts.randomElement(using: &random) {
        ids = other.prefix(Int.random(in: 0...40, using: &random)).map(\.id) + ids
      }
      texts.append(ids.prefix(900).enumerated().map { Token(id: $1, bytes: $0..<$0 + 1) })
    }
    return texts.map { text in
      TextToScore(text, from: Bool.random(using: &random) ? 0 : min(3, text.count))
    }
  }

  private func compare(
    _ texts: [TextToScore], _ settings: ScoringSettings, _ engine: Engine, alone: Engine
  ) throws {
    var found = 0
    try engine.scorer.scoreAll(texts, settings) { index, predictions in
      #expect(index == found, "texts come in their order")
      found += 1
      var expected = Predictions(vocabularySize: predictions.vocabularySize)
      try? alone.scorer.score(texts[index].tokens, settings, texts[index].first) {
        expected.append($0)
        return true
      }
      #expect(
        predictions.isIdentical(to: expected),
        "text \(index) of \(texts[index].tokens.count) tokens from \(texts[index].first)")
      return true
    }
    #expect(found == texts.count)
  }

  @Test(arguments: InstructionSet.tested.map(\.name), [nil, 299])
  func `texts of any lengths have the numbers that each has alone, bit for bit`(
    name: String, start: Int?
  ) throws {
    let set = InstructionSet.tested(name)
    let settings = ScoringSettings(startToken: start, window: 1_024, stride: 512)
    for seed in 1...3 as ClosedRange<UInt64> {
      let alone = try model.engine(on: set)
      try compare(
        texts(60, seed: seed), settings, model.engine(on: set, threads: Int(seed)), alone: alone)
    }
  }

  @Test(arguments: InstructionSet.tested.map(\.name))
  func `long texts, and windows, among short ones change nothing`(name: String) throws {
    let set = InstructionSet.tested(name)
    for (window, longest) in [(1_024, 800), (24, 60), (2, 9)] {
      let settings = ScoringSettings(startToken: nil, window: window, stride: max(window / 2, 1))
      try compare(
        texts(20, seed: 9, longest: longest), settings, model.engine(on: set, threads: 2),
        alone: model.engine(on: set))
    }
  }

  @Test(arguments: [3, 31, 32, 33, 128, 200, 600])
  func `a context that all share is read once, and changes no number`(count: Int) throws {
    let context = model.text(count, seed: 77)
    let texts = texts(40, seed: 5).map { text in
      TextToScore(
        (context.map(\.id) + text.tokens.map(\.id)).prefix(1_000).enumerated().map {
          Token(id: $1, bytes: $0..<$0 + 1)
        }, from: min(count + 1, count + text.tokens.count))
    }
    let settings = ScoringSettings(startToken: 299, window: 1_024, stride: 512)
    for set in InstructionSet.tested {
      let engine = try model.engine(on: set, threads: 2)
      try compare(texts, settings, engine, alone: model.engine(on: set))
      // What the call left behind is not taken for something else.
      try compare(self.texts(5, seed: 6), settings, engine, alone: model.engine(on: set))
      let text = Array(context.prefix(30)) + model.text(20)
      let found = try engine.predictions(text, start: 299)
      #expect(found.isIdentical(to: try model.engine(on: set).predictions(text, start: 299)))
    }
  }

  @Test func `the order of the texts, and what is beside them, change nothing`() throws {
    let texts = texts(50, seed: 12)
    let settings = ScoringSettings(startToken: 299, window: 1_024, stride: 512)
    let engine = try model.engine(threads: 2)
    func all(_ texts: [TextToScore]) throws -> [Predictions] {
      var all: [Predictions] = []
      try engine.scorer.scoreAll(texts, settings) {
        all.append($1)
        return true
      }
      return all
    }
    let (forward, backward) = (try all(texts), try all(texts.reversed()))
    for (a, b) in zip(forward, backward.reversed()) { #expect(a.isIdentical(to: b)) }
    let some = try all(Array(texts[7..<9]))
    #expect(some[0].isIdentical(to: forward[7]) && some[1].isIdentical(to: forward[8]))
  }

  @Test(arguments: try ReferenceModel.names, InstructionSet.tested.map(\.name))
  func `texts of every architecture have the numbers that each has alone, bit for bit`(
    name: String, set: String
  ) throws {
    let model = try ReferenceModel(named: name)
    let set = try #require(InstructionSet.tested(set))
    func engine() throws -> Engine {
      try Engine(try ModelFile(bytes: model.file.bytes), threads: 1, set)
    }
    let (several, alone) = (try engine(), try engine())
    let whole = model.text.enumerated().map { Token(id: $1, bytes: $0..<$0 + 1) }
    let texts = [whole.count, 5, 17, 33, 17, 2, 1, whole.count].enumerated().map { index, count in
      TextToScore(Array(index % 2 == 0 ? whole.prefix(count) : whole.suffix(count)))
    }
    let settings = ScoringSettings(startToken: nil, window: whole.count, stride: 1)
    try compare(texts, settings, several, alone: alone)
  }

  @Test func `tokens with the same tokens before them take one lane`() {
    var batch = TextBatch(behind: 0, limit: 100, capacity: 10_000)
    func add(_ ids: [Int32], from first: Int = 0) -> Bool {
      batch.add(Reading(sequence: ids, targets: first..<ids.count))
    }
    #expect(add([9, 1, 2, 3]) && batch.tokens == [9, 1, 2])
    #expect(add([9, 1, 5, 3]) && batch.tokens == [9, 1, 2, 5])
    #expect(add([9, 1, 2, 3]) && batch.tokens.count == 4, "the same text again")
    #expect(add([1, 2]) && batch.tokens == [9, 1, 2, 5, 1], "another beginning")
    // 1 after 9, 2 and 5 after 1, 3 after 2 and after 5, 2 after 1.
    #expect(batch.questions.count == 6)
    #expect(add([9, 1], from: 1) && batch.tokens.count == 5 && batch.questions.count == 6)
  }

  @Test func `what is asked already takes no room in a batch`() {
    var batch = TextBatch(behind: 0, limit: 10, capacity: 10_000)
    func add(_ ids: [Int32]) -> Bool {
      batch.add(Reading(sequence: ids, targets: 0..<ids.count))
    }
    for _ in 0..<3 { #expect(add([1, 2, 3, 4, 5, 6, 7, 8, 9])) }
    #expect(batch.tokens.count == 8 && batch.questions.count == 8)
    #expect(add([1, 2, 3, 4, 5, 6, 7, 8, 3]) && batch.questions.count == 9)
    #expect(!add([1, 2, 3, 4, 5, 6, 9, 9]), "two questions more")
    #expect(add([1, 2, 3, 4, 5, 6, 9]) && batch.questions.count == 10)
  }

  @Test func `a batch refuses what it has no room for`() {
    var batch = TextBatch(behind: 0, limit: 10, capacity: 96)
    func add(_ ids: [Int32], from first: Int = 0) -> Bool {
      batch.add(Reading(sequence: ids, targets: first..<ids.count))
    }
    #expect(add([1, 2, 3, 4, 5, 6]))
    #expect(!add([2, 2, 3, 4, 5, 6, 7]), "eleven lanes")
    #expect(add([1, 2, 3, 4, 5, 7]), "one question more")
    #expect(add([1, 3], from: 1))
    #expect(!add([1, 3], from: 1), "the cache is full")
  }

  @Test func `a number that is none is an error, and has no consequences`() throws {
    var broken = TinyModel(isTied: false, seed: 6)
    broken.damage("token_embd.weight", at: 7 * broken.width + 3, with: .nan)
    let engine = try broken.engine()
    let settings = ScoringSettings(startToken: nil, window: 1_024, stride: 512)
    let good = broken.text(40).filter { $0.id != 7 }
    var bad = good
    bad[2].id = 7
    #expect(throws: InferenceError.self) {
      try engine.scorer.scoreAll([TextToScore(good), TextToScore(bad)], settings) { _, _ in true }
    }
    try compare(
      [TextToScore(good)], settings, engine, alone: TinyModel(isTied: false, seed: 6).engine())
  }

  @Test func `an engine that knows one text only scores one after the other`() throws {
    let engine = try model.engine()
    let scorer = engine.scorer
    let plain = Scorer(
      model: scorer.model, vocabulary: scorer.vocabulary, tokenize: scorer.tokenize,
      score: scorer.score)
    let texts = texts(6, seed: 3)
    let settings = ScoringSettings(startToken: nil, window: 1_024, stride: 512)
    var found: [Int] = []
    try plain.scoreAll(texts, settings) { index, predictions in
      #expect(predictions.count == texts[index].tokens.count - texts[index].first)
      found.append(index)
      return index < 3
    }
    #expect(found == [0, 1, 2, 3], "it stops when it is told to")
    found = []
    try scorer.scoreAll(texts, settings) { index, _ in
      found.append(index)
      return index < 3
    }
    #expect(found == [0, 1, 2, 3], "and so does an engine of several")
  }
}
