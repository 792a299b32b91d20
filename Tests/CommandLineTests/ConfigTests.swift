import FoundationEssentials
import Testing

/// What the configuration sets, who comes before whom, and how that is printed.
@Suite struct ConfigTests {
  private let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  private func configure(_ text: String) throws {
    try folder.write(Array(text.utf8), to: "config/surprisal/config")
  }

  private func run(_ arguments: String..., environment: [String: String] = [:]) throws -> ProgramRun
  {
    try ProgramRun(
      arguments,
      environment: [
        "XDG_CONFIG_HOME": folder.path("config"), "XDG_STATE_HOME": folder.path("state"),
      ].merging(environment) { $1 })
  }

  /// What `config` prints of a setting: its value, and where that is from.
  private func printed(_ name: String, by run: ProgramRun) throws -> (String, String) {
    let line = try #require(run.lines.first { $0.hasPrefix("\(name) = ") }, "\(run.errors)")
    let parts = line.dropFirst(name.count + 3).split(separator: "#").map {
      $0.split(separator: " ").joined(separator: " ")
    }
    try #require(parts.count == 2)
    return (parts[0], parts[1])
  }

  @Test func `every setting is printed with who has said it`() throws {
    try configure("\ntheme = \"mono\"\nunit = \"nats\"\nmodel = \"dice:6\"\n[keys]\nhelp = \"f5\"")
    try folder.write(
      Array("theme = \"light\"\nview = \"words\"".utf8), to: "state/surprisal/state")
    let all = try run(
      "config", "--start-token", "7", environment: ["SURPRISAL_MODEL": "dice:10"])
    #expect(try printed("theme", by: all) == ("\"mono\"", "config, line 2"))
    #expect(try printed("unit", by: all) == ("\"nats\"", "config, line 3"))
    #expect(try printed("view", by: all) == ("\"words\"", "state"))
    #expect(try printed("model", by: all) == ("\"dice:10\"", "SURPRISAL_MODEL"))
    #expect(try printed("start-token", by: all) == ("7", "command line"))
    #expect(try printed("game", by: all).1 == "default")
    #expect(try printed("help", by: all) == ("[\"f5\"]", "config, line 6"))
    #expect(all.text.contains("# config: \(folder.path("config/surprisal/config"))\n"))
    #expect(all.text.contains("# state: \(folder.path("state/surprisal/state"))\n"))
    let none = try run("config", "--config", "none")
    for name in ["theme", "unit", "view", "big", "model", "start-token", "game"] {
      #expect(try printed(name, by: none).1 == "default", "\(name)")
    }
    let first = try run("config", "--theme", "dark", "--model", "uniform", "--big")
    #expect(try printed("theme", by: first) == ("\"dark\"", "command line"))
    #expect(try printed("big", by: first) == ("\"on\"", "command line"))
    #expect(try printed("model", by: first) == ("\"uniform\"", "command line"))
  }

  /// A setting, and what each who can say something says of it, where the screen is not opened.
  struct Voices: Sendable, CustomStringConvertible {
    let name: String
    var option: [String] = []
    var environment: [String: String] = [:]
    let config: String
    var state: String?
    var description: String { name }
  }

  static let voices = [
    Voices(
      name: "theme", option: ["--theme", "dark"], config: "\"mono\"", state: "\"light\""),
    Voices(name: "unit", config: "\"nats\"", state: "\"bits\""),
    Voices(name: "view", config: "\"words\"", state: "\"running\""),
    Voices(name: "big", option: ["--big"], config: "\"off\"", state: "\"on\""),
    Voices(
      name: "model", option: ["--model", "uniform"], environment: ["SURPRISAL_MODEL": "dice:10"],
      config: "\"dice:6\""),
    Voices(name: "start-token", option: ["--start-token", "7"], config: "3"),
    Voices(name: "game", config: "{ questions = 7 }", state: "{ questions = 8 }"),
  ]

