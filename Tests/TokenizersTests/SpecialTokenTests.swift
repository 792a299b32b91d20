import GGUFFixtures
import Testing
import Tokenizers

@Suite struct SpecialTokenTests {
  /// The bytes, and the names of four tokens: two of which begin another.
  private func tokenizer() throws -> Tokenizer {
    let names = ["<|end|>", "<|end|>!", "<|e", "tool", "<unk>"]
    return try VocabularyFixture.ofBytes(also: names)
      .setting(
        "token_type", .int32s([Int32](repeating: 1, count: 256) + [3, 3, 3, 4, 2])
      ).tokenizer()
  }

  private func ids(_ text: String, special: Bool) throws -> [Int] {
    try tokenizer().encode(Array(text.utf8), special: special).map(\.id)
  }

  @Test func `a name is text unless it is asked for`() throws {
    #expect(try ids("<|end|>", special: false) == "<|end|>".utf8.map { Int($0) })
    #expect(try ids("<|end|>", special: true) == [256])
  }

  @Test func `what somebody added is never split`() throws {
    #expect(try ids("tool", special: false) == [259])
    #expect(try ids("tool", special: true) == [259])
    #expect(
      try ids("a stool<|e", special: false) == Array("a s".utf8).map { Int($0) } + [
        259, 0x3C, 0x7C, 0x65,
      ])
  }

  @Test func `the longest name counts, and of overlapping ones the leftmost`() throws {
    #expect(try ids("<|end|>!", special: true) == [257])
    #expect(try ids("<|en", special: true) == [258, Int(UInt8(ascii: "n"))])
    #expect(try ids("<|", special: true) == [0x3C, 0x7C])
    #expect(try ids("<|end|><|end|>!tool", special: true) == [256, 257, 259])
  }

  @Test func `text around a name is split as if it stood alone`() throws {
    let tokenizer = try tokenizer()
    let pieces = tokenizer.encode(Array("a <|end|> b".utf8), special: true)
    #expect(pieces.map(\.id) == [0x61, 0x20, 256, 0x20, 0x62])
    #expect(pieces.map(\.bytes) == [0..<1, 1..<2, 2..<9, 9..<10, 10..<11])
  }

  @Test func `the unknown token has a name as control tokens have`() throws {
    #expect(try ids("a<unk>", special: true) == [0x61, 260])
    #expect(try ids("<unk>", special: false) == "<unk>".utf8.map { Int($0) })
  }

  @Test func `a name may be longer than what is left of the text`() throws {
    #expect(try ids("<|end|", special: true) == [258] + "nd|".utf8.map { Int($0) })
  }
}
