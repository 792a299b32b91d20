import GGUF

/// Reads a model's numbers with their ranges, under keys that begin with its architecture's name.
struct SizeReader {
  let metadata: Metadata
  let prefix: String
  /// Whether the file has factors of the angles for short and for long contexts, which it need not say.
  let hasLongFactors: Bool

  func size(_ name: String, in range: ClosedRange<Int>, default value: Int? = nil) throws -> Int {
    let key = "\(prefix).\(name)"
    let stored: UInt64?
    if let value {
      stored = try metadata.unsigned(key) ?? UInt64(clamping: value)
    } else {
      stored = try metadata.required(key, metadata.unsigned)
    }
    let size = Int(clamping: stored ?? 0)
    guard range.contains(size) else {
      throw invalid(name, size, "it must lie in \(range.lowerBound) … \(range.upperBound)")
    }
    return size
  }

  func number(
    _ name: String, in range: ClosedRange<Double>, default value: Double? = nil
  ) throws -> Double {
    let key = "\(prefix).\(name)"
    let stored = try metadata.float(key) ?? value
    guard let stored else { return try metadata.required(key, metadata.float) }
    guard range.contains(stored) else {
      throw InferenceError.invalidShape(
        key: key, value: "\(stored)",
        reason: "it must lie in \(range.lowerBound) … \(range.upperBound)")
    }
    return stored
  }

  func truth(_ name: String, default value: Bool) throws -> Bool {
    try metadata.bool("\(prefix).\(name)") ?? value
  }

  /// Refuses a file that asks for steps which no architecture here has, and whose numbers would be wrong
  /// without them.
  func refuseUnknownSteps() throws {
    let scales = [
      "logit_scale", "embedding_scale", "residual_scale", "attention.temperature_scale",
      "expert_weights_scale",
    ]
    for name in scales + ["attention.clamp_kqv", "attention.max_alibi_bias"] {
      let value = (try metadata.float("\(prefix).\(name)")) ?? 0
      guard value == 0 || value == 1 && scales.contains(name) else {
        throw InferenceError.unsupportedFeature("\(prefix).\(name) of \(value)")
      }
    }
    // Probabilities of experts are a softmax, and add up to one among those that were chosen.
    for (name, most) in [("expert_gating_func", 1), ("expert_shared_count", 0)] {
      let value = try size(name, in: 0...Int(UInt32.max), default: 0)
      guard value <= most else {
        throw InferenceError.unsupportedFeature("\(prefix).\(name) of \(value)")
      }
    }
    guard try truth("expert_weights_norm", default: true) else {
      throw InferenceError.unsupportedFeature("weights of experts that are not normalized")
    }
    guard try truth("attention.causal", default: true) else {
      throw InferenceError.unsupportedFeature("attention to what comes later")
    }
  }

  /// A soft cap; 0 for none.
  func cap(_ name: String, default value: Float) throws -> Float {
    Float(try number(name, in: 0...1e6, default: Double(value)))
  }

  /// Which layers have no window: every one of so many, or as is said of each.
  func windows(layers: Int, default period: Int) throws -> (period: Int, each: [Bool]?) {
    let name = "attention.sliding_window_pattern"
    let key = "\(prefix).\(name)"
    guard metadata.count(of: key) != nil else {
      return (try size(name, in: 0...Hyperparameters.layerLimit, default: period), nil)
    }
    let each = try metadata.boolArray(key) ?? []
    guard each.count == layers else {
      throw invalid(name, each.count, "it must be said of each of the \(layers) layers")
    }
    return (0, each)
  }

  func pairing(default value: Pairing) throws -> Pairing {
    guard let name = try metadata.string("\(prefix).rope.pairing") else { return value }
    guard let pairing = Pairing(rawValue: name) else {
      throw InferenceError.unsupportedFeature("rotary pairing of type “\(name.prefix(64))”")
    }
    return pairing
  }

  func invalid(_ name: String, _ value: Int, _ reason: String) -> InferenceError {
    .invalidShape(key: "\(prefix).\(name)", value: "\(value)", reason: reason)
  }
}
