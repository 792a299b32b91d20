extension Architecture {
  /// OLMo 2 (OLMo et al. 2024) and OLMo 3: norms of what each part gives alone, and of all queries and all
  /// keys together. Layers with a window turn without scaling.
  static let olmo2 = Architecture(
    name: "olmo2", norms: [.after], headNorms: .together, pairing: .halves, wholePeriod: 4,
    windowedBase: .some(nil))
}
