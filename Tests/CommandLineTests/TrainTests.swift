import FoundationEssentials
import Testing

/// Trainings without a screen, by the built program.
@Suite struct TrainTests {
  private func file(_ name: String) -> String {
    FileManager.default.temporaryDirectory
      .appending(path: "train-\(ProcessInfo.processInfo.processIdentifier)-\(UUID())-\(name)").path
  }

  @Test func `equal seeds give equal curves, with the columns that are promised`() throws {
    let files = ["a.csv", "b.csv", "c.csv"].map(file)
    defer { for file in files { try? FileManager.default.removeItem(atPath: file) } }
    for (file, seed) in zip(files, ["1", "1", "2"]) {
      let run = try ProgramRun([
        "train", "--preset", "5k", "--steps", "50", "--seed", seed, "--curve", file,
      ])
      #expect(run.status == 0, "\(run.errors)")
      #expect(run.output.isEmpty)
    }
    func rows(_ file: String) throws -> [[String]] {
      let text = String(decoding: try Data(contentsOf: URL(filePath: file)), as: UTF8.self)
      return text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
    }
    let (a, b, c) = (try rows(files[0]), try rows(files[1]), try rows(files[2]))
    #expect(
      a[0] == [
        "step", "seconds", "epochs", "rate", "batch_bits", "train_bits", "validation_bits",
        "floor_bits",
      ])
    #expect(a.count == 52 && a.allSatisfy { $0.count == 8 })
    // All but the clock is the same.
    #expect(a.map { $0.prefix(1) + $0.dropFirst(2) } == b.map { $0.prefix(1) + $0.dropFirst(2) })
    #expect(a.map { $0[4] } != c.map { $0[4] })
    // A byte of which nothing is known costs 8 bits, and the head begins at zero.
    #expect(a[1][4...6] == ["8.00000", "8.00000", "8.00000"])
    // Evaluated every 25 steps, and empty between.
    let evaluated = a.dropFirst().filter { !$0[6].isEmpty }.map { $0[0] }
    #expect(evaluated == ["0", "25", "50"])
  }

  @Test func `the model of the lowest loss is a model like any other, and is never overwritten`()
    throws
  {
    let model = file("m.gguf")
    defer { try? FileManager.default.removeItem(atPath: model) }
    let arguments = ["train", "--preset", "5k", "--steps", "75", "--out", model]
    #expect(try ProgramRun(arguments).status == 0)
    let score = try ProgramRun(["score", "--model", model, "The fox sleeps.", "--format", "json"])
    #expect(score.status == 0 && score.text.contains("\"vocabulary_size\": 256"))
    let again = try ProgramRun(arguments)
    #expect(again.status == 74 && again.errors.contains("exists already"))
  }

  @Test(arguments: ["--out", "--curve"])
  func `a file that cannot be made is refused before anything is learnt`(option: String) throws {
    let run = try ProgramRun(["train", "--preset", "5k", option, "/nowhere/at/all"])
    #expect(run.status == 74)
    #expect(run.errors.contains("folder") && run.errors.contains(option), "\(run.errors)")
    #expect(!run.errors.contains("step 0"))
  }

  @Test func `a text of one's own has no floor, and must be long enough`() throws {
    let (short, long, curve) = (file("short.txt"), file("long.txt"), file("own.csv"))
    defer {
      for file in [short, long, curve] { try? FileManager.default.removeItem(atPath: file) }
    }
    try Data("too short".utf8).write(to: URL(filePath: short))
    let refused = try ProgramRun(["train", "-f", short, "--headless"])
    #expect(refused.status == 65 && refused.errors.contains("2048"))
    let text = String(repeating: "the cat sat on the mat and ate.\n\n", count: 90)
    try Data(text.utf8).write(to: URL(filePath: long))
    let run = try ProgramRun([
      "train", "-f", long, "--model", "table", "--steps", "25", "--curve", curve,
    ])
    #expect(run.status == 0, "\(run.errors)")
    let rows = String(decoding: try Data(contentsOf: URL(filePath: curve)), as: UTF8.self)
      .split(separator: "\n").dropFirst()
    #expect(rows.allSatisfy { $0.hasSuffix(",") })
  }

  @Test func `a picture of the curve is SVG`() throws {
    let picture = file("c.svg")
    defer { try? FileManager.default.removeItem(atPath: picture) }
    let run = try ProgramRun([
      "train", "--preset", "5k", "--steps", "25", "--model", "mlp", "--curve", picture,
    ])
    #expect(run.status == 0, "\(run.errors)")
    let text = String(decoding: try Data(contentsOf: URL(filePath: picture)), as: UTF8.self)
    #expect(text.hasPrefix("<svg") && text.contains("validation") && text.contains("floor"))
  }
}
