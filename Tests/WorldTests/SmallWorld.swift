import TestSupport
import World

/// The world that the program comes with, and smaller ones.
enum SmallWorld {
  static let rules: [UInt8] = (try? TestFiles.bytes(of: TestFiles.packageFolder + path)) ?? []
  private static let path = "/Assets/world.grammar"

  static func source() throws -> Source { try Source(name: "the world", rules: rules) }

  /// A source from rules in a string.
  static func source(_ rules: String) throws -> Source {
    try Source(name: "a test", rules: Array(rules.utf8))
  }
}
