import GGUF
import Inference
import Scoring
import Testing

/// What a caller of the engine's scorer relies on.
@Suite struct ScoringTests {
  private let model = TinyModel(.q8_0, seed: 4)

  @Test(arguments: InstructionSet.tested.map(\.name))
  func `a text scored token by token is the text scored at once, bit for bit`(name: String) throws {
    let (text, set) = (model.text(130), InstructionSet.tested(name))
    let (once, engine) = (try model.engine(on: set).predictions(text), try model.engine(on: set))
    for count in 1...text.count {
      let last = try engine.predictions(Array(text.prefix(count)), from: count - 1)
      #expect(last.isIdentical(to: once.slice(count - 1..<count)), "token \(count - 1)")
    }
  }

  @Test(arguments: [1, 2, 15, 16, 17, 60, 99], InstructionSet.tested.map(\.name))
  func `an edited text is scored from the edit on as if it were new, bit for bit`(
    edit: Int, name: String
  ) throws {
    let set = InstructionSet.tested(name)
    let engine = try model.engine(on: set)
    _ = try engine.predictions(model.text(150))
    var edited = model.text(100)
    edited[edit].id = (edited[edit].id + 1) % 300
    let expected = try model.engine(on: set).predictions(edited)
    let again = try engine.predictions(edited, from: edit)
    #expect(again.isIdentical(to: expected.slice(edit..<100)))
    let undone = try engine.predictions(model.text(100), from: edit)
    let new = try model.engine(on: set).predictions(model.text(100))
    #expect(undone.isIdentical(to: new.slice(edit..<100)))
  }

  @Test(arguments: InstructionSet.tested.map(\.name))
  func `any number of threads finds the same in every run, bit for bit`(name: String) throws {
    let (text, set) = (model.text(600), InstructionSet.tested(name))
    let expected = try model.engine(on: set).predictions(text)
    for threads in [2, 3, 8] {
      let engine = try model.engine(on: set, threads: threads)
      for run in 0..<3 {
        let found = try engine.predictions(text)
        #expect(found.isIdentical(to: expected), "\(threads) threads, run \(run)")
        // Another text, so that the next run begins anew.
        _ = try engine.predictions(model.text(1, seed: 2))
      }
    }
  }

  @Test(arguments: InstructionSet.tested.map(\.name))
  func `a token's prediction does not depend on the tokens beside it in a batch, bit for bit`(
    name: String
  ) throws {
    let (text, set) = (model.text(90), InstructionSet.tested(name))
    let expected = try model.engine(on: set).predictions(text)
    // What is known already decides where the first batch begins, and with it each token's lane.
    for known in [1, 2, 13, 16, 31, 47] {
      let engine = try model.engine(on: set)
      _ = try engine.predictions(Array(text.prefix(known)))
      let found = try engine.predictions(text, from: known)
      #expect(found.isIdentical(to: expected.slice(known..<90)), "\(known) tokens before")
    }
  }

