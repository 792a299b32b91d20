/// Attention and a gated feed-forward network in turns (Vaswani et al. 2017, Touvron et al. 2023).
struct TransformerWeights {
  let embedding: Span  // [256, width]
  let layers: [Layer]
  let outputNorm: Span  // [width]
  let output: Span  // [256, width]

  struct Layer {
    let attentionNorm: Span  // [width]
    let query: Span, key: Span, value: Span  // [width, width]
    let attentionOutput: Span  // [width, width]
    let feedForwardNorm: Span  // [width]
    let gate: Span, up: Span  // [feedForward, width]
    let down: Span  // [width, feedForward]
  }

  init(_ layout: inout Layout, layers count: Int, width: Int, feedForward: Int) {
    let usual = 0.02
    // What is added to the stream, twice a layer, is made small, so that their sum is not large.
    let added = usual / Double(2 * count).squareRoot()
    embedding = layout.table("token_embd.weight", Network.vocabulary, width, deviation: usual)
    layers = (0..<count).map { index in
      let name = { (part: String) in "blk.\(index).\(part).weight" }
      return Layer(
        attentionNorm: layout.vector(name("attn_norm"), width),
        query: layout.matrix(name("attn_q"), width, width, deviation: usual),
        key: layout.matrix(name("attn_k"), width, width, deviation: usual),
        value: layout.matrix(name("attn_v"), width, width, deviation: usual),
        attentionOutput: layout.matrix(name("attn_output"), width, width, deviation: added),
        feedForwardNorm: layout.vector(name("ffn_norm"), width),
        gate: layout.matrix(name("ffn_gate"), feedForward, width, deviation: usual),
        up: layout.matrix(name("ffn_up"), feedForward, width, deviation: usual),
        down: layout.matrix(name("ffn_down"), width, feedForward, deviation: added))
    }
    outputNorm = layout.vector("output_norm.weight", width)
    output = layout.matrix("output.weight", Network.vocabulary, width, deviation: 0)
  }
}

/// A transformer at work on one window: its activations, kept for the way back.
///
/// The residual stream has one gradient for all its values, since what is added to it passes on the
/// gradient as it is.
struct Transformer: Worker {
  let weights: TransformerWeights
  let layers: [Layer]
  let stream: Activation  // [width], as it comes in
  let last: Activation  // [width], as it leaves the last layer
  let normed: Activation  // [width]
  let logits: Activation

  /// The activations of a layer.
  struct Layer {
    let stream: Activation  // [width], as it comes in
    let attentionNormed: Activation  // [width]
    let queries: Activation, keys: Activation, values: Activation  // [width]
    let attention: Attention
    let attended: Activation  // [width]
    let middle: Activation  // [width], the stream between the two halves
    let feedForwardNormed: Activation  // [width]
    let gate: Activation, up: Activation, gated: Activation  // [feedForward]
    let out: Activation  // [width], the stream as it leaves
  }

  init(_ weights: TransformerWeights, _ room: WindowRoom) throws {
    self.weights = weights
    let width = weights.embedding.columns
    let stream = try room.activation(width)
    var layers: [Layer] = []
    for layer in weights.layers {
      layers.append(try Layer(layer, from: layers.last?.out ?? stream, room))
    }
    self.stream = stream
    self.layers = layers
    last = layers.last?.out ?? stream
    normed = try room.activation(width)
    logits = try room.logits()
  }
}

extension Transformer.Layer {
  fileprivate init(
    _ weights: TransformerWeights.Layer, from stream: Activation, _ room: WindowRoom
  ) throws {
    let (width, inner) = (weights.query.rows, weights.gate.rows)
    self.stream = stream
    attentionNormed = try room.activation(width)
    queries = try room.activation(width)
    keys = try room.activation(width)
    values = try room.activation(width)
    attention = try room.attention(heads: width / Network.headWidth)
    attended = try room.activation(width)
    middle = try room.activation(sharingGradientOf: stream)
    feedForwardNormed = try room.activation(width)
    gate = try room.activation(inner)
    up = try room.activation(inner)
    gated = try room.activation(inner)
    out = try room.activation(sharingGradientOf: stream)
  }
}
