import InformationTheory
import Scoring

/// Makes a scorer of a model file: the one place where the program meets a model engine.
///
/// Until the engine is merged this knows nothing and expects every byte equally.
func loadScorer(path: String, threads: Int?) throws -> Scorer {
  let model = ModelDescription(
    name: "Every byte alike", file: path, architecture: "uniform", quantization: "",
    vocabularySize: 256, contextLength: 8_192)
  return Scorer(
    model: model, vocabulary: Vocabulary(count: 256) { [UInt8(truncatingIfNeeded: $0)] },
    tokenize: { text, _ in
      text.indices.map { Token(id: Int(text[$0]), bytes: $0..<$0 + 1) }
    },
    score: { tokens, settings, first, report in
      let logits = [Double](repeating: 0, count: 256)
      let folded = Prediction(foldingLogits: logits, actual: 0)
      for position in first..<tokens.count {
        var block = Predictions(vocabularySize: 256)
        block.append(position == 0 && settings.startToken == nil ? .unscored : folded)
        guard report(block) else { return }
      }
    })
}
