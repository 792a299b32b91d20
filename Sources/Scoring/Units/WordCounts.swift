/// How many words begin in the tokens of each page of a text, so that what is over words is known without the
/// text being looked through again. Four bytes a page.
public struct WordCounts: Sendable {
  private let text: [UInt8]
  private var pages: [Int32] = []

  /// Looks through a text. O(*n*) in its bytes.
  public init(_ text: [UInt8], _ tokens: [Token], _ division: ScoringDivision) {
    self.text = text
    var start = 0
    while start < tokens.count {
      let end = min(division.positions(ofPage: pages.count).upperBound, tokens.count)
      let bytes = tokens[start].bytes.lowerBound..<tokens[end - 1].bytes.upperBound
      pages.append(Int32(wordsBeginning(in: bytes, of: text)))
      start = end
    }
  }

  /// Those of a page; none where it has no tokens.
  func count(inPage page: Int) -> Int { pages.indices.contains(page) ? Int(pages[page]) : 0 }

  /// Whether a token begins a word, or none is left. O(*n*) in the bytes of the one before.
  func isBorder(_ token: Int, of tokens: [Token]) -> Bool {
    guard token > 0, token < tokens.count else { return true }
    return beginsWord(
      at: tokens[token].bytes.lowerBound, after: tokens[token - 1].bytes.lowerBound, in: text)
  }

  /// Those of a token. O(*n*) in its bytes.
  func count(in token: Token) -> Int { wordsBeginning(in: token.bytes, of: text) }
}
