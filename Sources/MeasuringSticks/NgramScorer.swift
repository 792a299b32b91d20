import InformationTheory
import Scoring
import Basics

/// A model that counted which byte follows which in a training text. Its tokens are bytes, so its bits
/// a token are bits per byte.
///
/// A window shorter than its order shortens the n-grams.
///
/// - Complexity: O(order · 256) a token, and the fold of 256 logits.
public func ngramScorer(_ ngrams: Ngrams, name: String) -> Scorer {
  let vocabulary = Vocabulary.bytes
  var scorer = Scorer(
    model: .stick(name, vocabularySize: vocabulary.count), vocabulary: vocabulary,
    tokenize: { text, _, _ in Token.each(byteOf: text) },
    score: { tokens, settings, first, report in
      let bytes = tokens.map { UInt8($0.id) }
      let reach = min(ngrams.order, settings.window) - 1
      for start in stride(from: first, to: bytes.count, by: 256) {
        var block = Predictions(vocabularySize: vocabulary.count)
        for place in start..<min(start + 256, bytes.count) {
          let probabilities = ngrams.probabilities(after: bytes[max(place - reach, 0)..<place])
          block.append(
            Prediction(
              foldingLogits: probabilities.map { log($0) }, actual: Int(bytes[place]),
              boundaries: .bytes))
        }
        guard report(block) else { return }
      }
    },
    expectation: { context, _ in
      let bytes = context.tokens.suffix(ngrams.order).map { UInt8($0) }
      return Expectation(
        logits: ngrams.probabilities(after: bytes).map { Float(log($0)) }, boundaries: .bytes)
    })
  scorer.readsWholeTexts = true
  return scorer
}