  @Test(arguments: voices)
  func `the option comes first, then environment, configuration and the last run`(voices: Voices)
    throws
  {
    func origin(_ arguments: [String], _ environment: [String: String]) throws -> String {
      let usual = [
        "XDG_CONFIG_HOME": folder.path("config"), "XDG_STATE_HOME": folder.path("state"),
      ]
      let run = try ProgramRun(
        ["config"] + arguments, environment: usual.merging(environment) { $1 })
      return try printed(voices.name, by: run).1
    }
    func expect(_ below: String) throws {
      #expect(try origin([], [:]) == below)
      let named = voices.environment.keys.first ?? below
      #expect(try origin([], voices.environment) == named)
      let first = voices.option.isEmpty ? named : "command line"
      #expect(try origin(voices.option, voices.environment) == first)
    }
    try expect("default")
    if let state = voices.state {
      try folder.write(Array("\(voices.name) = \(state)".utf8), to: "state/surprisal/state")
      try expect("state")
    }
    try configure("\(voices.name) = \(voices.config)")
    try expect("config, line 1")
    #expect(try origin(["--config", "none"], [:]) == "default")
    #expect(
      try origin(["--config", "none"] + voices.option, [:])
        == (voices.option.isEmpty ? "default" : "command line"))
  }

  @Test func `each setting that is printed is one of those of which the order is tested`() throws {
    let names = try run("config").lines.prefix { !$0.isEmpty }.compactMap {
      $0.split(separator: " ").first.map(String.init)
    }
    #expect(names.filter { $0 != "#" } == Self.voices.map(\.name))
  }

  @Test func `what is printed is a configuration that says the same`() throws {
    try configure("theme = \"light\"\nmodel = \"a\\u001B b\"\n[keys]\nnext-peak = [\"f5\", \"f6\"]")
    let first = try run("config")
    #expect(!first.output.contains(0x1B))
    try folder.write(first.output, to: "again")
    let second = try run("config", "--config", folder.path("again"))
    func settings(_ run: ProgramRun) -> [Substring] {
      run.lines.map { $0.prefix { $0 != "#" } }
    }
    #expect(settings(first) == settings(second))
    #expect(settings(second).contains("next-peak = [\"f5\", \"f6\"]  "))
  }

  @Test func `the path is that of the specification, or the one that is named`() throws {
    #expect(try run("config", "--path").text == folder.path("config/surprisal/config") + "\n")
    #expect(try run("config", "--path", "--config", "/x").text == "/x\n")
    let home = try ProgramRun(
      ["config", "--path"], environment: ["HOME": "/home/a", "XDG_CONFIG_HOME": "b"])
    #expect(home.text == "/home/a/.config/surprisal/config\n")
    #expect(try ProgramRun(["config", "--path"]).status == 78)
    #expect(try ProgramRun(["config"]).status == 0)
  }

  @Test(arguments: ["score", "generate"])
  func `model and start token of the configuration hold for a text, unless others are asked for`(
    command: String
  ) throws {
    try configure("model = \"dice:6\"\nstart-token = 3")
    func header(_ arguments: String..., environment: [String: String] = [:]) throws -> String {
      let run = try ProgramRun(
        [command, "1 2", "--format", "json"] + arguments,
        environment: ["XDG_CONFIG_HOME": folder.path("config")].merging(environment) { $1 })
      #expect(run.status == 0, "\(run.errors)")
      return run.text
    }
    let usual = try header()
    #expect(usual.contains("6 faces") && usual.contains("\"start_token\": 3"))
    #expect(try header("--model", "dice:8").contains("8 faces"))
    #expect(try header(environment: ["SURPRISAL_MODEL": "dice:9"]).contains("9 faces"))
    let none = try header("--config", "none", "--model", "dice:6", "--start-token", "2")
    #expect(none.contains("\"start_token\": 2"))
  }

  @Test(arguments: [
    ("theme = light", "line 1: error while parsing value"),
    ("\ncolour = 1", "line 2: “colour” is no setting"),
    ("[keys]\nnext-peak = \"right\"", "line 2: right cannot be the key of next-peak"),
    ("theme = \"\\u001B[31m\"", "line 1: theme cannot be this: write \"dark\""),
  ])
  func `a fault is status 78 and one sentence with file and line`(
    text: String, mention: String
  ) throws {
    try configure(text)
    for command in ["score", "explore", "config"] {
      let run = try ProgramRun(
        command == "config" ? [command] : [command, "1", "--model", "dice:6"],
        environment: ["XDG_CONFIG_HOME": folder.path("config"), "TERM": "xterm"])
      #expect(run.status == 78, "\(command)")
      let place = "surprisal: \(folder.path("config/surprisal/config")), "
      #expect(run.errors.hasPrefix(place + mention), "\(run.errors)")
      #expect(run.errors.split(separator: "\n").count == 1 && !run.errors.contains("\u{1B}"))
      #expect(run.output.isEmpty)
    }
    #expect(try self.run("score", "1", "--model", "dice:6", "--config", "none").status == 0)
  }

  @Test func `a configuration that is not there says nothing, unless it is named`() throws {
    #expect(try run("score", "1", "--model", "dice:6").status == 0)
    let named = try run("score", "1", "--model", "dice:6", "--config", folder.path("none.toml"))
    #expect(named.status == 66 && named.errors.contains("none.toml"))
  }

  @Test func `a script does the same whatever is configured, unless a file is named`() throws {
    try configure("theme = \"light\"\n[keys]\nunit = \"z\"")
    try folder.write(Array("wait\nz\nscreen a\n".utf8), to: "keys")
    func screen(_ arguments: String...) throws -> String {
      let run = try ProgramRun(
        [
          "1 2 3", "--model", "dice:6", "--script", folder.path("keys"), "--screens",
          folder.path("screens"),
        ] + arguments,
        environment: [
          "XDG_CONFIG_HOME": folder.path("config"), "XDG_STATE_HOME": folder.path("state"),
        ])
      #expect(run.status == 0, "\(run.errors)")
      return String(decoding: try folder.read("screens/a.txt"), as: UTF8.self)
    }
    #expect(try screen().contains("entropy 2.58 bits"))
    let file = folder.path("config/surprisal/config")
    #expect(try screen("--config", file).contains("entropy 1.79 nats"))
    #expect(!FileManager.default.fileExists(atPath: folder.path("state")))
  }

  @Test func `the settings that help and manual list are those that are printed`() throws {
    let printed = try run("config").lines.prefix { !$0.isEmpty }.compactMap {
      $0.split(separator: " ").first
    }
    #expect(printed.count > 4)
    let (help, page) = (try run("config", "--help").lines, try run("manual", "config").lines)
    for name in printed {
      #expect(help.contains { $0.hasPrefix("  \(name)  ") }, "\(name)")
      let escaped = String(name).replacing("-", with: "\\-")
      #expect(page.contains { $0.hasPrefix("  \(escaped)  ") }, "\(name)")
    }
  }

  @Test func `the configuration that README shows is one`() throws {
    let section = try #require(
      try Project.text("README.md").split(separator: "\n## ").first { $0.hasPrefix("Settings and") }
    )
    let block = section.split(separator: "\n").filter { $0.hasPrefix("    ") }.map {
      $0.dropFirst(4)
    }
    try configure(block.joined(separator: "\n"))
    let run = try run("config")
    #expect(run.status == 0, "\(run.errors)")
    for name in ["theme", "unit", "view", "big", "model", "start-token", "game", "next-peak"] {
      #expect(try printed(name, by: run).1.hasPrefix("config, line "), "\(name)")
    }
  }
}
