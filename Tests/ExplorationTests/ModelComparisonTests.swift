import Exploration
import ExplorationFixtures
import InformationTheory
import Lessons
import Scoring
import ShownText
import Testing

@Suite struct `Two models of the same text` {
  private let sentence = "the cat sat on the mat."

  /// An explorer whose text is compared with what another model says of it.
  private func compared(with other: String = "second") -> Explorer {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("D"))
    explorer.compare(with: other)
    return explorer
  }

  /// Chooses the second model in the open list, and answers nothing that is asked of it then.
  private func ask(_ explorer: inout Explorer) -> [Explorer.Effect] {
    _ = explorer.update(
      .modelsListed(ModelListing([ListedModel(reference: "second")], started: "first")))
    return explorer.update(.input(.key(.enter, [])))
  }

  private func surprisal(_ logits: [Double], _ id: Int, _ temperature: Temperature) -> Double {
    logPartition(logits, at: temperature) - logits[id] / temperature.value
  }

  @Test(arguments: [0.5, 1, 2])
  func `are compared token by token, by what each finds surprising at the temperature`(
    temperature: Double
  ) throws {
    let temperature = try #require(Temperature(temperature))
    var explorer = compared()
    #expect(explorer.lens == .change && explorer.activityName?.full == "TWO MODELS")
    while explorer.temperature != temperature {
      let before = explorer.temperature
      explorer.press(explorer.temperature < temperature ? .up : .down)
      if (before < temperature) != (explorer.temperature < temperature) { break }
    }
    let (at, rival) = (explorer.temperature, try #require(FakeRival("second")))
    let ids = explorer.tokens.map(\.id)
    let changes = ids.map {
      surprisal(rival.logits, $0, at) - surprisal(FakeScorer.logits, $0, at)
    }
    for (token, change) in changes.enumerated().dropFirst() {
      let found = try #require(explorer.change(of: token))
      #expect(abs(found.nats - change) < 1e-4)
    }
    #expect(explorer.change(of: 0) == nil)
    let totals = try #require(explorer.modelTotals)
    #expect(abs((totals.changes?.lowerBound.nats ?? 0) - changes.dropFirst().reduce(0, +)) < 1e-3)
    #expect(totals.bytes == sentence.utf8.count - 3)
    #expect(
      abs((totals.perByte(totals.base) ?? 0) - totals.base.bits / Double(totals.bytes)) < 1e-12)
  }

  @Test func `are taken away together, and it is said in which forms`() throws {
    var explorer = compared()
    explorer.offerForms([TakenForm(name: "html", summary: "a page", fileExtension: "html")])
    #expect(
      explorer.takenText?.comparison?.contrast?.other.predictions.count == explorer.tokens.count)
    explorer.press(.character("E"))
    #expect(explorer.takeAway != nil && explorer.notice?.contains("both models") == true)
    var alone = Explorer.ready(sentence)
    alone.offerForms([TakenForm(name: "html", summary: "a page", fileExtension: "html")])
    alone.press(.character("E"))
    #expect(alone.takeAway != nil && alone.notice == nil && alone.takenText?.comparison == nil)
  }

  @Test func `diverge by all of their vocabulary, and anew when the temperature moves`() throws {
    var explorer = compared()
    let rival = try #require(FakeRival("second"))
    for _ in 0..<3 {
      let known = try #require(explorer.modelComparison?.divergences)
      let right = Divergences(
        ofLogits: FakeScorer.logits, rival.logits, at: explorer.temperature)
      let means = try #require(known.means)
      #expect(known.temperature == explorer.temperature && known.count == explorer.tokens.count - 1)
      #expect(abs(means.forward.nats - right.forward.nats) < 1e-12)
      #expect(abs(means.reverse.nats - right.reverse.nats) < 1e-12)
      #expect(known.sameTopShare == 1 && known.statistics?.count == known.count)
      #expect(known.at(0) == nil && known.at(3) == right)
      #expect(!explorer.awaitsModels)
      explorer.press(.up, times: 4)
    }
  }

  @Test func `with other tokens are compared over the spans that both cut out`() throws {
    let explorer = compared(with: "bytes")
    #expect(explorer.modelComparison?.other?.note?.contains("different vocabularies") == true)
    #expect(explorer.modelComparison?.divergences == nil)
    let rival = try #require(FakeRival("bytes"))
    for (place, token) in explorer.tokens.enumerated().dropFirst() {
      let other = explorer.text[token.bytes].reduce(0) {
        $0 + surprisal(rival.logits, Int($1), .one)
      }
      let base = surprisal(FakeScorer.logits, token.id, .one)
      let change = try #require(explorer.change(of: place))
      #expect(abs(change.nats - (other - base)) < 1e-4)
    }
  }

  @Test func `show what each expected, the token that came among it`() {
    let explorer = compared()
    #expect(explorer.candidateLines.first { $0.isActual }?.id == explorer.tokens[explorer.focus].id)
    #expect(
      explorer.otherCandidateLines.first { $0.isActual }?.id == explorer.tokens[explorer.focus].id)
    #expect(
      explorer.otherCandidateLines.map(\.logProbability)
        != explorer.candidateLines.map(\.logProbability))
  }

  @Test func `have their largest differences in a list, from which Enter leads there`() throws {
    var explorer = compared()
    explorer.press(.character("s"))
    let list = try #require(explorer.partList)
    #expect(list.order == .change)
    let changes = list.parts.compactMap { list.value(of: Int($0), .change) }
    #expect(changes.count == explorer.tokens.count - 1)
    #expect(changes.map(abs) == changes.map(abs).sorted(by: >))
    let largest = (1..<explorer.tokens.count).max {
      abs(explorer.change(of: $0)?.nats ?? 0) < abs(explorer.change(of: $1)?.nats ?? 0)
    }
    explorer.press(.enter)
    #expect(explorer.partList == nil && explorer.focus == largest)
    explorer.press(.escape)
    explorer.press(.character("s"))
    #expect(explorer.partList?.order == .figure(.surprise))
  }

  @Test func `are compared no longer after Esc, which closes the other`() {
    var explorer = compared()
    let effects = explorer.press(.escape)
    #expect(effects.map(kind) == ["close the other"])
    #expect(explorer.modelComparison == nil && explorer.lens == .surprise)
  }

  @Test func `are left while the other is opened, and what it says then is not heard`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("D"))
    let effects = ask(&explorer)
    #expect(effects.map(kind) == ["open second beside"] && explorer.awaitsModels)
    let numbers = effects.compactMap { effect -> Int? in
      if case .compareModels(_, let number) = effect { number } else { nil }
    }
    #expect(explorer.words(of: .end) == "(Esc ends it)")
    #expect(explorer.press(.escape).map(kind) == ["close the other"])
    for number in numbers {
      for news in FakeRival.news(of: .open("second", beside: nil), beside: "second") {
        #expect(explorer.update(.modelsCompared(news, request: number)).isEmpty)
      }
    }
    #expect(explorer.modelComparison == nil && !explorer.awaitsModels)
  }

  @Test func `are compared over a text that is changed once that is scored`() {
    var explorer = compared()
    explorer.press(.character("e"))
    explorer.type("the ")
    explorer.press(.escape)
    #expect(explorer.string.count == sentence.count + 4)
    #expect(explorer.modelComparison?.contrast?.other.text == explorer.text)
    #expect(explorer.modelComparison?.divergences?.count == explorer.tokens.count - 1)
  }

  @Test func `are asked nothing more of a text that is being changed`() {
    var explorer = compared()
    explorer.press(.character("e"))
    let effects = explorer.update(.input(.key(.character("x"), [])))
    #expect(effects.map(kind).contains("stop comparing"))
    #expect(explorer.modelComparison?.contrast == nil && explorer.change(of: 1) == nil)
  }

  @Test func `leave no room for a change of the text beside it, of the model or of the context`() {
    var explorer = compared()
    for key: Character in ["x", "[", "S", "M"] {
      explorer.press(.character(key))
      #expect(explorer.modelComparison != nil, "\(key)")
      #expect(explorer.notice == "first end the comparison of the models: Esc", "\(key)")
    }
  }

  @Test func `need another one than the model at hand, and one that opens`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("D"))
    explorer.compare(with: "first")
    #expect(explorer.notice == "this is the model at hand: choose another one")
    #expect(explorer.modelList?.isForComparison == true && explorer.modelComparison == nil)
    explorer.press(.character("u"), .control)
    explorer.compare(with: "broken")
    #expect(explorer.modelComparison == nil && explorer.notice == "the model is damaged")
    #expect(explorer.lens == .surprise)
  }

  @Test func `come back after a lesson, and the other is opened again`() {
    var explorer = Mode.ofTheText.first { $0.name == "two models" }?.explorer() ?? compared()
    let marks = explorer.marks
    let effects = explorer.press(.character("l")) + explorer.press(.enter)
    #expect(effects.map(kind).contains("close the other"))
    #expect(explorer.modelComparison == nil)
    let back = explorer.press(.escape)
    #expect(back.map(kind).contains("open second beside"))
    #expect(explorer.marks == marks && explorer.modelComparison?.divergences != nil)
  }

  @Test func `are compared from the start where two are named`() {
    var explorer = Explorer(text: Array(sentence.utf8))
    explorer.compareWhenLoaded(with: "second")
    explorer.answer(
      explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary, FakeScorer.starts)))
    #expect(explorer.lens == .change && explorer.modelComparison?.divergences?.statistics != nil)
    #expect(explorer.comparedNames?.base == "F32" && explorer.comparedNames?.other == "Q4_0")
  }

  @Test func `are not compared any more where a game was there before the model`() {
    var explorer = Explorer(text: Array(sentence.utf8))
    explorer.compareWhenLoaded(with: "second")
    explorer.chooseGame(on: .given(Array(sentence.utf8), hiddenFrom: 3))
    let loaded = Explorer.Event.modelLoaded(
      FakeScorer.model, FakeScorer.vocabulary, FakeScorer.starts)
    explorer.answer(explorer.update(loaded))
    explorer.press(.escape)
    #expect(explorer.game == nil)
    explorer.answer(explorer.update(loaded))
    #expect(explorer.modelComparison == nil)
  }

  @Test func `are compared when a lesson is left that was there before the model`() throws {
    let lesson = try Lesson(
      name: "a", bytes: Array("# A\n\n## One\ntext: the cat\n\nWords.\n".utf8))
    var explorer = Explorer(text: Array(sentence.utf8))
    explorer.compareWhenLoaded(with: "second")
    explorer.answer(explorer.update(.lessonWanted(lesson)))
    try #require(explorer.lesson != nil)
    explorer.answer(
      explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary, FakeScorer.starts)))
    #expect(explorer.modelComparison == nil)
    explorer.press(.escape)
    #expect(explorer.lesson == nil && explorer.string == sentence)
    #expect(explorer.modelComparison?.divergences?.statistics != nil && explorer.lens == .change)
  }

  @Test func `say in which windows each reads, and behind which start token, where they differ`()
    throws
  {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("D"))
    let effects = ask(&explorer)
    let rival = try #require(FakeRival("second"))
    let tokens = rival.tokenize(explorer.text)
    func told(_ settings: ScoringSettings, _ explorer: Explorer) -> Explorer {
      var explorer = explorer
      var request =
        effects.compactMap { effect -> Int? in
          if case .compareModels(_, let number) = effect { number } else { nil }
        }.last ?? 0
      for case .compareModels(_, let number) in explorer.update(
        .modelsCompared(.opened(rival.opened), request: request))
      { request = number }
      _ = explorer.update(.modelsCompared(.cut(tokens, settings), request: request))
      return explorer
    }
    var settings = FakeScorer.settings
    settings.window = 64
    let alike = told(settings, explorer)
    #expect(alike.comparedWindows == nil && alike.comparedStarts == nil, "both read all at once")
    (settings.window, settings.startToken) = (4, 6)
    let apart = told(settings, explorer)
    let windows = try #require(apart.comparedWindows)
    #expect(windows.base == FakeScorer.settings.window && windows.other == 4)
    let starts = try #require(apart.comparedStarts)
    #expect(starts.base == nil && starts.other?.isEmpty == false)
  }

  @Test func `are named by what they differ in`() throws {
    let alike = compared()
    #expect(alike.comparedNames?.base == "F32" && alike.comparedNames?.other == "Q4_0")
    #expect(alike.otherModelName == FakeScorer.model.name + " Q4_0")
    let apart = compared(with: "bytes")
    #expect(apart.comparedNames?.base == "Fake" && apart.comparedNames?.other == "Bytes")
  }

  @Test(arguments: [
    ("the source of the world", "Fake", "source"), ("gemma3-270m", "Fake", "gemma3"),
    ("A small world", "Fake", "small"), ("the", "Fake", "the"), ("-", "Fake", "-"),
    ("FAKE-2", "F32", "Q4_0"),
  ])
  func `are named by a word that says something`(name: String, base: String, other: String) throws {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("D"))
    var rival = try #require(FakeRival("bytes")).opened.description
    rival.name = name
    for case .compareModels(_, let request) in ask(&explorer) {
      let opened = ComparedModel(rival, FakeRival.byteVocabulary, note: nil)
      _ = explorer.update(.modelsCompared(.opened(opened), request: request))
    }
    #expect(explorer.comparedNames?.base == base && explorer.comparedNames?.other == other)
  }

  @Test func `are not compared in the lab, which shows its own`() {
    var explorer = Explorer.inLab()
    explorer.press(.character("p"), .control)
    explorer.type("compare this model\n")
    #expect(explorer.modelList == nil)
    #expect(explorer.notice == "the lab shows its own models: leave it first")
  }

  @Test func `are what the overview of a long text is of`() throws {
    var explorer = Explorer.ready(
      sentence + String(repeating: " cat", count: 60), rows: 24, columns: 20)
    explorer.press(.character("D"))
    explorer.compare(with: "second")
    try #require(explorer.screen.overview != nil)
    let peaks = explorer.overview.peaks.compactMap(\.self)
    #expect(peaks.count > 9 && peaks.allSatisfy { $0.value == explorer.change(of: $0.token)?.bits })
    let changes = explorer.tokens.indices.compactMap { explorer.change(of: $0)?.bits }
    #expect(peaks.map { abs($0.value) }.max() == changes.map(abs).max())
  }

  @Test func `give back the colours that were there before them`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("c"))
    let lens = explorer.lens
    #expect(lens != .surprise)
    explorer.press(.character("D"))
    explorer.compare(with: "second")
    #expect(explorer.lens == .change)
    explorer.press(.escape)
    #expect(explorer.lens == lens)
  }

  @Test func `stay compared where one question fails`() throws {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("D"))
    explorer.compare(with: "second")
    var request = 0
    for case .compareModels(_, let number) in explorer.update(.input(.key(.up, []))) {
      request = number
    }
    try #require(request > 0)
    _ = explorer.update(.modelsCompared(.failed("no memory"), request: request))
    #expect(explorer.modelComparison?.contrast != nil && explorer.notice == "no memory")
    #expect(!explorer.awaitsModels)
  }

  @Test func `say how far they have come, with the text and then with what they expect`() throws {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("D"))
    var request = 0
    func take(_ effects: [Explorer.Effect]) {
      for case .compareModels(_, let number) in effects { request = number }
    }
    func tell(_ news: ComparisonNews) {
      take(explorer.update(.modelsCompared(news, request: request)))
    }
    take(ask(&explorer))
    #expect(explorer.comparisonShare == 0)
    let rival = try #require(FakeRival("second"))
    let tokens = rival.tokenize(explorer.text)
    let (all, count) = (rival.predictions(tokens), Double(tokens.count))
    func block(_ places: Range<Int>) -> Predictions {
      var block = Predictions(vocabularySize: all.vocabularySize)
      for place in places { block.append(all[place]) }
      return block
    }
    tell(.opened(rival.opened))
    tell(.cut(tokens, FakeScorer.settings))
    #expect(explorer.lens == .surprise, "there is no difference to be seen yet")
    tell(.scored(block(0..<3), at: 0))
    #expect(explorer.comparisonShare == 3 / count)
    #expect(explorer.lens == .change && explorer.value(of: 2) == explorer.change(of: 2)?.bits)
    #expect(explorer.value(of: 2) != nil && explorer.value(of: 3) == nil)
    tell(.scored(block(3..<tokens.count), at: 3))  // how far both diverge is asked for at once
    let places = rival.comparisons(explorer.text, at: .one)
    #expect(explorer.comparisonShare == 0)
    tell(.compared(Array(places[..<2])))
    #expect(explorer.comparisonShare == 2 / count)
    tell(.compared(Array(places[2...])))
    tell(.finished(ComparisonStatistics(places)))
    #expect(explorer.comparisonShare == nil)
  }

  @Test func `leave the slider alone where the mouse presses the panel of both`() throws {
    var explorer = compared()
    let panel = try #require(explorer.screen.curve)
    let before = explorer.temperature
    for column in panel.column..<panel.column + panel.columns {
      _ = explorer.mouse(.pressed, panel.row + panel.rows / 2, column)
      _ = explorer.mouse(.released, panel.row + panel.rows / 2, column)
    }
    #expect(explorer.temperature == before)
  }

  @Test func `can be another file than those that are listed`() {
    var explorer = Explorer.ready(sentence)
    explorer.press(.character("D"))
    _ = explorer.update(.modelsListed(ModelListing([], started: nil)))
    explorer.type("/models/mine.gguf")
    #expect(explorer.press(.enter).map(kind) == ["open /models/mine.gguf beside"])
  }

  @Test(arguments: ["a reveal", "a short context", "a changed text", "a generation", "a lesson"])
  func `are not compared where something else is done with the text`(name: String) throws {
    let mode = try #require(Mode.ofTheText.first { $0.name == name })
    var explorer = mode.explorer()
    explorer.press(.character("D"))
    #expect(explorer.modelList == nil && explorer.notice?.isEmpty == false)
  }

  @Test func `a text that lies under a lesson is left as it was before it`() throws {
    var explorer = Mode.reading()
    let (text, focus) = (explorer.text, explorer.focus)
    explorer.press(.character("l"))
    explorer.press(.enter)
    #expect(explorer.lesson != nil && explorer.text != text)
    let left = try #require(explorer.leftText)
    #expect(left.scored.text == text && left.token == focus && focus > 0)
    #expect(!explorer.isTextChanged)
  }
}
