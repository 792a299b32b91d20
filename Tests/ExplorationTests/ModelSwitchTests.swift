import Exploration
import ExplorationFixtures
import InformationTheory
import Lessons
import Scoring
import Testing

/// Another model than the usual one: every byte is a token of it.
private enum ByteModel {
  static let description = ModelDescription(
    name: "Bytes", file: "", architecture: "fake", quantization: "F32", vocabularySize: 256,
    contextLength: 512)
  static let settings = ScoringSettings(startToken: nil, window: 64, stride: 32)

  static func predictions(_ tokens: [Token]) -> Predictions {
    let logits = (0..<256).map { Double($0) / 50 }
    var result = Predictions(vocabularySize: 256)
    for token in tokens { result.append(Prediction(foldingLogits: logits, actual: token.id)) }
    return result
  }
}

extension Explorer {
  /// Tells it which models there are.
  @discardableResult
  fileprivate mutating func list() -> [Effect] {
    update(
      .modelsListed(
        ModelListing(
          [
            ListedModel(reference: "first.gguf"), ListedModel(reference: "other-Q4_K.gguf"),
            ListedModel(reference: "hf:org/alien", reason: "the architecture “alien” is not known"),
            ListedModel(reference: "world"),
          ], started: "first.gguf")))
  }

  /// Chooses a model in the list, and returns what is asked for.
  fileprivate mutating func choose(_ name: String) -> [Effect] {
    press(.character("M"))
    list()
    type(name)
    return update(.input(.key(.enter, [])))
  }

  /// Tells it that the model of a switch is open.
  fileprivate mutating func open(_ number: Int) -> [Effect] {
    update(
      .modelOpened(
        ByteModel.description, Vocabulary(count: 256) { [UInt8(truncatingIfNeeded: $0)] },
        number: number))
  }

  /// Lets the other model say the first of what it expects of the text.
  fileprivate mutating func readByOther() -> [Effect] {
    let tokens = Token.each(byteOf: text)
    let request = lastRequest
    return update(.tokenized(tokens, ByteModel.settings, request: request))
      + update(.scored(ByteModel.predictions(tokens), request: request))
      + update(.finished(request: request))
  }

  fileprivate var modelName: String {
    if case .ready(let model, _) = model { model.name } else { "none" }
  }
}

@Suite struct `Another model for the same text` {
  private let sentence = "the cat sat on the mat."

  @Test func `is chosen from a list that is made while every key works`() {
    var explorer = Explorer.ready(sentence)
    #expect(explorer.press(.character("M")).map(kind) == ["list"])
    #expect(explorer.isLookingForModels && explorer.awaitsModels)
    explorer.type("q4")
    #expect(explorer.modelList?.line.text == "q4" && explorer.foundModels.isEmpty)
    explorer.list()
    #expect(explorer.foundModels.map(\.reference) == ["other-Q4_K.gguf"])
    #expect(!explorer.isLookingForModels && !explorer.awaitsModels)
    explorer.press(.backspace, times: 2)
    #expect(explorer.foundModels.count == 4)
    #expect(explorer.chosenModel(of: explorer.foundModels) == 0)  // the one at hand
    explorer.press(.down, times: 9)
    #expect(explorer.chosenModel(of: explorer.foundModels) == 3)
    explorer.press(.escape)
    #expect(explorer.stage == nil && explorer.modelName == "Fake")
  }

