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

  @Test(arguments: ["--out", "--curve"], ["/nowhere/at/all", "/proc/model.gguf"])
  func `a file that cannot be made is refused before anything is learnt`(
    option: String, path: String
  ) throws {
    let run = try ProgramRun(["train", "--preset", "5k", option, path])
    #expect(run.status == 74)
    #expect(run.errors.contains("folder") && run.errors.contains(option), "\(run.errors)")
    #expect(!run.errors.contains("step 0"))
  }

  @Test
  func `what is learnt follows SURPRISAL_ISA: to the same bits where multiply-adds are fused`()
    throws
  {
    func model(_ set: String) throws -> (run: ProgramRun, bytes: Data?) {
      let path = file("\(set).gguf")
      defer { try? FileManager.default.removeItem(atPath: path) }
      let run = try ProgramRun(
        ["train", "--preset", "5k", "--steps", "25", "--model", "mlp", "--out", path],
        environment: ["SURPRISAL_ISA": set])
      return (run, try? Data(contentsOf: URL(filePath: path)))
    }
    let refused = try model("abacus")
    #expect(refused.run.status == 65 && refused.bytes == nil)
    let sentence = "SURPRISAL_ISA=abacus is not available here; use one of: "
    let words = try #require(refused.run.errors.split(separator: sentence).last)
    let names = words.split(separator: "\n")[0].split(separator: ", ").map(String.init)
    let best = try #require(try model("").bytes)
    for name in names {
      #expect(
        (try model(name).bytes == best) == (name != "portable" || names.count == 1), "\(name)")
    }
  }

  @Test func `a number that no training can have is refused`() throws {
    for (option, value) in [
      ("--rate", "nan"), ("--rate", "inf"), ("--rate", "0"), ("--steps", "0"), ("--threads", "0"),
    ] {
      let run = try ProgramRun(["train", "--headless", option, value])
      #expect(run.status == 64 && run.errors.contains("\(option) "), "\(run.errors)")
    }
    let run = try ProgramRun(["train", "--out", "/tmp/x", "--curve", "/tmp/x"])
    #expect(run.status == 64 && run.errors.contains("--out and --curve are both /tmp/x"))
  }

  @Test func `threads do not show, and one step is enough`() throws {
    let files = ["1", "64"].map { (threads: $0, path: file("\($0).gguf")) }
    defer { for file in files { try? FileManager.default.removeItem(atPath: file.path) } }
    let models = try files.map { threads, path in
      let run = try ProgramRun([
        "train", "--preset", "5k", "--steps", "1", "--threads", threads, "--out", path,
      ])
      #expect(run.status == 0, "\(run.errors)")
      return try Data(contentsOf: URL(filePath: path))
    }
    #expect(models[0] == models[1] && !models[0].isEmpty)
  }

  @Test func `what diverges is said, and the best checkpoint is kept`() throws {
    let model = file("m.gguf")
    defer { try? FileManager.default.removeItem(atPath: model) }
    let run = try ProgramRun([
      "train", "--preset", "5k", "--optimizer", "sgd", "--rate", "1e9", "--out", model,
    ])
    #expect(run.status == 0, "\(run.errors)")
    #expect(run.errors.contains("diverged at step"), "\(run.errors)")
    #expect(run.errors.contains("the model of step 0, the lowest"), "\(run.errors)")
    #expect(try ProgramRun(["score", "--model", model, "The fox sleeps."]).status == 0)
  }

  @Test func `Ctrl-C ends it with the best checkpoint so far`() throws {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(
      [
        "-c",
        """
        cd "$1"
        "$0" train --preset 5k --model mlp --steps 20000 --out m.gguf --curve c.csv 2>told &
        until grep -q 'step 200' told; do sleep 0.05; done
        kill -INT $!
        wait $!
        echo $?
        """, ProgramRun.programPath, folder.path("."),
      ], of: "/bin/sh", environment: ["PATH": "/usr/bin:/bin"])
    #expect(run.lines.first == "130")
    let told = String(decoding: try folder.read("told"), as: UTF8.self)
    #expect(told.contains("as Ctrl-C wanted") && told.contains("the lowest validation loss"))
    let steps = String(decoding: try folder.read("c.csv"), as: UTF8.self).split(separator: "\n")
    #expect((200..<20_000).contains(steps.count))
    let score = try ProgramRun(["score", "--model", folder.path("m.gguf"), "The fox sleeps."])
    #expect(score.status == 0, "\(score.errors)")
  }

  @Test func `a disk that takes no more costs the file that is too large, and nothing else`() throws
  {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(
      [
        "-c",
        """
        ulimit -f 100
        cd "$1"
        exec "$0" train --preset 5k --model mlp --steps 25 --out m.gguf --curve c.csv
        """, ProgramRun.programPath, folder.path("."),
      ], of: "/bin/sh")
    #expect(run.status == 74 && run.errors.contains("cannot write m.gguf"), "\(run.errors)")
    let files = try folder.contents(of: ".")
    #expect(!files.contains("m.gguf") && files.contains("c.csv"))
  }

  @Test
  func
    `a checkpoint that knows its text writes lines by heart, and one that knows nothing does not`()
    throws
  {
    let (text, keys, screens) = (file("own.txt"), file("keys"), file("screens"))
    defer {
      for file in [text, keys, screens] { try? FileManager.default.removeItem(atPath: file) }
    }
    let lines = String(repeating: "the cat sat on the mat and ate.\n", count: 90)
    try Data(lines.utf8).write(to: URL(filePath: text))
    try Data("wait\ng\nwait\nscreen first\nspace\nwait\nscreen last\n".utf8)
      .write(to: URL(filePath: keys))
    let run = try ProgramRun([
      "train", "-f", text, "--model", "mlp", "--steps", "150", "--script", keys, "--size", "24x80",
      "--screens", screens,
    ])
    #expect(run.status == 0, "\(run.errors)")
    func screen(_ name: String) throws -> String {
      String(
        decoding: try Data(contentsOf: URL(filePath: "\(screens)/\(name).txt")), as: UTF8.self)
    }
    #expect(try screen("last").contains("by heart the cat sat on the mat and ate."))
    #expect(try !screen("first").contains("by heart"))
    #expect(try screen("first").contains("step 0 writes"))
  }

  @Test func `a transformer costs on the screen what it costs as the file that is written`() throws
  {
    let folder = try TemporaryFolder()
    try folder.write(
      Array("wait\n>\nwait\nw\n.\nwait\nenter\nwait\nscreen opened\n".utf8), to: "keys")
    let run = try ProgramRun(
      [
        "-c",
        """
        cd "$1"
        exec "$0" train --preset 5k --script keys --size 24x80 --screens screens
        """, ProgramRun.programPath, folder.path("."),
      ], of: "/bin/sh")
    #expect(run.status == 0, "\(run.errors)")
    let screen = String(decoding: try folder.read("screens/opened.txt"), as: UTF8.self)
    let lines = screen.split(separator: "\n", omittingEmptySubsequences: false).map(String.init)
    // The text that it never sees, as it stands below the figures.
    #expect(lines[0].contains("-step100 F32") && lines[0].contains("unseen text"), "\(lines[0])")
    let text = lines[3...].prefix { !$0.hasPrefix("──") }.map { $0.dropFirst() }.filter {
      !$0.isEmpty
    }
    try folder.write(Array(text.joined(separator: "\n").utf8), to: "text")
    let score = try ProgramRun([
      "score", "-f", folder.path("text"), "--format", "json", "--model",
      folder.path("transformer-5kb-seed1-step100.gguf"),
    ])
    let number = try #require(
      score.text.split(separator: "\"cross_entropy_bits\": ").dropFirst().first)
    let bits = try #require(Double(number.prefix { $0.isNumber || $0 == "." }))
    let hundredths = String(Int((bits * 100).rounded()))
    let shown = "loss \(hundredths.dropLast(2)).\(hundredths.suffix(2)) bits"
    #expect(bits > 1 && lines[1].contains(shown), "\(shown): \(lines[1])")
  }

  @Test func `the sentence that a checkpoint was written is whole at 80 columns`() throws {
    let folder = try TemporaryFolder()
    // What is written is said before the step that comes behind it.
    try folder.write(Array("wait\nw\n.\nwait\nscreen written\n".utf8), to: "keys")
    let run = try ProgramRun(
      [
        "-c",
        """
        cd "$1"
        exec "$0" train --preset 1m --model large --seed 7 --script keys --size 24x80 --screens screens
        """, ProgramRun.programPath, folder.path("."),
      ], of: "/bin/sh")
    #expect(run.status == 0, "\(run.errors)")
    let name = "large-transformer-1mb-seed7-step0.gguf"
    #expect(try folder.contents(of: ".").contains(name))
    let screen = String(decoding: try folder.read("screens/written.txt"), as: UTF8.self)
    #expect(screen.contains(" wrote \(name): --model opens it\n"), "\(screen)")
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
    // Curves are drawn: no font has to have their dots.
    #expect(text.contains("<path d=") && !text.contains { ("\u{2800}"..."\u{28FF}").contains($0) })
  }
}
