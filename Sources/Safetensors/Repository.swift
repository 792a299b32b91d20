import GGUF
import JSON

/// The files of a model in Hugging Face's layout: `config.json` says what it is, `tokenizer.json` how texts are
/// split, and `model.safetensors` holds the weights, or several files that an index lists.
package struct Repository {
  /// The names of its files.
  static let settingsName = "config.json"
  static let tokenizerName = "tokenizer.json"
  static let weightsName = "model.safetensors"
  static let indexName = "model.safetensors.index.json"

  /// The bytes of `config.json`.
  let settings: [UInt8]
  let tokenizer: TokenizerText
  /// Which file has which tensor; nil where all weights are in one.
  let index: ShardIndex?
  /// The files of weights, one behind the other, by their names.
  let shards: [String], weights: Storage

  /// What is known of `tokenizer.json`: all of it, or what stands before its vocabulary.
  enum TokenizerText {
    case whole([UInt8])
    case head(JSONDocument)

    func document() throws(SafetensorsError) -> JSONDocument {
      switch self {
      case .whole(let bytes): try Safetensors.document(bytes)
      case .head(let document): document
      }
    }
  }

  /// The model. O(*n*) in the bytes of the documents.
  package func model() throws(SafetensorsError) -> ModelFile {
    let configuration = try named(Self.settingsName) { () throws(SafetensorsError) in
      try Configuration(document(settings))
    }
    let (translation, head) = try named(Self.settingsName) { () throws(SafetensorsError) in
      let translation = try Translation(of: configuration.modelType)
      var head = ModelHead(translation.architecture)
      try head.add(translation.entries, of: configuration)
      try translation.further(configuration, &head)
      return (translation, head)
    }
    var whole = head
    try named(Self.tokenizerName) { () throws(SafetensorsError) in
      try whole.addTokenizer(tokenizer.document(), configuration)
    }
    var tensors = try named(Self.settingsName) { () throws(SafetensorsError) in
      try TensorTranslation(translation, configuration)
    }
    try addTensors(to: &tensors)
    guard configuration["tie_word_embeddings"]?.bool != false || tensors.hasOutput else {
      throw SafetensorsError(.missingTensor("lm_head.weight"))
    }
    for tensor in whole.tensors { tensors.add(tensor.name, tensor.values) }
    do throws(GGUFError) {
      return try ModelFile(
        head: whole.writer.bytes, tensors: tensors.tensors, made: tensors.made, in: weights,
        ownName: tensors.ownName)
    } catch {
      throw SafetensorsError(.unreadable(error.problem.description))
    }
  }

  /// Lists the tensors of each file.
  private func addTensors(to tensors: inout TensorTranslation) throws(SafetensorsError) {
    var lists: [(shard: String, list: TensorList)] = []
    for (name, range) in zip(shards, weights.parts) {
      let list = try named(name) { () throws(SafetensorsError) in
        try weights.withBytes { bytes throws(SafetensorsError) in
          try TensorList(bytes.extracting(range))
        }
      }
      lists.append((name, list))
      try named(name) { () throws(SafetensorsError) in
        for entry in list.entries { try tensors.add(entry, at: range.lowerBound) }
      }
    }
    if let index {
      try named(Self.indexName) { () throws(SafetensorsError) in
        try index.check(lists)
      }
    }
  }
}

extension Repository {
  /// What is held in memory.
  ///
  /// - Throws: What is wrong with the list of the files.
  package init(
    settings: [UInt8], tokenizer: [UInt8], index: [UInt8]? = nil, shards: [String], weights: Storage
  ) throws(SafetensorsError) {
    self.init(
      settings: settings, tokenizer: .whole(tokenizer),
      index: try index.map { bytes throws(SafetensorsError) in try Self.index(bytes) },
      shards: shards, weights: weights)
  }

  /// Reads the list of the files.
  static func index(_ bytes: [UInt8]) throws(SafetensorsError) -> ShardIndex {
    try named(indexName) { () throws(SafetensorsError) in try ShardIndex(document(bytes)) }
  }
}

/// Reads a document.
func document(_ bytes: [UInt8]) throws(SafetensorsError) -> JSONDocument {
  do throws(JSONFault) { return try JSONDocument(bytes) } catch {
    throw SafetensorsError(.document(error.problem), at: error.position)
  }
}

/// Says of an error in which file it is, where it does not say so itself.
func named<Result>(
  _ file: String, _ body: () throws(SafetensorsError) -> Result
) throws(SafetensorsError) -> Result {
  do throws(SafetensorsError) { return try body() } catch {
    throw SafetensorsError(error.problem, in: error.file ?? file, at: error.position)
  }
}
