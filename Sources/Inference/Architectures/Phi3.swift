extension Architecture {
  /// Phi 3 and 4 (Abdin et al. 2024): products that read the same lie in one tensor. A window that the file
  /// states is applied, as the models define it.
  static let phi3 = Architecture(name: "phi3", pairing: .halves, isGateFused: true)
}
