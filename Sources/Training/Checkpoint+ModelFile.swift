import Basics
import GGUF
import Tokenizers

// What was learnt, as a model file.
extension Checkpoint {
  /// The checkpoint as a GGUF file of 256 byte tokens, without what the optimizer remembers.
  ///
  /// A transformer is a llama like any other, which engines of that architecture run; a table and a
  /// perceptron have architectures of their own, which ``TrainedModel`` runs. The file asks for a newline
  /// before each text, as the network has read all its lines. O(*n*) in the weights.
  ///
  /// - Parameter storage: How matrices are stored; vectors, and rows that are too short for it, are F32.
  public func modelFile(name: String, storage: ModelFileWriter.Storage = .f32) -> [UInt8] {
    var file = ModelFileWriter()
    let network = recipe.network
    file.add("general.architecture", .string(network.architecture))
    file.add("general.name", .string(name))
    for (key, value) in network.metadata(windowLength: recipe.windowLength) {
      file.add("\(network.architecture).\(key)", value)
    }
    addVocabulary(to: &file)
    file.add("training.steps", .unsigned(UInt32(clamping: stepCount)))
    file.add("training.seed", .string("\(recipe.seed)"))
    for span in network.layout.spans {
      let isVector = span.kind == .vector
      file.add(
        tensor: span.name, isVector ? [span.rows] : [span.columns, span.rows], weights[span.range],
        as: isVector || span.columns % 32 > 0 ? .f32 : storage)
    }
    return file.bytes
  }

  private func addVocabulary(to file: inout ModelFileWriter) {
    file.add("tokenizer.ggml.model", .string("gpt2"))
    file.add("tokenizer.ggml.pre", .string("gpt-2"))
    file.add("tokenizer.ggml.tokens", .strings((0...255).map { ByteAlphabet.encoded($0) }))
    file.add("tokenizer.ggml.token_type", .integers(Array(repeating: 1, count: 256)))
    file.add("tokenizer.ggml.merges", .strings([]))
    file.add("tokenizer.ggml.bos_token_id", .unsigned(UInt32(WindowedText.newline)))
    file.add("tokenizer.ggml.add_bos_token", .bool(true))
  }
}

extension Network {
  /// What a model file calls the architecture.
  var architecture: String {
    switch self {
    case .table: "surprisal-table"
    case .perceptron: "surprisal-perceptron"
    case .transformer: "llama"
    }
  }

  /// The sizes that a model file states.
  fileprivate func metadata(windowLength: Int) -> [(String, ModelFileWriter.Value)] {
    let context = ("context_length", ModelFileWriter.Value.unsigned(UInt32(windowLength)))
    switch self {
    case .table: return [context]
    case .perceptron(let lookBack, let embedding, let hidden):
      return [
        context, ("look_back", .unsigned(UInt32(lookBack))),
        ("embedding_length", .unsigned(UInt32(embedding))),
        ("feed_forward_length", .unsigned(UInt32(hidden))),
      ]
    case .transformer(let layers, let width, let feedForward):
      let heads = UInt32(width / Self.headWidth)
      return [
        context, ("block_count", .unsigned(UInt32(layers))),
        ("embedding_length", .unsigned(UInt32(width))),
        ("feed_forward_length", .unsigned(UInt32(feedForward))),
        ("attention.head_count", .unsigned(heads)), ("attention.head_count_kv", .unsigned(heads)),
        ("attention.layer_norm_rms_epsilon", .float(Pass.epsilon)),
        ("rope.freq_base", .float(Float(Pass.rotaryBase))),
        ("rope.dimension_count", .unsigned(UInt32(Self.headWidth))),
      ]
    }
  }
}
