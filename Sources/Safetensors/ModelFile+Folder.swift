import Basics
import GGUF

extension ModelFile {
  /// Opens the model of a folder in Hugging Face's layout. Its weights stay in their files, which are mapped.
  ///
  /// - Throws: What is wrong with which file, and where.
  /// - Complexity: O(*n*) in the bytes of the configuration, of the tokenizer and of the headers; a tenth of a
  ///   second for a vocabulary of 256 thousand.
  public static func safetensors(in folder: String) throws(SafetensorsError) -> ModelFile {
    do throws(SafetensorsError) {
      return try Repository(folder: folder).model()
    } catch {
      throw SafetensorsError(
        error.problem, in: error.file.map { $0.hasPrefix("/") ? $0 : "\(folder)/\($0)" } ?? folder,
        at: error.position)
    }
  }
}

extension Repository {
  /// Reads the documents of a folder, and maps its weights.
  init(folder: String) throws(SafetensorsError) {
    func read(_ name: String, _ limit: Int) throws(SafetensorsError) -> [UInt8] {
      try named(name) { () throws(SafetensorsError) in
        do throws(GGUFError) { return try fileBytes(of: "\(folder)/\(name)", limit: limit) } catch {
          throw SafetensorsError(.unreadable(error.problem.description))
        }
      }
    }
    let index =
      unsafe access("\(folder)/\(Self.weightsName)", F_OK) == 0
      ? nil : try read(Self.indexName, SafetensorsLimits.settingsBytes)
    let shards = try index.map { bytes throws(SafetensorsError) in
      try named(Self.indexName) { () throws(SafetensorsError) in
        try ShardIndex(document(bytes)).shards
      }
    }
    let names = shards ?? [Self.weightsName]
    let weights: Storage
    do throws(GGUFError) {
      weights = try Storage(mapping: names.map { "\(folder)/\($0)" })
    } catch {
      throw SafetensorsError(.unreadable(error.problem.description), in: error.path)
    }
    self.init(
      settings: try read(Self.settingsName, SafetensorsLimits.settingsBytes),
      tokenizer: try read(Self.tokenizerName, SafetensorsLimits.tokenizerBytes), index: index,
      shards: names, weights: weights)
  }
}
