import GGUF

/// The files of a model in Hugging Face's layout: `config.json` says what it is, `tokenizer.json` how texts are
/// split, and `model.safetensors` holds the weights, or several files that an index lists.
package struct Repository {
  /// The names of its files.
  static let settingsName = "config.json"
  static let tokenizerName = "tokenizer.json"
  static let weightsName = "model.safetensors"
  static let indexName = "model.safetensors.index.json"

  /// The bytes of the documents; no index where all weights are in one file.
  package var settings: [UInt8], tokenizer: [UInt8], index: [UInt8]?
  /// The files of weights, one behind the other, by their names.
  package var shards: [String], weights: Storage

  /// What is held in memory.
  package init(
    settings: [UInt8], tokenizer: [UInt8], index: [UInt8]? = nil, shards: [String], weights: Storage
  ) {
    self.settings = settings
    self.tokenizer = tokenizer
    self.index = index
    self.shards = shards
    self.weights = weights
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
      try whole.addTokenizer(document(tokenizer), configuration)
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
        head: whole.writer.bytes, tensors: tensors.tensors, made: tensors.made, in: weights)
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
        try ShardIndex(document(index)).check(lists)
      }
    }
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
