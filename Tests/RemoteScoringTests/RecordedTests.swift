import InformationTheory
import JSON
import RemoteScoring
import Scoring
import TestSupport
import Testing

/// What servers answered, byte for byte, to what is asked. Those of vLLM and llama-server are kept from real ones; the
/// others are written in the shapes that their sources have, with the numbers that vLLM gave.
@Suite struct `What a real server answered` {
  /// A server that answers as one did, and knows nothing else.
  private func server(_ name: String) throws -> MadeUpServer {
    let path = "/Tests/RemoteScoringTests/Recorded/\(name).jsonl"
    let lines = try TestFiles.bytes(of: TestFiles.packageFolder + path).split(separator: 0x0A)
    var answers: [String: MadeUpServer.Answer] = [:]
    for line in lines {
      let record = try JSONDocument(Array(line)).root
      let key = (record["path"]?.string ?? "") + (record["request"]?.string ?? "")
      answers[key] = (record["status"]?.integer ?? 0, record["answer"]?.string ?? "")
    }
    let known = answers
    return MadeUpServer { path, body in
      let text = body.map { String(decoding: $0.document.bytes, as: UTF8.self) } ?? ""
      return known[path + text] ?? MadeUpServer.nothing
    }
  }

  private func figures(_ scorer: Scorer, _ text: String) throws -> (Figures, Predictions, [Token]) {
    let tokens = try scorer.tokenize(Array(text.utf8), false)
    let settings = ScoringSettings(startToken: nil, window: scorer.model.contextLength, stride: 64)
    var predictions = Predictions(vocabularySize: scorer.model.vocabularySize)
    try scorer.score(tokens, settings, 0) {
      predictions.append($0)
      return true
    }
    return (Figures(predictions, at: .one), predictions, tokens)
  }

  @Test func `of vLLM is read as it stands there`() throws {
    let connection = try server("vllm").connection()
    #expect(connection.receipt.title == "vLLM 0.32.0, k 20" && connection.vocabularySize == 49_152)
    #expect(connection.contextLength == 511)
    let (figures, predictions, tokens) = try figures(
      connection.scorer, "The capital of France is Paris.")
    #expect(tokens.map(\.id) == [504, 3575, 282, 4649, 314, 7042, 30])
    for (found, value) in zip(figures.logProbabilities.dropFirst(), Self.paris) {
      #expect(abs(Double(found) - value) < 2e-6)
    }
    #expect(predictions.actualRanks == [0, 2923, 1, 2, 1, 1, 1])
  }

  @Test func `of vLLM has the bytes of tokens within characters, and control tokens as plain text`()
    throws
  {
    let scorer = try server("vllm").connection().scorer
    let text = Array("日本語 😀 naïve <|im_end|> b".utf8)
    let tokens = try scorer.tokenize(text, false)
    #expect(
      tokens.prefix(3).map { Array(text[$0.bytes]) } == [[0xE6, 0x97], [0xA5], Array("本".utf8)])
    #expect(tokens.flatMap { text[$0.bytes] } == text && !tokens.contains { $0.id == 2 })
    #expect(try scorer.tokenize(text, true).contains { $0.id == 2 })
  }

  @Test func `of llama-server is read as it stands there`() throws {
    let connection = try server("llama-server").connection()
    #expect(connection.receipt.title == "llama-server b0-unknown, k 32")
    #expect(connection.vocabularySize == 49_152 && connection.contextLength == 2_047)
    let (figures, predictions, _) = try figures(
      connection.scorer, "The capital of France is Paris.")
    let expected = [-11.44947, -0.31092, -2.53259, -0.44125, -0.25890, -0.39815]
    for (found, value) in zip(figures.logProbabilities.dropFirst(), expected) {
      #expect(abs(Double(found) - value) < 5e-3)
    }
    #expect(predictions.rank(at: 1) == nil && predictions.rank(at: 3) == 2)
  }

  /// What vLLM says of “The capital of France is Paris.” behind its first token.
  private static let paris = [
    -11.5392742, -0.3376067, -2.4386611, -0.4509211, -0.2580732, -0.3801228,
  ]

  @Test(arguments: [
    ("sglang", "SGLang 0.5.23, k 20"), ("tgi", "TGI 3.3.7, surprise alone"),
    ("llama-cpp-python", "llama-cpp-python, surprise alone"),
  ])
  func `of another engine is read as its sources have it`(name: String, title: String) throws {
    let wishes = RemoteWishes(candidates: name == "sglang" ? .count(20) : .usual)
    let connection = try server(name).connection(wishes: wishes)
    #expect(connection.receipt.title == title)
    let (figures, _, tokens) = try figures(
      connection.scorer, "The capital of France is Paris.")
    #expect(tokens.map(\.id) == [504, 3575, 282, 4649, 314, 7042, 30])
    for (found, value) in zip(figures.logProbabilities.dropFirst(), Self.paris) {
      #expect(abs(Double(found) - value) < 2e-6)
    }
  }
}
