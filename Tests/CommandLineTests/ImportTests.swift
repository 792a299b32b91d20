import FoundationEssentials
import Testing

/// The boundaries between the modules, read from the sources.
@Suite struct ImportTests {
  /// What each module may import of the project's own.
  private static let allowed: [String: Set<String>] = [
    "InformationTheory": [],
    "Basics": [],
    "ShownText": [],
    "GGUF": ["ShownText"],
    "Tokenizers": ["ShownText", "GGUF"],
    "Scoring": ["InformationTheory", "CKernels"],
    "MeasuringSticks": ["InformationTheory", "Scoring", "CDeflate"],
    "Games": ["InformationTheory", "Scoring"],
    "Lessons": ["InformationTheory"],
    "Exploration": ["ShownText", "InformationTheory", "Scoring", "Games", "Lessons"],
    "Display": ["ShownText", "InformationTheory", "Scoring", "Games", "Lessons", "Exploration"],
    "Reports": ["ShownText", "InformationTheory", "Scoring", "Games"],
    "Inference": ["InformationTheory", "Scoring", "GGUF", "Tokenizers", "CKernels"],
    "Runtime": [
      "ShownText", "InformationTheory", "Scoring", "Games", "Lessons", "Exploration", "Display",
      "Reports", "Dispatch",
    ],
    "TerminalUI": ["ShownText", "Exploration", "Display", "Runtime", "CTerminal"],
    "surprisal": [
      "ShownText", "InformationTheory", "GGUF", "Tokenizers", "Scoring", "Games", "Lessons",
      "Inference", "MeasuringSticks", "Exploration", "Display", "Reports", "Runtime",
      "TerminalUI", "CAssets",
      "ArgumentParser",
    ],
  ]

  /// What any module may import: the C library, which comes with `Basics`, and what the system has.
  private static let system: Set = ["Basics", "Synchronization", "FoundationEssentials"]

  /// Modules that nothing but system interfaces may leave: a pure value needs no threads or files.
  private static let pure: Set = [
    "Basics", "ShownText", "InformationTheory", "Scoring", "Games", "Lessons", "MeasuringSticks",
    "Exploration", "Display", "Reports",
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
    let files = try sources(of: module)
    #expect(!files.isEmpty)
    let allowed = try #require(Self.allowed[module]).union(
      module == "Basics" ? ["Glibc", "Darwin"] : Self.system)
    for file in files {
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
    let inC = ["CKernels", "CPeak", "CTerminal", "CAssets", "CDeflate"]
    // A benchmark may measure anything.
    #expect(
      Set(modules).subtracting(inC).subtracting(["surprisal-bench"]) == Set(Self.allowed.keys))
  }
}
