import GGUF
import GGUFFixtures
import Testing
import Tokenizers

@Suite struct SentencePieceTests {
  /// A vocabulary of entries and their scores, and of tokens of some bytes.
  private func fixture(
    _ entries: KeyValuePairs<String, Float>, bytes: [UInt8] = [], addsSpace: Bool = false
  ) -> VocabularyFixture {
    let digits = Array("0123456789ABCDEF").map(String.init)
    let names = bytes.map { "<0x" + digits[Int($0 >> 4)] + digits[Int($0 & 15)] + ">" }
    let kinds = [3, 2] + entries.map { _ in Int32(1) } + bytes.map { _ in Int32(6) }
    return VocabularyFixture(["<s>", "<unk>"] + entries.map(\.key) + names)
      .removing("merges").removing("pre").setting("model", .string("llama"))
      .setting("token_type", .int32s(kinds))
      .setting("scores", .float32s([0, 0] + entries.map(\.value) + bytes.map { _ in 0 }))
      .setting("add_space_prefix", .bool(addsSpace))
  }

  private let words: KeyValuePairs<String, Float> = [
    "a": -10, "b": -11, "▁": -12, "ab": -2, "▁a": -1, "▁ab": -3, "bb": -2,
  ]

  /// The tokens of a text as bytes and as the bytes that they cover.
  private func tokens(
    _ text: String, _ fixture: VocabularyFixture, special: Bool = false
  ) throws -> [String] {
    let (tokenizer, bytes) = (try fixture.tokenizer(), Array(text.utf8))
    return tokenizer.encode(bytes, special: special).map {
      String(decoding: tokenizer.bytes(of: $0.id), as: UTF8.self) + "|"
        + String(decoding: bytes[$0.bytes], as: UTF8.self)
    }
  }

  @Test func `what has the highest score is merged first, and of equal ones the leftmost`() throws {
    #expect(try tokens("ab", fixture(words)) == ["ab|ab"])
    #expect(try tokens(" abb", fixture(words)) == [" a| a", "bb|bb"])
    #expect(try tokens("abb", fixture(words)) == ["ab|ab", "b|b"])
    #expect(try tokens("bbb", fixture(words)) == ["bb|bb", "b|b"])
  }

  @Test func `a space that is put before a text is marked, and none of its bytes`() throws {
    let fixture = fixture(words, addsSpace: true)
    #expect(try tokens("aa", fixture) == [" a|a", "a|a"])
    #expect(try tokens("bb", fixture) == [" |", "bb|bb"])
    #expect(try tokens("", fixture) == [])
    let tokenizer = try fixture.tokenizer()
    #expect(tokenizer.encode(Array("aa".utf8)).map(\.isSpaceAdded) == [true, false])
    #expect(tokenizer.encode(Array("bb".utf8)).map(\.isSpaceAdded) == [true, false])
    #expect(tokenizer.encode(Array("bb".utf8)).map(\.bytes) == [0..<0, 0..<2])
  }

  @Test func `a space is put before a text where the file does not say`() throws {
    #expect(
      try tokens("aa", fixture(words).removing("add_space_prefix")) == [" a|a", "a|a"])
  }

  @Test func `a text begins anew behind a control token`() throws {
    let fixture = fixture(words, addsSpace: true)
    #expect(try tokens("<s>a<s>", fixture, special: true) == ["<s>|<s>", " a|a", "<s>|<s>"])
    let added = fixture.setting("token_type", .int32s([4, 2, 1, 1, 1, 1, 1, 1, 1]))
    #expect(try tokens("<s>a", added) == [" |", "<s>|<s>", "a|a"])
  }

  @Test func `what the vocabulary lacks is written in bytes, and without those it is unknown`()
    throws
  {
    let bytes = fixture(words, bytes: [0xC3, 0xA9, 0x0A])
    #expect(
      try tokens("aé\nb", bytes) == [
        "a|a", "\u{FFFD}|\u{FFFD}", "\u{FFFD}|\u{FFFD}", "\n|\n", "b|b",
      ])
    let tokenizer = try fixture(words).tokenizer()
    let unknown = tokenizer.encode(Array("aéxb".utf8))
    #expect(unknown.map(\.isUnknown) == [false, true, false])
    #expect(unknown.map(\.bytes) == [0..<1, 1..<4, 4..<5])
  }

  @Test func `bytes that are not UTF-8 are written as they are`() throws {
    let tokenizer = try fixture(words, bytes: Array(0...255)).tokenizer()
    let text: [UInt8] = [0x61, 0xFF, 0xE2, 0x96, 0x62, 0xC3]
    let tokens = tokenizer.encode(text)
    #expect(tokens.flatMap { tokenizer.bytes(of: $0.id) } == text)
    #expect(tokens.count == 6)
  }

  @Test func `the character that stands for a space is no space`() throws {
    let tokenizer = try fixture(words, bytes: Array(0...255)).tokenizer()
    let text = Array("▁a ▁".utf8)
    #expect(tokenizer.encode(text).flatMap { tokenizer.bytes(of: $0.id) } == text)
  }

  @Test func `only normal entries are merged to`() throws {
    for kind: Int32 in [2, 3, 5] {
      let fixture = fixture(words).setting("token_type", .int32s([3, 2, 1, 1, 1, kind, 1, 1, 1]))
      #expect(try tokens("ab", fixture) == ["a|a", "b|b"])
    }
  }

  @Test func `a text begins with the token for that where the file does not say`() throws {
    let fixture = fixture(words).setting("bos_token_id", .uint32(0))
    #expect(try fixture.tokenizer().addsBOS)
    #expect(try !fixture.setting("add_bos_token", .bool(false)).tokenizer().addsBOS)
  }

  @Test func `scores that are missing, or not as many as the tokens`() throws {
    #expect(
      try fixture(words).removing("scores").error()
        == .metadata(GGUFError(.missingKey("tokenizer.ggml.scores"))))
    #expect(
      try fixture(words).setting("scores", .float32s([0])).error()
        == .lengthMismatch(key: "tokenizer.ggml.scores", count: 1, tokens: 9))
  }

  @Test func `scores that are no numbers have a place too`() throws {
    for score in [Float.nan, -.nan, .infinity, -.infinity, Float(bitPattern: .max)] {
      let tokenizer = try fixture(["a": 0, "aa": score]).tokenizer()
      #expect(tokenizer.encode(Array("aaa".utf8)).map(\.id) == [3, 2])
    }
  }
}
