import GGUF
import Training

extension FuzzTarget {
  /// A file of a table or a perceptron is refused with a sentence, or scores a text with numbers.
  public static let network = FuzzTarget(name: "network", seeds: networkFiles) { bytes in
    guard let file = try? ModelFile(bytes: bytes), TrainedModel.knows(file) else {
      return .refused
    }
    do {
      let scorer = try TrainedModel(file, path: "").scorer
      let tokens = try scorer.tokenize(Array("a text".utf8), false)
      var count = 0
      try scorer.score(tokens, .init(startToken: 10, window: 32, stride: 16), 0) {
        count += $0.count
        return true
      }
      return FuzzOutcome(complaint: count == tokens.count ? nil : "\(count) predictions")
    } catch {
      return .refused(harmlessly: "\(error)")
    }
  }

  private static var networkFiles: [[UInt8]] {
    var recipe = Recipe(.perceptron(lookBack: 2, embedding: 16, hidden: 32))
    recipe.windowLength = 32
    let run = try? Run(recipe, on: Array("ab".utf8))
    return [run?.checkpoint.modelFile(name: "Fuzz", storage: .q8Zero) ?? []]
  }
}
