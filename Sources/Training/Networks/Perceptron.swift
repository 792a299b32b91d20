/// The last bytes, each by its features, then a hidden layer, then logits (Bengio et al. 2003), without
/// biases and without the direct connection.
struct PerceptronWeights {
  let lookBack: Int
  let embedding: Span  // [256, embedding]
  let hidden: Span  // [hidden, lookBack * embedding]
  let output: Span  // [256, hidden]

  init(_ layout: inout Layout, lookBack: Int, embedding features: Int, hidden count: Int) {
    self.lookBack = lookBack
    let inputs = lookBack * features
    embedding = layout.table("token_embd.weight", Network.vocabulary, features, deviation: 1)
    hidden = layout.matrix(
      "hidden.weight", count, inputs, deviation: 1 / Double(inputs).squareRoot())
    output = layout.matrix("output.weight", Network.vocabulary, count, deviation: 0)
  }
}

/// A perceptron at work on one window.
struct Perceptron: Worker {
  let weights: PerceptronWeights
  let seen: Activation  // [lookBack * embedding]
  let hidden: Activation
  let logits: Activation

  init(_ weights: PerceptronWeights, _ room: WindowRoom) throws {
    self.weights = weights
    seen = try room.activation(weights.hidden.columns)
    hidden = try room.activation(weights.hidden.rows)
    logits = try room.logits()
  }
}
