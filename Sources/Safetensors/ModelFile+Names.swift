import GGUF

extension ModelFile {
  /// The names of the files of a folder that are its model, in the order in which they are read: configuration,
  /// tokenizer, and the weights behind the index that lists them, where they are several.
  ///
  /// - Throws: What is wrong with the index.
  public static func safetensorsFiles(in folder: String) throws(SafetensorsError) -> [String] {
    let documents = [Repository.settingsName, Repository.tokenizerName]
    guard let index = try Repository.index(of: folder) else {
      return documents + [Repository.weightsName]
    }
    return documents + [Repository.indexName] + index.shards
  }
}
