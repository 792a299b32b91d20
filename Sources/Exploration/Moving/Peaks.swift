import InformationTheory
import Scoring

/// What counts as a peak of surprise: the most surprising token of its sentence, the first of equals, where
/// its surprise is at least twice the mean of the text. So there is at most one a sentence.
enum Peak {
  /// How many times the mean of the text the surprise of a peak is, at least.
  static let threshold = 2.0
}

extension Explorer {
  /// Moves to the next peak of surprise, forward or backward, as soon as the sentences of the text are known.
  /// Stays where there is none.
  ///
  /// - Complexity: O(*n*) in the tokens skipped.
  mutating func moveToPeak(_ direction: Int) {
    desk.place.wantedPeak = nil
    guard figures.scoredCount > 0 else { return }
    guard let sentences = reading.division(into: .sentence) else {
      desk.place.wantedPeak = direction
      findPartsAtOnce()
      if desk.place.wantedPeak != nil { say("looking for the sentences of the text") }
      return
    }
    if let place = peak(beyond: focus, direction, in: sentences) { return focus(on: place) }
    say(direction > 0 ? "no further peak of surprise" : "no earlier peak of surprise")
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
    guard let loudest = figures.loudest(in: sentence) else { return nil }
    return loudest.surprisal.bits >= Peak.threshold * mean.bits ? loudest.position : nil
  }
}
