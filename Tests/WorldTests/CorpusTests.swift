import InformationTheory
import Testing
import World

@Suite struct CorpusTests {
  private func text(_ paragraph: String, _ count: Int) -> [UInt8] {
    Array(String(repeating: paragraph, count: count).utf8)
  }

  @Test func `a text is cut at the paragraph nearest to its last tenth`() throws {
    let paragraph = String(repeating: "words and ", count: 9) + "more.\n\n"
    let text = text(paragraph, 100)
    let corpus = try Corpus(splitting: text)
    #expect(corpus.training + corpus.validation == text)
    #expect(corpus.cut == .paragraph)
    #expect(corpus.validation.starts(with: "words".utf8))
    #expect(corpus.validation.count == 10 * paragraph.utf8.count)
    #expect(corpus.source == nil)
  }

  @Test func `without paragraphs near, at a line; without lines, at a character`() throws {
    let lines = try Corpus(splitting: text("one line\r\n", 500))
    #expect(lines.cut == .line && lines.validation.starts(with: "one".utf8))
    #expect(lines.validation.count == 500)
    let windows = try Corpus(splitting: text("one line\r\n\r\n", 500))
    #expect(windows.cut == .paragraph && windows.validation.starts(with: "one".utf8))
    let none = try Corpus(splitting: text("é€", 1_000))
    #expect(none.cut == .character)
    #expect(String(validating: none.validation, as: UTF8.self) != nil)
    // Bytes of no text at all are cut as well.
    let bytes = try Corpus(splitting: Array(repeating: 0x80, count: 3_000))
    #expect(bytes.validation.count == 300)
  }

  @Test func `a far paragraph is not looked for`() throws {
    let text = text("x", 2_000) + text("\n\ny", 1) + text("line\n", 600)
    let corpus = try Corpus(splitting: text)
    #expect(corpus.cut == .line)
    #expect(abs(corpus.validation.count - text.count / 10) <= 5)
  }

  @Test func `a text below 2 KB is refused, with what it has and needs`() throws {
    let error = try #require(throws: Corpus.TooShort.self) {
      try Corpus(splitting: text("x", 2_047))
    }
    #expect(
      "\(error)"
        == "has 2047 bytes, of which a tenth is too little to measure by: give at least 2048")
    #expect(throws: Never.self) { try Corpus(splitting: text("x", 2_048)) }
  }

  @Test func `a drawn corpus has its source, and two texts that are not the same`() throws {
    let source = try SmallWorld.source()
    let corpus = Corpus(drawing: 5_000, validation: 4_000, from: source, seed: 2)
    #expect(corpus.training == source.draw(bytes: 5_000, seed: 2, part: .training).text)
    #expect(corpus.validation == source.draw(bytes: 4_000, seed: 2, part: .validation).text)
    #expect(corpus.training.prefix(200) != corpus.validation.prefix(200))
    #expect(corpus.source?.name == source.name && corpus.cut == nil)
  }
}
