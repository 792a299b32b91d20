import GGUF
import ModelStores
import Safetensors

/// Why the files of a model cannot be opened.
struct UnopenedModel: Error, CustomStringConvertible {
  /// One sentence that says which file, what is wrong with it, and where.
  var description: String
  /// The same where the path of the model is said beside it.
  var reason: String
}

extension ModelFile {
  /// Opens the files of a model, whatever their layout. Of weights nothing is read but what lists them.
  ///
  /// - Parameter isForList: Whether only what the model is is asked for, so that of safetensors the vocabulary
  ///   need not be read.
  static func opened(
    _ model: StoredModel, isForList: Bool = false
  ) throws(UnopenedModel) -> ModelFile {
    switch model.layout {
    case .gguf:
      do throws(GGUFError) { return try ModelFile(paths: model.paths) } catch {
        throw UnopenedModel(
          description: "\(error)", reason: error.problem.description)
      }
    case .safetensors:
      do throws(SafetensorsError) {
        return try .safetensors(in: model.paths[0], isForList: isForList)
      } catch {
        var short = error
        short.file = error.file.map { lastComponent(of: $0) }
        throw UnopenedModel(description: "\(error)", reason: "\(short)")
      }
    }
  }
}

extension StoredModel {
  /// The bytes of its files, as far as that is known of one that cannot be opened: which files of a folder belong
  /// to its model is in the model.
  var byteCount: Int? {
    switch (layout, fault) {
    case (.gguf, nil), (.gguf, .missingPart): paths.compactMap(sizeOfFile).reduce(0, +)
    default: nil
    }
  }
}
