import Testing

/// The version is written in one place.
@Suite struct VersionTests {
  private let version: [Int]
  private let changelog: [Substring]

  init() throws {
    let text = try Project.text("VERSION")
    try #require(text.hasSuffix("\n") && text.split(separator: "\n").count == 1)
    version = text.dropLast().split(separator: ".").compactMap { Int($0) }
    changelog = try Project.text("CHANGELOG.md").split(separator: "\n")
  }

  private var written: String { version.map(String.init).joined(separator: ".") }

  @Test func `it is three numbers, and what the program says`() throws {
    #expect(version.count == 3)
    #expect(try ProgramRun(["--version"]).text == written + "\n")
  }

  @Test func `no source repeats it`() throws {
    for file in ["Sources/surprisal/Surprisal.swift", "Makefile", "Assets/setup/install"] {
      #expect(try !Project.text(file).contains(written), "\(file)")
    }
  }

  @Test func `the changelog has it as its newest, or changes that are to become it`() {
    let headings = changelog.filter { $0.hasPrefix("## [") }
    let newest = headings.first { !$0.contains("Unreleased") }
    #expect(headings.first == "## [Unreleased]")
    let number = newest?.dropFirst(4).prefix { $0 != "]" }.split(separator: ".").compactMap {
      Int($0)
    }
    if number != version {
      #expect((number ?? []).lexicographicallyPrecedes(version))
      #expect(
        changelog.drop { $0 != "## [Unreleased]" }.dropFirst().first?.hasPrefix("### ") == true)
    }
  }
}
