import CKernels
import GGUF

/// A family of models: what its files are called by, and in what its layers differ from those of Llama.
///
/// To add one: a file in this folder that says so, and a row in `all`.
struct Architecture: Sendable {
  /// What a file calls it; its sizes are under keys that begin with this name.
  let name: String

  /// What is normalized: what a part of a layer reads, what it gives, or both.
  var norms: Set<NormPlace> = [.before]
  /// How: by the root of the mean square, or by mean and deviation, with a bias (Ba, Kiros and Hinton 2016).
  var norm = NormKind.rootMeanSquare
  /// Whether queries and keys are normalized, and how many features together.
  var headNorms: HeadNorms?

  /// Which features of queries and keys turn together by the token's position; nil where positions are
  /// learnt, and added to the embedding.
  var pairing: Pairing? = .neighbours
  /// Every layer of so many does not turn anything; 0 for none.
  var unturnedPeriod = 0

  /// The tokens that a layer with a window sees, where the file does not say; nil for no windows.
  var window: Int?
  /// Every layer of so many has no window; 0 where all have it.
  var wholePeriod = 0
  /// Where layers with a window turn in another way than the others: without scaling, and from this base
  /// where the file does not say another; `.some(nil)` for the base of the others.
  var windowedBase: Double??

  /// The caps of attention's scores and of the logits, where the file does not say; 0 for none.
  var attentionCap: Float = 0, logitCap: Float = 0
  /// A number of layers whose queries are scaled by the share of a head in the width.
  var layersScaledByShare: Int?

  /// What bends the inner features.
  var activation = kernels_silu
  /// Whether other inner features are multiplied by them, and lie behind them in one tensor.
  var isGated = true, isGateFused = false
  /// Whether the feed-forward network reads what attention reads, unless the file says otherwise.
  var isParallel = false
  /// Whether the embedding is multiplied by the root of its width.
  var scalesEmbedding = false
}

/// Where norms stand.
enum NormPlace: Hashable, Sendable { case before, after }

/// What a norm does.
enum NormKind: Sendable {
  case rootMeanSquare, deviation

  /// The key of its ε, behind the architecture's name.
  var epsilonKey: String {
    self == .rootMeanSquare ? "attention.layer_norm_rms_epsilon" : "attention.layer_norm_epsilon"
  }
}

/// Which features of queries and keys are normalized together.
enum HeadNorms: Sendable {
  /// Each head's, with the same weights for all.
  case each
  /// All heads'.
  case together
}

/// Which features make a pair: neighbours, or those at the same place in the two halves.
enum Pairing: String, Sendable { case neighbours, halves }

extension Architecture {
  /// Every architecture that is known.
  static let all = [
    llama, qwen2, qwen3, qwen3moe, gemma2, gemma3, smollm3, gpt2, gptneox, olmo2, phi3,
  ]

  /// The one that a file names. Throws `GGUFError` where it names none, `InferenceError` for one that is not
  /// known.
  init(of file: ModelFile) throws {
    try self.init(named: file.metadata.required("general.architecture", file.metadata.string))
  }

  /// The one of a name. Throws for one that is not known.
  init(named name: String) throws(InferenceError) {
    guard let known = Self.all.first(where: { $0.name == name }) else {
      throw .unknownArchitecture(name, known: Self.all.map(\.name))
    }
    self = known
  }
}
