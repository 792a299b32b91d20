extension Translation {
  /// GPT-2, whose matrices have a column for each output.
  static let gpt2 = Translation(
    ["gpt2"], as: "gpt2",
    entries: [
      .size("n_layer", as: "block_count"), .size("n_positions", as: "context_length"),
      .size("n_embd", as: "embedding_length"), .size("n_head", as: "attention.head_count"),
      .number("layer_norm_epsilon", as: "attention.layer_norm_epsilon"),
      .expected("activation_function", oneOf: ["gelu_new", "gelu_pytorch_tanh"]),
    ],
    tensors: TensorRule.gpt2, prefixes: ["transformer."]
  ) { configuration, head throws(SafetensorsError) in
    var inner = try configuration.size("n_inner")
    if inner == nil { inner = try configuration.required("n_embd", configuration.size) &* 4 }
    head.add("feed_forward_length", .unsigned(inner ?? 0))
    try configuration.refuse("scale_attn_by_inverse_layer_idx", being: true)
    try configuration.refuse("scale_attn_weights", being: false)
  }

  /// GPT-NeoX, as Pythia is.
  static let gptneox = Translation(
    ["gpt_neox"], as: "gptneox",
    entries: Entry.sizes + [
      .number("layer_norm_eps", as: "attention.layer_norm_epsilon"),
      .flagIfPresent("use_parallel_residual", as: "use_parallel_residual"),
      .expected("hidden_act", oneOf: ["gelu"]),
    ],
    tensors: TensorRule.gptneox, prefixes: ["gpt_neox."]
  ) { configuration, head throws(SafetensorsError) in
    try head.addRotation(configuration)
    try head.addRotatedShare(configuration, usual: 0.25)
  }
}

extension TensorRule {
  fileprivate static let gpt2 =
    layer(
      both("ln_1", "attn_norm") + both("ln_2", "ffn_norm")
        + [
          ("attn.c_attn.bias", "attn_qkv.bias"), ("attn.c_proj.bias", "attn_output.bias"),
          ("mlp.c_fc.bias", "ffn_up.bias"), ("mlp.c_proj.bias", "ffn_down.bias"),
          ("attn.bias", nil), ("attn.masked_bias", nil),
        ], in: "h")
    + layer(
      [
        ("attn.c_attn.weight", "attn_qkv.weight"), ("attn.c_proj.weight", "attn_output.weight"),
        ("mlp.c_fc.weight", "ffn_up.weight"), ("mlp.c_proj.weight", "ffn_down.weight"),
      ], in: "h"
    ).map { $0.changed(.transposed) }
    + [
      TensorRule(name: "wte.weight", ggufName: "token_embd.weight"),
      TensorRule(name: "wpe.weight", ggufName: "position_embd.weight"),
      TensorRule(name: "ln_f.weight", ggufName: "output_norm.weight"),
      TensorRule(name: "ln_f.bias", ggufName: "output_norm.bias"),
      TensorRule(name: "lm_head.weight", ggufName: "output.weight"),
    ]

  fileprivate static let gptneox =
    layer(
      both("input_layernorm", "attn_norm") + both("post_attention_layernorm", "ffn_norm")
        + both("attention.dense", "attn_output") + both("mlp.dense_h_to_4h", "ffn_up")
        + both("mlp.dense_4h_to_h", "ffn_down")
        + ["bias", "masked_bias", "rotary_emb.inv_freq"].map { ("attention.\($0)", nil) })
    + layer(both("attention.query_key_value", "attn_qkv")).map { $0.changed(.sortedByPart) }
    + [
      TensorRule(name: "embed_in.weight", ggufName: "token_embd.weight"),
      TensorRule(name: "final_layer_norm.weight", ggufName: "output_norm.weight"),
      TensorRule(name: "final_layer_norm.bias", ggufName: "output_norm.bias"),
      TensorRule(name: "embed_out.weight", ggufName: "output.weight"),
    ]

  /// Weights and biases.
  private static func both(
    _ name: String, _ ggufName: String
  ) -> [(name: String, ggufName: String?)] {
    ["weight", "bias"].map { ("\(name).\($0)", "\(ggufName).\($0)") }
  }
}
