import ShownText
import InformationTheory
import Reports
import Scoring
import Testing

@Suite struct GenerationReportTests {
  /// Three entries that are as likely as 4 : 2 : 2.
  private static let logits = [2, 1, 1].map { $0 * Information.natsPerBit }

  private static let names: [[UInt8]] = [[0xC3], [0xA9, 0x0A], Array("\u{1B}[2J".utf8)]

  private func report(
    _ entries: [Int], as format: GenerationReport.Format, endToken: Int? = nil,
    temperature: Temperature = .one, server: ModelServer? = nil,
    prediction: ((Int) -> Prediction)? = nil
  ) -> String {
    let header = GenerationHeader(
      model: ModelDescription(
        name: "Tiny", file: "tiny.gguf", architecture: "none", quantization: "F32",
        vocabularySize: 3, contextLength: 9, server: server),
      vocabulary: Vocabulary(count: 3) { Self.names[$0] },
      sampler: Sampler(temperature: temperature, truncation: .none, seed: .max), startToken: nil,
      prompt: Array("h".utf8), promptTokens: 1)
    var report = GenerationReport(header, as: format)
    var text = report.beginning()
    for entry in entries {
      text += report.add(
        GeneratedToken(
          entry: entry,
          prediction: prediction?(entry) ?? Prediction(foldingLogits: Self.logits, actual: entry),
          cut: .init(count: 3, mass: 1)))
    }
    return text + report.ending(endToken: endToken)
  }

  @Test(arguments: [[], [0], [0, 1, 2]], [nil, 2])
  func `every document follows the schema`(entries: [Int], endToken: Int?) throws {
    let schema = try JSONSchema.named("generate")
    for temperature in [0, 1, Double.infinity].compactMap(Temperature.init) {
      let text = report(entries, as: .json, endToken: endToken, temperature: temperature)
      #expect(schema.violations(try JSON(text)) == [])
    }
  }

  @Test func `a document of a server's model follows the schema`() throws {
    let server = ModelServer(
      address: "http://gpu:8000", engine: "vLLM", version: "0.32.0", model: "org/big",
      candidates: 20, logProbabilities: "raw")
    let document = try JSON(report([0], as: .json, server: server))
    #expect(document["model"]["server"]["engine"] == .string("vLLM"))
    #expect(try JSONSchema.named("generate").violations(document) == [])
  }

  @Test func `numbers that a model leaves open have two ends`() throws {
    // Of three entries the likeliest has 1/2; the others share the rest alike, or one has it all.
    let expectation = try #require(
      Expectation(likeliest: [(0, -Information.natsPerBit)], vocabularySize: 3))
    func document(_ temperature: Double) throws -> JSON {
      let text = report(
        [0], as: .json, temperature: try #require(Temperature(temperature)),
        prediction: { expectation.prediction(of: $0) })
      #expect(try JSONSchema.named("generate").violations(try JSON(text)) == [])
      return try JSON(text)
    }
    let hot = try document(2)["tokens"][0]
    #expect(abs((hot["probability_low"].number ?? 0) - 0.414_213_56) < 1e-5)
    #expect(abs((hot["probability_high"].number ?? 0) - 0.5) < 1e-5)
    #expect(hot["kept_mass"] == .null)
    let summary = try document(2)["summary"]
    #expect(abs((summary["mean_surprisal_bits_low"].number ?? 0) - 1) < 1e-5)
    #expect(abs((summary["mean_surprisal_bits_high"].number ?? 0) - 1.271_553_3) < 1e-5)
    let one = try document(1)["tokens"][0]
    #expect(
      one["kept_mass"] == .number(1) && one["surprisal_bits_low"] == one["surprisal_bits_high"])
    #expect(abs((one["entropy_bits_low"].number ?? 0) - 1) < 1e-5)
    #expect(abs((one["entropy_bits_high"].number ?? 0) - 1.5) < 1e-5)
  }

  @Test func `numbers are those computed by hand`() throws {
    let document = try JSON(report([0, 1], as: .json))
    let tokens = document["tokens"]
    #expect(tokens[0]["index"] == .number(1) && tokens[0]["offset"] == .number(1))
    #expect(abs((tokens[0]["surprisal_bits"].number ?? 0) - 1) < 1e-5)
    #expect(abs((tokens[1]["surprisal_bits"].number ?? 0) - 2) < 1e-5)
    #expect(tokens[1]["rank"] == .number(2) && tokens[1]["offset"] == .number(2))
    #expect(abs((document["summary"]["mean_surprisal_bits"].number ?? 0) - 1.5) < 1e-5)
    #expect(document["summary"]["scored_bytes"] == .number(3))
    #expect(abs((document["summary"]["bits_per_byte"].number ?? 0) - 1) < 1e-5)
    #expect(abs((document["summary"]["mean_entropy_bits"].number ?? 0) - 1.5) < 1e-5)
    #expect(document["result"]["text"] == .string("hé\n"))
    #expect(document["settings"]["seed"] == .string("18446744073709551615"))
    #expect(document["end_token"] == .null)
  }

  @Test func `the text comes with whole characters, and nothing that acts on a terminal`() {
    #expect(report([0, 1], as: .text) == "hé\n\n")
    #expect(report([0], as: .text) == "h⟨C3⟩\n")
    #expect(report([2], as: .text) == "h\\u{1b}[2J\n")
  }
}
