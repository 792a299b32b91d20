import Testing
import Tokenizers

/// The expected pieces were worked out by hand from the published patterns.
@Suite struct PreTokenizerTests {
  private func split(_ text: [UInt8], _ name: String) throws -> [[UInt8]] {
    var pieces = try PreTokenizer.named(name).pieces(text.indices)
    var found: [[UInt8]] = []
    while let piece = pieces.next(text.span) { found.append(Array(text[piece])) }
    return found
  }

  private func split(_ text: String, _ name: String) throws -> [String] {
    try split(Array(text.utf8), name).map { String(decoding: $0, as: UTF8.self) }
  }

  @Test(arguments: [
    ["Hello", " world"],
    ["it", "'s"], ["IT", "'", "S"], ["we", "'ll", "'ve"], ["I", "'m", "'d", "'t", "'re"],
    ["''", "s"], [" '", "s"], ["'"], ["'", "r"], ["'", "lL"], ["'", "v"], ["’", "s"],
    ["a", " ", " b"], ["a", "   "], ["a", " "], ["a", " \n", " b"], ["a", "\n", "\n", "b"],
    ["\t", " x"], [" \t"], ["\t", "x"], ["a", "  ", " ."], ["\r\n"], ["a", "\r", "\n", "1"],
    ["12", " 345"], ["x", "1", "y"], ["½²Ⅷ"], [" ½", "a"], ["1", ".", "5"],
    ["e", "\u{301}", "a"], ["a", "_", "b"], ["--", "x"], [" --", " x"],
    ["\u{A0}", "x"], ["\u{85}", "\u{2028}", "z"], ["\u{3000}", "\u{3000}", "x"], ["\u{200B}", "x"],
    ["中文", "、", "字"], [" 中"], ["ไทย"], ["❤\u{FE0F}"], ["\u{0}\u{7F}"], ["\u{FFFD}", "x"],
  ])
  func `the pattern of GPT-2`(pieces: [String]) throws {
    #expect(try split(pieces.joined(), "gpt-2") == pieces)
  }

  @Test(arguments: [
    ["Hello", " world"], ["a", "1", "b", "2"], ["1", "0"], [" ", "1", "0"], ["a", "   ", "1"],
    ["  ", "1"], ["1", "  ", "2"], ["1", " a"], ["1", " ", " a"], ["٣", "٤"], ["½", "Ⅷ"],
    ["v", "2", "'s"], ["x", " ", "1", "2", " y"], ["=", "1", ";"], ["'", "1", "s"], ["１", "２"],
    ["a", "\n\n", "1"],
  ])
  func `the pattern of SmolLM takes numbers alone`(pieces: [String]) throws {
    #expect(try split(pieces.joined(), "smollm") == pieces)
    #expect(try split(pieces.joined(), "starcoder") == pieces)
  }

  @Test(arguments: [
    ["Hello", " world"], ["IT", "'S"], ["a", "'ſ", "b"], ["we", "'LL", "'vE"], ["'r"], ["'x"],
    ["123", "456", "7"], [" ", "123", "4"], ["a", "12", "b"], ["!a", "?"], ["\tx"], ["  ", " x"],
    ["a", "!\n\n", "b"], [" !\r\n"], ["a", " \n \n", "  ", " b"], ["\r\n\r\n", " b"], ["\n", "b"],
    ["a", "   "], ["e", "\u{301}x"], ["中文", "、字"], ["½²Ⅷ", "٣"], ["\u{A0}x"],
    ["\u{85}\n", "\u{85}b"],
  ])
  func `the pattern of Llama 3`(pieces: [String]) throws {
    #expect(try split(pieces.joined(), "llama-bpe") == pieces)
    #expect(try split(pieces.joined(), "dbrx") == pieces)
  }

  @Test(arguments: [["1", "2", "3"], ["a", "1", "b"], ["e", "\u{301}x"], ["x", "!\n", " y"]])
  func `the pattern of Qwen takes digits alone`(pieces: [String]) throws {
    #expect(try split(pieces.joined(), "qwen2") == pieces)
  }

  @Test(arguments: [
    ["e\u{301}x"], ["!\u{301}", "!\n"], [" \u{301}"], ["1", "\u{301}"], ["中文", "、字"],
  ])
  func `the pattern of later Qwen leaves marks with their letters`(pieces: [String]) throws {
    #expect(try split(pieces.joined(), "qwen35") == pieces)
  }

  @Test(arguments: [
    ["a", "...", "b"], ["x", "+=", "1"], ["123", "456", "7"], [" ", "=", " x"],
    ["¿", "a", "?"],
    ["12½"], ["£", "5"],
  ])
  func `without a name, punctuation and three digits stand alone`(pieces: [String]) throws {
    #expect(try split(pieces.joined(), "default") == pieces)
  }

  @Test func `bytes that are not UTF-8 are symbols`() throws {
    #expect(try split([0x61, 0xFF, 0xFE, 0x62], "gpt-2") == [[0x61], [0xFF, 0xFE], [0x62]])
    #expect(try split([0x20, 0xC3], "gpt-2") == [[0x20, 0xC3]])
    #expect(try split([0xC3, 0x31], "smollm") == [[0xC3], [0x31]])
    // An overlong letter, a surrogate, and a character beyond Unicode: symbols all, so one piece.
    let wrong: [UInt8] = [0xC1, 0x81, 0xE0, 0x81, 0x81, 0xED, 0xA0, 0x80, 0xF4, 0x90, 0x80, 0x80]
    #expect(try split([0x61] + wrong + [0x61], "gpt-2") == [[0x61], wrong, [0x61]])
    // Overlong forms of the letters U+0561 and U+A800, just below where their lengths begin.
    for overlong: [UInt8] in [[0xE0, 0x95, 0xA1], [0xF0, 0x8A, 0xA0, 0x80]] {
      #expect(try split([0x61] + overlong, "gpt-2") == [[0x61], overlong])
    }
    // The first three bytes of a letter of four, and then a letter.
    #expect(try split([0xF0, 0x90, 0x8C, 0x61], "gpt-2") == [[0xF0, 0x90, 0x8C], [0x61]])
  }

  @Test func `nothing has no pieces`() throws {
    #expect(try split("", "gpt-2") == [])
    #expect(try split("", "smollm") == [])
  }

  @Test func `an unknown pattern is refused by its name`() {
    #expect {
      _ = try PreTokenizer.named("nonsense")
    } throws: { error in
      guard case .unknownPreTokenizer("nonsense", let known) = error as? TokenizerError else {
        return false
      }
      return known.contains("gpt-2") && known.contains("smollm")
    }
  }
}
