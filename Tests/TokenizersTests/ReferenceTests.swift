import GGUF
import TestSupport
import Testing
import Tokenizers

/// The default model's vocabulary.
enum DefaultModel {
  static let isThere = TestFiles.model != nil
  static let advice = Comment(rawValue: TestFiles.modelReason)

  static func tokenizer() throws -> Tokenizer {
    try Tokenizer(ModelFile(path: #require(TestFiles.model)).metadata)
  }
}

/// The default model's vocabulary against another implementation, by `Reference/make_reference.py`.
@Suite(.enabled(if: DefaultModel.isThere, DefaultModel.advice))
struct ReferenceTests {
  private struct Reference: Decodable {
    struct Case: Decodable {
      var text: String
      var ids: [Int]
      /// The ids where names of control tokens stand for the tokens.
      var special: [Int]
    }
    // swift-format-ignore: AlwaysUseLowerCamelCase
    var model_sha256: String
    var controls: [String]
    var cases: [Case]
  }

  private func reference() throws -> Reference {
    try TestFiles.decode(
      Reference.self,
      from: TestFiles.packageFolder + "/Tests/TokenizersTests/Reference/cases.json")
  }

  @Test func `the reference is of the model that is fetched`() throws {
    let setup = try TestFiles.text("Assets/setup/fetch-model")
    #expect(setup.contains("\ndigest=\(try reference().model_sha256)\n"))
  }

  @Test func `every text has the ids of the reference, and loses no byte`() throws {
    let tokenizer = try DefaultModel.tokenizer()
    let cases = try reference().cases
    #expect(cases.count > 80 && cases.map(\.ids.count).reduce(0, +) > 2_000)
    #expect(cases.contains { $0.ids != $0.special })
    for expected in cases {
      let text = Array(expected.text.utf8)
      let comment: Comment = "\(expected.text.debugDescription)"
      #expect(tokenizer.encode(text).map(\.id) == expected.ids, comment)
      #expect(tokenizer.encode(text, special: true).map(\.id) == expected.special, comment)
      #expect(expected.ids.flatMap { tokenizer.bytes(of: $0) } == text, comment)
      #expect(expected.special.flatMap { tokenizer.bytes(of: $0) } == text, comment)
    }
  }

  @Test func `the example of the documentation holds`() throws {
    let tokenizer = try DefaultModel.tokenizer()
    #expect(tokenizer.encode(Array("Hello world".utf8)).map(\.id) == [19556, 905])
    #expect(tokenizer.bytes(of: 905) == Array(" world".utf8))
  }

  @Test func `the vocabulary is what the file says`() throws {
    let tokenizer = try DefaultModel.tokenizer()
    #expect(tokenizer.count == 49_152)
    #expect(tokenizer.bosToken == 1 && tokenizer.eosToken == 2 && !tokenizer.addsBOS)
    #expect(tokenizer.unknownToken == 0)
    #expect(
      (0..<18).map { tokenizer.kind(of: $0) } == .init(repeating: .control, count: 17) + [.normal])
    for (id, name) in try reference().controls.enumerated() {
      #expect(tokenizer.bytes(of: id) == Array(name.utf8))
    }
  }
}
