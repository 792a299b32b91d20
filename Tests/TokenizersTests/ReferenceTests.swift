import FoundationEssentials
import GGUF
import Testing
import Tokenizers

/// Where the default model and the reference answers lie, which tests can be without.
enum Reference {
  static let environment = ProcessInfo.processInfo.environment

  /// The model file: the environment's, or the one that was fetched.
  static let modelPath: String? = {
    if let path = environment["SURPRISAL_MODEL"] { return path }
    let data =
      environment["XDG_DATA_HOME"].flatMap { $0.isEmpty ? nil : $0 }
      ?? environment["HOME"].map { $0 + "/.local/share" }
    return data.map { $0 + "/surprisal/models/SmolLM2-135M-Instruct.Q4_1.gguf" }
  }()

  /// The folder of reference answers, beside the package unless the environment says otherwise.
  static let folder: URL = {
    if let path = environment["SURPRISAL_REFERENCE"] { return URL(filePath: path) }
    return URL(filePath: #filePath).deletingLastPathComponent().deletingLastPathComponent()
      .deletingLastPathComponent().deletingLastPathComponent().appending(path: "shared/reference")
  }()

  static var isComplete: Bool {
    FileManager.default.fileExists(atPath: folder.appending(path: "tokenizer_cases.json").path)
      && modelPath.map { FileManager.default.fileExists(atPath: $0) } == true
  }

  static let reason: Comment =
    "needs the model (SURPRISAL_MODEL) and the reference answers (SURPRISAL_REFERENCE)"

  static func tokenizer() throws -> Tokenizer {
    let path = try #require(modelPath)
    return try Tokenizer(ModelFile(path: path).metadata)
  }

  static func read<Answer: Decodable>(_ name: String, as type: Answer.Type) throws -> Answer {
    try JSONDecoder().decode(type, from: Data(contentsOf: folder.appending(path: name)))
  }
}

@Suite(.enabled(if: Reference.isComplete, Reference.reason))
struct ReferenceTests {
  private struct Cases: Decodable {
    struct Case: Decodable {
      var text: String
      var ids: [Int]
      // swift-format-ignore: AlwaysUseLowerCamelCase
      var ids_parse_special: [Int]
    }
    var cases: [Case]
  }

  private struct Text: Decodable {
    struct Token: Decodable {
      var id: Int
      var bytes: String
    }
    var text: String
    var tokens: [Token]
  }

  @Test func `every case has the ids of the reference`() throws {
    let tokenizer = try Reference.tokenizer()
    let cases = try Reference.read("tokenizer_cases.json", as: Cases.self).cases
    #expect(cases.count >= 45)
    for expected in cases {
      let text = Array(expected.text.utf8)
      #expect(tokenizer.encode(text).map(\.id) == expected.ids, "\(expected.text.debugDescription)")
      #expect(
        tokenizer.encode(text, special: true).map(\.id) == expected.ids_parse_special,
        "\(expected.text.debugDescription)")
    }
  }

  @Test func `the example of the documentation holds`() throws {
    let tokenizer = try Reference.tokenizer()
    #expect(tokenizer.encode(Array("Hello world".utf8)).map(\.id) == [19556, 905])
    #expect(tokenizer.bytes(of: 905) == Array(" world".utf8))
  }

  @Test func `the vocabulary is what the file says`() throws {
    let tokenizer = try Reference.tokenizer()
    #expect(tokenizer.count == 49_152)
    #expect(tokenizer.bosToken == 1 && tokenizer.eosToken == 2 && !tokenizer.addsBOS)
    #expect(tokenizer.unknownToken == 0)
    #expect(
      (0..<18).map { tokenizer.kind(of: $0) } == .init(repeating: .control, count: 17) + [.normal])
    #expect(tokenizer.bytes(of: 0) == Array("<|endoftext|>".utf8))
  }

  @Test(arguments: [
    "01_plain", "03_code", "06_chinese", "08_whitespace", "09_paragraph", "12_contractions",
  ])
  func `every text has the tokens of the reference`(name: String) throws {
    let tokenizer = try Reference.tokenizer()
    let reference = try Reference.read("\(name).json", as: Text.self)
    let text = Array(reference.text.utf8)
    let pieces = tokenizer.encode(text)
    #expect(pieces.map(\.id) == reference.tokens.map(\.id))
    #expect(pieces.map { hexadecimal(text[$0.bytes]) } == reference.tokens.map(\.bytes))
    #expect(
      pieces.map { hexadecimal(tokenizer.bytes(of: $0.id)[...]) } == reference.tokens.map(\.bytes))
  }
}

private func hexadecimal(_ bytes: ArraySlice<UInt8>) -> String {
  bytes.map { ($0 < 16 ? "0" : "") + String($0, radix: 16) }.joined()
}
