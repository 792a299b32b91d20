import GGUF
import GGUFFixtures
import Testing
import Tokenizers

/// Vocabularies that are one edit away from a valid one. The numbers are those of the list of malformed
/// files that the loader was designed against.
@Suite struct MalformedVocabularyTests {
  private let valid = VocabularyFixture(["<s>", "a", "b", "ab"], merges: ["a b"])
    .setting("token_type", .int32s([3, 1, 1, 1])).setting("scores", .float32s([0, 0, 0, 0]))

  @Test func `the vocabulary is valid`() throws { #expect(try valid.error() == nil) }

  @Test func `other tokenizers are refused with a list of the known`() throws {
    #expect(
      try valid.setting("model", .string("bert")).error()
        == .unknownModel("bert", known: ["gpt2", "llama"]))
    guard
      case .unknownPreTokenizer("tekken", let known) = try valid.setting("pre", .string("tekken"))
        .error()
    else {
      Issue.record("tekken is not known yet")
      return
    }
    #expect(known.contains("smollm"))
  }

  @Test(arguments: ["model", "tokens", "merges"])
  func `a missing key is named`(key: String) throws {
    #expect(
      try valid.removing(key).error()
        == .metadata(GGUFError(.missingKey("tokenizer.ggml.\(key)"))))
  }

  @Test(arguments: ["model", "pre", "tokens", "merges", "token_type", "scores", "bos_token_id"])
  func `c57 a value of the wrong type is named`(key: String) throws {
    guard case .metadata(let error) = try valid.setting(key, .bool(true)).error(),
      case .wrongType("tokenizer.ggml.\(key)", "bool", _) = error.problem
    else {
      Issue.record("\(key) of type bool was accepted")
      return
    }
  }

  @Test func `c61 an array of another length than the tokens`() throws {
    #expect(
      try valid.setting("scores", .float32s([0, 0, 0])).error()
        == .lengthMismatch(key: "tokenizer.ggml.scores", count: 3, tokens: 4))
    #expect(
      try valid.setting("token_type", .int32s([1, 1, 1, 1, 1])).error()
        == .lengthMismatch(key: "tokenizer.ggml.token_type", count: 5, tokens: 4))
  }

  @Test(arguments: ["model", "tokens", "merges"])
  func `what is missing is found without a look at the entries`(key: String) throws {
    let file = valid.removing(key)
    #expect(try count(file) == file.error())
  }

  @Test func `what does not fit is found without a look at the entries`() throws {
    #expect(try count(valid) == nil)
    for (key, value) in [
      ("scores", .float32s([0, 0, 0])), ("token_type", .int32s([1])),
      ("bos_token_id", .uint32(9)), ("eos_token_id", .uint32(9)), ("eot_token_id", .uint32(9)),
      ("unknown_token_id", .uint32(9)),
    ] as [(String, ModelFixture.Value)] {
      let file = valid.setting(key, value)
      #expect(try count(file) != nil && count(file) == file.error(), "\(key)")
    }
    let pieces = valid.setting("model", .string("llama")).removing("scores")
    #expect(try count(pieces) == .metadata(GGUFError(.missingKey("tokenizer.ggml.scores"))))
  }

  /// Why the entries are not counted.
  private func count(_ fixture: VocabularyFixture) throws -> TokenizerError? {
    let metadata = try ModelFile(bytes: fixture.file.bytes).metadata
    do throws(TokenizerError) {
      _ = try Tokenizer.count(metadata)
      return nil
    } catch { return error }
  }

  @Test func `c62 scores of one byte each`() throws {
    let scores = ModelFixture.Value.array(type: 0, count: 4, bytes: [0, 0, 0, 0])
    guard case .metadata(let error) = try valid.setting("scores", scores).error() else {
      Issue.record("scores of type u8 were accepted")
      return
    }
    #expect(
      error.problem
        == .wrongType(
          key: "tokenizer.ggml.scores", found: "array of u8", needed: "array of f32"))
  }

  @Test(arguments: [0, 7, -1, 256 + 1]) func `an unknown type of token`(kind: Int32) throws {
    #expect(
      try valid.setting("token_type", .int32s([1, 1, kind, 1])).error()
        == .unknownTokenKind(Int(kind), id: 2))
  }

  @Test(arguments: [
    "<0x-1>", "<0x+1>", "<0x 1>", "<0x1>", "<0x123>", "<0xG0>", "<0X41>", "0x41", "<0x41", "",
  ])
  func `c65 a byte token without two digits`(name: String) throws {
    let fixture = VocabularyFixture([name]).setting("token_type", .int32s([6]))
    #expect(try fixture.error() == .malformedByteToken(id: 0, name: Array(name.utf8)))
  }

  @Test(arguments: ["bos_token_id", "eos_token_id", "eot_token_id", "unknown_token_id"])
  func `c66 an id beyond the vocabulary`(key: String) throws {
    #expect(try valid.setting(key, .uint32(3)).error() == nil)
    for id: UInt64 in [4, 1 << 32, .max] {
      #expect(
        try valid.setting(key, .uint64(id)).error()
          == .idOutOfRange(key: "tokenizer.ggml.\(key)", id: id, tokens: 4))
    }
    guard case .metadata(let error) = try valid.setting(key, .int32(-1)).error() else {
      Issue.record("\(key) of −1 was accepted")
      return
    }
    #expect(error.problem == .outOfRange(key: "tokenizer.ggml.\(key)", value: "-1"))
  }

  @Test(arguments: ["ab", "a ", " b", "a  b", "a b ", " a b", "a b c", " ", ""])
  func `c69 a merge that is not two parts`(merge: String) throws {
    // The vocabulary has the empty string too, so that an empty part would be found.
    let fixture = VocabularyFixture(["", "a", "b", "ab"], merges: ["a b", merge])
    #expect(
      try fixture.error()
        == .mergeWithoutTwoParts(index: 1, merge: Array(merge.utf8)))
  }

  @Test func `a merge of three parts is not one of two, whatever the vocabulary has`() throws {
    let fixture = VocabularyFixture(["a", "b c", "ab c"], merges: ["a b c"])
    #expect(try fixture.error() == .mergeWithoutTwoParts(index: 0, merge: Array("a b c".utf8)))
  }

  @Test func `a long merge that is not two parts`() throws {
    let merge = String(repeating: "a", count: 20)
    #expect(
      try valid.setting("merges", .strings([merge])).error()
        == .mergeWithoutTwoParts(index: 0, merge: Array(merge.utf8)))
  }

  @Test func `a merge of or into no token`() throws {
    #expect(
      try valid.setting("merges", .strings(["a x"])).error()
        == .unknownMergePart(index: 0, part: [0x78]))
    #expect(
      try valid.setting("merges", .strings(["x a"])).error()
        == .unknownMergePart(index: 0, part: [0x78]))
    #expect(
      try valid.setting("merges", .strings(["a b", "b a"])).error()
        == .unknownMergeResult(index: 1, result: Array("ba".utf8)))
  }

  @Test func `parts are compared whole`() throws {
    // NUL bytes must not be mistaken for the end, nor a prefix for the whole.
    let fixture = VocabularyFixture(["a", "a\u{0}", "b", "ab"], merges: ["a\u{0} b"])
    #expect(try fixture.error() == .unknownMergeResult(index: 0, result: [0x61, 0, 0x62]))
    #expect(
      try VocabularyFixture(["a", "b", "ab\u{0}"], merges: ["a b"]).error()
        == .unknownMergeResult(index: 0, result: [0x61, 0x62]))
  }

  @Test func `an empty vocabulary`() throws {
    #expect(try VocabularyFixture([]).error() == .emptyVocabulary)
  }

  @Test func `tokens of 64 KiB`() throws {
    let name = String(repeating: "a", count: 65_536)
    #expect(try VocabularyFixture([name]).error() == nil)
    #expect(
      try VocabularyFixture(["a", name + "a"]).error()
        == .tokenTooLong(id: 1, byteCount: 65_537, limit: 65_536))
  }

  @Test(arguments: [3, 4]) func `names of 256 bytes`(kind: Int32) throws {
    let name = String(repeating: "a", count: 256)
    func fixture(_ name: String) -> VocabularyFixture {
      VocabularyFixture([name]).setting("token_type", .int32s([kind]))
    }
    #expect(try fixture(name).error() == nil)
    #expect(
      try fixture(name + "a").error() == .tokenTooLong(id: 0, byteCount: 257, limit: 256))
  }

  /// So many empty strings.
  private func empty(_ count: Int) -> ModelFixture.Value {
    .array(type: 8, count: UInt64(count), bytes: [UInt8](repeating: 0, count: 8 * count))
  }

  @Test func `more tokens or merges than can be numbered`() throws {
    #expect(
      try valid.setting("tokens", empty(2_097_153)).error()
        == .tooManyTokens(count: 2_097_153, limit: 2_097_152))
    #expect(
      try valid.setting("merges", empty(4_194_304)).error()
        == .tooManyMerges(count: 4_194_304, limit: 4_194_303))
  }

  @Test(.enabled(if: isOptimized, "takes too long without optimization"))
  func `as many tokens and merges as can be numbered`() throws {
    #expect(
      try valid.removing("token_type").removing("scores")
        .setting("merges", empty(0)).setting("tokens", empty(2_097_152)).error() == nil)
    let merge = littleEndian(UInt64(3)) + Array("a b".utf8)
    var merges: [UInt8] = []
    for _ in 0..<4_194_303 { merges += merge }
    let tokenizer = try valid.setting(
      "merges", .array(type: 8, count: 4_194_303, bytes: merges)
    ).tokenizer()
    #expect(tokenizer.encode(Array("ab".utf8)).map(\.id) == [3])
  }

  @Test func `a sentence is printable and says what is wrong`() throws {
    let evil = "\u{1B}[2J\u{9B}"
    let errors: [TokenizerError] = [
      .metadata(GGUFError(.missingKey(evil))), .unknownModel(evil, known: ["gpt2"]),
      .unknownPreTokenizer(evil, known: ["gpt-2"]), .emptyVocabulary,
      .tooManyTokens(count: 2, limit: 1), .tooManyMerges(count: 2, limit: 1),
      .tokenTooLong(id: 1, byteCount: 2, limit: 1),
      .lengthMismatch(key: "k", count: 3, tokens: 4), .unknownTokenKind(7, id: 1),
      .malformedByteToken(id: 1, name: Array(evil.utf8)),
      .idOutOfRange(key: "k", id: 262, tokens: 262),
      .mergeWithoutTwoParts(index: 1, merge: Array(evil.utf8)),
      .unknownMergePart(index: 1, part: Array(evil.utf8)),
      .unknownMergeResult(index: 1, result: Array(evil.utf8)),
    ]
    for error in errors {
      #expect(error.description.utf8.allSatisfy { (0x20...0x7E).contains($0) })
    }
    #expect(Set(errors.map(\.description)).count == errors.count)
    #expect(
      TokenizerError.idOutOfRange(key: "bos_token_id", id: 262, tokens: 262).description
        == "bos_token_id is 262, but the vocabulary has 262 tokens")
    #expect(
      TokenizerError.mergeWithoutTwoParts(index: 0, merge: Array("ab".utf8)).description
        == #"merge 0, "ab", is not two parts"#)
  }
}

/// Whether this is a release build.
private var isOptimized: Bool {
  #if DEBUG
    false
  #else
    true
  #endif
}
