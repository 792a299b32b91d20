import FoundationEssentials
import Testing

/// What `make install` and `make uninstall` do, with the program that stands beside the tests.
@Suite struct InstallTests {
  private static let script = Project.root.appending(path: "Assets/setup/install").path

  private func run(_ arguments: [String], in folder: TemporaryFolder) throws -> ProgramRun {
    try ProgramRun(
      arguments, of: Self.script,
      environment: ["PATH": "/usr/bin:/bin", "PREFIX": "/usr", "DESTDIR": folder.path("root")])
  }

  private func install(in folder: TemporaryFolder) throws {
    let run = try run(["install", ProgramRun.programPath], in: folder)
    try #require(run.status == 0, "\(run.errors)")
  }

  private func files(in folder: TemporaryFolder) throws -> [String] {
    try FileManager.default.subpathsOfDirectory(atPath: folder.path("root")).filter {
      var isFolder = false
      _ = FileManager.default.fileExists(
        atPath: folder.path("root/\($0)"), isDirectory: &isFolder)
      return !isFolder
    }.sorted()
  }

  @Test func `everything that belongs to the program is installed, and no more`() throws {
    let folder = try TemporaryFolder()
    try install(in: folder)
    let schemas = try names(in: "Assets/schemas").map { "share/surprisal/\($0)" }
    let guides = try names(in: "Assets/guides").map { "share/doc/surprisal/guides/\($0)" }
    let pages = try ["surprisal"] + subcommands().map { "surprisal-\($0)" }
    let expected =
      schemas + guides + pages.map { "share/man/man1/\($0).1" } + [
        "bin/surprisal", "share/surprisal/fetch-model", "share/doc/surprisal/README.md",
        "share/doc/surprisal/CHANGELOG.md", "share/doc/surprisal/LICENSE",
        "share/bash-completion/completions/surprisal", "share/zsh/site-functions/_surprisal",
        "share/fish/vendor_completions.d/surprisal.fish",
      ]
    #expect(try files(in: folder) == expected.map { "usr/\($0)" }.sorted())
  }

  @Test func `what is installed is what the program itself says`() throws {
    let folder = try TemporaryFolder()
    try install(in: folder)
    let program = folder.path("root/usr/bin/surprisal")
    func installed(_ path: String) throws -> [UInt8] { try folder.read("root/usr/share/\(path)") }
    #expect(try ProgramRun(["--version"], of: program).text == Project.text("VERSION"))
    #expect(
      try installed("surprisal/game.schema.json") == ProgramRun(["play", "--schema"]).output)
    for (page, arguments) in [("surprisal", []), ("surprisal-score", ["score"])] {
      #expect(try installed("man/man1/\(page).1") == ProgramRun(["manual"] + arguments).output)
    }
    for (place, shell) in [
      ("bash-completion/completions/surprisal", "bash"), ("zsh/site-functions/_surprisal", "zsh"),
      ("fish/vendor_completions.d/surprisal.fish", "fish"),
    ] {
      #expect(
        try installed(place) == ProgramRun(["--generate-completion-script", shell]).output)
    }
    let fetching = try ProgramRun([], of: folder.path("root/usr/share/surprisal/fetch-model"))
    #expect(fetching.errors.contains("set HOME or XDG_DATA_HOME"))
  }

  @Test func `what is installed is removed again, and nothing else`() throws {
    let folder = try TemporaryFolder()
    try folder.write([], to: "root/usr/share/man/man1/other.1")
    try install(in: folder)
    let run = try run(["uninstall"], in: folder)
    #expect(run.status == 0)
    #expect(try files(in: folder) == ["usr/share/man/man1/other.1"])
    #expect(try folder.contents(of: "root/usr/share").contains("surprisal") == false)
    #expect(try folder.contents(of: "root/usr/share/doc") == [])
    #expect(try self.run(["uninstall"], in: folder).text.hasPrefix("removed 0 files"))
  }

  @Test func `a place that cannot be written to is a sentence`() throws {
    let run = try ProgramRun(
      ["install", ProgramRun.programPath], of: Self.script,
      environment: ["PATH": "/usr/bin:/bin", "PREFIX": "/proc/none"])
    #expect(run.status == 1)
    #expect(run.errors.contains("set PREFIX=$HOME/.local"))
  }

  @Test func `installing needs no network and no administrator`() throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(
      ["-n", "-C", Project.root.path, "install", "PREFIX=" + folder.path("usr")],
      of: "/usr/bin/make", environment: ["PATH": "/usr/bin:/bin", "HOME": "/"])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.text.contains("install-packages --check\n"))
    for word in ["fetch-model", "swift package", "apt-get"] { #expect(!run.text.contains(word)) }
  }

  @Test func `a header that is missing is named in one sentence, and nothing is installed`() throws
  {
    let folder = try TemporaryFolder()
    let touched = folder.path("touched")
    for (name, text) in [
      ("swift", "exit 0"), ("clang", "exit 1"), ("apt-get", "touch \(touched)"),
      ("sudo", "touch \(touched)"),
    ] {
      try folder.writeScript("#!/bin/sh\n\(text)\n", to: "bin/\(name)")
    }
    let run = try ProgramRun(
      ["--check"], of: Project.root.appending(path: "Assets/setup/install-packages").path,
      environment: ["PATH": folder.path("bin") + ":/usr/bin:/bin"])
    #expect(run.status == 1)
    #expect(
      run.errors == "setup: building needs libncurses-dev zlib1g-dev libmicrohttpd-dev "
        + "libcurl4-openssl-dev libtomlplusplus-dev: install them, or run `make setup`\n")
    #expect(!FileManager.default.fileExists(atPath: touched))
  }

  private func names(in folder: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(
      atPath: Project.root.appending(path: folder).path)
  }

  /// The subcommands that the help lists, but the one that needs no name.
  private func subcommands() throws -> [String] {
    try ProgramRun(["--help"]).lines.drop { $0 != "SUBCOMMANDS:" }.dropFirst()
      .prefix { $0.hasPrefix("  ") }
      .filter { !$0.contains("(default)") && !$0.hasPrefix("   ") }
      .compactMap { $0.split(separator: " ").first.map(String.init) }
  }
}
