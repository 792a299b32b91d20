import CKernels

extension Architecture {
  /// Gemma 2 (Gemma Team 2024): norms around each part, soft caps, and a window in every other layer.
  static let gemma2 = Architecture(
    name: "gemma2", norms: [.before, .after], pairing: .halves, window: 4096, wholePeriod: 2,
    attentionCap: 50, logitCap: 30, layersScaledByShare: 46, activation: kernels_gelu_tanh,
    scalesEmbedding: true)

  /// Gemma 3 (Gemma Team 2025): norms of queries and keys in place of caps; five layers with a window,
  /// which turn from a base of their own, and then one without.
  static let gemma3 = Architecture(
    name: "gemma3", norms: [.before, .after], headNorms: .each, pairing: .halves, wholePeriod: 6,
    windowedBase: 10_000, layersScaledByShare: 62, activation: kernels_gelu_tanh,
    scalesEmbedding: true)
}
