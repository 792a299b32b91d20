extension Architecture {
  /// SmolLM3 (Bakouch et al. 2025): as Llama, with no turn in every fourth layer.
  static let smollm3 = Architecture(name: "smollm3", unturnedPeriod: 4)
}
