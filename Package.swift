// swift-tools-version: 6.2
import PackageDescription

/// Rules for every Swift target: warnings are errors, and each unsafe expression says so.
let swiftRules: [SwiftSetting] = [
  .swiftLanguageMode(.v6),
  .treatAllWarnings(as: .error),
  .strictMemorySafety(),
]

/// Rules for most tests: what they test is optimized, they themselves need not be, and compile in a third of
/// the time. Those that hold explorers are, as several of them at once are more than a thread's stack takes.
let testRules = swiftRules + [.unsafeFlags(["-Onone"])]

/// Rules for what holds an explorer, which is a large value: it is copied in lines of thousands of moves, and
/// looking for vectors in them (LLVM's SLP vectorizer) took more than half of the time to compile.
let explorerRules = swiftRules + [.unsafeFlags(["-Xllvm", "-vectorize-slp=false"])]

/// Rules for every C target. Kernels stay optimized in debug builds, where a model is scored in tests.
let cRules: [CSetting] = [
  .treatAllWarnings(as: .error),
  .unsafeFlags(["-O3", "-Wall", "-Wextra"]),
]

/// Rules for every C++ target.
let cxxRules: [CXXSetting] = [
  .treatAllWarnings(as: .error),
  .unsafeFlags(["-O2", "-Wall", "-Wextra"]),
]

/// What every Swift module may use.
let basics: [Target.Dependency] = ["Basics"]

/// A Swift module under `Sources/` that follows the rules.
func module(
  _ name: String, uses dependencies: [Target.Dependency] = [],
  by rules: [SwiftSetting] = swiftRules
) -> Target {
  .target(name: name, dependencies: basics + dependencies, swiftSettings: rules)
}

/// The tests of a module, under `Tests/`, and files beside them that are not compiled.
func tests(
  of name: String, using dependencies: [Target.Dependency] = [], besides files: [String] = [],
  by rules: [SwiftSetting] = testRules
) -> Target {
  .testTarget(
    name: "\(name)Tests", dependencies: basics + [.byName(name: name)] + dependencies,
    exclude: files,
    swiftSettings: rules)
}

