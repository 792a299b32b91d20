import GGUF
import GGUFFixtures
import TestSupport
import Testing
import Tokenizers

@Suite struct RandomTextTests {
  /// Merges that were drawn at random, each of two entries that are there by then.
  private func randomMerges(_ count: Int, using random: inout SeededGenerator) -> [String] {
    var entries = ["a", "b", "c", "Ġ", "Ã", "©"]
    var merges: [String] = []
    while merges.count < count {
      guard let left = entries.randomElement(using: &random),
        let right = entries.randomElement(using: &random), !entries.contains(left + right)
      else { continue }
      merges.append("\(left) \(right)")
      entries.append(left + right)
    }
    return merges
  }

  /// Byte-pair encoding as its definition says: look for the best pair, merge it, start again.
  private func plainEncode(_ piece: String, _ merges: [String]) -> [String] {
    var parts = piece.map(String.init)
    while true {
      let pairs = zip(parts, parts.dropFirst()).map { merges.firstIndex(of: "\($0) \($1)") ?? .max }
      guard let best = pairs.min(), best < .max, let place = pairs.firstIndex(of: best) else {
        return parts
      }
      parts[place] += parts.remove(at: place + 1)
    }
  }

  @Test(arguments: 0..<6) func `fast merging agrees with plain merging`(seed: UInt64) throws {
    var random = SeededGenerator(seed: seed)
    let merges = randomMerges(40, using: &random)
    let tokenizer = try VocabularyFixture.ofBytes(merges: merges).tokenizer()
    for length in [0, 1, 2, 3, 5, 8, 13, 40, 120] {
      let word = String((0..<length).map { _ in "abc".randomElement(using: &random) ?? "a" })
      let tokens = tokenizer.encode(Array(word.utf8)).map {
        String(decoding: tokenizer.bytes(of: $0.id), as: UTF8.self)
      }
      #expect(tokens == plainEncode(word, merges), "seed \(seed), \(word)")
    }
  }

  /// Bytes of which many make characters, words, white space and names of tokens.
  private func randomText(using random: inout SeededGenerator) -> [UInt8] {
    let parts: [[UInt8]] = [
      Array("abc".utf8), Array(" ab".utf8), Array("  ".utf8), Array("\n".utf8), Array("é".utf8),
      Array("'ll".utf8), Array("1２½".utf8), Array("中文".utf8), Array("👩‍👧".utf8),
      Array("<|end|>".utf8),
      [0xFF], [0xC3], [0xE4, 0xB8], [0xF0, 0x9F], [0xED, 0xA0, 0x80], [0x00], [0xC2, 0x85],
    ]
    return (0..<Int.random(in: 0...30, using: &random)).flatMap { _ in
      Bool.random(using: &random)
        ? parts.randomElement(using: &random) ?? []
        : [UInt8.random(in: 0...255, using: &random)]
    }
  }

  @Test(arguments: ["gpt-2", "smollm"])
  func `no byte of a random text is lost`(pre: String) throws {
    var random = SeededGenerator(seed: 7)
    let merges = randomMerges(30, using: &random)
    let kinds = [Int32](repeating: 1, count: 256 + 30) + [3]
    let tokenizer = try VocabularyFixture.ofBytes(merges: merges, also: ["<|end|>"], pre: pre)
      .setting("token_type", .int32s(kinds)).tokenizer()
    for number in 0..<500 {
      let text = randomText(using: &random)
      #expect(isLossless(tokenizer, text, special: number.isMultiple(of: 2)), "\(text)")
    }
  }

  @Test func `a vocabulary that lacks most bytes loses none`() throws {
    var random = SeededGenerator(seed: 8)
    let tokenizer = try VocabularyFixture(["<unk>", "a", "b", "ab"], merges: ["a b"]).tokenizer()
    for _ in 0..<200 { #expect(isLossless(tokenizer, randomText(using: &random), special: true)) }
  }

  @Test(.enabled(if: DefaultModel.isThere, DefaultModel.advice))
  func `the default model loses no byte of a random text`() throws {
    var random = SeededGenerator(seed: 9)
    let tokenizer = try DefaultModel.tokenizer()
    for number in 0..<300 {
      let text = randomText(using: &random)
      #expect(isLossless(tokenizer, text, special: number.isMultiple(of: 2)), "\(text)")
    }
  }
}
