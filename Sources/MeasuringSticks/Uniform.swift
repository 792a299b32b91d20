import InformationTheory
import Scoring

/// A model that finds every token of another model's vocabulary as likely as any other: what a loss
/// is before anything is learnt, log₂ V bits a token.
///
/// - Complexity: O(1) a token: every position has the same prediction but for the token that came.
public func uniformScorer(over scorer: Scorer) -> Scorer {
  evenScorer(
    name: "uniform over \(scorer.vocabulary.count) tokens", vocabulary: scorer.vocabulary,
    tokenize: scorer.tokenize)
}

/// A fair die. It knows no words: each word of a text, with the space before it, is one throw. A number
/// from 1 to `faces` is that face; any other word stands for a face of its own choice, the same
/// word always for the same.
///
/// A die of ten faces shows 3.32 bits and a perplexity of 10 at every token.
///
/// - Parameter faces: Their number, `Die.faces`.
public func dieScorer(faces: Int) -> Scorer {
  precondition(Die.faces.contains(faces), "a die has a number of faces that can be thrown")
  let die = Die(count: faces)
  return evenScorer(
    name: "a fair die of \(faces) faces",
    vocabulary: Vocabulary(count: faces, bytes: { Array(" \($0 + 1)".utf8) }),
    tokenize: { text, _, _ in die.throws(in: text) })
}

/// A die, and how a text is read as its throws.
public struct Die: Sendable {
  /// The numbers of faces that a die can have.
  public static let faces = 1...1_000_000

  let count: Int

  /// The throws: words with the white space before them; white space at the end joins the last one.
  func `throws`(in text: [UInt8]) -> [Token] {
    let borders = TextUnit.word.borders(in: text)
    return zip(borders, borders.dropFirst() + [text.count]).map { start, end in
      let word = text[start..<end].split(whereSeparator: \.isWhiteSpace).first ?? []
      return Token(id: face(of: word), bytes: start..<end)
    }
  }

  /// The face, counted from 0, that a word shows.
  private func face(of word: ArraySlice<UInt8>) -> Int {
    if let number = Int(String(decoding: word, as: UTF8.self)), (1...count).contains(number) {
      return number - 1
    }
    // Any rule would do that gives a word the same face each time (Fowler, Noll and Vo 1991).
    let hash = word.reduce(0xcbf2_9ce4_8422_2325 as UInt64) { ($0 ^ UInt64($1)) &* 0x100_0000_01b3 }
    return Int(hash % UInt64(count))
  }
}

/// A model whose tokens are all alike: each is as likely as any other, and none ranks before another.
private func evenScorer(
  name: String, vocabulary: Vocabulary,
  tokenize: @escaping Scorer.Cut
) -> Scorer {
  let expectation = Expectation(logits: Array(repeating: 0, count: vocabulary.count))
  let prediction = expectation.prediction(of: 0)
  return Scorer(
    model: .stick(name, vocabularySize: vocabulary.count), vocabulary: vocabulary,
    tokenize: tokenize,
    score: { tokens, _, first, report in
      for start in stride(from: first, to: tokens.count, by: 4_096) {
        var block = Predictions(vocabularySize: vocabulary.count)
        for _ in start..<min(start + 4_096, tokens.count) { block.append(prediction) }
        guard report(block) else { return }
      }
    },
    expectation: { _, _ in expectation })
}
