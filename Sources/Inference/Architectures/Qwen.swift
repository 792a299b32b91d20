extension Architecture {
  /// Qwen 2 and 2.5 (Yang et al. 2024): biases of queries, keys and values, which any file may have.
  static let qwen2 = Architecture(name: "qwen2", pairing: .halves)

  /// Qwen 3 (Yang et al. 2025): norms of queries and keys instead.
  static let qwen3 = Architecture(name: "qwen3", headNorms: .each, pairing: .halves)

  /// The same with experts, whose shares add up to one.
  static let qwen3moe = Architecture(name: "qwen3moe", headNorms: .each, pairing: .halves)
}
