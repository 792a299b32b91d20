import FoundationEssentials
import Testing

/// The benchmarks run; how fast is for them to say and for nobody to wait for.
@Suite(.serialized) struct BenchTests {
  private static var bench: String { ProgramRun.programPath + "-bench" }

  /// What the file of figures holds.
  private struct Report: Decodable {
    struct Measurement: Decodable {
      var name: String, unit: String
      var value: Double, least: Double, greatest: Double
      var peer: Double?, ratioToPeer: Double?
      var aim: String?, note: String?
    }
    struct Machine: Decodable {
      var processor: String, system: String, compiler: String, model: String, date: String
      var cores: Int, memoryGiB: Int
      var instructionSets: [String]
    }
    struct Breakdown: Decodable {
      struct Part: Decodable {
        var name: String
        var seconds: Double
      }
      var seconds: Double, operations: Double
      var parts: [Part]
    }
    var machine: Machine
    var peer: String?
    var measurements: [Measurement]
    var breakdowns: [Breakdown]
  }

  /// Runs a group in its smallest form and reads the figures.
  private func run(
    _ group: String, _ arguments: String..., model: String = "none"
  ) throws -> Report {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(
      [
        "--model", model, "--program", ProgramRun.programPath, "--only", group, "--runs", "1",
        "--quick", "--json", folder.path("report"),
      ] + arguments, of: Self.bench,
      environment: TestModel.environment.merging(["PATH": "/usr/bin:/bin"]) { $1 })
    #expect(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(Report.self, from: Data(try folder.read("report")))
  }

  /// A peer that takes no time to run and says so.
  private func withPeer(_ body: (_ command: String) throws -> Void) throws {
    let folder = try TemporaryFolder()
    try folder.writeScript(
      """
      #!/bin/sh
      if [ "$1" = sentence ]; then
        echo sentence 34 0.25
      else
        printf 'engine a peer of paper\\nscore 16 2\\nscore 16 1\\nscore 16 4\\ngenerate 2 4\\n'
      fi
      """, to: "peer")
    try body("/bin/sh " + folder.path("peer"))
  }

  @Test func `the peak of each instruction set is measured, the best first`() throws {
    let rates = try run("peak").measurements
    #expect(!rates.isEmpty && rates.allSatisfy { $0.unit == "Gflop/s" && $0.value > 0 })
    #expect(rates.last?.name.contains("portable") == true)
  }

  @Test func `the report says on what machine it was made`() throws {
    let machine = try run("peak").machine
    #expect(!machine.processor.isEmpty && !machine.system.isEmpty && machine.cores > 0)
    #expect(machine.compiler.hasPrefix("Swift") && machine.model == "none")
    #expect(machine.instructionSets.last == "portable")
    #expect(machine.date.hasPrefix("20"))
  }

  @Test func `a peer's lines become its rates`() throws {
    try withPeer { command in
      let report = try run("peer", "--peer", command)
      #expect(report.peer == "a peer of paper")
      let score = try #require(report.measurements.first { $0.name == "peer: score 16 tokens" })
      #expect(score.value == 8 && score.least == 4 && score.greatest == 16)
      let generation = report.measurements.first { $0.name == "peer: one token at a time" }
      #expect(generation?.value == 0.5)
      let alone = report.measurements.first { $0.name.hasSuffix("loading and scoring alone") }
      #expect(alone?.value == 250)
    }
  }

  @Test(arguments: ["echo score 512 #", "echo nonsense #", "false"])
  func `a peer that fails or prints something else is named`(command: String) throws {
    let run = try ProgramRun(
      [
        "--model", "none", "--program", ProgramRun.programPath, "--only", "peer", "--quick",
        "--peer", command,
      ], of: Self.bench, environment: ["PATH": "/usr/bin:/bin"])
    #expect(run.status != 0)
    #expect(run.errors.contains("peer") || run.errors.contains(command), "\(run.errors)")
  }

  @Test func `learning has its rates and their share of the peak, beside a peer's`() throws {
    let folder = try TemporaryFolder()
    try folder.writeScript(
      """
      #!/bin/sh
      printf 'engine a library\\nsteps 1 %s 2\\nsteps 2 %s 1\\n' $1 $1
      """, to: "peer")
    let figures = try run("training", "--training-peer", "/bin/sh " + folder.path("peer"))
      .measurements
    let one = try #require(figures.first { $0.name.hasPrefix("learn: transformer, a core") })
    #expect(one.unit == "steps/s" && one.value > 0 && one.peer == 0.5)
    #expect(one.ratioToPeer == one.value / 0.5)
    #expect(figures.contains { $0.unit == "%" && $0.value > 0 && $0.value < 100 })
    for name in ["table", "perceptron"] {
      #expect(figures.contains { $0.name.hasPrefix("learn: \(name)") && $0.peer == nil })
    }
    #expect(try !run("training", "--training-peer", "false").measurements.isEmpty)
  }

  @Test func `a move of the slider and a frame have a middle and a worst`() throws {
    let times = try run("slider").measurements
    #expect(times.allSatisfy { $0.unit == "ms" && $0.value > 0 })
    for name in ["move the slider", "slider to frame,", "slider to frame and changes"] {
      let both = times.filter { $0.name.hasPrefix(name) }
      #expect(both.count == 2 && both[1].name.contains("worst"))
      #expect(both[0].greatest == both[1].value)
    }
  }
}

/// The benchmarks of a real model, each in its smallest form.
extension BenchTests {
  @Test(
    .disabled(if: TestModel.isAbsent, TestModel.advice),
    arguments: ["process", "explorer", "long texts", "generating", "lines", "exactness"])
  func `each group has figures`(group: String) throws {
    let figures = try run(group, model: TestModel.path ?? "").measurements
    #expect(!figures.isEmpty && figures.allSatisfy { $0.value.isFinite && $0.value >= 0 })
  }

  @Test(.disabled(if: TestModel.isAbsent, TestModel.advice))
  func `scoring stands beside the peer, with the time a token as a line`() throws {
    try withPeer { command in
      let figures = try run("scoring", "--peer", command, model: TestModel.path ?? "").measurements
      let beside = figures.filter { $0.name.hasPrefix("score 16 tokens") }
      #expect(!beside.isEmpty)
      for figure in beside {
        #expect(figure.peer == 8 && figure.ratioToPeer == figure.value / 8)
      }
      #expect(figures.contains { $0.name.hasPrefix("time a token") })
      #expect(figures.contains { $0.name.hasPrefix("change the last of") })
    }
  }

  @Test(.disabled(if: TestModel.isAbsent, TestModel.advice))
  func `the parts add up to the whole, and become a picture`() throws {
    let folder = try TemporaryFolder()
    let report = try run("parts", "--chart", folder.path("chart"), model: TestModel.path ?? "")
    for breakdown in report.breakdowns {
      let sum = breakdown.parts.reduce(0) { $0 + $1.seconds }
      #expect(abs(sum - breakdown.seconds) < 1e-6 * breakdown.seconds)
      // 48 tokens through 134,515,008 weights, of which 30 layers and the head are multiplied with:
      // 2 · 48 · (30 · 3,538,944 + 49,152 · 576), and 4 · 576 · 30 · 48 · 49 / 2 in the attention.
      #expect(breakdown.operations == 96 * (30 * 3_538_944 + 49_152 * 576) + 81_285_120)
    }
    let picture = String(decoding: try folder.read("chart"), as: UTF8.self)
    #expect(picture.hasPrefix("<svg") && picture.contains("products of the layers"))
  }
}
