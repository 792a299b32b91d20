import Reports
import Scoring
import Testing

/// Every form says on which server a text was scored.
@Suite struct ServerReportTests {
  private static let server = ModelServer(
    address: "http://gpu:8000", engine: "=vLLM", version: "0.32.0", model: "org/big",
    candidates: 20,
    logProbabilities: "raw")

  private static func fixture(_ change: (inout ModelServer) -> Void = { _ in }) -> Fixture {
    var (fixture, server) = (Fixture.plain, server)
    change(&server)
    fixture.server = server
    return fixture
  }

  @Test(arguments: [(ReportFormat.csv, ","), (.tsv, "\t")])
  func `a table has the columns that name it, as JSON has them`(
    format: ReportFormat, separator: String
  ) throws {
    let lines = try Self.fixture().report(format).split(separator: "\n")
    let names = [
      "server", "server_engine", "server_version", "server_model", "server_candidates",
      "server_logprobs", "server_tokenizer",
    ]
    #expect(lines[0].hasSuffix("version" + separator + names.joined(separator: separator)))
    // What a spreadsheet would take for a formula is text.
    let values = ["http://gpu:8000", "'=vLLM", "0.32.0", "org/big", "20", "raw", "server"]
    for line in lines.dropFirst() {
      #expect(line.hasSuffix(separator + values.joined(separator: separator)))
    }
    let whole = try Self.fixture { $0.candidates = nil }.report(format)
    #expect(whole.hasSuffix(["org/big", "", "raw", "server\n"].joined(separator: separator)))
    #expect(try !Fixture.plain.report(format).contains("server"))
  }

  @Test(arguments: [ReportFormat.markdown, .svg, .html])
  func `a receipt in words names it`(format: ReportFormat) throws {
    let words =
      "http://gpu:8000, =vLLM 0.32.0, model org/big, k 20, raw, tokens cut by the server"
    // Markdown has a stroke before what it would read as its own signs.
    #expect(try Self.fixture().report(format).replacing("\\", with: "").contains(words))
    #expect(try !Fixture.plain.report(format).contains("tokens cut by"))
  }

  @Test func `a table for people names where it was scored`() throws {
    #expect(try Self.fixture().report(.text).contains("server http://gpu:8000, raw"))
  }

  @Test(arguments: [nil, 0, 20])
  func `a document follows its schema, however much the server says`(candidates: Int?) throws {
    let document = try JSON(Self.fixture { $0.candidates = candidates }.report(.json))
    #expect(try JSONSchema.score().violations(document) == [])
  }

  @Test func `a vocabulary of which no server says the size has none`() throws {
    #expect(try Self.fixture().report(.json).contains(#""vocabulary_size": 4"#))
    #expect(
      try Self.fixture { $0.candidates = 0 }.report(.json).contains(#""vocabulary_size": null"#))
  }
}
