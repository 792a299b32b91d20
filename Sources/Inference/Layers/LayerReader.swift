// How a layer's tensors are called, and which of them it has.
extension TensorReader {
  /// The layer whose tensors begin with the prefix. Throws for what is missing or wrong.
  mutating func layer(_ index: Int, _ architecture: Architecture, _ sizes: Hyperparameters) throws
    -> Layer
  {
    Layer(
      attention: try attention(index, architecture, sizes),
      network: try network(architecture, sizes),
      isParallel: sizes.isParallel)
  }

  private mutating func attention(
    _ index: Int, _ architecture: Architecture, _ sizes: Hyperparameters
  ) throws -> Attention {
    let norm = try streamNorm("attn_norm", .before, architecture, sizes)
    let parts = [sizes.queries, sizes.keys, sizes.keys]
    let projections =
      has("attn_qkv.weight")
      ? try linears("attn_qkv", rows: parts, columns: sizes.stream)
      : try zip(["attn_q", "attn_k", "attn_v"], parts).map {
        try linear($0, rows: $1, columns: sizes.stream)
      }
    let isWindowed = sizes.isWindowed(index)
    return Attention(
      norm: norm,
      query: projections[0], key: projections[1], value: projections[2],
      queryNorm: try headNorm("attn_q_norm", sizes.queries, architecture, sizes),
      keyNorm: try headNorm("attn_k_norm", sizes.keys, architecture, sizes),
      normsHeadsTogether: architecture.headNorms == .together,
      output: try linear("attn_output", rows: sizes.stream, columns: sizes.queries),
      outputNorm: try streamNorm("post_attention_norm", .after, architecture, sizes),
      window: isWindowed ? sizes.window : nil,
      rotary: sizes.rotary(ofLayer: index, isWindowed: isWindowed))
  }

  private mutating func network(_ architecture: Architecture, _ sizes: Hyperparameters) throws
    -> FeedForward
  {
    let norm = try streamNorm("ffn_norm", .before, architecture, sizes)
    let router =
      sizes.experts > 0
      ? try linear("ffn_gate_inp", rows: Extent(exactly: sizes.experts), columns: sizes.stream)
      : nil
    return FeedForward(
      norm: norm,
      experts: router == nil ? [try expert(architecture, sizes)] : try experts(sizes),
      router: router, activation: architecture.activation,
      outputNorm: try streamNorm("post_ffw_norm", .after, architecture, sizes))
  }

  /// The experts, each in tensors of its own, or all of them in one.
  private mutating func experts(_ sizes: Hyperparameters) throws -> [FeedForward.Expert] {
    guard !has("ffn_gate.0.weight") else {
      return try (0..<sizes.experts).map { try expert($0, sizes) }
    }
    let (inner, stream) = (sizes.inner, sizes.stream)
    let gates = try stack("ffn_gate_exps.weight", sizes.experts, rows: inner, columns: stream)
    let ups = try stack("ffn_up_exps.weight", sizes.experts, rows: inner, columns: stream)
    let downs = try stack("ffn_down_exps.weight", sizes.experts, rows: stream, columns: inner)
    return (0..<sizes.experts).map {
      FeedForward.Expert(
        gate: Linear(matrix: gates[$0], bias: nil), up: Linear(matrix: ups[$0], bias: nil),
        down: Linear(matrix: downs[$0], bias: nil))
    }
  }

  private mutating func expert(_ number: Int, _ sizes: Hyperparameters) throws
    -> FeedForward.Expert
  {
    FeedForward.Expert(
      gate: try linear("ffn_gate.\(number)", rows: sizes.inner, columns: sizes.stream),
      up: try linear("ffn_up.\(number)", rows: sizes.inner, columns: sizes.stream),
      down: try linear("ffn_down.\(number)", rows: sizes.stream, columns: sizes.inner))
  }

  private mutating func expert(_ architecture: Architecture, _ sizes: Hyperparameters) throws
    -> FeedForward.Expert
  {
    let isFused = architecture.isGated && architecture.isGateFused
    let inner = try linears(
      "ffn_up", rows: Array(repeating: sizes.inner, count: isFused ? 2 : 1), columns: sizes.stream)
    let gate =
      architecture.isGated && !isFused
      ? try linear("ffn_gate", rows: sizes.inner, columns: sizes.stream) : nil
    return FeedForward.Expert(
      gate: isFused ? inner[0] : gate, up: inner[inner.count - 1],
      down: try linear("ffn_down", rows: sizes.stream, columns: sizes.inner))
  }

  private mutating func streamNorm(
    _ name: String, _ place: NormPlace, _ architecture: Architecture, _ sizes: Hyperparameters
  ) throws -> Norm? {
    guard architecture.norms.contains(place) else { return nil }
    return try norm(name, architecture.norm, over: sizes.stream, sizes.normEpsilon)
  }

  private mutating func headNorm(
    _ name: String, _ heads: Extent, _ architecture: Architecture, _ sizes: Hyperparameters
  ) throws -> Norm? {
    guard let headNorms = architecture.headNorms else { return nil }
    return try norm(
      name, .rootMeanSquare, over: headNorms == .each ? heads.group : heads, sizes.normEpsilon)
  }
}

extension TensorReader {
  /// A norm over features; over groups with room between them, weights and ε are such that the room counts.
  mutating func norm(_ name: String, _ kind: NormKind, over extent: Extent, _ epsilon: Float) throws
    -> Norm
  {
    let weight = try vector(name + ".weight", extent)
    let bias = kind == .deviation ? try vector(name + ".bias", extent) : nil
    guard extent.groups > 1, extent.room != extent.size else {
      return Norm(weight: weight, bias: bias, epsilon: epsilon)
    }
    let share = Float(extent.size) / Float(extent.room)
    return Norm(
      weight: weight.map { $0 * share.squareRoot() }, bias: bias, epsilon: epsilon * share)
  }

  /// A product, with a bias where the file has one.
  mutating func linear(_ name: String, rows: Extent, columns: Extent) throws -> Linear {
    try linears(name, rows: [rows], columns: columns)[0]
  }

  /// The products whose rows follow each other in one tensor.
  mutating func linears(_ name: String, rows: [Extent], columns: Extent) throws -> [Linear] {
    let matrices = try matrices(name + ".weight", rows: rows, columns: columns)
    let biases = has(name + ".bias") ? try vectors(name + ".bias", rows) : []
    return matrices.enumerated().map {
      Linear(matrix: $1, bias: biases.isEmpty ? nil : biases[$0])
    }
  }
}
