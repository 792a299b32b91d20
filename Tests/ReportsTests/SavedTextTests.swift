import Basics
import InformationTheory
import Reports
import Scoring
import TestSupport
import Testing

/// Scored texts that were put into files.
@Suite struct SavedTextTests {
  static func saved(_ fixture: Fixture = .plain) throws -> SavedText {
    let header = fixture.header()
    var predictions = Predictions(vocabularySize: 4)
    for block in fixture.blocks(of: 10) { predictions.append(block) }
    var view = SavedText.View()
    view.temperature = try #require(Temperature(0.7))
    (view.lens, view.unit, view.textUnit) = (.entropy, .nats, .word)
    (view.token, view.source) = (0, "essay\u{1B}.txt")
    return SavedText(
      fixture.text, fixture.tokens, predictions, header.settings, readsControlTokens: true,
      model: header.model, vocabulary: header.vocabulary,
      boundaries: BoundaryTokens(beginning: 0, end: 3, isBeginningAdded: true),
      receipt: header.receipt,
      view: view)
  }

  private func predictions(_ text: SavedText) -> [Prediction] {
    (0..<text.predictions.count).map { text.predictions[$0] }
  }

  /// Compares predictions bit by bit, of which those that are no numbers are equal too.
  private func areSame(_ a: Prediction, _ b: Prediction) -> Bool {
    a.ids == b.ids && a.logits == b.logits && a.rest == b.rest && a.actualRank == b.actualRank
      && a.actualLogit.bitPattern == b.actualLogit.bitPattern
      && a.logRestMass.bitPattern == b.logRestMass.bitPattern && a.boundaries == b.boundaries
  }

