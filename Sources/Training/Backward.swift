// How the gradient of the loss comes back from the logits to the weights: the lines of Forward.swift, from
// the last to the first. dy is the gradient of the loss by y.

extension Table {
  func backward(_ pass: Pass) {
    // dT[byte] += dz
    pass.lookUpBack(weights.logits, from: logits)
  }
}

extension Perceptron {
  func backward(_ pass: Pass) {
    // dh = Wᵀ dz, dW += dz hᵀ
    pass.multiplyBack([(weights.output, logits)], hidden)
    // dh = dh (1 − h²)
    pass.squashBack(hidden)
    // de = Hᵀ dh, dH += dh eᵀ
    pass.multiplyBack([(weights.hidden, hidden)], seen)
    // dE[byte] += de, for each of the last
    pass.lookUpBack(weights.embedding, ofLast: weights.lookBack, from: seen)
  }
}

extension Transformer {
  func backward(_ pass: Pass) {
    // dn = Wᵀ dz, dW += dz nᵀ
    pass.multiplyBack([(weights.output, logits)], normed)
    // dx = r w dn − r³ x mean(x w dn), dw += r x dn, where r = 1 / √(mean x² + ε)
    pass.clear(last)
    pass.normalizeBack(last, weights.outputNorm, from: normed)
    for (weights, layer) in zip(weights.layers, layers).reversed() {
      backward(pass, layer, weights)
    }
    // dE[byte] += dx
    pass.lookUpBack(weights.embedding, from: stream)
  }

  private func backward(_ pass: Pass, _ layer: Layer, _ weights: TransformerWeights.Layer) {
    // dh = Wᵀ dx, dW += dx hᵀ; dx passes the sum as it is
    pass.multiplyBack([(weights.down, layer.out)], layer.gated)
    // du = dh g s, dg = dh u s (1 + g (1 − s)), where s = 1 / (1 + e⁻ᵍ)
    pass.gateBack(layer.gate, layer.up, from: layer.gated)
    // dn = Wᵀ dg + Wᵀ du, dW += dg nᵀ, dW += du nᵀ
    pass.multiplyBack(
      [(weights.gate, layer.gate), (weights.up, layer.up)], layer.feedForwardNormed)
    // dx += r w dn − r³ x mean(x w dn), dw += r x dn
    pass.normalizeBack(layer.middle, weights.feedForwardNorm, from: layer.feedForwardNormed)
    // da = Wᵀ dx, dW += dx aᵀ; dx passes the sum as it is
    pass.multiplyBack([(weights.attentionOutput, layer.middle)], layer.attended)
    // dP = da Vᵀ, ds = P (dP − Σ P dP), dq = ds K, dK = dsᵀ q, dV = Pᵀ da
    pass.attendBack(layer.attention, layer.queries, layer.keys, layer.values, from: layer.attended)
    // dq, dk turn back; dq / √d
    pass.turnBack(layer.queries, scale: Attention.scale)
    pass.turnBack(layer.keys)
    // dn = Wᵀ dq + Wᵀ dk + Wᵀ dv, dW += dq nᵀ, …
    pass.multiplyBack(
      [(weights.query, layer.queries), (weights.key, layer.keys), (weights.value, layer.values)],
      layer.attentionNormed)
    // dx += r w dn − r³ x mean(x w dn), dw += r x dn
    pass.normalizeBack(layer.stream, weights.attentionNorm, from: layer.attentionNormed)
  }
}
