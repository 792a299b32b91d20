import FoundationEssentials
import Testing

/// The benchmarks run; how fast is for them to say and for nobody to wait for.
@Suite(.serialized) struct BenchTests {
  private static var bench: String { ProgramRun.programPath + "-bench" }

  private struct Report: Decodable {
    struct Measurement: Decodable {
      var name: String, unit: String
      var value: Double, least: Double, greatest: Double
    }
    var measurements: [Measurement]
  }

  private func run(_ group: String, _ arguments: String...) throws -> [Report.Measurement] {
    let folder = try TemporaryFolder()
    let run = try ProgramRun(
      [
        "--model", "none", "--program", ProgramRun.programPath, "--only", group, "--runs", "1",
        "--json", folder.path("report"),
      ] + arguments, of: Self.bench, environment: ["PATH": "/usr/bin:/bin"])
    #expect(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode(Report.self, from: Data(try folder.read("report"))).measurements
  }

  @Test func `the peak of each instruction set is measured, the best first`() throws {
    let rates = try run("peak")
    #expect(!rates.isEmpty && rates.allSatisfy { $0.unit == "Gflop/s" && $0.value > 0 })
    #expect(rates.last?.name.contains("portable") == true)
  }

  @Test func `a peer's lines become its rates`() throws {
    let rates = try run("peer", "--peer", "printf 'score 512 2\\nscore 512 1\\nscore 512 4\\n' #")
    #expect(rates.map(\.name) == ["peer: score 512 tokens"])
    #expect(rates.first?.value == 256 && rates.first?.least == 128 && rates.first?.greatest == 512)
  }
}
