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

  @Test func `every option in README is in the help`() throws {
    let help = try ["score", "explore", "generate", "play", "lesson"].map {
      try ProgramRun([$0, "--help"]).text
    }
    .joined(separator: " ")
    let known = Set(help.split { !($0.isLetter || $0.isNumber || $0 == "-") })
    let commands = code.filter {
      $0.hasPrefix("surprisal ") || $0.hasPrefix("--") || $0.contains("| surprisal")
    }
    #expect(commands.count > 10)
    for command in commands {
      for word in command.split(separator: " ") where word.hasPrefix("-") && word != "-" {
        #expect(known.contains(word), "\(command)")
      }
    }
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
    for status in [64, 65, 66, 69, 70, 74] { #expect(help.contains(" \(status)  ")) }
  }
}
