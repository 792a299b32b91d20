extension Translation {
  /// Gemma 2: every other layer has a window.
  static let gemma2 = Translation(
    ["gemma2"], as: "gemma2", entries: Entry.gemma,
    tensors: TensorRule.attention + TensorRule.gemmaNorms + TensorRule.gatedProducts
      + TensorRule.gemmaEnds
  ) { configuration, head throws(SafetensorsError) in
    try head.addRotation(configuration)
    try head.addWindow(configuration) { $0 % 2 == 0 }
    try configuration.checkQueryScale(ofLargest: 46)
  }

  /// Gemma 3, as far as it reads text: five layers of six have a window.
  static let gemma3 = Translation(
    ["gemma3_text"], as: "gemma3", entries: Entry.gemma,
    tensors: TensorRule.attention + TensorRule.gemmaNorms
      + TensorRule.headNorms.map { $0.changed(.plusOne) } + TensorRule.gatedProducts
      + TensorRule.gemmaEnds
  ) { configuration, head throws(SafetensorsError) in
    try head.addRotation(configuration)
    let cycle = Int(max(try configuration.size("sliding_window_pattern") ?? 6, 1))
    try head.addWindow(configuration) { ($0 + 1) % cycle != 0 }
    try configuration.checkQueryScale(ofLargest: 62)
    try configuration.refuse("use_bidirectional_attention", being: true)
  }
}

extension Entry {
  fileprivate static let gemma =
    common + [
      .numberIfPresent("attn_logit_softcapping", as: "attn_logit_softcapping"),
      .numberIfPresent("final_logit_softcapping", as: "final_logit_softcapping"),
      .expected("hidden_activation", oneOf: ["gelu_pytorch_tanh"]),
    ]
}

extension TensorRule {
  /// The norms around attention and network, which count from one.
  fileprivate static let gemmaNorms =
    layer([
      ("input_layernorm.weight", "attn_norm.weight"),
      ("post_attention_layernorm.weight", "post_attention_norm.weight"),
      ("pre_feedforward_layernorm.weight", "ffn_norm.weight"),
      ("post_feedforward_layernorm.weight", "post_ffw_norm.weight"),
    ]).map { $0.changed(.plusOne) }

  fileprivate static let gemmaEnds = ends.map {
    $0.name == "norm.weight" ? $0.changed(.plusOne) : $0
  }
}

extension Configuration {
  /// Queries are scaled by a head's features, or in the largest model, by the width's share: a GGUF file has no
  /// key for it.
  fileprivate func checkQueryScale(ofLargest layers: UInt32) throws(SafetensorsError) {
    guard let said = try number("query_pre_attn_scalar") else { return }
    let heads = Double(try required("num_attention_heads", size))
    let usual =
      try size("num_hidden_layers") == layers
      ? Double(try required("hidden_size", size)) / heads : Double(try headWidth())
    guard said == usual else {
      throw SafetensorsError(
        .unsupported(
          what: "query_pre_attn_scalar", value: "\(said)", known: "\(usual)"))
    }
  }
}
