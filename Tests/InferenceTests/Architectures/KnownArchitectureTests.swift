import Inference
import TestSupport
import Testing

/// What is said of architectures to those who use the program.
@Suite struct KnownArchitectureTests {
  @Test func `the table in README has every architecture, and no other`() throws {
    let lines = try TestFiles.text("README.md").split(separator: "\n")
    let rows = lines.drop { $0 != "| of | what is understood |" }.prefix { $0.hasPrefix("|") }
    let named = rows.compactMap { $0.split(separator: "|").first }.flatMap { cell in
      cell.split(separator: "`").enumerated().filter { $0.offset % 2 == 1 }.map { String($1) }
    }
    #expect(Set(named) == Set(Engine.architectures))
  }

  @Test func `each has a tiny model that is compared`() throws {
    let compared = try ReferenceModel.names.map {
      try ReferenceModel(named: $0).keys.texts["general.architecture"] ?? ""
    }
    #expect(Set(Engine.architectures).isSubset(of: compared))
  }
}
