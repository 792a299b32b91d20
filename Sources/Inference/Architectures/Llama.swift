extension Architecture {
  /// Llama (Touvron et al. 2023) and what is built alike, such as SmolLM2.
  static let llama = Architecture(name: "llama") { try LlamaLayer(&$0, $1) }
}

/// Attention, then a gated feed-forward network, each on the normalized stream and added to it.
private struct LlamaLayer: Layer {
  let attentionNorm: [Float]  // [width]
  let query: Matrix  // [heads * headWidth, width]
  let key: Matrix  // [keyHeads * headWidth, width]
  let value: Matrix  // [keyHeads * headWidth, width]
  let attentionOutput: Matrix  // [width, heads * headWidth]
  let feedForwardNorm: [Float]  // [width]
  let gate: Matrix  // [feedForward, width]
  let up: Matrix  // [feedForward, width]
  let down: Matrix  // [width, feedForward]

  init(_ tensors: inout TensorReader, _ sizes: Hyperparameters) throws {
    let (width, inner) = (sizes.width, sizes.feedForward)
    let (heads, keys) = (sizes.heads * sizes.headWidth, sizes.keyHeads * sizes.headWidth)
    attentionNorm = try tensors.vector("attn_norm.weight", count: width)
    query = try tensors.matrix("attn_q.weight", rows: heads, columns: width)
    key = try tensors.matrix("attn_k.weight", rows: keys, columns: width)
    value = try tensors.matrix("attn_v.weight", rows: keys, columns: width)
    attentionOutput = try tensors.matrix("attn_output.weight", rows: width, columns: heads)
    feedForwardNorm = try tensors.vector("ffn_norm.weight", count: width)
    gate = try tensors.matrix("ffn_gate.weight", rows: inner, columns: width)
    up = try tensors.matrix("ffn_up.weight", rows: inner, columns: width)
    down = try tensors.matrix("ffn_down.weight", rows: width, columns: inner)
  }

  func run(_ index: Int, _ steps: some Steps) {
    steps.normalize(attentionNorm)
    steps.projectHeads(index, query: query, key: key, value: value)
    steps.attend(index)
    steps.addAttended(by: attentionOutput)
    steps.normalize(feedForwardNorm)
    steps.gate(gate, up: up)
    steps.addGated(by: down)
  }
}
