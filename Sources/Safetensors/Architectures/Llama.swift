extension Translation {
  /// Llama and Mistral.
  static let llama = Translation(
    ["llama", "mistral"], as: "llama",
    entries: Entry.gated,
    tensors: TensorRule.llama
  ) { configuration, head throws(SafetensorsError) in
    try head.addRotation(configuration)
    try head.addWindow(configuration)
  }
}

extension Translation {
  /// Mixtral, whose layers have experts.
  static let mixtral = Translation(
    ["mixtral"], as: "llama",
    entries: Entry.gated + [
      .size("num_local_experts", as: "expert_count"),
      .size("num_experts_per_tok", as: "expert_used_count"),
    ],
    tensors: TensorRule.llama
      + TensorRule.experts(in: "block_sparse_moe", gate: "w1", up: "w3", down: "w2")
  ) { configuration, head throws(SafetensorsError) in
    try llama.further(configuration, &head)
  }
}

// What most families share.
extension Entry {
  static let sizes: [Entry] = [
    .size("num_hidden_layers", as: "block_count"),
    .size("max_position_embeddings", as: "context_length"),
    .size("hidden_size", as: "embedding_length"),
    .size("intermediate_size", as: "feed_forward_length"),
    .size("num_attention_heads", as: "attention.head_count"),
  ]

  /// The same, of families whose heads may share keys, and which norm by the mean square.
  static let common: [Entry] =
    sizes + [
      .sizeIfPresent("num_key_value_heads", as: "attention.head_count_kv"),
      .sizeIfPresent("head_dim", as: "attention.key_length"),
      .sizeIfPresent("head_dim", as: "attention.value_length"),
      .number("rms_norm_eps", as: "attention.layer_norm_rms_epsilon"),
    ]

  /// The same, of families whose networks have gates of SiLU.
  static let gated = common + [.expected("hidden_act", oneOf: ["silu"])]
}

extension TensorRule {
  /// Queries, keys and values, and the norm before them.
  static let attention =
    layer([
      ("input_layernorm.weight", "attn_norm.weight"),
      ("self_attn.o_proj.weight", "attn_output.weight"),
      ("self_attn.o_proj.bias", "attn_output.bias"),
      ("self_attn.rotary_emb.inv_freq", nil),
    ])
    + layer(
      ["q", "k", "v"].flatMap { part in
        ["weight", "bias"].map { ("self_attn.\(part)_proj.\($0)", "attn_\(part).\($0)") }
      })

  /// The two inner products of a gated network, the outer one, and the norm before them.
  static let gatedFeedForward =
    layer([("post_attention_layernorm.weight", "ffn_norm.weight")]) + gatedProducts

  static let gatedProducts = layer(
    ["gate", "up", "down"].flatMap { part in
      ["weight", "bias"].map { ("mlp.\(part)_proj.\($0)", "ffn_\(part).\($0)") }
    })

  /// What stands before and behind the layers.
  static let ends = [
    TensorRule(name: "embed_tokens.weight", ggufName: "token_embd.weight"),
    TensorRule(name: "norm.weight", ggufName: "output_norm.weight"),
    TensorRule(name: "lm_head.weight", ggufName: "output.weight"),
  ]

  /// All tensors of Llama, which most families have too.
  static let llama = attention + gatedFeedForward + ends

  /// The products of each expert of each layer, which have names of their own, and what chooses among experts.
  static func experts(
    in place: String, gate: String, up: String, down: String
  ) -> [TensorRule] {
    layer([("\(place).gate.weight", "ffn_gate_inp.weight")])
      + layer(
        [(gate, "gate"), (up, "up"), (down, "down")].map {
          ("\(place).experts.#.\($0).weight", "ffn_\($1).#.weight")
        })
  }

  /// Tensors of each layer, named from behind the layer's number on.
  static func layer(
    _ names: [(name: String, ggufName: String?)], in layers: String = "layers"
  ) -> [TensorRule] {
    names.map { TensorRule(name: "\(layers).#.\($0)", ggufName: $1.map { "blk.#.\($0)" }) }
  }

  /// The same with numbers that are changed.
  func changed(_ change: TensorChange) -> TensorRule {
    TensorRule(name: name, ggufName: ggufName, change: change)
  }
}
