import GGUF
import TestSupport
import Testing
import Tokenizers

/// Which tokens begin a word, against the bytes that each stands for.
@Suite struct BoundaryTests {
  private func expectSpaces(_ tokenizer: Tokenizer) {
    let found = tokenizer.startsWithSpace
    #expect(found.count == tokenizer.count && found.contains(true))
    for id in 0..<tokenizer.count {
      let isText = ![.control, .unknown, .unused].contains(tokenizer.kind(of: id))
      #expect(found[id] == (isText && tokenizer.bytes(of: id).first == 0x20), "\(id)")
    }
  }

  @Test(.enabled(if: DefaultModel.isThere, DefaultModel.advice))
  func `the tokens that begin a word are those whose bytes begin with a space`() throws {
    let tokenizer = try DefaultModel.tokenizer()
    expectSpaces(tokenizer)
    #expect(tokenizer.startsWithSpace.count { $0 } == 31_985)
    #expect(tokenizer.endTokens == [2])
  }

  @Test(
    .enabled(
      if: TestFiles.other("gemma3-270m.gguf") != nil,
      Comment(rawValue: TestFiles.otherReason("gemma3-270m.gguf"))))
  func `so are those of a vocabulary of SentencePiece, and a turn's end is an end`() throws {
    let path = try #require(TestFiles.other("gemma3-270m.gguf"))
    let tokenizer = try Tokenizer(ModelFile(path: path).metadata)
    expectSpaces(tokenizer)
    #expect(tokenizer.endTokens.first == tokenizer.eosToken)
  }
}