let package = Package(
  name: "surprisal",
  products: [
    .executable(name: "surprisal", targets: ["surprisal"]),
    // What `make fuzz` links with libFuzzer.
    .library(name: "Fuzzing", type: .static, targets: ["Fuzzing"]),
  ],
  dependencies: [
    .package(url: "https://github.com/apple/swift-argument-parser", from: "1.8.2")
  ],
  targets: [
    // C corners: each behind a header of plain functions. Whose stand on a library name it in their
    // module map, so that it is linked wherever they are, in what `make fuzz` makes too.
    .target(name: "CKernels", cSettings: cRules),
    .target(name: "CMapping", cSettings: cRules),
    .target(
      name: "CTerminal", dependencies: ["CMapping"],
      cSettings: cRules + [.define("NCURSES_WIDECHAR", to: "1")]),
    .target(name: "CAssets", cSettings: cRules),
    .target(name: "CDeflate", cSettings: cRules),
    .target(name: "CHTTPServer", cSettings: cRules),
    .target(name: "CTOML", cxxSettings: cxxRules),
    .target(name: "CCurl", cSettings: cRules),

    // Pure values.
    .target(name: "Basics", swiftSettings: swiftRules),
    module("ShownText"),
    module("InformationTheory"),
    module("GGUF", uses: ["ShownText", "CMapping"]),
    module("JSON", uses: ["ShownText"]),
    module("Safetensors", uses: ["ShownText", "JSON", "GGUF"]),
    module("Tokenizers", uses: ["ShownText", "GGUF"]),
    module("Scoring", uses: ["InformationTheory", "CKernels"]),
    module("MeasuringSticks", uses: ["InformationTheory", "Scoring", "CDeflate"]),
    module("World", uses: ["InformationTheory", "Scoring"]),
    module("Games", uses: ["InformationTheory", "Scoring"]),
    module("Lessons", uses: ["InformationTheory"]),
    module(
      "Exploration", uses: ["ShownText", "InformationTheory", "Scoring", "Games", "Lessons"],
      by: explorerRules),
    module(
      "Display",
      uses: ["ShownText", "InformationTheory", "Scoring", "Games", "Lessons", "Exploration"],
      by: explorerRules),
    module("TextLists", uses: ["ShownText", "JSON", "Tables"]),
    module("Reports", uses: ["ShownText", "JSON", "InformationTheory", "Scoring", "Games"]),
    module(
      "Settings", uses: ["ShownText", "Scoring", "Games", "Lessons", "Exploration", "CTOML"]),

    module("ModelStores"),
    module("Tables"),

    // Effects.
    module("Computing", uses: ["CKernels"]),
    module(
      "Inference",
      uses: ["InformationTheory", "Scoring", "GGUF", "Tokenizers", "Computing", "CKernels"]),
    module(
      "Training",
      uses: ["InformationTheory", "Scoring", "GGUF", "Tokenizers", "Computing", "CKernels"]),
    module(
      "RemoteScoring", uses: ["ShownText", "InformationTheory", "JSON", "Scoring", "CCurl"]),
    module(
      "Runtime",
      uses: [
        "ShownText", "InformationTheory", "Scoring", "Games", "Lessons", "Exploration", "Display",
        "Reports",
      ], by: explorerRules),
    module(
      "Serving",
      uses: [
        "ShownText", "InformationTheory", "JSON", "Tokenizers", "Scoring", "Reports",
        "CHTTPServer",
      ]),
    module(
      "TerminalUI", uses: ["ShownText", "Exploration", "Display", "Runtime", "CTerminal"],
      by: explorerRules),
    .executableTarget(
      name: "surprisal",
      dependencies: basics + [
        "ShownText", "InformationTheory", "JSON", "GGUF", "Safetensors", "Tokenizers", "Scoring",
        "Games", "Lessons", "ModelStores", "Tables", "Computing", "Inference", "Training",
        "MeasuringSticks",
        "World", "RemoteScoring",
        "Exploration",
        "Display", "TextLists", "Reports",
        "Runtime", "Serving", "TerminalUI", "Settings", "CAssets",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftRules),

    // What README's table of measurements is made by.
    .target(name: "CPeak", cSettings: cRules),
    .executableTarget(
      name: "surprisal-bench",
      dependencies: basics + [
        "CKernels", "CPeak", "ShownText", "InformationTheory", "GGUF", "Tokenizers", "Scoring",
        "Computing", "Inference", "Training", "Exploration", "Display", "Runtime", "TerminalUI",
        .product(name: "ArgumentParser", package: "swift-argument-parser"),
      ],
      swiftSettings: swiftRules),

    // Where the files lie that tests can be without, and numbers that only look random.
    .target(
      name: "TestSupport", dependencies: basics + ["InformationTheory"], path: "Tests/TestSupport",
      swiftSettings: swiftRules),
    // The kernels for AMX, on processors that have none.
    .target(
      name: "TileEmulation", dependencies: ["CKernels"], path: "Tests/TileEmulation",
      cSettings: cRules + [.headerSearchPath("../../Sources/CKernels")]),
    tests(
      of: "CKernels", using: ["InformationTheory", "Scoring", "TestSupport", "TileEmulation"],
      besides: ["Reference"]),
    .testTarget(name: "BasicsTests", dependencies: basics, swiftSettings: testRules),
    tests(of: "ShownText", using: ["TestSupport"]),
    tests(of: "InformationTheory"),
    // Small model files made by hand, for the tests of every module that reads them.
    .target(name: "GGUFFixtures", path: "Tests/GGUFFixtures", swiftSettings: swiftRules),
    tests(of: "GGUF", using: ["GGUFFixtures", "TestSupport"]),
    // Small models of the other layout made by hand.
    .target(
      name: "SafetensorsFixtures", dependencies: ["GGUF", "Safetensors"],
      path: "Tests/SafetensorsFixtures", swiftSettings: swiftRules),
    tests(of: "JSON", using: ["TestSupport"]),
    tests(
      of: "Safetensors",
      using: ["JSON", "GGUF", "Tokenizers", "SafetensorsFixtures", "TestSupport"],
      besides: ["Reference"]),
    tests(
      of: "Tokenizers", using: ["ShownText", "GGUF", "GGUFFixtures", "TestSupport"],
      besides: ["Reference"]),
    tests(of: "Scoring", using: ["InformationTheory", "TestSupport"], besides: ["Reference"]),
    tests(of: "Games", using: ["InformationTheory", "Scoring"]),
    tests(
      of: "Inference",
      using: [
        "InformationTheory", "Scoring", "JSON", "GGUF", "Safetensors", "Tokenizers",
        "GGUFFixtures", "SafetensorsFixtures", "TestSupport", "CKernels", "TileEmulation",
      ],
      besides: ["Reference"]),
    tests(of: "Computing"),
    tests(
      of: "Training",
      using: [
        "InformationTheory", "Scoring", "GGUF", "Computing", "CKernels", "Inference", "Tokenizers",
        "TestSupport",
      ],
      besides: ["Reference"]),
    tests(
      of: "RemoteScoring", using: ["InformationTheory", "JSON", "Scoring", "TestSupport"],
      besides: ["Recorded"]),
    tests(of: "ModelStores"),
    tests(of: "Tables", using: ["TestSupport"]),
    tests(of: "MeasuringSticks", using: ["InformationTheory", "Scoring"]),
    tests(of: "World", using: ["InformationTheory", "Scoring", "TestSupport"]),
    tests(of: "Lessons", using: ["InformationTheory", "TestSupport"]),
    // A model made by hand, and random events, for the tests of every module that shows an explorer.
    .target(
      name: "ExplorationFixtures",
      dependencies: basics + ["InformationTheory", "Scoring", "Games", "Lessons", "Exploration"],
      path: "Tests/ExplorationFixtures", swiftSettings: explorerRules),
    tests(
      of: "Exploration",
      using: [
        "ShownText", "InformationTheory", "Scoring", "Games", "Lessons", "ExplorationFixtures",
        "TestSupport",
      ], by: explorerRules),
    tests(
      of: "Display",
      using: [
        "ShownText", "InformationTheory", "Scoring", "Games", "Lessons", "Exploration",
        "ExplorationFixtures",
      ],
      besides: ["Goldens"], by: explorerRules),
    tests(of: "TextLists", using: ["Tables", "TestSupport"]),
    tests(
      of: "Reports", using: ["ShownText", "InformationTheory", "Scoring", "Games", "TestSupport"]),
    tests(
      of: "Settings",
      using: ["ShownText", "Scoring", "Games", "Lessons", "Exploration", "TestSupport"]),
    tests(
      of: "Runtime",
      using: [
        "InformationTheory", "Scoring", "Games", "Lessons", "Exploration", "Display",
        "ExplorationFixtures",
      ], by: explorerRules),
    tests(
      of: "Serving",
      using: ["InformationTheory", "JSON", "Scoring", "TestSupport", "CHTTPServer"]),
    tests(
      of: "TerminalUI",
      using: ["Exploration", "Display", "Runtime", "CTerminal", "TestSupport"], by: explorerRules),

    // The doors by which bytes come in, and what must hold whatever they are.
    .target(
      name: "Fuzzing",
      dependencies: [
        "JSON", "GGUF", "Safetensors", "Tokenizers", "Scoring", "Training", "World", "Games",
        "Lessons", "Exploration", "TextLists", "Reports", "Runtime", "Settings", "Serving",
        "Tables",
        "TerminalUI",
        "Display",
        "ExplorationFixtures",
        "GGUFFixtures", "SafetensorsFixtures", "TestSupport",
      ], path: "Tests/Fuzzing", swiftSettings: swiftRules),
    tests(of: "Fuzzing", using: ["TestSupport"], besides: ["Faults"]),

    // The built program, driven as a process and in a pseudo-terminal.
    .testTarget(
      name: "CommandLineTests",
      dependencies: basics + [
        "surprisal", "surprisal-bench", "GGUFFixtures", "SafetensorsFixtures", "Tables",
        "InformationTheory", "Scoring", "Reports", "TestSupport",
      ],
      swiftSettings: testRules),
  ],
  cLanguageStandard: .gnu2x,
  cxxLanguageStandard: .cxx17
)

// `make check` says which module it builds: the package is then its tests and what they stand on.
if let module = Context.environment["SURPRISAL_CHECK"] { package.keepOnly(module) }

extension Package {
  /// Leaves out every target that a module's tests do not need.
  func keepOnly(_ module: String) {
    var open = [module] + tests(of: module)
    var kept: Set<String> = []
    while let name = open.popLast() {
      guard kept.insert(name).inserted else { continue }
      open += targets.first { $0.name == name }?.uses ?? []
    }
    targets.removeAll { !kept.contains($0.name) }
    products.removeAll { !kept.contains($0.name) }
    if !kept.contains("ArgumentParser") { dependencies = [] }
  }

  /// The tests of a module's name; else those of what uses it, and so on.
  private func tests(of module: String) -> [String] {
    let users = targets.filter { $0.uses.contains(module) }
    let tests = users.filter(\.isTest).map(\.name)
    if tests.contains("\(module)Tests") { return ["\(module)Tests"] }
    return tests.isEmpty ? users.flatMap { self.tests(of: $0.name) } : tests
  }
}

extension Target {
  /// The names of what it depends on, in this package and in others.
  fileprivate var uses: [String] {
    dependencies.map {
      switch $0 {
      case .byNameItem(let name, _), .targetItem(let name, _), .productItem(let name, _, _, _): name
      @unknown default: ""
      }
    }
  }
}
