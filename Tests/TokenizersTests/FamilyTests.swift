import GGUF
import GGUFFixtures
import TestSupport
import Testing
import Tokenizers

/// Nasty texts, tokenized by other implementations as each family does: `Reference/make_families.py`.
@Suite struct FamilyTests {
  private static let folder = TestFiles.packageFolder + "/Tests/TokenizersTests/Reference/families/"

  private static func texts() throws -> [String] {
    let texts = try TestFiles.decode([String].self, from: folder + "texts.json")
    try #require(texts.count >= 200)
    return texts
  }

  /// Each text's ids are those of the reference, and no byte is lost.
  private func compare(_ tokenizer: Tokenizer, _ ids: [[Int]]) throws {
    let texts = try Self.texts()
    try #require(texts.count == ids.count)
    for (text, ids) in zip(texts, ids) {
      let bytes = Array(text.utf8)
      let tokens = tokenizer.encode(bytes)
      #expect(tokens.map(\.id) == ids, "\(text.debugDescription)")
      #expect(tokens.flatMap { Array(bytes[$0.bytes]) } == bytes, "\(text.debugDescription)")
    }
  }

  // swift-format-ignore: AlwaysUseLowerCamelCase
  private struct SentencePieceFamily: Decodable {
    var add_space_prefix: Bool
    var tokens: [String]
    var scores: [Float]
    var token_type: [Int32]
    var unknown_token_id: UInt32
    var ids: [[Int]]

    func tokenizer() throws -> Tokenizer {
      try VocabularyFixture(tokens).removing("pre").removing("merges")
        .setting("model", .string("llama")).setting("scores", .float32s(scores))
        .setting("token_type", .int32s(token_type))
        .setting("unknown_token_id", .uint32(unknown_token_id))
        .setting("add_space_prefix", .bool(add_space_prefix)).tokenizer()
    }
  }

  @Test(arguments: ["llama", "gemma", "llama-added", "without-bytes", "ties"])
  func `SentencePiece's ids`(name: String) throws {
    let family = try TestFiles.decode(
      SentencePieceFamily.self, from: Self.folder + "sentencepiece-\(name).json")
    try compare(family.tokenizer(), family.ids)
  }

  private struct ByteLevel: Decodable {
    struct Family: Decodable {
      var added: [String]
      var ids: [[Int]]
    }
    var tokens: [String]
    var merges: [String]
    var families: [String: Family]

    func tokenizer(_ pre: String, _ family: Family) throws -> Tokenizer {
      let kinds = tokens.map { _ in Int32(1) } + family.added.map { _ in 4 }
      return try VocabularyFixture(tokens + family.added, merges: merges, pre: pre)
        .setting("token_type", .int32s(kinds)).tokenizer()
    }
  }

  private static let byteLevel = Result {
    try TestFiles.decode(ByteLevel.self, from: folder + "byte-level.json")
  }

  @Test(arguments: [
    "gpt-2", "smollm", "llama-bpe", "qwen2", "qwen35", "olmo", "default", "falcon",
  ])
  func `the ids of byte-level byte-pair encoding`(name: String) throws {
    let vocabulary = try Self.byteLevel.get()
    let family = try #require(vocabulary.families[name])
    try compare(vocabulary.tokenizer(name, family), family.ids)
  }

  // swift-format-ignore: AlwaysUseLowerCamelCase
  private struct RealFamily: Decodable {
    var model_sha256: String
    var ids: [[Int]]
  }

  private static let gemma = TestFiles.other("gemma3-270m.gguf")

  @Test(.enabled(if: gemma != nil, Comment(rawValue: TestFiles.otherReason("gemma3-270m.gguf"))))
  func `the ids of a real vocabulary of 262,144 entries`() throws {
    let family = try TestFiles.decode(RealFamily.self, from: Self.folder + "gemma3-270m.json")
    let tokenizer = try Tokenizer(ModelFile(path: #require(Self.gemma)).metadata)
    #expect(tokenizer.count == 262_144 && tokenizer.addsBOS && tokenizer.bosToken == 2)
    try compare(tokenizer, family.ids)
  }
}
