import FoundationEssentials
import Testing

/// What README tells people to type exists.
@Suite struct DocumentationTests {
  private let readme: String

  init() throws { readme = try Project.text("README.md") }

  /// The lines of code blocks, and what stands between backticks.
  private var code: [String] {
    let blocks = readme.split(separator: "\n").filter { $0.hasPrefix("    ") }
    let spans = readme.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map(\.element)
    return (blocks + spans).map { $0.trimmingPrefix { $0 == " " } }.map(String.init)
  }

  @Test func `every make target in README is in the Makefile`() throws {
    let makefile = try Project.text("Makefile").split(separator: "\n")
    let targets = code.filter { $0.hasPrefix("make ") }.compactMap {
      $0.split(separator: " ").dropFirst().first
    }
    #expect(Set(targets).isSuperset(of: ["run", "test", "install", "bench", "format"]))
    for target in targets {
      #expect(makefile.contains { $0.hasPrefix("\(target):") }, "make \(target)")
    }
  }

  @Test func `README names what helps where the program could not put the terminal back`() {
    #expect(readme.contains("`kill -9`") && readme.contains("`reset`"))
  }

  @Test func `every option in README is in the help`() throws {
    let names = [
      "score", "compare", "explore", "generate", "play", "lesson", "train", "config", "world",
      "models", "serve", "open",
    ]
    let known = try Dictionary(uniqueKeysWithValues: names.map { ($0, try options(of: $0)) })
    let commands = code.filter {
      $0.hasPrefix("surprisal ") || $0.hasPrefix("--") || $0.contains("| surprisal")
    }
    #expect(commands.count > 10)
    for command in commands {
      let words = command.split { $0 == " " || $0 == "|" }.map(String.init)
      let name = words.drop { $0 != "surprisal" }.dropFirst().first
      // Without a command it explores; without the program, any command may be meant.
      let options =
        words.contains("surprisal")
        ? known[name ?? ""] ?? known["explore"]
        : known.values.reduce(into: []) { $0?.formUnion($1) }
      for word in words where word.hasPrefix("-") && word != "-" {
        #expect(options?.contains(word) == true, "\(word) in `\(command)`")
      }
    }
  }

  /// The options that the help of a command lists: an example of one is no promise.
  private func options(of command: String) throws -> Set<String> {
    let lines = try ProgramRun([command, "--help"]).text.split(separator: "\n")
    return Set(
      lines.filter { $0.hasPrefix("  -") }.flatMap { line in
        line.split { $0 == " " || $0 == "," || $0 == "/" }.prefix { $0.hasPrefix("-") }.map(
          String.init)
      })
  }

  @Test func `the list of a command's options has their short names too`() throws {
    #expect(
      try options(of: "score").isSuperset(of: ["-f", "--file", "--top", "-T", "--temperature"]))
  }

  @Test func `every file that README links to exists`() {
    let links = readme.split(separator: "](").dropFirst().compactMap {
      $0.split(separator: ")").first
    }.filter { !$0.hasPrefix("http") && !$0.hasPrefix("Assets/pictures/") }
    #expect(links.contains("LICENSE"))
    for link in links {
      let path = Project.root.appending(path: String(link)).path
      #expect(FileManager.default.fileExists(atPath: path), "\(link)")
    }
  }

  @Test func `every documented exit status is in the help`() throws {
    let help = try ProgramRun(["--help"]).text
    for status in [64, 65, 66, 69, 70, 74, 76, 77, 78] { #expect(help.contains(" \(status)  ")) }
  }
}
