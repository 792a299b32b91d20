import GGUF

/// A family of models: what its files are called by, and the layers that they are made of.
///
/// To add one: a file in this folder with its layer, which reads its tensors and says its steps, and a
/// row in `all`.
struct Architecture: Sendable {
  /// What a file calls it; its sizes are under keys that begin with this name.
  let name: String
  /// Reads the tensors of a layer, named from behind `blk.0.` on. Throws for what is missing or wrong.
  let layer: @Sendable (_ tensors: inout TensorReader, _ sizes: Hyperparameters) throws -> any Layer
}

extension Architecture {
  /// Every architecture that is known.
  static let all = [llama]

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

/// One layer of a model: its weights, and what is done with them.
protocol Layer: Sendable {
  /// Carries the layer's steps out, from the stream to the stream.
  ///
  /// - Parameter index: Its place among the layers, from 0.
  func run(_ index: Int, _ steps: some Steps)
}

/// The steps that layers are made of. A batch of tokens and one token alone carry them out in ways of
/// their own; which steps there are, and in what order, is said once.
protocol Steps {
  /// stream = E[token], for each token.
  func embed()
  /// normed = stream / √(mean stream² + ε) · weight (Zhang and Sennrich 2019).
  func normalize(_ weight: [Float])
  /// queries, keys, values = W · normed. Pairs of neighbouring features of queries and keys are turned
  /// by the token's position (Su et al. 2021); keys and values are kept for the tokens that follow.
  func projectHeads(_ layer: Int, query: Matrix, key: Matrix, value: Matrix)
  /// attended = softmax(q·Kᵀ/√d)·V, by heads that share keys (Ainslie et al. 2023).
  func attend(_ layer: Int)
  /// stream += W · attended.
  func addAttended(by matrix: Matrix)
  /// gated = silu(W₁ · normed) * (W₃ · normed) (Shazeer 2020).
  func gate(_ gate: Matrix, up: Matrix)
  /// stream += W · gated.
  func addGated(by matrix: Matrix)
}
