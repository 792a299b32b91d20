import FoundationEssentials
import Testing

/// `surprisal play`: usage, files, and one whole game at a keyboard.
@Suite(.timeLimit(.minutes(3))) struct PlayTests {
  @Test(arguments: [
    (["--game", "chess"], "chess"), (["--by", "page"], "page"), (["--questions", "0"], "1 to 500"),
    (["--players", " , "], "0 players"), (["--players", "a,b,c,d,e,f,g,h,i"], "9 players"),
    (["--shown=-1"], "0 or more"), (["--replay", "x", "--save", "y"], "neither"),
    (["--replay", "x", "a text"], "neither"), (["--size", "24x80"], "--script"),
  ])
  func `wrong usage is status 64 and names what is wrong`(
    arguments: [String], mention: String
  ) throws {
    let run = try ProgramRun(["play"] + arguments)
    #expect(run.status == 64)
    #expect(run.errors.contains(mention), "\(run.errors)")
  }

  @Test func `the schema is printed`() throws {
    let run = try ProgramRun(["play", "--schema"])
    #expect(run.status == 0)
    #expect(run.text == (try Project.text("Assets/schemas/game.schema.json")))
  }

  @Test func `a game is not saved over a file, nor where there is no folder`() throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "old.json")
    for (name, mention) in [("old.json", "exists already"), ("none/new.json", "folder")] {
      let run = try ProgramRun(["play", "--save", folder.path(name)])
      #expect(run.status == 74 && run.errors.contains(mention), "\(run.errors)")
    }
  }

  private static let good = """
    {"schema": "surprisal.game/1", "model": "M", "shown": 1, "text": "ab", "bytes": "6162",
    "rules": {"game": "guess", "by": "letter", "players": ["A"], "questions": 5, "temperature": 1},
    "rounds": [{"offset": 1, "length": 1, "answers": ["b"], "place": 20, "model": null,
    "plays": [{"player": 0, "guesses": ["b"], "gave_up": false, "chips": []}]}], "scores": []}
    """

  @Test(arguments: [
    ("", "", "not JSON"), (good, "[1", "not JSON"), ("\"shown\": 1, ", "", ".shown is missing"),
    ("\"shown\": 1", "\"shown\": \"1\"", ".shown has another type"),
    ("game/1", "game/9", "game/9"), ("6162", "616", "bytes"), ("6162", "61zz", "bytes"),
    ("6162", "", "not valid"), ("\"letter\"", "\"page\"", "rules"),
    ("\"temperature\": 1", "\"temperature\": -1", "rules"),
    ("\"offset\": 1", "\"offset\": 9223372036854775807", "not valid"),
    ("\"offset\": 1", "\"offset\": 0", "question 1"), ("\"player\": 0", "\"player\": 7", "player"),
    ("[\"A\"]", "[]", "0 players"), ("[\"b\"], \"gave_up\"", "[], \"gave_up\"", "guess"),
  ])
  func `a file that is no game is status 65 and says what is wrong`(
    part: String, other: String, mention: String
  ) throws {
    let folder = try TemporaryFolder()
    let text = part.isEmpty ? "" : Self.good.replacing(part, with: other)
    try folder.write(Array(text.utf8), to: "game.json")
    let run = try ProgramRun(["play", "--replay", folder.path("game.json")])
    #expect(run.status == 65, "\(run.errors)")
    #expect(run.errors.contains(mention), "\(run.errors)")
  }

  @Test func `a game is looked at again without a model`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array(Self.good.utf8), to: "game.json")
    try folder.write(Array("screen one\nright\nscreen two".utf8), to: "keys")
    let run = try ProgramRun(
      [
        "play", "--replay", folder.path("game.json"), "--script", folder.path("keys"), "--screens",
        folder.path("frames"), "--model", folder.path("none.gguf"),
      ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(
      String(decoding: try folder.read("frames/one.txt"), as: UTF8.self).contains("“b” it was"))
    #expect(
      String(decoding: try folder.read("frames/two.txt"), as: UTF8.self).contains("scoreboard"))
  }

  @Test(.disabled(if: TestModel.isAbsent, TestModel.advice))
  func `one whole game of two teams is played, saved and looked at again`() throws {
    let folder = try TemporaryFolder()
    let file = folder.path("game.json")
    let environment: [String: String?] = ["SURPRISAL_MODEL": TestModel.path]
    let terminal = try Program.inTerminal(
      [
        "play", "The cat sat on the mat.", "--players", "Owls,Bears", "--shown", "3", "--questions",
        "6", "--save", file,
      ], environment: environment)
    #expect(terminal.sees("Owls, Bears") && terminal.sees("6 at most"))
    #expect(terminal.sees("this text, behind “The cat sat”"))
    #expect(!terminal.screen.text.contains("mat"))
    terminal.send("\r")
    #expect(terminal.sees("what comes next"))
    #expect(terminal.sees("The cat sat▁") && !terminal.screen.text.contains("mat"))
    terminal.send("e")
    #expect(terminal.sees("not  e"))
    terminal.send(" ")
    #expect(terminal.sees("2 guesses") && terminal.sees("Bears: what"))
    terminal.send("on")
    #expect(terminal.sees("question 4"))
    terminal.send("\t")
    #expect(terminal.sees("gave up at once"))
    terminal.send("th")
    #expect(terminal.sees("scoreboard") && terminal.sees("saved the game"))
    #expect(terminal.sees("all together") && terminal.sees("Shannon 1951"))
    terminal.send("\u{1B}")
    #expect(terminal.sees("perplexity") && terminal.sees("mat"))
    terminal.send("q")
    #expect(terminal.exitStatus() == 0)
    #expect(terminal.isRestored, "\(terminal.screen.leftovers) \(terminal.screen.faults)")

    let replay = try Program.inTerminal(["play", "--replay", file], environment: environment)
    #expect(replay.sees("REPLAY") && replay.sees("Owls  2 guesses"))
    replay.send("\u{1B}[F")
    #expect(replay.sees("scoreboard"))
    replay.send("q")
    #expect(replay.sees("perplexity"))
    replay.send("q")
    #expect(replay.exitStatus() == 0)
  }

  @Test func `a file that appeared during the game is not written over`() throws {
    let folder = try TemporaryFolder()
    let terminal = try Program.inShell(
      "cd \(folder.path("")) && exec \"$0\" play 'the dog sees the cat' --model world --players Ada "
        + "--shown 3 --questions 1 --save game.json")
    #expect(terminal.sees("Ada"))
    terminal.send("\r")
    #expect(terminal.sees("what comes next"))
    try folder.write(Array("theirs".utf8), to: "game.json")
    terminal.send("\t")
    #expect(terminal.sees("saved the game in surprisal-game-1.json"))
    #expect(try folder.read("game.json") == Array("theirs".utf8))
    terminal.send("Q")
    #expect(terminal.exitStatus() == 0)
    let replay = try ProgramRun(["play", "--replay", folder.path("surprisal-game-1.json")])
    #expect(replay.status != 65, "\(replay.errors)")
  }

  @Test(.disabled(if: TestModel.isAbsent, TestModel.advice))
  func `a game of bets on words is played to its end`() throws {
    let terminal = try Program.inTerminal(
      [
        "play", "The capital of France is Paris.", "--game", "bets", "--by", "word", "--shown", "4",
        "--players", "Ada",
      ], environment: ["SURPRISAL_MODEL": TestModel.path])
    #expect(terminal.sees("bets") && terminal.sees("word by word"))
    terminal.send("\r")
    #expect(terminal.sees("94 of 100 chips"))
    #expect(!terminal.screen.text.contains("Paris"))
    terminal.send("\u{1B}[C\u{1B}[C\r")
    #expect(terminal.sees("bits lost") && terminal.sees("without chips"))
    terminal.send("\r")
    #expect(terminal.sees("question 2") && terminal.sees("chips in the hand"))
    terminal.send("\r")
    #expect(terminal.sees("Paris"))
    terminal.send("\r")
    #expect(terminal.sees("scoreboard") && terminal.sees("Cover and King 1978"))
    terminal.send("q")
    #expect(terminal.sees("perplexity"))
    terminal.send("q")
    #expect(terminal.sees("The last game is not saved. Quit?") && terminal.sees("save the game"))
    terminal.send("y")
    #expect(terminal.exitStatus() == 0)
  }
}
