import InformationTheory
import Reports
import Scoring

extension FuzzTarget {
  /// A saved text, its hash made to fit, is refused with a sentence, or all that is shown of it can be computed and
  /// it is saved again as the same.
  public static let savedText = FuzzTarget(name: "saved", seeds: [sections]) { bytes in
    do throws(SavedTextError) {
      return FuzzOutcome(complaint: complaint(about: try SavedText(SavedText.sealed(bytes))))
    } catch {
      return .refused(error)
    }
  }

  /// A text of three tokens of a vocabulary of five.
  private static let sections: [UInt8] = {
    let words = ["a", " b", "c", "d", "e"].map { Array($0.utf8) }
    var predictions = Predictions(vocabularySize: 5)
    predictions.append(.unscored)
    predictions.append(Prediction(foldingLogits: [1, 0, 3, 2, -1], actual: 1))
    predictions.append(
      Prediction(
        foldingLogits: [0, 0, 0, 0, 0], actual: 2,
        boundaries: WordBoundaries(starts: [false, true, false, false, false], ends: [4])))
    let tokens = [
      Token(id: 0, bytes: 0..<1), Token(id: 1, bytes: 1..<3), Token(id: 2, bytes: 3..<4),
    ]
    let model = ModelDescription(
      name: "tiny", file: "", architecture: "llama", quantization: "F32", vocabularySize: 5,
      contextLength: 8)
    let text = SavedText(
      Array("a bc".utf8), tokens, predictions,
      ScoringSettings(startToken: nil, window: 8, stride: 4),
      readsControlTokens: false, model: model, vocabulary: Vocabulary(count: 5) { words[$0] },
      boundaries: BoundaryTokens(), receipt: Receipt(version: "1"), view: SavedText.View())
    return Array(text.bytes.dropLast(76))
  }()

  private static func complaint(about text: SavedText) -> String? {
    guard text.tokens.last?.bytes.upperBound ?? 0 == text.text.count else {
      return "tokens are not the text"
    }
    for temperature in [
      Temperature(0), Temperature(0.05), .one, Temperature(5), Temperature(.infinity),
    ] {
      let figures = Figures(text.predictions, at: temperature ?? .one)
      if figures.total.nats.isNaN { return "a loss that is no number" }
    }
    guard let again = try? SavedText(text.bytes), again.bytes == text.bytes else {
      return "what was saved again is another text"
    }
    return nil
  }
}
