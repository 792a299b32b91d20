import FoundationEssentials
import Testing

/// What is written for people who read or change the project names things that are there.
@Suite struct GuideTests {
  private static let guides = [
    "README.md", "CONTRIBUTING.md", "ARCHITECTURE.md", "Assets/guides/lessons.md",
    "Assets/guides/speed.md", "Assets/guides/saved-texts.md",
  ]

  private func exists(_ path: String) -> Bool {
    FileManager.default.fileExists(atPath: Project.root.appending(path: path).path)
  }

  @Test(arguments: guides)
  func `every file and folder that it names exists`(guide: String) throws {
    let words = try Project.text(guide).split { " \n`()[]'\"|;:,".contains($0) }
    let paths = words.filter { word in
      ["Sources/", "Tests/", "Assets/", ".ci/"].contains { word.hasPrefix($0) }
    }
    for path in paths { #expect(exists(String(path)), "\(path)") }
    if guide == "CONTRIBUTING.md" { #expect(paths.count > 20) }
  }

  @Test(arguments: guides)
  func `every link leads to a file`(guide: String) throws {
    let folder = guide.split(separator: "/").dropLast().joined(separator: "/")
    let links = try Project.text(guide).split(separator: "](").dropFirst().compactMap {
      $0.split(separator: ")").first
    }
    for link in links where !link.hasPrefix("http") {
      #expect(exists(folder + "/" + link), "\(link)")
    }
  }

  @Test(arguments: guides)
  func `every make target is in the Makefile`(guide: String) throws {
    let makefile = try Project.text("Makefile").split(separator: "\n")
    let code = code(in: try Project.text(guide))
    for line in code where line.hasPrefix("make ") {
      let target = line.split(separator: " ")[1]
      #expect(makefile.contains { $0.hasPrefix("\(target):") }, "\(line)")
    }
  }

  @Test func `bits per byte have one spelling, wherever they are named`() throws {
    let folders = try ["Sources", "Assets/lessons", "Assets/guides"].flatMap { folder in
      try FileManager.default.subpathsOfDirectory(
        atPath: Project.root.appending(path: folder).path
      ).map { "\(folder)/\($0)" }
    }.filter { path in [".swift", ".c", ".h", ".md", ".lesson"].contains { path.hasSuffix($0) } }
    #expect(folders.count > 100)
    for path in folders + ["README.md", "CHANGELOG.md", "ARCHITECTURE.md", "CONTRIBUTING.md"] {
      // A comment goes on behind the signs that begin its next line.
      let words = try Project.text(path).split { " \n/".contains($0) }.joined(separator: " ")
      for other in ["bits a byte", "bit a byte", "bits byte", "bits each byte"] {
        #expect(!words.contains(other), "\(path): \(other)")
      }
    }
  }

  @Test(arguments: ["CONTRIBUTING.md", "ARCHITECTURE.md"])
  func `every name in it stands in the sources`(guide: String) throws {
    let sources = try sources()
    let names = code(in: try Project.text(guide)).filter { span in
      span.first?.isLetter == true && span.allSatisfy { $0.isLetter || $0.isNumber || $0 == "." }
    }
    #expect(names.count > 10)
    for name in names where !exists(name) {
      for part in name.split(separator: ".") { #expect(sources.contains(part), "\(name)") }
    }
  }

  /// The words of the sources.
  private func sources() throws -> Set<Substring> {
    var words: Set<Substring> = []
    for folder in ["Sources", "Tests"] {
      let paths = try FileManager.default.subpathsOfDirectory(
        atPath: Project.root.appending(path: folder).path)
      for path in paths where path.hasSuffix(".swift") || path.hasSuffix(".h") {
        words.formUnion(
          try Project.text("\(folder)/\(path)").split { !($0.isLetter || $0.isNumber || $0 == "_") }
        )
      }
    }
    return words.union(
      try FileManager.default.contentsOfDirectory(
        atPath: Project.root.appending(path: "Sources").path
      ).map { $0[...] })
  }

  /// The lines of code blocks, and what stands between backticks.
  private func code(in text: String) -> [String] {
    let blocks = text.split(separator: "\n").filter { $0.hasPrefix("    ") }
    let spans = text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map(\.element)
    return (blocks + spans).map { String($0.trimmingPrefix { $0 == " " }) }
  }
}
