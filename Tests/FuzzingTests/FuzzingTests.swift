import Fuzzing
import TestSupport
import Testing

/// Every door by which bytes come in, under made-up bytes. `make fuzz` goes on for as long as one likes.
@Suite struct FuzzingTests {
  @Test(arguments: FuzzTarget.all.map(\.name), 0..<4)
  func `whatever comes in is refused with a sentence or taken whole`(name: String, seed: UInt64)
    throws
  {
    let target = try #require(FuzzTarget.named(name))
    let found = target.run(target.shortRun, seed: seed)
    #expect(found == nil, "\(found?.complaint ?? ""): \(found?.input ?? [])")
  }

  @Test(arguments: FuzzTarget.all.map(\.name))
  func `the first of the inputs that others are made from is taken`(name: String) throws {
    let target = try #require(FuzzTarget.named(name))
    let outcomes = target.seeds.map(target.outcome)
    #expect(outcomes.first == .taken && outcomes.allSatisfy { $0 == .taken || $0 == .refused })
  }

  /// Files of `Faults` are named by their target: `game-place-without-end.json`.
  @Test func `what once was a fault is none any more`() throws {
    let paths = try TestFiles.names(in: "Tests/FuzzingTests/Faults")
    #expect(!paths.isEmpty)
    for path in paths {
      let name = path.split(separator: "/").last?.split(separator: "-").first ?? ""
      let target = try #require(FuzzTarget.named(String(name)), "\(path)")
      let outcome = target.outcome(try TestFiles.bytes(of: path))
      #expect(outcome == .taken || outcome == .refused, "\(path): \(outcome)")
    }
  }
}
