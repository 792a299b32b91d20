import FoundationEssentials
import Testing

/// The pages of the manual say what the program does.
@Suite struct ManualTests {
  private static let commands = [
    "score", "compare", "generate", "play", "lesson", "world", "serve", "models", "config",
  ]

  private func page(_ command: String = "") throws -> String {
    let run = try ProgramRun(["manual"] + (command.isEmpty ? [] : [command]))
    try #require(run.status == 0, "\(run.errors)")
    return run.text
  }

  /// A page as it is read: without requests, each escape that the pages use as its character, each run
  /// of spaces as one.
  private func read(_ page: String) -> String {
    let lines = page.split(separator: "\n").map {
      $0.hasPrefix(".") ? $0.drop { $0 != " " }.filter { $0 != "\"" } : String($0)
    }
    var text = lines.joined(separator: "\n")
    for (escape, character) in [
      ("\\-", "-"), ("\\(aq", "'"), ("\\(dq", "\""), ("\\(ga", "`"), ("\\(ha", "^"), ("\\(ti", "~"),
      ("\\&", ""),
    ] {
      text.replace(escape, with: character)
    }
    while let start = text.firstRange(of: "\\[u") {
      let digits = text[start.upperBound...].prefix { $0 != "]" }
      let scalar = UInt32(digits, radix: 16).flatMap(Unicode.Scalar.init) ?? "?"
      text.replaceSubrange(start.lowerBound...digits.endIndex, with: String(scalar))
    }
    text.replace("\\(rs", with: "\\")
    return text.split { $0.isWhitespace }.joined(separator: " ")
  }

  /// The options in a text: words that begin with two hyphens, or one and a letter.
  private func options(in text: String) -> Set<Substring> {
    Set(
      text.split { !($0.isLetter || $0.isNumber || $0 == "-") }
        .filter { $0.count > 1 && $0.hasPrefix("-") && $0.contains(where: \.isLetter) })
  }

  @Test(arguments: ["explore"] + commands)
  func `every option of the help is on the page, and no other`(command: String) throws {
    let page = options(in: read(try page(command == "explore" ? "" : command)))
    let help = try ProgramRun([command, "--help"]).lines.filter { $0.hasPrefix("  -") }
    let own = options(in: help.joined(separator: "\n"))
    #expect(own.isSuperset(of: ["--help", "--version"]))
    #expect(own.contains("--model") == (command != "world" && command != "models"))
    #expect(own.subtracting(page) == [])
    let known = try (["explore"] + Self.commands).map { try ProgramRun([$0, "--help"]).text }
    #expect(page.subtracting(options(in: known.joined(separator: "\n"))) == [])
  }

  @Test(arguments: commands)
  func `a page begins as whatis and its readers expect`(command: String) throws {
    let lines = try page(command).split(separator: "\n")
    let version = try Project.text("VERSION").dropLast()
    #expect(lines[0].hasPrefix(".TH \"SURPRISAL\\-\(command.uppercased())\" 1 "))
    #expect(lines[0].contains("\"surprisal \(version)\""))
    let name = try #require(lines.firstIndex(of: ".SH \"NAME\""))
    #expect(lines[name + 1].hasPrefix("surprisal\\-\(command) \\- "))
    let isListed = try page().contains("surprisal\\-\(command)(1)")
    #expect(isListed)
  }

  @Test func `every key of the help is on the page, with what it does`() throws {
    let folder = try TemporaryFolder()
    try folder.write(Array("?\nscreen help\n".utf8), to: "help.keys")
    let run = try ProgramRun([
      "--model", "dice:6", "--script", folder.path("help.keys"), "--size", "500x100",
      "--screens", folder.path("screens"), "1",
    ])
    try #require(run.status == 0, "\(run.errors)")
    let screen = String(decoding: try folder.read("screens/help.txt"), as: UTF8.self)
    let lines = screen.split(separator: "\n").map {
      $0.split { $0.isWhitespace }.joined(separator: " ")
    }
    let first = try #require(lines.firstIndex(of: "Reading a text"))
    let numbers = try #require(lines.firstIndex(of: "What the numbers mean"))
    let others = try #require(lines.firstIndex { $0.hasPrefix("Other panels; ") })
    let last = try #require(lines.firstIndex { $0.hasPrefix("Shift-drag ") })
    let keys = lines[first..<numbers] + lines[others...last]
    #expect(keys.count > 150)
    let page = read(try page())
    #expect(keys.filter { !page.contains($0) } == [])
  }

