import Exploration
import Games
import Scoring
import Testing

import Settings

/// What a person may write into the configuration, and what is said of what cannot be.
@Suite struct ConfigTests {
  private func config(_ text: String) throws(SettingsFault) -> Config {
    try Config(Array(text.utf8))
  }

  @Test func `every setting is read, with its line`() throws {
    let config = try config(
      """
      # mine
      theme = "contrast"
      unit = "nats"
      view = "words"
      big = "on"
      model = "dice:6"
      start-token = "eos"
      """)
    #expect(config.choices.value(of: .theme) == ThemeName.highContrast)
    #expect(config.choices.value(of: .unit) == Unit.nats)
    #expect(config.choices.value(of: .view) == TextView.words)
    #expect(config.choices.value(of: .big) == BigFigures.on)
    #expect(config.choices.value(of: .model) == ModelWish("dice:6"))
    #expect(config.choices.value(of: .startToken) == StartToken.end)
    #expect(
      config.lines == ["theme": 2, "unit": 3, "view": 4, "big": 5, "model": 6, "start-token": 7])
    #expect(config.keys == .standard)
  }

  @Test func `what is chosen becomes preferences, and the rest stays as it usually is`() throws {
    let preferences = Preferences(try config("unit = \"nats\"").choices)
    #expect(preferences.unit == .nats)
    #expect(preferences.theme == Preferences().theme && preferences.view == Preferences().view)
  }

  @Test(arguments: [
    ("\"none\"", StartToken.none), ("\"auto\"", .automatic), ("17", .id(17)), ("\"17\"", .id(17)),
  ])
  func `a start token is a word or an id`(written: String, meant: StartToken) throws {
    let config = try config("start-token = \(written)")
    #expect(config.choices.value(of: .startToken) == meant)
  }

  @Test func `how games are played is a table, of which parts can be left out`() throws {
    let config = try config("[game]\nplayers = [\"Owls\", \"Bears\"]\nby = \"word\"")
    let wishes: GameWishes? = config.choices.value(of: .game)
    #expect(wishes == GameWishes(step: .word, players: ["Owls", "Bears"]))
  }

  @Test func `commands get other keys, one or several`() throws {
    let config = try config(
      """
      [keys]
      next-peak = "ctrl-n"
      previous-peak = ["f5", "alt-p"]
      """)
    let expected = try KeyTable([
      (command: "next-peak", keys: ["ctrl-n"]),
      (command: "previous-peak", keys: ["f5", "alt-p"]),
    ])
    #expect(config.keys == expected && config.keys != .standard)
    #expect(config.wishes.map(\.line) == [2, 3])
  }

  @Test(arguments: [
    ("theme = \"dark\"\ncolour = 1", 2, "“colour” is no setting: write one of theme, unit"),
    (
      "\n\ntheme = \"pink\"", 3,
      "theme cannot be this: write \"dark\", \"light\", \"contrast\" or \"mono\""
    ),
    ("theme = 1", 1, "theme cannot be this"),
    ("unit = [\"bits\"]", 1, "\"bits\" or \"nats\""),
    ("start-token = -1", 1, "a token's id"),
    ("[game]\nkind = \"chess\"", 1, "some of kind, by, players, questions"),
    ("game = { else = 1 }", 1, "game cannot be this"),
    ("game = { players = [1] }", 1, "game cannot be this"),
    ("model = \"\"", 1, "as --model takes it"),
    ("theme = light", 1, "with quotes around words"),
    ("theme = \"dark\"\ntheme = \"light\"", 2, "cannot redefine"),
    ("keys = \"n\"", 1, "write [keys]"),
    ("[keys]\nnext-peak = 1", 2, "write a key in quotes"),
    ("[keys]\nnext-peak = [\"n\", 1]", 2, "write a key in quotes"),
    ("[keys]\nnext-peak = \"f5\"\nnothing = \"n\"", 3, "“nothing” is no command"),
    ("[keys]\nhelp = \"f1\"\nnext-peak = \"hyper-n\"", 3, "“hyper-n” is no key"),
    ("[keys]\n\nnext-peak = \"right\"", 3, "cannot be the key of next-peak"),
    ("[keys.next-peak]\na = 1", 1, "write a key in quotes"),
    ("[=]", 1, "expected bare key"),
    ("\u{1B} = 1", 1, "quotes around words"),
    ("\"\\u001B[2J\" = 1", 1, "is no setting"),
  ])
  func `what is wrong is said in a sentence with its line`(
    text: String, line: Int, mention: String
  ) throws {
    let fault = #expect(throws: SettingsFault.self) { try self.config(text) }
    #expect(fault?.line == line, "\(fault?.description ?? "")")
    #expect(fault?.description.contains(mention) == true, "\(fault?.description ?? "")")
    let isHarmless = fault?.description.unicodeScalars.allSatisfy { $0.value >= 0x20 }
    #expect(isHarmless == true)
  }

  @Test func `bytes that are no text are refused with their line`() throws {
    for bytes: [UInt8] in [[0x0A, 0xFF], Array("\na = \"".utf8) + [0x00, 0x22]] {
      let fault = #expect(throws: SettingsFault.self) { try Config(bytes) }
      #expect(fault?.line == 2)
    }
  }

  @Test func `an empty file sets nothing, and an endless one is none`() throws {
    #expect(try config("").choices == Choices())
    let long = [UInt8](repeating: 0x0A, count: largestSettings + 1)
    #expect(throws: SettingsFault.self) { try Config(long) }
    #expect(try Config(long.dropLast()).choices == Choices())
  }

  @Test func `names in names as deep as can be are read or refused`() throws {
    let deep = String(repeating: "a.", count: largestSettings / 2 - 4)
    for text in ["[\(deep)a]\n", "\(deep)a=1\n", String(repeating: "[", count: 9_000)] {
      #expect(throws: SettingsFault.self) { try self.config(text) }
    }
  }

  @Test(arguments: ["plain", "a \"quoted\" \\ one", "\u{1B}[2J\u{202E}é你👩‍👧\u{0}\u{7F}\u{301}", ""])
  func `a string is written so that nothing acts on a terminal, and read as it was`(
    string: String
  ) throws {
    let text = TOMLValue.string(string).text
    #expect(
      text.unicodeScalars.allSatisfy { $0.value >= 0x20 && $0 != "\u{202E}" && $0 != "\u{7F}" })
    let entries = try TOMLValue.document(Array("\(TOMLValue.key(string)) = \(text)".utf8))
    #expect(entries.map(\.key) == [string] && entries.map(\.value) == [.string(string)])
  }
}
