import InformationTheory
import Scoring

/// What counts as a peak of surprise: the most surprising token of its sentence, the first of equals, where
/// its surprise is at least twice the mean of the text. So there is at most one a sentence.
enum Peak {
  /// How many times the mean of the text the surprise of a peak is, at least.
  static let threshold = 2.0
}

/// The sentences of a text, kept until text or tokens change.
struct SentenceDivision: Sendable {
  private let text: [UInt8], tokens: [Token]
  /// The tokens of each sentence.
  let parts: TextDivision

  init(_ text: [UInt8], _ tokens: [Token]) {
    (self.text, self.tokens) = (text, tokens)
    parts = TextDivision(text, tokens, into: .sentence)
  }

  /// Whether it is that of a text. O(1) where nothing has changed.
  func fits(_ text: [UInt8], _ tokens: [Token]) -> Bool {
    self.text == text && self.tokens == tokens
  }
}

extension Explorer {
  /// Moves to the next peak of surprise, forward or backward. Stays where there is none.
  ///
  /// - Complexity: O(*n*) in the tokens skipped, and in the text when it is looked through first.
  mutating func moveToPeak(_ direction: Int) {
    guard figures.scoredCount > 0 else { return }
    let place = divideIntoSentences().flatMap { peak(beyond: focus, direction, in: $0) }
    if let place { return focus(on: place) }
    say(direction > 0 ? "no further peak of surprise" : "no earlier peak of surprise")
  }

  /// The sentences of the text; nil while its tokens are not known.
  private mutating func divideIntoSentences() -> TextDivision? {
    guard reading.isSplit, let tokens = scored?.tokens else { return nil }
    if let kept = desk.sentences, kept.fits(text, tokens) { return kept.parts }
    let sentences = SentenceDivision(text, tokens)
    desk.sentences = sentences
    return sentences.parts
  }

  private func peak(beyond token: Int, _ direction: Int, in sentences: TextDivision) -> Int? {
    guard sentences.count > 0, let mean = figures.crossEntropy else { return nil }
    var sentence = sentences.part(of: min(token, sentences.tokenCount - 1))
    while (0..<sentences.count).contains(sentence) {
      if let peak = peak(in: sentences.tokens(of: sentence), mean: mean),
        (peak - token).signum() == direction
      {
        return peak
      }
      sentence += direction
    }
    return nil
  }

  /// The peak of a sentence; nil where it has none.
  private func peak(in sentence: Range<Int>, mean: Information) -> Int? {
    var best: (token: Int, bits: Double)?
    for token in sentence {
      if let bits = surprisal(of: token)?.bits, bits > best?.bits ?? -1 { best = (token, bits) }
    }
    return best.flatMap { $0.bits >= Peak.threshold * mean.bits ? $0.token : nil }
  }
}
