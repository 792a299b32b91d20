import CKernels

extension Architecture {
  /// GPT-2 (Radford et al. 2019): learnt positions, norms by mean and deviation, one product before the
  /// activation.
  static let gpt2 = Architecture(
    name: "gpt2", norm: .deviation, pairing: nil, activation: kernels_gelu_tanh, isGated: false)
}
