import Basics

// How positions turn queries and keys (Su et al. 2021), and what is done beyond the trained context.
extension ModelHead {
  /// Adds the base and the scaling of frequencies, which older configurations have at their top and newer ones
  /// under `rope_parameters`. The two halves of a head are a pair.
  mutating func addRotation(_ configuration: Configuration) throws(SafetensorsError) {
    add("rope.pairing", .string("halves"))
    let parameters = configuration["rope_parameters"]
    var base = try configuration.number("rope_theta", of: parameters)
    if base == nil { base = try configuration.number("rope_theta") }
    if let base { add("rope.freq_base", .float(Float(base))) }
    guard let scaling = parameters ?? configuration["rope_scaling"] else { return }
    try addScaling(scaling, base: base ?? 10_000, configuration)
  }

  /// Adds the scaling that an object describes.
  mutating func addScaling(
    _ scaling: JSONValue, base: Double, _ configuration: Configuration
  ) throws(SafetensorsError) {
    let kind = (scaling["rope_type"] ?? scaling["type"])?.string ?? "default"
    func number(_ name: String) throws(SafetensorsError) -> Double? {
      try configuration.number(name, of: scaling)
    }
    func required(_ name: String) throws(SafetensorsError) -> Double {
      try configuration.required(name, number)
    }
    switch kind {
    case "default": return
    case "linear":
      add("rope.scaling.type", .string("linear"))
      add("rope.scaling.factor", .float(Float(try required("factor"))))
    case "llama3":
      let wide = try headWidth(configuration)
      add(
        tensor: "rope_freqs.weight",
        llamaFactors(
          width: wide, base: base, factor: try required("factor"),
          low: try required("low_freq_factor"), high: try required("high_freq_factor"),
          original: try required("original_max_position_embeddings")))
    default:
      throw SafetensorsError(
        .unsupported(
          what: "the rotary scaling", value: kind, known: "default, linear, llama3"),
        at: scaling.position)
    }
  }

  /// The features of a head.
  func headWidth(_ configuration: Configuration) throws(SafetensorsError) -> Int {
    if let width = try configuration.size("head_dim") { return Int(width) }
    let heads = try configuration.required("num_attention_heads", configuration.size)
    let width = try configuration.required("hidden_size", configuration.size)
    return heads == 0 ? 0 : Int(width / heads)
  }
}

/// What Llama 3 divides each frequency by: slow ones by the whole factor, fast ones by nothing, and those between
/// by something between, by how often they turn within the original context (Grattafiori et al. 2024).
private func llamaFactors(
  width: Int, base: Double, factor: Double, low: Double, high: Double, original: Double
) -> [Float] {
  stride(from: 0, to: min(width, 1 << 16), by: 2).map { feature in
    let turns = original / (2 * .pi * pow(base, Double(feature) / Double(width)))
    let smooth = min(max((turns - low) / (high - low), 0), 1)
    return Float(1 / ((1 - smooth) / factor + smooth))
  }
}
