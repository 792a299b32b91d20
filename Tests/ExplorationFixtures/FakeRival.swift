import Exploration
import InformationTheory
import Scoring

/// A model to be compared with the fake one: of the same words, less sure of each, or of bytes.
package struct FakeRival: Sendable {
  /// Whether it reads bytes.
  package var readsBytes: Bool

  /// The model of a reference; `bytes` is that of bytes, `broken` none.
  package init?(_ reference: String) {
    guard reference != "broken" else { return nil }
    readsBytes = reference == "bytes"
  }

  package static let byteVocabulary = Vocabulary(count: 256) { [UInt8($0)] }

  /// Half of the fake one's logits, or a fiftieth of the byte.
  package var logits: [Double] {
    readsBytes ? (0..<256).map { Double($0) / 50 } : FakeScorer.logits.map { $0 / 2 }
  }

  package var opened: ComparedModel {
    var description = FakeScorer.model
    description.quantization = "Q4_0"
    if readsBytes { description.name = "Bytes" }
    return ComparedModel(
      description, readsBytes ? Self.byteVocabulary : FakeScorer.vocabulary,
      note: readsBytes ? "Fake and Bytes have different vocabularies" : nil)
  }

  package func tokenize(_ text: [UInt8]) -> [Token] {
    readsBytes ? Token.each(byteOf: text) : FakeScorer.tokenize(text)
  }

  package func predictions(_ tokens: [Token]) -> Predictions {
    var result = Predictions(vocabularySize: logits.count)
    for (place, token) in tokens.enumerated() {
      result.append(
        place == 0 ? .unscored : Prediction(foldingLogits: logits, actual: token.id))
    }
    return result
  }

  /// What both say of a text.
  package func comparisons(_ text: [UInt8], at temperature: Temperature) -> [PlaceComparison] {
    let tokens = tokenize(text)
    let (base, other) = (
      TokenScore.all(FakeScorer.predictions(tokens), at: temperature),
      TokenScore.all(predictions(tokens), at: temperature)
    )
    let divergences = Divergences(ofLogits: FakeScorer.logits, logits, at: temperature)
    return tokens.indices.map {
      PlaceComparison(
        base: base[$0], other: other[$0], divergences: $0 == 0 ? nil : divergences)
    }
  }

  /// What becomes of an order, all of it at once.
  package static func news(of order: ComparisonOrder, beside reference: String) -> [ComparisonNews]
  {
    guard let rival = FakeRival(reference) else { return [.failed("the model is damaged")] }
    switch order {
    case .open: return [.opened(rival.opened)]
    case .score(let text):
      let tokens = rival.tokenize(text)
      return [
        .cut(tokens, FakeScorer.settings), .scored(rival.predictions(tokens), at: 0),
        .finished(nil),
      ]
    case .diverge(let text, let temperature):
      let places = rival.comparisons(text, at: temperature)
      return [.compared(places), .finished(ComparisonStatistics(places))]
    case .stop, .close: return []
    }
  }
}
