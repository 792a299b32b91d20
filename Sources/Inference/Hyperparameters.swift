import CKernels
import GGUF

/// The sizes of a transformer, as its file states them, checked before anything is computed.
struct Hyperparameters: Equatable {
  var layers: Int
  /// Features of the residual stream.
  var width: Int
  var vocabulary: Int
  /// Tokens that the model reads at most, and that it is given room for.
  var trained: Int, context: Int
  /// Query heads, and the key and value heads that they share.
  var heads: Int, keyHeads: Int
  /// Features of a head.
  var headWidth: Int
  /// Inner features of the network that treats each token alone, or of each of its experts.
  var feedForward: Int
  /// Experts, and how many of them a token runs through; 0 for a network without.
  var experts: Int, expertsUsed: Int
  var normEpsilon: Float
  /// By how much queries are scaled.
  var queryScale: Float
  /// The caps of attention's scores and of the logits; 0 for none.
  var attentionCap: Float, logitCap: Float
  /// By how much the embedding is scaled.
  var embeddingScale: Float
  /// The last tokens that layers with a window see; nil where none has one.
  var window: Int?
  /// Every layer of so many has no window, or does not turn; 0 for none.
  var wholePeriod: Int, unturnedPeriod: Int
  /// Which layers have a window, where the file says it of each.
  var windowed: [Bool]?
  var isParallel: Bool
  var pairing: Pairing
  /// How queries and keys turn in layers without a window, and in those with one; none where they do not.
  var rotaries: [Rotary]

  /// Query heads that share a key head.
  var headsPerKey: Int { heads / keyHeads }
}

// The room of features where they are computed.
extension Hyperparameters {
  /// Rows of a head, whole panels of them.
  var headRoom: Int { headWidth.roundedUp(to: Int(kernels_panel_rows)) }
  /// Features of a query or a key, in whole pieces.
  var keyRoom: Int { headWidth.roundedUp(to: Int(kernels_piece)) }

  /// Rows of a router, whole panels of them.
  var routerRoom: Int { experts.roundedUp(to: Int(kernels_panel_rows)) }

  var stream: Extent { Extent(width) }
  var queries: Extent { Extent(headWidth, groups: heads, step: Int(kernels_panel_rows)) }
  var keys: Extent { Extent(headWidth, groups: keyHeads, step: Int(kernels_panel_rows)) }
  var inner: Extent { Extent(feedForward) }
}

// What differs from layer to layer.
extension Hyperparameters {
  /// Whether a layer sees the last tokens alone.
  func isWindowed(_ layer: Int) -> Bool {
    guard window != nil else { return false }
    return windowed?[layer] ?? !(wholePeriod > 0 && (layer + 1) % wholePeriod == 0)
  }

  /// Which of the angles a layer turns by; nil for none.
  func rotary(ofLayer layer: Int, isWindowed: Bool) -> Int? {
    guard !rotaries.isEmpty, unturnedPeriod == 0 || (layer + 1) % unturnedPeriod != 0 else {
      return nil
    }
    return isWindowed ? rotaries.count - 1 : 0
  }
}

extension Hyperparameters {
  /// The most layers that a model may have.
  static let layerLimit = 1024

  /// Reads the sizes of an architecture, whose keys begin with its name.
  ///
  /// Throws `GGUFError` for keys that are missing or of a wrong type, `InferenceError` for values that
  /// cannot be.
  ///
  /// - Parameter contextLimit: The most tokens that the context is to hold; nil for all that the model reads.
  init(
    _ file: ModelFile, _ architecture: Architecture, vocabulary: Int, contextLimit: Int? = nil
  ) throws {
    let reader = SizeReader(
      metadata: file.metadata, prefix: architecture.name,
      hasLongFactors: RotaryScaling.longNames.contains { file.tensor($0) != nil })
    try reader.refuseUnknownSteps()
    self.vocabulary = vocabulary
    layers = try reader.size("block_count", in: 1...Self.layerLimit)
    width = try reader.size("embedding_length", in: 1...65_536)
    trained = try reader.size("context_length", in: 2...(1 << 24))
    context = min(trained, contextLimit ?? .max)
    heads = try reader.size("attention.head_count", in: 1...1024)
    keyHeads = try reader.size("attention.head_count_kv", in: 1...1024, default: heads)
    feedForward = try reader.size("feed_forward_length", in: 1...(1 << 20))
    experts = try reader.size("expert_count", in: 0...1024, default: 0)
    expertsUsed = 0
    if experts > 0 {
      expertsUsed = try reader.size("expert_used_count", in: 1...experts)
      feedForward = try reader.size(
        "expert_feed_forward_length", in: 1...(1 << 20), default: feedForward)
    }
    guard heads % keyHeads == 0 else {
      throw reader.invalid("attention.head_count_kv", keyHeads, "it must divide the \(heads) heads")
    }
    headWidth = try reader.size("attention.key_length", in: 1...1024, default: width / heads)
    let valueWidth = try reader.size("attention.value_length", in: 1...1024, default: headWidth)
    guard valueWidth == headWidth else {
      throw reader.invalid("attention.value_length", valueWidth, "it must equal the key length")
    }
    normEpsilon = Float(try reader.number(architecture.norm.epsilonKey, in: 0...1))
    let share = architecture.layersScaledByShare == layers ? max(width / heads, 1) : headWidth
    queryScale = Float(
      try reader.number(
        "attention.scale", in: 0...1e6, default: Double(1 / Float(share).squareRoot())))
    attentionCap = try reader.cap("attn_logit_softcapping", default: architecture.attentionCap)
    logitCap = try reader.cap("final_logit_softcapping", default: architecture.logitCap)
    embeddingScale = architecture.scalesEmbedding ? Float(width).squareRoot() : 1
    let window = try reader.size(
      "attention.sliding_window", in: 0...(1 << 30), default: architecture.window ?? 0)
    self.window = window > 0 ? window : nil
    let windows = try reader.windows(layers: layers, default: architecture.wholePeriod)
    (wholePeriod, windowed) = (windows.period, windows.each)
    unturnedPeriod = architecture.unturnedPeriod
    isParallel = try reader.truth("use_parallel_residual", default: architecture.isParallel)
    pairing = try reader.pairing(default: architecture.pairing ?? .neighbours)
    rotaries =
      architecture.pairing == nil
      ? []
      : try reader.rotaries(
        architecture, headWidth: headWidth, trained: trained, context: context,
        hasWindows: window > 0)
  }
}
