import Exploration
import ExplorationFixtures
import Testing

@Suite struct `Leaving` {
  @Test(arguments: Mode.all.dropFirst(2))
  func `q leaves a mode as Esc does, and quits nothing`(mode: Mode) {
    var (one, other) = (mode.explorer(), mode.explorer())
    let effects = one.press(.character("q"))
    other.press(.escape)
    #expect(one.marks == other.marks)
    #expect(one.marks != mode.explorer().marks)
    #expect(!effects.map(kind).contains("quit"))
  }

  @Test(arguments: Mode.all)
  func `Q and Ctrl-C quit at once`(mode: Mode) {
    var explorer = mode.explorer()
    #expect(explorer.press(.character("Q"), .shift).map(kind) == ["quit"])
    #expect(explorer.press(.character("c"), .control).map(kind) == ["quit"])
  }

  @Test func `Ctrl-C quits while the text is scored, which Esc stops`() {
    var explorer = Explorer.scored(firstTokens: 2, of: "the cat sat on")
    #expect(explorer.press(.character("c"), .control).map(kind) == ["quit"])
    #expect(explorer.press(.character("q")).map(kind) == ["quit"])
    #expect(explorer.press(.escape).map(kind) == ["stop"])
  }

  @Test func `q and Q are letters where letters are typed`() {
    var explorer = Explorer.ready("the cat")
    explorer.press(.end)
    explorer.type("eqQ")
    #expect(explorer.string == "the catqQ" && explorer.isEditing)
    #expect(explorer.press(.character("c"), .control).map(kind) == ["quit"])

    explorer = Explorer.ready("the cat")
    explorer.hiddenSentences = [Array("quince".utf8)]
    explorer.press(.character("P"))
    explorer.press(.down, times: 9)
    explorer.type("qQ")
    guard case .setup(let setup)? = explorer.game else {
      Issue.record("the choice is left")
      return
    }
    #expect(setup.names == "qQ")
    explorer.beginGame(explorer.press(.enter))
    explorer.type("q")
    #expect(explorer.game?.game?.place == 1)
  }

  @Test func `q on the main screen quits where nothing is lost`() {
    var explorer = Explorer.ready("the cat")
    #expect(explorer.press(.character("q")).map(kind) == ["quit"])
  }

