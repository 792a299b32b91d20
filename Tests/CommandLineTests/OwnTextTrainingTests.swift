import FoundationEssentials
import Testing

/// Trainings on somebody's own text, by the built program.
@Suite struct OwnTextTrainingTests {
  @Test func `a text of one's own has no floor, and where counting is not beaten, that is said`()
    throws
  {
    let folder = try TemporaryFolder()
    let text = Array(String(repeating: "the cat sat on the mat and ate.\r\n\r\n", count: 90).utf8)
    try folder.write(text, to: "long.txt")
    let arguments = ["train", "--model", "table", "--steps", "25", "-f"]
    let run = try ProgramRun(
      arguments + [folder.path("long.txt"), "--curve", folder.path("own.csv")])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("the network has not beaten"), "\(run.errors)")
    #expect(run.errors.contains("zlib") && !run.errors.contains("floor"), "\(run.errors)")
    let rows = String(decoding: try folder.read("own.csv"), as: UTF8.self)
      .split(separator: "\n").dropFirst()
    #expect(rows.allSatisfy { $0.hasSuffix(",") })
    // The same text by standard input is learnt in the same way.
    let piped = try ProgramRun(arguments + ["-"], input: text)
    let told = run.errors.split(separator: "\n").filter { $0.contains("step ") }
    #expect(piped.errors.split(separator: "\n").filter { $0.contains("step ") } == told)
    #expect(piped.errors.contains(", standard input,") && told.count > 1)
  }

  @Test func `the lab says of one's own text what is not learnt from, on one line of 80 columns`()
    throws
  {
    let folder = try TemporaryFolder()
    try folder.write(Array("wait\nscreen opened\n".utf8), to: "keys")
    try folder.write(Array(String(repeating: "round and round.\n", count: 200).utf8), to: "own.txt")
    let run = try ProgramRun([
      "train", "-f", folder.path("own.txt"), "--model", "table", "--script", folder.path("keys"),
      "--size", "24x80", "--screens", folder.path("screens"),
    ])
    #expect(run.status == 0, "\(run.errors)")
    let screen = String(decoding: try folder.read("screens/opened.txt"), as: UTF8.self)
    let line = screen.split(separator: "\n").first { $0.contains("never learnt from") }
    #expect(line?.contains("counting may well win: 7-grams 0.") == true, "\(screen)")
  }

  private static let texts: [String: [UInt8]] = [
    "bytes of any kind": (0..<3_000).map { UInt8(truncatingIfNeeded: $0 * $0 * 37 >> 3) },
    "one endless line": Array(String(repeating: "round and round ", count: 200).utf8),
    "nothing but zeros": [UInt8](repeating: 0, count: 2_048),
  ]

  @Test(arguments: texts.keys.sorted())
  func `any bytes can be learnt from`(kind: String) throws {
    let run = try ProgramRun(
      ["train", "--headless", "--model", "mlp", "--steps", "5", "-f", "-"],
      input: try #require(Self.texts[kind]))
    #expect(run.status == 0 && run.errors.contains("step 5 of 5"), "\(run.errors)")
  }

  @Test(arguments: [
    ("/dev/zero", "more than 64 MiB"), ("/dev/null", "2048"), ("/", "cannot read"),
    ("/nowhere/at/all", "cannot open"),
  ])
  func `a text that cannot be learnt from is refused, before anything else is said`(
    path: String, reason: String
  ) throws {
    let run = try ProgramRun(["train", "--headless", "-f", path])
    #expect((65...66).contains(run.status) && run.errors.contains(reason), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `a text below 2 KB is refused`() throws {
    let run = try ProgramRun(
      ["train", "--headless", "-f", "-"], input: Array("too short".utf8))
    #expect(run.status == 65 && run.errors.contains("2048"), "\(run.errors)")
  }
}