  @Test(arguments: [
    ("q4", ["open(\"other-Q4_K.gguf\", number: 1)"], nil),
    ("", [], "this model is at hand"), ("none", [], "no model is called so"),
    ("alien", [], "it does not run here: its line says why"),
  ])
  func `is used as soon as the list is there, where it was asked for before`(
    name: String, effects: [String], notice: String?
  ) {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("M"))
    explorer.type(name)
    #expect(explorer.press(.enter).isEmpty && explorer.notice == nil)
    #expect(explorer.modelList?.isAwaited == true)
    #expect(explorer.list().map(kind) == effects)
    #expect(explorer.notice == notice && explorer.modelList?.isAwaited != true)
  }

  @Test(arguments: [Key.character("k"), .backspace, .escape])
  func `is not used where something else was typed since, or the list closed`(key: Key) {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("M"))
    explorer.type("q4_")
    explorer.press(.enter)
    explorer.press(key)
    #expect(explorer.list().isEmpty)
  }

  @Test func `is found by parts of its line, in any order`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("M"))
    _ = explorer.update(
      .modelsListed(
        ModelListing(
          ["a-1B", "b-1B", "b-7B"].map { reference in
            var model = ListedModel(reference: reference)
            model.architecture = reference == "b-7B" ? "qwen2" : "llama"
            model.quantization = "Q8_0"
            return model
          })))
    for (typed, found) in [("1b b-", ["b-1B"]), ("q8 QWEN", ["b-7B"]), ("7b llama", [])] {
      explorer.press(.character("u"), .control)
      explorer.type(typed)
      #expect(explorer.foundModels.map(\.reference) == found, "\(typed)")
    }
  }

  @Test func `stands in the list with the reason why it does not run`() {
    var explorer = Explorer.ready(sentence)
    #expect(explorer.choose("alien").isEmpty)
    #expect(explorer.modelList != nil && explorer.modelOnItsWay == nil)
    #expect(explorer.notice == "it does not run here: its line says why")
    #expect(!explorer.footerItems.contains { $0.text == "use it" })
    explorer.type("s")
    #expect(explorer.press(.enter).isEmpty && explorer.notice == "no model is called so")
  }

  @Test func `leaves the scores of the one before until it has said its first`() throws {
    var explorer = Explorer.ready(sentence)
    explorer.press(.right, times: 3)
    let before = explorer.marks
    let focused = explorer.tokens[explorer.focus].bytes.lowerBound
    #expect(explorer.choose("other").map(kind) == ["open(\"other-Q4_K.gguf\", number: 1)"])
    #expect(try #require(explorer.modelOnItsWay) == ("other-Q4_K.gguf", "Fake"))
    #expect(explorer.marks == before)
    let effects = explorer.open(1)
    #expect(effects.map(kind) == ["take(number: 1)", "score"])
    guard case .score(_, nil, let request)? = effects.last else {
      Issue.record("what the one before expected is kept")
      return
    }
    #expect(explorer.marks == before && explorer.modelOnItsWay?.name == "Bytes")
    let tokens = Token.each(byteOf: explorer.text)
    #expect(explorer.update(.tokenized(tokens, ByteModel.settings, request: request)).isEmpty)
    #expect(explorer.marks == before && explorer.modelName == "Fake")
    let first = explorer.update(
      .scored(ByteModel.predictions(Array(tokens.prefix(4))), request: request))
    #expect(first.map(kind) == ["settle"] && explorer.modelOnItsWay == nil)
    #expect(explorer.modelName == "Bytes" && explorer.tokens.count == sentence.utf8.count)
    #expect(explorer.figures.scoredCount == 4 && explorer.figures.ranges == [0..<4])
    #expect(explorer.tokens[explorer.focus].bytes.lowerBound == focused)
    #expect(explorer.string == sentence && explorer.brokenInvariants.isEmpty)
  }

  @Test(arguments: 0..<3)
  func `is left for the one before by Esc, wherever it is on its way`(steps: Int) {
    var explorer = Explorer.ready(sentence)
    explorer.press(.right, times: 3)
    let before = explorer.marks
    _ = explorer.choose("other")
    if steps > 0 { _ = explorer.open(1) }
    let request = explorer.lastRequest
    let tokens = Token.each(byteOf: explorer.text)
    if steps > 1 {
      _ = explorer.update(.tokenized(tokens, ByteModel.settings, request: request))
    }
    let effects = explorer.update(.input(.key(.escape, [])))
    #expect(effects.map(kind) == (steps == 0 ? ["giveBack"] : ["giveBack", "stop"]))
    // What was on its way comes too late.
    if steps == 0 { #expect(explorer.open(1).isEmpty) }
    #expect(explorer.update(.tokenized(tokens, ByteModel.settings, request: request)).isEmpty)
    _ = explorer.update(.scored(ByteModel.predictions(tokens), request: request))
    #expect(explorer.marks == before && explorer.modelName == "Fake")
    #expect(explorer.phase == .idle && explorer.modelOnItsWay == nil)
  }

  @Test func `gives the text back half scored as it was, to be gone on with`() {
    var explorer = Explorer.scored(firstTokens: 3, of: sentence)
    _ = explorer.choose("other")
    _ = explorer.open(1)
    let effects = explorer.update(.input(.key(.escape, [])))
    #expect(effects.map(kind) == ["giveBack", "stop", "score"])
    guard case .score(_, let kept?, _)? = effects.last else {
      Issue.record("nothing is kept")
      return
    }
    #expect(kept.predictions.count == 3)
    var stopped = Explorer.scored(firstTokens: 3, of: sentence)
    stopped.press(.escape)
    _ = stopped.choose("other")
    _ = stopped.open(1)
    #expect(stopped.update(.input(.key(.escape, []))).map(kind) == ["giveBack", "stop"])
    #expect(stopped.phase == .stopped)
  }

  @Test func `leaves the one before where it cannot be opened, and says why`() {
    var explorer = Explorer.ready(sentence)
    let before = explorer.marks
    _ = explorer.choose("other")
    #expect(explorer.update(.modelNotOpened("the file is damaged", number: 1)).isEmpty)
    #expect(explorer.marks == before && explorer.notice == "the file is damaged")
    #expect(explorer.update(.modelNotOpened("too late", number: 1)).isEmpty)
    #expect(explorer.notice == "the file is damaged")
  }

  @Test func `leaves the one before where it cannot read the text`() {
    var explorer = Explorer.ready(sentence)
    let before = explorer.marks
    _ = explorer.choose("other")
    _ = explorer.open(1)
    let effects = explorer.update(.failed("no memory", request: explorer.lastRequest))
    #expect(effects.map(kind) == ["giveBack", "stop"] && explorer.notice == "no memory")
    #expect(explorer.marks == before && explorer.modelName == "Fake" && explorer.phase == .idle)
  }

  @Test func `takes the place of one that could not be loaded, and of one that has no text`() {
    var failed = Explorer(text: Array(sentence.utf8))
    _ = failed.update(.modelFailed("it is not there"))
    _ = failed.choose("other")
    #expect(failed.open(1).map(kind) == ["take(number: 1)", "settle", "score"])
    #expect(failed.readByOther().isEmpty && failed.modelName == "Bytes")
    #expect(failed.figures.leadingCount == sentence.utf8.count)
    var empty = Explorer.ready("")
    _ = empty.choose("other")
    #expect(empty.open(1).map(kind).prefix(2) == ["take(number: 1)", "settle"])
    #expect(empty.modelName == "Bytes" && empty.brokenInvariants.isEmpty)
  }

  @Test(arguments: [
    ("a reveal", "hidden text"), ("a changed text", "first keep one of the two texts"),
    ("a short context", "first let the model read the whole context"),
    ("a generation", "first leave the generation"), ("a lesson", "a lesson is read with the model"),
    ("a bet", "a game is played with the model"), ("the scores", "a game is played"),
  ])
  func `is refused where something is bound to the one at hand`(mode: String, sentence: String)
    throws
  {
    var explorer = try #require(Mode.all.first { $0.name == mode }).explorer()
    let before = explorer.marks
    #expect(explorer.press(.character("M")).isEmpty)
    #expect(explorer.notice?.hasPrefix(sentence) == true, "\(explorer.notice ?? "nothing")")
    #expect(explorer.marks == before)
  }

  @Test func `is refused in the lab, and while the first one is loaded`() {
    var loading = Explorer(text: [0x61])
    #expect(
      loading.press(.character("M")).isEmpty && loading.notice?.contains("not loaded") == true)
    var lab = Explorer.inLab()
    lab.press(.character("p"), .control)
    #expect(lab.found.first { $0.name == "models" }?.refusal?.hasPrefix("the lab shows") == true)
  }

  @Test(arguments: ["e", "r", "g", "G", "x", "[", "S", "P", "U"])
  func `lets nothing be done with the text while it is on its way`(key: Character) {
    var explorer = Explorer.ready(sentence)
    _ = explorer.choose("other")
    let before = explorer.marks
    #expect(explorer.press(.character(key)).isEmpty)
    #expect(explorer.marks == before && explorer.notice?.hasPrefix("another model") == true)
    _ = explorer.update(.input(.paste([0x61])))
    #expect(explorer.marks == before && explorer.notice?.hasPrefix("a paste") == true)
    explorer.press(.right)
    explorer.press(.up)
    #expect(explorer.marks != before && explorer.modelOnItsWay != nil)
  }

  @Test func `scores the text after the same token where it has one, else after its own`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("S"))
    #expect(explorer.start == .beginning)
    _ = explorer.choose("other")
    // It names no token that begins a text.
    #expect(explorer.open(1).map(kind) == ["take(number: 1)", "start", "score"])
    let back = explorer.update(.input(.key(.escape, [])))
    #expect(back.map(kind) == ["giveBack", "stop", "start"] && explorer.start == .beginning)
    _ = explorer.choose("other")
    _ = explorer.open(2)
    _ = explorer.readByOther()
    #expect(explorer.start == .asStarted && explorer.brokenInvariants.isEmpty)
  }

  @Test func `stays that of the text behind a lesson with a model of its own`() throws {
    let lesson = try Lesson(
      name: "die", bytes: Array("# Dice\n\n## One\ntext: the cat\nmodel: dice:6\n\nWords.\n".utf8))
    var explorer = Explorer(text: Array(sentence.utf8), lessons: [lesson])
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    _ = explorer.choose("other")
    _ = explorer.open(1)
    _ = explorer.readByOther()
    func wanted(_ effects: [Explorer.Effect]) -> [String?] {
      effects.compactMap { if case .useModel(let reference) = $0 { reference } else { nil } }
    }
    #expect(wanted(explorer.update(.lessonWanted(lesson))) == ["dice:6"])
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    #expect(wanted(explorer.update(.input(.key(.escape, [])))) == ["other-Q4_K.gguf"])
  }

  @Test func `that is at hand already is not opened again`() {
    var explorer = Explorer.ready(sentence)
    #expect(explorer.choose("first").isEmpty && explorer.stage == nil)
    #expect(explorer.notice == "this model is at hand")
    _ = explorer.choose("other")
    _ = explorer.open(1)
    _ = explorer.readByOther()
    #expect(explorer.choose("other").isEmpty)
    #expect(explorer.choose("first").map(kind) == ["open(\"first.gguf\", number: 2)"])
    #expect(
      explorer.choose("world").map(kind) == ["giveBack", "open(\"world\", number: 3)"])
  }

  @Test func `is chosen by the mouse: its name in the header, a double click, the wheel`() {
    var explorer = Explorer.ready(sentence)
    #expect(explorer.mouse(.pressed, 0, 13).map(kind) == ["list"])
    explorer.list()
    let list = PaletteGeometry(ofModels: explorer).list
    #expect(explorer.mouse(.pressed, list.row + 3, list.column + 4).isEmpty)
    #expect(explorer.chosenModel(of: explorer.foundModels) == 3)
    _ = explorer.mouse(.wheelUp, list.row, list.column)
    #expect(explorer.chosenModel(of: explorer.foundModels) == 2)
    _ = explorer.mouse(.pressed, 0, 0)
    #expect(explorer.stage == nil)
    explorer.press(.character("M"))
    _ = explorer.mouse(.pressed, list.row + 1, list.column + 4)
    let effects = explorer.mouse(.pressedTwice, list.row + 1, list.column + 4)
    #expect(effects.map(kind) == ["open(\"other-Q4_K.gguf\", number: 1)"])
  }

  @Test func `ends an edit where its name is clicked, before another one is chosen`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("e"))
    #expect(explorer.mouse(.pressed, 0, 13).map(kind) == ["list"] && !explorer.isEditing)
    explorer.list()
    explorer.type("q4")
    _ = explorer.update(.input(.key(.enter, [])))
    #expect(explorer.modelOnItsWay != nil && !explorer.isEditing)
  }

  @Test func `is looked for by what is pasted, too`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("M"))
    explorer.press(.enter)
    _ = explorer.update(.input(.paste(Array("q4".utf8))))
    #expect(explorer.modelList?.line.text == "q4" && explorer.list().isEmpty)
  }

  @Test func `makes lessons about the English model readable, and the world's model not`() throws {
    let lesson = try Lesson(
      name: "cats", bytes: Array("# Cats\n\n## One\ntext: the cat\n\nWords.\n".utf8))
    var explorer = Explorer(text: Array(sentence.utf8), lessons: [lesson])
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    let dice = try Lesson(
      name: "dice", bytes: Array("# Dice\n\n## One\ntext: 1\nmodel: dice:6\n\nWords.\n".utf8))
    explorer.offerLessons { [dice] }
    for (name, lacks) in [("world", true), ("other", false)] {
      let effects = explorer.choose(name)
      guard case .switchModel(.open(_, let number))? = effects.last else {
        Issue.record("\(name) is not opened")
        return
      }
      _ = explorer.open(number)
      _ = explorer.readByOther()
      #expect(explorer.shelf.lacksModel(for: lesson) == lacks)
      explorer.press(.character("l"))
      #expect(explorer.shelf.lessons.map(\.name) == (lacks ? ["dice", "cats"] : ["cats", "dice"]))
      explorer.press(.escape)
    }
  }
}
