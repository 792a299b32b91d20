extension Translation {
  /// OLMo 2 and 3, which norm what comes out of attention and network, and all queries and keys at once.
  static let olmo2 = Translation(
    ["olmo2", "olmo3"], as: "olmo2", entries: Entry.gated,
    tensors: TensorRule.attention + TensorRule.headNorms + TensorRule.outerNorms
      + TensorRule.gatedProducts + TensorRule.ends
  ) { configuration, head throws(SafetensorsError) in
    try head.addRotation(configuration)
    try head.addWindow(configuration) { ($0 + 1) % 4 != 0 }
  }

  /// Phi 3, whose queries, keys and values are one matrix, and gate and up another.
  static let phi3 = Translation(
    ["phi3"], as: "phi3", entries: Entry.gated,
    tensors: TensorRule.llama + TensorRule.fused
  ) { configuration, head throws(SafetensorsError) in
    try head.addRotation(configuration)
    try head.addRotatedShare(configuration, usual: 1)
    try head.addWindow(configuration)
  }

  /// SmolLM 3: every fourth layer knows no positions.
  static let smollm3 = Translation(
    ["smollm3"], as: "smollm3", entries: Entry.gated,
    tensors: TensorRule.llama
  ) { configuration, head throws(SafetensorsError) in
    try head.addRotation(configuration)
    if try configuration.flag("use_sliding_window") == true { try head.addWindow(configuration) }
    guard let list = configuration["no_rope_layers"], let layers = list.elements else { return }
    for (index, layer) in layers.enumerated() {
      guard layer.integer == ((index + 1) % 4 == 0 ? 0 : 1) else {
        throw SafetensorsError(
          .unsupported(
            what: "no_rope_layers", value: "another one", known: "every fourth layer"),
          at: list.position)
      }
    }
  }
}

extension TensorRule {
  fileprivate static let outerNorms = layer([
    ("post_attention_layernorm.weight", "post_attention_norm.weight"),
    ("post_feedforward_layernorm.weight", "post_ffw_norm.weight"),
  ])

  fileprivate static let fused = layer([
    ("self_attn.qkv_proj.weight", "attn_qkv.weight"), ("mlp.gate_up_proj.weight", "ffn_up.weight"),
  ])
}
