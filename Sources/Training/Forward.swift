// How each network comes from bytes to logits. Every line has its formula above it, and its way back in
// Backward.swift, at the same place counted from the end.

extension Table {
  func forward(_ pass: Pass) {
    // z = T[byte]
    pass.lookUp(weights.logits, into: logits)
  }
}

extension Perceptron {
  func forward(_ pass: Pass) {
    // e = E[byte], E[the one before], …
    pass.lookUp(weights.embedding, ofLast: weights.lookBack, into: seen)
    // h = H e
    pass.multiply(weights.hidden, seen, into: hidden)
    // h = tanh h
    pass.squash(hidden)
    // z = W h
    pass.multiply(weights.output, hidden, into: logits)
  }
}

extension Transformer {
  func forward(_ pass: Pass) {
    // x = E[byte]
    pass.lookUp(weights.embedding, into: stream)
    for (weights, layer) in zip(weights.layers, layers) {
      forward(pass, layer, weights)
    }
    // n = x / √(mean x² + ε) · w
    pass.normalize(last, weights.outputNorm, into: normed)
    // z = W n
    pass.multiply(weights.output, normed, into: logits)
  }

  private func forward(_ pass: Pass, _ layer: Layer, _ weights: TransformerWeights.Layer) {
    // n = x / √(mean x² + ε) · w
    pass.normalize(layer.stream, weights.attentionNorm, into: layer.attentionNormed)
    // q, k, v = W n
    pass.multiply(weights.query, layer.attentionNormed, into: layer.queries)
    pass.multiply(weights.key, layer.attentionNormed, into: layer.keys)
    pass.multiply(weights.value, layer.attentionNormed, into: layer.values)
    // q, k turn by their position; q / √d
    pass.turn(layer.queries, scale: Attention.scale)
    pass.turn(layer.keys)
    // a = softmax(q Kᵀ) V
    pass.attend(layer.attention, layer.queries, layer.keys, layer.values, into: layer.attended)
    // x = x + W a
    pass.multiply(
      weights.attentionOutput, layer.attended, addedTo: layer.stream, into: layer.middle)
    // n = x / √(mean x² + ε) · w
    pass.normalize(layer.middle, weights.feedForwardNorm, into: layer.feedForwardNormed)
    // g, u = W n
    pass.multiply(weights.gate, layer.feedForwardNormed, into: layer.gate)
    pass.multiply(weights.up, layer.feedForwardNormed, into: layer.up)
    // h = g / (1 + e⁻ᵍ) · u
    pass.gate(layer.gate, layer.up, into: layer.gated)
    // x = x + W h
    pass.multiply(weights.down, layer.gated, addedTo: layer.middle, into: layer.out)
  }
}
