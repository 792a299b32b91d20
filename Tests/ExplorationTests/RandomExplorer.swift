import Exploration
import ExplorationFixtures
import InformationTheory
import Scoring
import TestSupport

/// An explorer of a text of made-up tokens, and the logits that its model gave before each.
struct RandomExplorer {
  var explorer: Explorer
  /// `[tokens][vocabulary]`; the first token has none.
  let logits: [[Double]]
  /// The entry of each token: `[tokens]`.
  let ids: [Int]

  /// A text of so many tokens, whose logits are spread more widely the larger `deviation` is.
  ///
  /// - Parameter likeliest: How many of the likeliest tokens the model says; nil for all logits.
  init(
    seed: UInt64, tokens count: Int = 12, vocabulary size: Int = 90, deviation: Double = 4,
    likeliest: Int? = nil
  ) {
    var random = SeededGenerator(seed: seed)
    let entries = (0..<size).map { id in Array(" w\(id)".utf8) }
    ids = (0..<count).map { _ in Int.random(in: 0..<size, using: &random) }
    logits = (0..<count).map { place in
      place == 0 ? [] : random.normals(size, deviation: deviation).map(Double.init)
    }
    explorer = Explorer(text: ids.flatMap { entries[$0] })
    let model = ModelDescription(
      name: "Random", file: "", architecture: "random", quantization: "F32", vocabularySize: size,
      contextLength: 512)
    _ = explorer.update(.modelLoaded(model, Vocabulary(count: size) { entries[$0] }))
    var place = 0
    let tokens = ids.map { id in
      defer { place += entries[id].count }
      return Token(id: id, bytes: place..<place + entries[id].count)
    }
    var predictions = Predictions(vocabularySize: size)
    for (id, row) in zip(ids, logits) {
      predictions.append(
        row.isEmpty ? .unscored : Prediction(of: row, actual: id, likeliest: likeliest))
    }
    _ = explorer.update(.tokenized(tokens, FakeScorer.settings, request: 1))
    _ = explorer.update(.scored(predictions, request: 1))
    _ = explorer.update(.finished(request: 1))
  }

  /// Moves the slider to a notch.
  mutating func set(_ temperature: Temperature) {
    while explorer.temperature < temperature { explorer.press(.up) }
    while explorer.temperature > temperature { explorer.press(.down) }
  }
}
