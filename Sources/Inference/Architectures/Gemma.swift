import CKernels

extension Architecture {
  /// Gemma 3 (Gemma Team 2025): five layers with a window, which turn from a base of their own, and then
  /// one without.
  static let gemma3 = Architecture(
    name: "gemma3", norms: [.before, .after], headNorms: .each, pairing: .halves, wholePeriod: 6,
    windowedBase: 10_000, layersScaledByShare: 62, activation: kernels_gelu_tanh,
    scalesEmbedding: true)
}
