import Basics
import JSON

// How positions turn queries and keys (Su et al. 2021), and what is done beyond the trained context.
extension ModelHead {
  /// Adds the base and the scaling of frequencies, which older configurations have at their top, and newer ones
  /// under `rope_parameters`, by kinds of layers where these differ. The two halves of a head are a pair.
  mutating func addRotation(_ configuration: Configuration) throws(SafetensorsError) {
    add("rope.pairing", .string("halves"))
    let parameters = configuration["rope_parameters"]
    let global = parameters?["full_attention"] ?? parameters
    let base = try rotaryBase(configuration, global, "rope_theta")
    if let base { add("rope.freq_base", .float(Float(base))) }
    let local = parameters?["sliding_attention"]
    if let local = try rotaryBase(configuration, local, "rope_local_base_freq") {
      add("rope.freq_base_swa", .float(Float(local)))
    }
    guard let scaling = global ?? configuration["rope_scaling"] else { return }
    try addScaling(scaling, base: base ?? 10_000, configuration)
  }

  /// The base that an object has, or else the whole configuration under a name.
  private func rotaryBase(
    _ configuration: Configuration, _ parameters: JSONValue?, _ name: String
  ) throws(SafetensorsError) -> Double? {
    if let parameters, let base = try configuration.number("rope_theta", of: parameters) {
      return base
    }
    if let base = try configuration.number(name) { return base }
    // What GPT-NeoX called it.
    return name == "rope_theta" ? try configuration.number("rotary_emb_base") : nil
  }

  /// Adds the scaling that an object describes.
  private mutating func addScaling(
    _ scaling: JSONValue, base: Double, _ configuration: Configuration
  ) throws(SafetensorsError) {
    let kind = (scaling["rope_type"] ?? scaling["type"])?.string ?? "default"
    let reader = ScalingReader(configuration: configuration, scaling: scaling)
    switch kind {
    case "default": break
    case "linear":
      add("rope.scaling.type", .string(kind))
      add("rope.scaling.factor", .float(Float(try reader.required("factor"))))
    case "llama3":
      let width = try configuration.headWidth()
      add(tensor: "rope_freqs.weight", try reader.llamaFactors(width: width, base: base))
    case "yarn": try addYarn(reader)
    case "longrope", "su": try addLongFactors(reader)
    default:
      throw SafetensorsError(
        .unsupported(
          what: "the rotary scaling", value: kind,
          known: "default, linear, llama3, longrope, yarn"), at: scaling.position)
    }
  }

  /// YaRN (Peng et al. 2023), with the sharpening of attention that follows from the factor.
  private mutating func addYarn(_ reader: ScalingReader) throws(SafetensorsError) {
    let factor = try reader.required("factor")
    let usual = 0.1 * log(factor) + 1
    if let sharpening = try reader.number("attention_factor"), abs(sharpening - usual) > 1e-6 {
      throw reader.unsupported("attention_factor", "\(sharpening)", known: "\(usual)")
    }
    for name in ["mscale", "mscale_all_dim", "truncate"] {
      guard let value = reader.scaling[name], value.bool != true else { continue }
      throw reader.unsupported("the rotary scaling's", name, known: "factor, beta_fast, beta_slow")
    }
    add("rope.scaling.type", .string("yarn"))
    add("rope.scaling.factor", .float(Float(factor)))
    add("rope.scaling.original_context_length", .unsigned(try reader.originalContext()))
    for name in ["beta_fast", "beta_slow"] {
      guard let value = try reader.number(name) else { continue }
      add("rope.scaling.yarn_\(name)", .float(Float(value)))
    }
  }

  /// LongRoPE (Ding et al. 2024): a factor a frequency, one list for short and one for long contexts, and what
  /// attention is sharpened by.
  private mutating func addLongFactors(_ reader: ScalingReader) throws(SafetensorsError) {
    for which in ["long", "short"] {
      guard
        let factors = try reader.configuration.numbers("\(which)_factor", of: reader.scaling),
        !factors.isEmpty
      else { throw SafetensorsError(.document(.missing("\(which)_factor"))) }
      add(tensor: "rope_factors_\(which).weight", factors.map { Float($0) })
    }
    add("rope.scaling.original_context_length", .unsigned(try reader.originalContext()))
    let original = Double(try reader.originalContext())
    let context = Double(
      try reader.configuration.required(
        "max_position_embeddings", reader.configuration.size))
    let usual = context > original ? (1 + log(context / original) / log(original)).squareRoot() : 1
    let sharpening = try reader.number("attention_factor") ?? usual
    add("rope.scaling.attn_factor", .float(Float(sharpening)))
  }
}

/// Reads an object that describes a scaling.
private struct ScalingReader {
  let configuration: Configuration
  let scaling: JSONValue

  func number(_ name: String) throws(SafetensorsError) -> Double? {
    try configuration.number(name, of: scaling)
  }

  func required(_ name: String) throws(SafetensorsError) -> Double {
    try configuration.required(name, number)
  }

  func unsupported(_ what: String, _ value: String, known: String) -> SafetensorsError {
    SafetensorsError(
      .unsupported(what: what, value: value, known: known), at: scaling.position)
  }

  /// The context that the model was trained with before it was scaled.
  func originalContext() throws(SafetensorsError) -> UInt32 {
    let name = "original_max_position_embeddings"
    let said = try number(name)
    if let said, let size = UInt32(exactly: said), size > 1 { return size }
    if let size = try configuration.size(name), said == nil { return size }
    return try configuration.required("max_position_embeddings", configuration.size)
  }

  /// What Llama 3 divides each frequency by: slow ones by the whole factor, fast ones by nothing, and those
  /// between by something between, by how often they turn within the original context (Grattafiori et al. 2024).
  func llamaFactors(width: Int, base: Double) throws(SafetensorsError) -> [Float] {
    let (factor, low) = (try required("factor"), try required("low_freq_factor"))
    let high = try required("high_freq_factor")
    let original = try required("original_max_position_embeddings")
    return stride(from: 0, to: min(width, 1 << 16), by: 2).map { feature in
      let turns = original / (2 * .pi * pow(base, Double(feature) / Double(width)))
      let smooth = min(max((turns - low) / (high - low), 0), 1)
      return Float(1 / ((1 - smooth) / factor + smooth))
    }
  }
}

extension Configuration {
  /// The features of a head.
  func headWidth() throws(SafetensorsError) -> Int {
    if let width = try size("head_dim") { return Int(width) }
    let heads = try required("num_attention_heads", size)
    let width = try required("hidden_size", size)
    return heads == 0 ? 0 : Int(width / heads)
  }
}

extension ModelHead {
  /// Adds how many features of a head are turned: a share of them.
  mutating func addRotatedShare(
    _ configuration: Configuration, usual: Double
  ) throws(SafetensorsError) {
    let width = try configuration.headWidth()
    var share = try configuration.number(
      "partial_rotary_factor", of: configuration["rope_parameters"])
    if share == nil { share = try configuration.number("partial_rotary_factor") }
    if share == nil { share = try configuration.number("rotary_pct") }
    let turned = (share ?? usual) * Double(width)
    guard turned >= 0, turned <= Double(width) else {
      throw SafetensorsError(
        .unsupported(what: "the share of turned features", value: "\(turned)", known: "0 to 1"))
    }
    add("rope.dimension_count", .unsigned(UInt32(turned)))
  }
}