  @Test(arguments: [Fixture.plain, .unknown, .impossible, .spaced, .empty])
  func `come back as they were, to the bit`(fixture: Fixture) throws {
    var text = try Self.saved(fixture)
    text.view.token = max(text.tokens.count - 1, 0)
    if text.predictions.count > 1 {
      var prediction = text.predictions[1]
      prediction.boundaries = BoundaryMass(
        starts: 5, ends: [-1, LogPartition.impossible],
        part: TailPart(largest: -2, nodes: .init(repeating: 0.5), count: 2), startCount: 3)
      text.predictions.truncate(to: 1)
      text.predictions.append(prediction)
    }
    let again = try SavedText(text.bytes)
    #expect(
      again.text == text.text && again.tokens == text.tokens && again.settings == text.settings)
    #expect(
      again.model == text.model && again.receipt == text.receipt
        && again.boundaries == text.boundaries)
    #expect(again.names == text.names && again.readsControlTokens == text.readsControlTokens)
    #expect(zip(predictions(again), predictions(text)).allSatisfy(areSame))
    #expect(again.predictions.count == text.predictions.count)
    #expect(again.view == text.view)
    #expect(again.bytes == text.bytes, "what is saved again is another file")
  }

  @Test func `keep a rank that is only known to be beyond a server's candidates`() throws {
    var text = try Self.saved()
    let prediction = try #require(
      Prediction(
        likeliest: [(0, log(0.5)), (1, log(0.25))], vocabularySize: 4,
        actual: (log(0.125), Int(Prediction.unknownRank))))
    text.predictions.truncate(to: 1)
    text.predictions.append(prediction)
    let again = try SavedText(text.bytes)
    #expect(again.predictions.count == 2 && areSame(again.predictions[1], prediction))
    #expect(again.predictions.rank(at: 1) == nil)
    var others = text.predictions[1]
    others.actualRank = 5
    text.predictions.truncate(to: 1)
    text.predictions.append(others)
    #expect(throws: SavedTextError.self) { try SavedText(text.bytes) }
  }

  @Test func `keep how likely a token was of which nothing else is known`() throws {
    var text = try Self.saved()
    let prediction = try #require(Prediction(ofOneToken: log(0.5), vocabularySize: 4))
    text.predictions.truncate(to: 1)
    text.predictions.append(prediction)
    let again = try SavedText(text.bytes)
    #expect(again.predictions.count == 2 && areSame(again.predictions[1], prediction))
    var likelier = prediction
    likelier.actualLogit = 1.5
    text.predictions.truncate(to: 1)
    text.predictions.append(likelier)
    #expect(throws: SavedTextError.self) { try SavedText(text.bytes) }
  }

  @Test func `give a scorer that says what was saved, and refuses all else`() throws {
    let text = try Self.saved()
    let scorer = text.scorer
    #expect(try scorer.tokenize(text.text, true) == text.tokens)
    var block = Predictions(vocabularySize: 4)
    try scorer.score(text.tokens, text.settings, 1) {
      block.append($0)
      return true
    }
    #expect(block.count == 3 && areSame(block[0], text.predictions[1]))
    #expect(scorer.vocabulary.bytes(1) == Array(" \"b".utf8) && scorer.vocabulary.bytes(99) == [])
    var others = text.settings
    others.startToken = 2
    #expect(throws: SavedText.NoModel.self) {
      try scorer.score(text.tokens, others, 0) { _ in true }
    }
    let changed = text.text + Array(" more".utf8)
    let tokens = try scorer.tokenize(changed, true)
    #expect(tokens.prefix(4) == text.tokens[...] && tokens.last?.bytes.upperBound == changed.count)
    #expect(throws: SavedText.NoModel.self) {
      try scorer.score(tokens, text.settings, 0) { _ in true }
    }
    #expect(throws: Scorer.NoWholeVocabulary.self) { try scorer.checkWholeVocabulary() }
  }

  @Test func `are refused where they are cut off`() throws {
    let bytes = try Self.saved().bytes
    for count in 0..<bytes.count {
      #expect(throws: SavedTextError.self) { try SavedText(Array(bytes[..<count])) }
    }
    #expect(throws: SavedTextError.damaged) { try SavedText(bytes + [0]) }
  }

  @Test func `are refused where a byte is another one`() throws {
    let bytes = try Self.saved().bytes
    for place in bytes.indices {
      var others = bytes
      others[place] ^= 0x20
      #expect(throws: SavedTextError.self) { try SavedText(others) }
    }
  }

  @Test func `are read by tokens where they do not say by what`() throws {
    var sections = Array(try Self.saved().bytes.dropLast(76))
    func pair(_ name: String, _ value: String) -> [UInt8] {
      [name, value].flatMap { [UInt8($0.utf8.count), 0, 0, 0] + $0.utf8 }
    }
    let unit = pair("text_unit", "word")
    let start = try #require(sections.firstRange(of: unit)).lowerBound
    sections.replaceSubrange(start..<start + unit.count, with: pair("text_none", "word"))
    let before = try SavedText(SavedText.sealed(sections))
    #expect(before.view.textUnit == .token && before.view.unit == .nats)
    sections.replaceSubrange(start..<start + unit.count, with: pair("text_unit", "glyf"))
    #expect(try SavedText(SavedText.sealed(sections)).view.textUnit == .token)
  }

  @Test(arguments: [nil, 0, 20])
  func `say which server scored them`(candidates: Int?) throws {
    var text = try Self.saved()
    text.model.server = ModelServer(
      address: "http://gpu:8000\u{1B}[2J", engine: "vLLM", version: "0.32.0", model: "org/big",
      candidates: candidates, logProbabilities: "raw\u{7}", tokenizer: "server")
    let again = try SavedText(text.bytes)
    #expect(again.model == text.model && again.bytes == text.bytes)
    var fixture = Fixture.plain
    fixture.server = again.model.server
    for format in ReportFormat.all {
      let report = try fixture.report(format)
      #expect(!report.contains("\u{1B}") && !report.contains("\u{7}"), "\(format.name)")
    }
    #expect(try fixture.report(.text).contains("log-probabilities, tokens by the server"))
    #expect(try SavedText(Self.saved().bytes).model.server == nil)
  }

  @Test func `have no hash of their model where that is none`() throws {
    for hostile in ["\u{1B}[2J", "=1+1", "5eed\u{7}", "é"] {
      var text = try Self.saved()
      text.receipt.modelDigest = hostile
      #expect(try SavedText(text.bytes).receipt.modelDigest == nil)
    }
  }

  @Test func `say that they are of a newer version`() throws {
    var bytes = try Self.saved().bytes
    bytes[15] = UInt8(ascii: "2")
    #expect(throws: SavedTextError.unknownVersion) { try SavedText(bytes) }
    #expect(SavedText.isSaved(bytes) && !SavedText.isSaved(Array("surprisal".utf8)))
    #expect(throws: SavedTextError.notSaved) { try SavedText(Array("an essay".utf8)) }
  }

  @Test func `hold nothing that is no text when their hash is made to fit`() throws {
    let bytes = try Self.saved().bytes
    let sections = Array(bytes[..<(bytes.count - 76)])
    #expect(SavedText.sealed(sections) == bytes)
    var random = SeededGenerator(seed: 14)
    var taken = 0
    for _ in 0..<3_000 {
      var others = sections
      for _ in 0...Int.random(in: 0...2, using: &random) {
        others[Int.random(in: 16..<others.count, using: &random)] = UInt8.random(
          in: 0...255, using: &random)
      }
      guard let text = try? SavedText(SavedText.sealed(others)) else { continue }
      taken += 1
      #expect(text.tokens.last?.bytes.upperBound ?? 0 == text.text.count)
      #expect(text.predictions.count <= text.tokens.count)
      let figures = Figures(text.predictions, at: .one)
      #expect(!figures.total.nats.isNaN)
    }
    #expect(taken > 0)
  }
}
