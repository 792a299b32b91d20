import FoundationEssentials
import Testing

/// The boundaries between the modules, read from the sources.
@Suite struct ImportTests {
  /// What each module may import of the project's own: the table in ARCHITECTURE.md.
  private static let allowed: [String: Set<String>] = {
    let rows = ((try? Project.text("ARCHITECTURE.md")) ?? "").split(separator: "\n")
      .map { $0.split(separator: "|") }.filter { $0.count == 3 && $0[0].hasPrefix(" `") }
    let names = rows.map { spans(in: $0[0])[0] }
    return Dictionary(
      zip(names, rows).map { name, row in
        let all = row[2].contains("all above") ? Set(names.prefix { $0 != name }) : []
        return (name, all.union(spans(in: row[2])))
      }, uniquingKeysWith: { $0.union($1) })
  }()

  /// What stands between backticks.
  private static func spans(in text: Substring) -> [String] {
    text.split(separator: "`", omittingEmptySubsequences: false).enumerated()
      .filter { $0.offset % 2 == 1 }.map { String($0.element) }
  }

  /// What a module may import beside that.
  private static let others: [String: Set] = [
    "Basics": ["Glibc", "Darwin"], "Runtime": ["Dispatch"], "Serving": ["Dispatch"],
    "RemoteScoring": ["Dispatch"],
    "surprisal": ["ArgumentParser"],
  ]

  /// What any module may import: the C library, which comes with `Basics`, and what the system has.
  private static let system: Set = ["Basics", "Synchronization", "FoundationEssentials"]

  /// Modules that nothing but system interfaces may leave: a pure value needs no threads or files.
  private static let pure: Set = [
    "Basics", "ShownText", "InformationTheory", "Scoring", "Games", "Lessons", "MeasuringSticks",
    "JSON",
    "World", "Exploration", "Display", "Reports", "Settings", "Tables", "TextLists",
  ]

  private func sources(of module: String) throws -> [URL] {
    let folder = Project.root.appending(path: "Sources/\(module)")
    let names = try FileManager.default.subpathsOfDirectory(atPath: folder.path)
    return names.filter { $0.hasSuffix(".swift") }.map { folder.appending(path: $0) }
  }

  /// The names after `import` in a file, whatever attributes stand before it.
  private func imports(in file: URL) throws -> [String] {
    let text = String(decoding: try Data(contentsOf: file), as: UTF8.self)
    return text.split(separator: "\n").compactMap { line in
      let words = line.split(separator: " ")
      guard let place = words.firstIndex(of: "import"), place + 1 < words.count,
        words[..<place].allSatisfy({ $0.hasPrefix("@") || $0 == "public" || $0 == "internal" })
      else { return nil }
      return String(words[place + 1].prefix { $0 != "." })
    }
  }

  @Test(arguments: allowed.keys.sorted())
  func `a module imports only what its place allows`(module: String) throws {
    let allowed = try #require(Self.allowed[module]).union(Self.system)
      .union(Self.others[module] ?? [])
    for file in try sources(of: module) {
      for name in try imports(in: file) {
        #expect(allowed.contains(name), "\(module)/\(file.lastPathComponent) imports \(name)")
      }
    }
  }

  @Test(arguments: pure.sorted())
  func `a pure module uses neither Foundation nor threads`(module: String) throws {
    for file in try sources(of: module) {
      let names = try imports(in: file)
      #expect(!names.contains("FoundationEssentials") && !names.contains("Synchronization"))
    }
  }

  @Test func `every module in the sources has its place`() throws {
    let folder = Project.root.appending(path: "Sources")
    let modules = try FileManager.default.contentsOfDirectory(atPath: folder.path)
      .filter { !$0.hasPrefix(".") }
    // A benchmark may measure anything.
    #expect(Set(modules).subtracting(["surprisal-bench"]) == Set(Self.allowed.keys))
    #expect(Self.allowed["Inference"]?.isSuperset(of: ["Scoring", "CKernels"]) == true)
  }

  @Test func `a library is named by the module that calls it, and nowhere else`() throws {
    for (module, libraries) in [
      ("CCurl", ["curl"]), ("CDeflate", ["z"]), ("CHTTPServer", ["microhttpd"]),
      ("CTerminal", ["ncursesw", "tinfo"]),
    ] {
      let map = try Project.text("Sources/\(module)/include/module.modulemap")
      for library in libraries {
        #expect(map.contains("link \"\(library)\""), "\(module): \(library)")
        #expect(!(try Project.text("Makefile")).contains(" -l\(library)"))
      }
    }
    #expect(!(try Project.text("Package.swift")).contains("linkedLibrary"))
  }
}