  @Test(arguments: [nil, 299], [1, 7, 20])
  func `each window is scored as a text of its own`(start: Int?, stride: Int) throws {
    let (text, window) = (model.text(100), 24)
    let found = try model.engine().predictions(text, start: start, window: window, stride: stride)
    #expect(found.count == 100)
    let settings = ScoringSettings(startToken: start, window: window, stride: stride)
    for part in settings.windows(of: 100) {
      let alone = try model.engine().predictions(Array(text[part.tokens]), start: start)
      let offset = part.scored.lowerBound - part.tokens.lowerBound
      #expect(
        found.slice(part.scored).isIdentical(to: alone.slice(offset..<offset + part.scored.count)))
    }
  }

  @Test(arguments: [nil, 299], [(640, 512), (640, 100), (200, 60)])
  func
    `a text whose units are scored in any order has the numbers of one that is scored at once, bit for bit`(
      start: Int?, windows: (window: Int, stride: Int)
    ) throws
  {
    let text = model.text(2_100)
    let settings = ScoringSettings(
      startToken: start, window: windows.window, stride: windows.stride)
    let expected = try model.engine().predictions(
      text, start: start, window: windows.window, stride: windows.stride)
    let engine = try model.engine()
    var known = TextPredictions(
      vocabularySize: expected.vocabularySize, division: ScoringDivision(settings))
    var progress = UnitProgress(known, tokens: text.count)
    // In the middle of a unit somebody looks elsewhere, and comes back in the end.
    var places = [1_500, 700, 2_000, 300, 1_500]
    while let unit = progress.next(near: places.last ?? 0) {
      let missing = progress.missing(inUnit: unit)
      let stretch = settings.stretch(scoring: missing)
      var next = missing.lowerBound
      try engine.scorer.score(Array(text[stretch]), settings, next - stretch.lowerBound) { block in
        known.add(block, at: next, of: text.count)
        next += block.count
        progress.add(block.count, inUnit: unit)
        return places.popLast() == nil
      }
    }
    #expect(known.count == text.count && expected.count == text.count)
    #expect(
      text.indices.allSatisfy { place in
        guard let (part, position) = known.local(place) else { return false }
        return part.slice(position..<position + 1)
          .isIdentical(to: expected.slice(place..<place + 1))
      })
  }

  @Test func `a window of which whole batches are known already scores what is new`() throws {
    let (text, window, stride) = (model.text(1_300), 1_024, 100)
    let found = try model.engine().predictions(text, window: window, stride: stride)
    #expect(found.count == text.count)
    #expect(found.actualRanks.dropFirst().allSatisfy { $0 > 0 })
    let settings = ScoringSettings(startToken: nil, window: window, stride: stride)
    let last = try #require(settings.windows(of: text.count).last)
    let alone = try model.engine().predictions(Array(text[last.tokens]))
    #expect(found.actualRanks.last == alone.actualRanks.last)
  }

  @Test func `a window of one token leaves nothing to predict from but a start token`() throws {
    let engine = try model.engine()
    let text = model.text(5)
    let none = try engine.predictions(text, start: nil, window: 1, stride: 1)
    #expect(none.actualRanks == [0, 0, 0, 0, 0])
    let start = try engine.predictions(text, start: 0, window: 2, stride: 1)
    let alone = try engine.predictions([text[3]], start: 0)
    #expect(start.actualRanks[3] == alone.actualRanks[0] && start.count == 5)
  }

  @Test func `the smallest window and absurd settings still score every token`() throws {
    let engine = try model.engine()
    for (window, stride) in [(2, 1), (0, 0), (-5, -5), (Int.max, Int.max), (3, 1_000)] {
      for start in [nil, 0] {
        let found = try engine.predictions(
          model.text(20), start: start, window: window, stride: stride)
        #expect(found.count == 20)
        #expect(found.actualRanks.count { $0 > 0 } == (start == nil ? 19 : 20))
      }
    }
  }

  @Test func `an empty text has no predictions, and one token has one`() throws {
    let engine = try model.engine()
    #expect(try engine.predictions([]).count == 0)
    #expect(try engine.predictions([], start: 3).count == 0)
    let alone = try engine.predictions(model.text(1))
    #expect(alone.count == 1 && !alone[0].isScored)
    #expect(try engine.predictions(model.text(1), start: 3)[0].isScored)
  }

  @Test func `scoring stops when it is told to, and goes on later where it was`() throws {
    let text = model.text(1_000)
    let engine = try model.engine()
    let settings = ScoringSettings(startToken: nil, window: 1_024, stride: 512)
    var reports: [Predictions] = []
    try engine.scorer.score(text, settings, 0) {
      reports.append($0)
      return false
    }
    #expect(reports.count == 1)
    let first = try #require(reports.first)
    #expect((1..<1_000).contains(first.count))
    var joined = first
    joined.append(try engine.predictions(text, from: first.count))
    #expect(joined.isIdentical(to: try model.engine().predictions(text)))
  }

  @Test func `a model in its file says what it is`() throws {
    let description = try model.engine().scorer.model
    #expect(description.name == "Tiny" && description.architecture == "llama")
    #expect(description.quantization == "Q8_0")
    #expect(description.vocabularySize == 300 && description.contextLength == 1_024)
    let scorer = try model.engine().scorer
    #expect(try scorer.tokenize(Array("hé".utf8), false).map(\.id) == [104, 0xc3, 0xa9])
    #expect(scorer.vocabulary.isControl(299) && !scorer.vocabulary.isControl(104))
  }
}

/// Numbers that are not finite: found, said, and without consequences.
@Suite struct DamagedWeightsTests {
  /// A tensor of each kind that a layer has, and a weight in it.
  private static let places = [
    ("output_norm.weight", 5), ("blk.0.attn_norm.weight", 63), ("blk.0.attn_q.weight", 77),
    ("blk.1.attn_q.weight", 0), ("blk.0.attn_k.weight", 2_000), ("blk.1.attn_k.weight", 9),
    ("blk.1.attn_v.weight", 3), ("blk.0.ffn_gate.weight", 100), ("blk.1.ffn_up.weight", 31),
    ("blk.0.ffn_down.weight", 1_000), ("blk.1.ffn_norm.weight", 0),
    ("output.weight", 64 * 123 + 9), ("blk.1.attn_output.weight", 8_191),
  ]

