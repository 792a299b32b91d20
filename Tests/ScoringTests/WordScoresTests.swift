import Basics
import InformationTheory
import Scoring
import TestSupport
import Testing

@Suite struct WordScoresTests {
  /// Tokens of these pieces, one behind the other.
  private func tokens(_ pieces: [String]) -> [Token] {
    var place = 0
    return pieces.enumerated().map { index, piece in
      defer { place += piece.utf8.count }
      return Token(id: index, bytes: place..<place + piece.utf8.count)
    }
  }

  private func scores(
    _ pieces: [String], _ correction: BoundaryCorrection, first: Int = 0, known: Int = 9,
    isSpaceAdded: Bool = false
  ) -> WordScores {
    var tokens = tokens(pieces)
    tokens[0].isSpaceAdded = isSpaceAdded
    return WordScores(Array(pieces.joined().utf8), tokens[...], correction) { token in
      token < first ? nil : .bits(exp2(Double(token)))
    } boundary: { place in
      // At each place 2^-(place + 1) begins a word, and a quarter of that ends the text.
      guard place < known else { return nil }
      let starts = exp2(-Double(place + 1))
      return BoundaryProbability(starts: starts, ends: starts / 4, others: 1 - starts)
    }
  }

  @Test func `a word pays its own end and not that of the word before`() throws {
    let minicons = scores(["The", " c", "at", " sat"], .minicons)
    let cat = try #require(minicons.corrected(1..<3))
    #expect(abs(cat.plain.bits - 6) < 1e-12)
    #expect(abs(cat.before.bits - 2) < 1e-12 && abs(cat.after.bits - 4) < 1e-12)
    #expect(abs(cat.corrected.bits - 8) < 1e-12)
    let pimentel = try #require(scores(["The", " c", "at", " sat"], .pimentel).corrected(1..<3))
    #expect(abs(pimentel.before.bits - (2 - log2(1.25))) < 1e-12)
    #expect(abs(pimentel.after.bits - (4 - log2(1.25))) < 1e-12)
    #expect(scores(["The", " c", "at", " sat"], .none).corrected(1..<3) == nil)
  }

  @Test func `the first word of a text pays for not beginning with a space`() throws {
    let minicons = try #require(scores(["The", " cat"], .minicons).corrected(0..<1))
    #expect(minicons.before == .zero && abs(minicons.corrected.bits - 3) < 1e-12)
    let pimentel = try #require(scores(["The", " cat"], .pimentel).corrected(0..<1))
    #expect(abs(pimentel.before.bits - 1) < 1e-12)  // half begins no word
    let added = try #require(
      scores(["The", " cat"], .pimentel, isSpaceAdded: true).corrected(0..<1))
    #expect(abs(added.before.bits - 1) < 1e-12)  // and half does
    #expect(scores(["The", " cat"], .pimentel, first: 1).corrected(0..<1) == nil)
  }

  @Test func `a word is not corrected where a token lies across its border`() {
    let across = scores(["The", " cat s", "at", " on"], .minicons)
    #expect(across.corrected(1..<2) == nil && across.corrected(2..<3) == nil)
    #expect(across.corrected(0..<1) != nil && across.corrected(3..<4) != nil)
    // Both words together have clean borders.
    #expect(across.corrected(1..<3) != nil)
    #expect(scores(["The", " c", "at"], .minicons).corrected(1..<2) == nil)
  }

  @Test func `a word needs to know what comes behind it`() {
    #expect(scores(["The", " cat"], .pimentel, known: 2).corrected(1..<2) == nil)
    #expect(scores(["The", " cat"], .pimentel, known: 3).corrected(1..<2) != nil)
    #expect(scores(["The", " cat"], .pimentel).corrected(1..<1) == nil)
  }

  @Test(arguments: BoundaryCorrection.allCases.filter { $0 != .none })
  func `the words of a text telescope`(correction: BoundaryCorrection) throws {
    let all = scores(["The", " c", "at", " sat", ".", " So"], correction)
    let words = [0..<1, 1..<3, 3..<5, 5..<6]
    let sum = try words.reduce(0) { try $0 + #require(all.corrected($1)).corrected.bits }
    #expect(abs(sum - (try #require(all.corrected(0..<6))).corrected.bits) < 1e-9)
  }
}
