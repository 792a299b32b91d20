extension Translation {
  /// Qwen 2 and 2.5.
  static let qwen2 = Translation(
    ["qwen2"], as: "qwen2", entries: Entry.gated,
    tensors: TensorRule.llama,
    further: qwenLayers)

  /// Qwen 3, which norms the queries and keys of each head.
  static let qwen3 = Translation(
    ["qwen3"], as: "qwen3", entries: Entry.gated,
    tensors: TensorRule.llama + TensorRule.headNorms,
    further: qwenLayers)

  /// The same with experts, whose shares add up to one, in every layer.
  static let qwen3moe = Translation(
    ["qwen3_moe"], as: "qwen3moe",
    entries: Entry.gated + [
      .sizeIfPresent("num_experts", as: "expert_count"),
      .sizeIfPresent("num_local_experts", as: "expert_count"),
      .size("num_experts_per_tok", as: "expert_used_count"),
      .size("moe_intermediate_size", as: "expert_feed_forward_length"),
    ],
    tensors: TensorRule.llama + TensorRule.headNorms
      + TensorRule.experts(in: "mlp", gate: "gate_proj", up: "up_proj", down: "down_proj")
  ) { configuration, head throws(SafetensorsError) in
    try configuration.refuse("norm_topk_prob", being: false)
    try configuration.refuseDenseLayers()
    try qwenLayers(configuration, &head)
  }

  /// Layers from one on have a window, where any has.
  private static let qwenLayers: Further = { (configuration, head) throws(SafetensorsError) in
    try head.addRotation(configuration)
    let first = Int(try configuration.size("max_window_layers") ?? 0)
    if try configuration.flag("use_sliding_window") == true {
      try head.addWindow(configuration) { $0 >= first }
    }
  }
}

extension Configuration {
  /// Refuses models of which some layers have no experts.
  fileprivate func refuseDenseLayers() throws(SafetensorsError) {
    let step = self["decoder_sparse_step"]
    var dense = self["mlp_only_layers"]?.elements
    guard let wrong = dense?.next() ?? step, wrong.position != step?.position || step?.integer != 1
    else { return }
    throw SafetensorsError(
      .unsupported(what: "the layers with experts", value: "some", known: "all"),
      at: wrong.position)
  }
}

extension TensorRule {
  /// The norms of queries and keys.
  static let headNorms = layer(
    ["q", "k"].map { ("self_attn.\($0)_norm.weight", "attn_\($0)_norm.weight") })
}
