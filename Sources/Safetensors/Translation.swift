import GGUF

/// How a family of models is told in the terms of GGUF: what its configuration's entries are called there, and its
/// tensors. A table, for a file in `Architectures/`, and a row in ``all``.
struct Translation: Sendable {
  /// What `config.json` calls it, under `model_type`.
  let modelTypes: [String]
  /// What a GGUF file calls it.
  let architecture: String
  /// The entries of its configuration.
  let entries: [Entry]
  /// Its tensors.
  let tensors: [TensorRule]
  /// What of its configuration is no entry of its own.
  let further: Further
  /// What a tensor's name may begin with, before what the rules say.
  let prefixes: [String]

  /// Adds what a configuration says to the head of a model, or refuses it.
  typealias Further =
    @Sendable (_ configuration: Configuration, _ head: inout ModelHead) throws(SafetensorsError) ->
    Void

  /// Every family that is known.
  static let all = [
    llama, mixtral, qwen2, qwen3, qwen3moe, gemma2, gemma3, gpt2, gptneox, olmo2, phi3, smollm3,
  ]

  /// The families that are known, as `config.json` calls them.
  static var modelTypes: [String] { all.flatMap(\.modelTypes) }

  /// The one of a model type.
  init(of modelType: String) throws(SafetensorsError) {
    guard let known = Self.all.first(where: { $0.modelTypes.contains(modelType) }) else {
      throw SafetensorsError(.unknownModelType(modelType, known: Self.modelTypes))
    }
    self = known
  }

  init(
    _ modelTypes: [String], as architecture: String, entries: [Entry], tensors: [TensorRule],
    prefixes: [String] = ["model."], further: @escaping Further
  ) {
    self.modelTypes = modelTypes
    self.architecture = architecture
    self.entries = entries
    self.tensors = tensors
    self.prefixes = prefixes
    self.further = further
  }
}

/// An entry of a configuration, and the key that says the same in a GGUF file.
enum Entry: Sendable {
  /// A size, which has to be there.
  case size(String, as: String)
  /// A size that may be left out.
  case sizeIfPresent(String, as: String)
  /// A number, which has to be there.
  case number(String, as: String)
  /// A number that may be left out.
  case numberIfPresent(String, as: String)
  /// A truth value that may be left out.
  case flagIfPresent(String, as: String)
  /// A text that has to be one of some, where it is there: another one would mean another computation.
  case expected(String, oneOf: [String])
}

/// A tensor by its name in a safetensors file and in a GGUF file; `#` is the number of a layer,
/// and a second one that of an expert.
struct TensorRule: Sendable {
  let name: String
  /// Nil for what is not needed: masks and angles, which follow from the sizes.
  let ggufName: String?
  var change = TensorChange.none
}

/// What is to be done with a tensor's numbers.
enum TensorChange: Sendable {
  /// Nothing: they stay in the file.
  case none
  /// Rows and columns change places.
  case transposed
  /// One is added to each: the norms of Gemma count from there.
  case plusOne
  /// Rows of queries, keys and values head by head become all queries, all keys, all values.
  case sortedByPart
}