  @Test func `every variable that the program reads is in help and manual`() throws {
    let ways = ["getenv(\"", "environmentVariable(\"", "environment[\"", "value(\"", "absolute(\""]
    var names: Set<String> = []
    for source in try sources() {
      for way in ways {
        for piece in source.split(separator: way, omittingEmptySubsequences: false).dropFirst() {
          let name = piece.prefix { $0 != "\"" }
          if name == name.uppercased() { names.insert(String(name)) }
        }
      }
    }
    #expect(names.isSuperset(of: ["SURPRISAL_MODEL", "SURPRISAL_ISA", "NO_COLOR", "TERM"]))
    let (help, page) = (try ProgramRun(["--help"]).text, try page())
    for name in names {
      let isKnown = (help.contains("  \(name)  "), page.contains(".B \"\(name)\""))
      #expect(isKnown == (true, true), "\(name)")
    }
  }

  private func sources() throws -> [String] {
    let folder = Project.root.appending(path: "Sources").path
    return try FileManager.default.subpathsOfDirectory(atPath: folder)
      .filter { $0.hasSuffix(".swift") || $0.hasSuffix(".c") }
      .filter { !$0.hasPrefix("surprisal-bench/") }
      .map { try Project.text("Sources/\($0)") }
  }

  @Test func `every exit status is in help and manual`() throws {
    let source = try Project.text("Sources/surprisal/CommandError.swift")
    let statuses = source.split(separator: "\n").compactMap { line -> Substring? in
      line.contains("case ") && line.contains(" = ") ? line.split(separator: " ").last : nil
    }
    #expect(statuses.count >= 6)
    let (help, page) = (try ProgramRun(["--help"]).text, try page("score"))
    for status in ["0"] + statuses {
      let isKnown = (help.contains("\n  \(status)  "), page.contains(".B \"\(status)\""))
      #expect(isKnown == (true, true), "\(status)")
    }
  }

  @Test(arguments: [""] + commands)
  func `a page is ASCII, of known requests alone`(command: String) throws {
    let page = try page(command)
    let known: Set<Substring> = [
      ".TH", ".nr", ".nh", ".ad", ".SH", ".SS", ".PP", ".TP", ".IP", ".B", ".EX", ".EE",
    ]
    #expect(page.utf8.allSatisfy { $0 == 0x0A || (0x20...0x7E).contains($0) })
    for line in page.split(separator: "\n") where line.hasPrefix(".") || line.hasPrefix("'") {
      #expect(known.contains(line.prefix { $0 != " " }), "\(line)")
    }
  }

  private static let hasGroff = FileManager.default.fileExists(atPath: "/usr/bin/groff")

  @Test(.enabled(if: hasGroff, "there is no groff here"), arguments: [""] + commands)
  func `groff has nothing to say against a page`(command: String) throws {
    let folder = try TemporaryFolder()
    try folder.write(Array(try page(command).utf8), to: "page.1")
    let run = try ProgramRun(
      ["-man", "-Tutf8", "-ww", folder.path("page.1")], of: "/usr/bin/groff",
      environment: ["PATH": "/usr/bin:/bin"])
    #expect(run.status == 0)
    #expect(run.errors.isEmpty, "\(run.errors)")
    #expect(run.lines.count > 100)
  }

  @Test func `a page that is not there is refused by name`() throws {
    let run = try ProgramRun(["manual", "nothing"])
    #expect(run.status == 64)
    #expect(run.errors.contains("nothing") && run.errors.contains("generate"))
  }
}