  @Test(arguments: places, [Float.nan, Float(bitPattern: 0xFFD5_5555), .infinity, -.infinity])
  func `a weight that is not finite is an error that names its tensor, and never a number`(
    place: (tensor: String, index: Int), value: Float
  ) throws {
    var model = TinyModel(isTied: false, seed: 5)
    model.damage(place.tensor, at: place.index, with: value)
    let error = InferenceError.damagedTensor(place.tensor, file: "")
    for set in InstructionSet.tested {
      let engine = try model.engine(on: set)
      // In a short text, later tokens do not carry it back to earlier ones.
      for count in [2, 7, 40] {
        #expect(throws: error, "\(set.name), \(count) tokens") {
          try engine.predictions(model.text(count), from: 1)
        }
      }
      for given in [1, 3] {
        #expect(throws: error, "\(set.name), \(given) given") {
          try engine.scorer.expectation(Context([1, 2, 3], given: given))
        }
      }
    }
  }

  @Test(arguments: [nil, 299], [1_024, 12])
  func `a number that is too large is said to be at the token of the text, alone and in a batch`(
    start: Int?, window: Int
  ) throws {
    var model = TinyModel(isTied: false, seed: 5)
    // One weight alone, so that no order of summation decides what is too large.
    model.damage("output.weight", at: 64 * 123, with: 2e38)
    let settings = ScoringSettings(startToken: start, window: window, stride: 4)
    let engine = try model.engine()
    func failure(_ tokens: [Token], from first: Int) -> InferenceError? {
      do throws(any Error) {
        try engine.scorer.score(tokens, settings, first) { _ in true }
        return nil
      } catch { return error as? InferenceError }
    }
    func isFinite(after tokens: [Token]) -> Bool {
      failure(tokens + [token(1, tokens)], from: 1) == nil
    }
    func token(_ id: Int, _ tokens: [Token]) -> Token {
      Token(id: id, bytes: tokens.count..<tokens.count + 1)
    }
    // Twenty tokens, after each of which all is finite; and one after which it is not.
    var tokens: [Token] = []
    for id in 1..<250 where tokens.count < 20 {
      let more = tokens + [token(id, tokens)]
      if isFinite(after: more) { tokens = more }
    }
    try #require(tokens.count == 20)
    let last = (1..<250).first { !isFinite(after: tokens + [token($0, tokens)]) }
    var text = tokens
    for id in [try #require(last), 1, 2] { text.append(token(id, text)) }
    for first in [1, 7] {
      #expect(failure(text, from: first) == .notFinite(position: 21))
      let texts = [TextToScore(Array(tokens.prefix(3))), TextToScore(text, from: first)]
      #expect(throws: InferenceError.notFinite(position: 21)) {
        try engine.scorer.scoreAll(texts, settings) { _, _ in true }
      }
    }
    let question = Insight.Question(21, of: text[...], settings)
    #expect(throws: InferenceError.notFinite(position: 21)) {
      try engine.scorer.predictByLayer(question)
    }
    #expect(throws: InferenceError.notFinite(position: 21)) {
      try engine.scorer.predictLeavingOut(question) { _, _ in true }
    }
    let context = settings.context(before: 21, of: text.map(\.id), given: 21)
    #expect(throws: InferenceError.notFinite(position: 21)) {
      try engine.scorer.expectation(context)
    }
    #expect("\(InferenceError.notFinite(position: 21))".contains("at token 22 "))
  }

  @Test func `a scale that is not finite is an error`() throws {
    var model = TinyModel(.q8_0, seed: 5)
    model.edit("blk.0.attn_k.weight") { $0.data.replaceSubrange(34..<36, with: [0x00, 0x7e]) }
    let engine = try model.engine()
    #expect(throws: InferenceError.damagedTensor("blk.0.attn_k.weight", file: "")) {
      try engine.predictions(model.text(40))
    }
  }

  @Test func `a damaged embedding harms only the texts that its token is in`()
    throws
  {
    var model = TinyModel(isTied: false, seed: 6)
    let whole = model
    model.damage("token_embd.weight", at: 7 * model.width + 3, with: .nan)
    let engine = try model.engine()
    var bad = model.text(60).filter { $0.id != 7 }
    let good = bad
    bad[20].id = 7
    for _ in 0..<2 {
      #expect(throws: InferenceError.self) { try engine.predictions(bad) }
      let found = try engine.predictions(Array(good[..<19]))
      #expect(found.isIdentical(to: try whole.engine().predictions(Array(good[..<19]))))
    }
  }
}
