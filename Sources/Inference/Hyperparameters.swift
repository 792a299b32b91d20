import GGUF

/// The sizes of a transformer, as its file states them, checked before anything is computed.
struct Hyperparameters: Equatable {
  var layers: Int
  /// Features of the residual stream.
  var width: Int
  var vocabulary: Int
  var context: Int
  /// Query heads, and the key and value heads that they share.
  var heads: Int, keyHeads: Int
  /// Features of a head.
  var headWidth: Int
  var feedForward: Int
  var normEpsilon: Float
  var rotaryBase: Double

  /// Query heads that share a key head.
  var headsPerKey: Int { heads / keyHeads }
}

extension Hyperparameters {
  /// The most layers that a model may have.
  static let layerLimit = 1024

  /// Reads the sizes of an architecture whose keys begin with its name.
  ///
  /// Throws `GGUFError` for keys that are missing or of a wrong type, `InferenceError` for values that
  /// cannot be.
  init(_ metadata: Metadata, architecture: String, vocabulary: Int) throws {
    let reader = SizeReader(metadata: metadata, prefix: architecture)
    self.vocabulary = vocabulary
    layers = try reader.size("block_count", in: 1...Self.layerLimit)
    width = try reader.size("embedding_length", in: 32...65_536, multipleOf: 32)
    context = try reader.size("context_length", in: 2...(1 << 24))
    heads = try reader.size("attention.head_count", in: 1...1024)
    keyHeads = try reader.size("attention.head_count_kv", in: 1...1024, default: heads)
    feedForward = try reader.size("feed_forward_length", in: 32...(1 << 20), multipleOf: 32)
    guard heads % keyHeads == 0 else {
      throw reader.invalid("attention.head_count_kv", keyHeads, "it must divide the \(heads) heads")
    }
    headWidth = try reader.size(
      "attention.key_length", in: 32...1024, multipleOf: 32, default: width / heads)
    let valueWidth = try reader.size("attention.value_length", in: 1...1024, default: headWidth)
    guard valueWidth == headWidth else {
      throw reader.invalid("attention.value_length", valueWidth, "it must equal the key length")
    }
    let turned = try reader.size("rope.dimension_count", in: 1...1024, default: headWidth)
    guard turned == headWidth else {
      throw reader.invalid("rope.dimension_count", turned, "only whole heads (\(headWidth)) turn")
    }
    normEpsilon = Float(try reader.number("attention.layer_norm_rms_epsilon", in: 0...1))
    rotaryBase = try reader.number("rope.freq_base", in: 1...1e12, default: 10_000)
    if let scaling = try metadata.string("\(architecture).rope.scaling.type"), scaling != "none" {
      throw InferenceError.unsupportedFeature("rotary scaling of type “\(scaling)”")
    }
  }
}

/// Reads numbers with their ranges.
private struct SizeReader {
  let metadata: Metadata
  let prefix: String

  func size(
    _ name: String, in range: ClosedRange<Int>, multipleOf factor: Int = 1,
    default value: Int? = nil
  ) throws -> Int {
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
    guard size % factor == 0 else {
      throw invalid(name, size, "only multiples of \(factor) are supported")
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

  func invalid(_ name: String, _ value: Int, _ reason: String) -> InferenceError {
    .invalidShape(key: "\(prefix).\(name)", value: "\(value)", reason: reason)
  }
}
