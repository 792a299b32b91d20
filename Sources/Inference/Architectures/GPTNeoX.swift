import CKernels

extension Architecture {
  /// GPT-NeoX (Black et al. 2022) and Pythia: a share of each head turns, and attention and network read the
  /// same stream. The activation is that of the models, not its approximation by tanh.
  static let gptneox = Architecture(
    name: "gptneox", norm: .deviation, pairing: .halves, activation: kernels_gelu, isGated: false,
    isParallel: true)
}
