import Basics
import GGUFFixtures
import Testing
import Tokenizers

@Suite struct TokenizerTests {
  /// The tokens of a text, written as the vocabulary writes them.
  private func tokens(
    _ text: String, merges: [String], also others: [String] = []
  ) throws -> [String] {
    let fixture = VocabularyFixture.ofBytes(merges: merges, also: others)
    let tokenizer = try fixture.tokenizer()
    return tokenizer.encode(Array(text.utf8)).map {
      String(decoding: tokenizer.bytes(of: $0.id), as: UTF8.self)
    }
  }

  @Test func `a token takes twelve bytes, of which long texts have millions`() {
    #expect(MemoryLayout<Tokenizer.Token>.stride == 12)
  }

  @Test func `without merges every byte is a token`() throws {
    let tokenizer = try VocabularyFixture.ofBytes().tokenizer()
    let text = (0...UInt8.max).map { $0 }
    #expect(tokenizer.count == 256)
    #expect(tokenizer.encode(text).map(\.id) == Array(0...255))
    #expect(tokenizer.encode(text).map(\.bytes) == (0..<256).map { $0..<$0 + 1 })
    for byte in text { #expect(tokenizer.bytes(of: Int(byte)) == [byte]) }
  }

  @Test func `an empty text has no tokens`() throws {
    let tokenizer = try VocabularyFixture.ofBytes().tokenizer()
    #expect(tokenizer.encode([]) == [])
    #expect(tokenizer.encode([], special: true) == [])
  }

  @Test func `the merge of the smallest rank comes first`() throws {
    #expect(try tokens("abc", merges: ["b c", "a b"]) == ["a", "bc"])
    #expect(try tokens("abc", merges: ["a b", "b c"]) == ["ab", "c"])
    #expect(try tokens("abc", merges: ["a b", "b c", "ab c"]) == ["abc"])
    #expect(try tokens("abc", merges: ["b c", "a b", "ab c"]) == ["a", "bc"])
    #expect(try tokens("xabx", merges: ["a b", "b x", "x a"]) == ["x", "ab", "x"])
  }

  @Test func `of equal merges the leftmost comes first`() throws {
    #expect(try tokens("aaa", merges: ["a a"]) == ["aa", "a"])
    #expect(try tokens("aaaaa", merges: ["a a", "aa aa"]) == ["aaaa", "a"])
    #expect(try tokens("aaaaaaa", merges: ["a a", "aa a"]) == ["aa", "aa", "aaa"])
  }

  @Test func `of two merges of one pair the first counts`() throws {
    #expect(try tokens("abc", merges: ["a b", "b c", "a b"], also: []) == ["ab", "c"])
  }

  @Test func `of two entries with the same bytes the last counts`() throws {
    let tokenizer = try VocabularyFixture(["a", "b", "ab", "a", "ab"], merges: ["a b"]).tokenizer()
    #expect(tokenizer.encode(Array("aba".utf8)).map(\.id) == [4, 3])
  }

  @Test func `merges do not cross the borders of pieces`() throws {
    #expect(try tokens("a b", merges: ["a Ġ", "Ġ b"]) == ["a", " b"])
    #expect(try tokens("a.b", merges: ["a .", ". b"]) == ["a", ".", "b"])
  }

  @Test func `characters are merged byte by byte`() throws {
    // é is C3 A9, which the vocabulary writes as Ã and ©.
    #expect(try tokens("é", merges: ["Ã ©"]) == ["é"])
    let tokenizer = try VocabularyFixture.ofBytes(merges: ["Ã ©"]).tokenizer()
    #expect(tokenizer.encode([0xC3, 0xA9, 0xC3]).map(\.id) == [256, 0xC3])
    #expect(tokenizer.encode([0xC3, 0xA9, 0xC3]).map(\.bytes) == [0..<2, 2..<3])
  }

  @Test func `entries of more than 16 bytes are merged too`() throws {
    let a8 = String(repeating: "a", count: 8)
    let a16 = a8 + a8
    let merges = [
      "a a", "aa aa", "aaaa aaaa", "\(a8) \(a8)", "\(a16) \(a16)", "\(a16) b", "\(a16)b b",
    ]
    #expect(try tokens(a16 + a16, merges: merges) == [a16 + a16])
    #expect(try tokens(a16 + "bb", merges: merges) == [a16 + "bb"])
    #expect(try tokens(a8 + "b", merges: merges) == [a8, "b"])
  }

  @Test func `a long run of one letter is no burden`() throws {
    let merges = ["a a", "aa aa"]
    let tokenizer = try VocabularyFixture.ofBytes(merges: merges).tokenizer()
    let pieces = tokenizer.encode([UInt8](repeating: 0x61, count: 20_003))
    #expect(pieces.count == 5_000 + 2)
    #expect(pieces.suffix(2).map(\.id) == [256, 0x61])
  }

  @Test func `a byte without a token becomes the unknown token`() throws {
    let fixture = VocabularyFixture(["<unk>", "a", "b", "ab"], merges: ["a b"])
      .setting("unknown_token_id", .uint32(0)).setting("token_type", .int32s([2, 1, 1, 1]))
    let tokenizer = try fixture.tokenizer()
    let text = Array("abzab".utf8)
    #expect(tokenizer.encode(text).map(\.id) == [3, 0, 3])
    #expect(tokenizer.encode(text).map(\.bytes) == [0..<2, 2..<3, 3..<5])
    #expect(tokenizer.encode(text).map(\.isUnknown) == [false, true, false])
    #expect(tokenizer.kind(of: 0) == .unknown)
  }

  @Test func `the unknown token is the file's, or the first of that kind, or entry 0`() throws {
    let fixture = VocabularyFixture(["a", "<unk>", "b"])
    let kinds = fixture.setting("token_type", .int32s([1, 2, 1]))
    #expect(try fixture.tokenizer().unknownToken == 0)
    #expect(try kinds.tokenizer().unknownToken == 1)
    #expect(try kinds.setting("unknown_token_id", .uint32(2)).tokenizer().unknownToken == 2)
    // Entry 0 is an "a" too, but only in the text's first token does it stand for one.
    let pieces = try fixture.tokenizer().encode(Array("az".utf8))
    #expect(pieces.map(\.id) == [0, 0] && pieces.map(\.isUnknown) == [false, true])
  }

  @Test func `ids of the start and the end are the file's`() throws {
    let fixture = VocabularyFixture(["<s>", "</s>", "a"])
      .setting("bos_token_id", .uint32(0)).setting("eos_token_id", .int32(1))
      .setting("add_bos_token", .bool(true))
    let tokenizer = try fixture.tokenizer()
    #expect(tokenizer.bosToken == 0)
    #expect(tokenizer.eosToken == 1)
    #expect(tokenizer.addsBOS)
    #expect(try !fixture.setting("add_bos_token", .bool(false)).tokenizer().addsBOS)
    #expect(try !fixture.removing("add_bos_token").tokenizer().addsBOS)
    #expect(try !fixture.removing("bos_token_id").tokenizer().addsBOS)
  }

  @Test func `c68 a vocabulary of one token has neither start nor end`() throws {
    let tokenizer = try VocabularyFixture(["a"]).tokenizer()
    #expect(tokenizer.bosToken == nil)
    #expect(tokenizer.eosToken == nil)
    #expect(tokenizer.encode(Array("ab".utf8)).map(\.id) == [0, 0])
  }

  @Test func `the bytes of an entry depend on its kind`() throws {
    let names = ["Ġa", "Ġb", "Ġc", "Ġd", "Ġe", "<0x0A>", "中 x"]
    let tokenizer = try VocabularyFixture(names)
      .setting("token_type", .int32s([1, 2, 3, 4, 5, 6, 1])).tokenizer()
    #expect((0..<7).map { tokenizer.kind(of: $0) } == TokenKind.allCases + [.normal])
    #expect(tokenizer.bytes(of: 0) == Array(" a".utf8))
    for id in 1...4 { #expect(tokenizer.bytes(of: id) == Array(names[id].utf8)) }
    #expect(tokenizer.bytes(of: 5) == [0x0A])
    #expect(tokenizer.bytes(of: 6) == Array("中 x".utf8))  // not in the alphabet of bytes
  }

  @Test func `bytes are written in the alphabet of GPT-2`() {
    let known: [(UInt8, String)] = [
      (0x00, "Ā"), (0x09, "ĉ"), (0x0A, "Ċ"), (0x20, "Ġ"), (0x21, "!"), (0x7E, "~"), (0x7F, "ġ"),
      (0x80, "Ģ"), (0xA0, "ł"), (0xA1, "¡"), (0xAC, "¬"), (0xAD, "Ń"), (0xAE, "®"), (0xFF, "ÿ"),
    ]
    for (byte, character) in known {
      #expect(ByteAlphabet.encoded(byte) == Array(character.utf8))
      #expect(ByteAlphabet.decoded(Array(character.utf8)) == [byte])
    }
    #expect(Set((0...UInt8.max).map { ByteAlphabet.encoded($0) }).count == 256)
    #expect(ByteAlphabet.decoded([0x61, 0xFF, 0xC4]) == [0x61, 0xFF, 0xC4])
  }
}
