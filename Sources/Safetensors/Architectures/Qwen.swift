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

  /// Layers from one on have a window, where any has.
  private static let qwenLayers: Further = { (configuration, head) throws(SafetensorsError) in
    try head.addRotation(configuration)
    let first = Int(try configuration.size("max_window_layers") ?? 0)
    if try configuration.flag("use_sliding_window") == true {
      try head.addWindow(configuration) { $0 >= first }
    }
  }
}

extension TensorRule {
  /// The norms of queries and keys.
  static let headNorms = layer(
    ["q", "k"].map { ("self_attn.\($0)_norm.weight", "attn_\($0)_norm.weight") })
}