  @Test(arguments: [Key.character("q"), .character("y"), .enter])
  func `an edited text is asked about, and a key leaves`(key: Key) {
    var explorer = edited()
    #expect(explorer.press(.character("q")).isEmpty)
    #expect(explorer.quittingQuestion == "The text was changed and is not kept. Quit?")
    explorer.keepsText = true
    #expect(
      explorer.quittingQuestion
        == "The text was changed, and only --continue goes on with it. Quit?")
    #expect(explorer.press(key).map(kind) == ["quit"])
  }

  @Test(arguments: [Key.escape, .character("n")])
  func `an edited text is asked about, and a key stays`(key: Key) {
    var explorer = edited()
    let before = explorer.marks
    explorer.press(.character("q"))
    #expect(explorer.marks != before)
    #expect(explorer.press(key).isEmpty)
    #expect(explorer.marks == before)
  }

  @Test func `the question is answered by a click`() throws {
    var explorer = edited()
    explorer.press(.character("q"))
    let row = try #require(explorer.screen.footer?.row)
    let (quit, stay) = (explorer.footerItems[0], explorer.footerItems[1])
    #expect((quit.text, stay.text) == ("quit", "stay"))
    #expect(explorer.mouse(.pressed, row, quit.columns.upperBound - 1).map(kind) == ["quit"])
    _ = explorer.mouse(.pressed, row, stay.columns.lowerBound)
    #expect(explorer.stage == nil)
  }

  @Test func `a text as it came is not asked about, whatever was done meanwhile`() {
    var explorer = edited()
    explorer.press(.character("U"))
    #expect(explorer.press(.character("q")).map(kind) == ["quit"])
  }

  @Test func `a generated text is asked about`() {
    var explorer = Explorer.ready("the cat")
    explorer.type("g ")
    explorer.press(.escape)
    #expect(explorer.press(.character("q")).isEmpty)
    #expect(explorer.stageName == "quitting")
  }

  @Test func `a game that is not saved is asked about, and can be saved there`() throws {
    let scores = try #require(Mode.ofStages.first { $0.name == "the scores" })
    var explorer = scores.explorer()
    explorer.press(.escape)
    #expect(explorer.stage == nil)
    #expect(explorer.press(.character("q")).isEmpty)
    #expect(explorer.quittingQuestion == "The last game is not saved. Quit?")
    #expect(explorer.footerItems.map(\.text) == ["quit", "save the game", "stay"])
    #expect(explorer.press(.character("s")).map(kind) == ["save"])
    #expect(explorer.press(.character("q")).map(kind) == ["quit"])

    explorer = scores.explorer()
    #expect(explorer.press(.character("s")).map(kind) == ["save"])
    explorer.press(.escape)
    #expect(explorer.press(.character("q")).map(kind) == ["quit"])
  }

  @Test func `a lesson half read is asked about`() throws {
    let lesson = try #require(Mode.ofTheText.first { $0.name == "a lesson" })
    var explorer = lesson.explorer()
    explorer.press(.escape)
    #expect(explorer.press(.character("q")).map(kind) == ["quit"])  // nothing of it was read

    explorer = lesson.explorer()
    explorer.press(.enter)
    explorer.press(.escape)
    #expect(explorer.press(.character("q")).isEmpty)
    #expect(explorer.quittingQuestion == "“Cats” loses its place, page 2 of 2. Quit?")
    #expect(explorer.press(.enter).map(kind) == ["quit"])
  }

  @Test func `a lesson half read is asked about once, and no more when it is read to its end`()
    throws
  {
    var explorer = try halfRead()
    explorer.press(.character("q"))
    explorer.press(.escape)
    #expect(explorer.stage == nil)
    #expect(explorer.press(.character("q")).map(kind) == ["quit"])

    explorer = try halfRead()
    explorer.type("l\n\n")  // to its end
    #expect(explorer.lesson == nil)
    #expect(explorer.press(.character("q")).map(kind) == ["quit"])
  }

  @Test func `a lesson that is remembered is asked about with the page where it goes on`() throws {
    var explorer = try halfRead()
    explorer.areBookmarksKept = true
    #expect(explorer.press(.character("q")).isEmpty)
    #expect(explorer.quittingQuestion == "“Cats” goes on at page 2 of 2 next time. Quit?")
    #expect(explorer.bookmarks["cats"]?.page == 1)
    #expect(explorer.press(.character("q")).map(kind) == ["quit"])
  }

  @Test func `the question is said in few words where the screen has no room for all`() throws {
    var explorer = try halfRead()
    explorer.areBookmarksKept = true
    explorer.type("e.")
    for key in [Key.escape, .character("q")] { explorer.press(key) }
    let full =
      "The text was changed and is not kept, “Cats” goes on at page 2 of 2 next time. Quit?"
    #expect(explorer.quittingQuestion == "The text was changed, a lesson is half read. Quit?")
    _ = explorer.update(.resized(rows: 24, columns: full.count + 2))
    #expect(explorer.quittingQuestion == full)
  }

  @Test func `the game for which the program was opened leads out of it until it has a text`() {
    var explorer = firstGame()
    #expect(explorer.footerItems.map { "\($0.label) \($0.text)" }.contains("Esc quit"))
    #expect(explorer.press(.escape).map(kind) == ["quit"])
    explorer = firstGame()
    #expect(explorer.press(.character("q")).map(kind) == ["quit"])

    explorer = firstGame()
    _ = explorer.press(.enter)
    #expect(!explorer.text.isEmpty)
    explorer.press(.escape)
    #expect(explorer.stage == nil)
    explorer.press(.character("P"))
    #expect(explorer.footerItems.map { "\($0.label) \($0.text)" }.contains("Esc back"))
    #expect(!explorer.press(.escape).map(kind).contains("quit"))
  }

  private func firstGame() -> Explorer {
    var explorer = Explorer(text: [])
    explorer.hiddenSentences = ["one two", "three four"].map { Array($0.utf8) }
    explorer.chooseGame(on: .sentence(0, shownWords: 1))
    explorer.answer(explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary)))
    return explorer
  }

  /// After a lesson that was left on its second page.
  private func halfRead() throws -> Explorer {
    var explorer = try #require(Mode.ofTheText.first { $0.name == "a lesson" }).explorer()
    explorer.press(.enter)
    explorer.press(.escape)
    return explorer
  }

  private func edited() -> Explorer {
    var explorer = Explorer.ready("the cat")
    explorer.press(.end)
    explorer.type("e.")
    explorer.press(.escape)
    return explorer
  }
}

@Suite struct `A key that does nothing` {
  @Test func `says which one lists the keys, once until another does something`() {
    var explorer = Explorer.ready("the cat")
    explorer.press(.function(9))
    #expect(explorer.notice == "F9 does nothing here: ? lists the keys")
    for key in [Key.character("ß"), .function(9)] {
      explorer.press(key)
      #expect(explorer.notice == nil)
    }
    explorer.press(.right)
    #expect(explorer.notice == nil)
    explorer.press(.character("ß"))
    #expect(explorer.notice == "ß does nothing here: ? lists the keys")
  }

  @Test func `names the key that helps where it is pressed`() throws {
    let scores = try #require(Mode.ofStages.first { $0.name == "the scores" })
    var explorer = scores.explorer()
    explorer.press(.character("z"))
    #expect(explorer.notice == "z does nothing here: F1 lists the keys")
  }

  @Test func `says nothing where letters are typed, and where no key helps`() {
    var explorer = Explorer.ready("the cat")
    explorer.press(.character("e"))
    explorer.press(.function(9))
    #expect(explorer.notice == nil)
    explorer.press(.escape)
    explorer.type("?z")
    #expect(explorer.notice == nil)
    explorer.press(.escape)
    #expect(explorer.update(.input(.invalid([0xFF]))).isEmpty)
    #expect(explorer.notice == nil)
  }
}
