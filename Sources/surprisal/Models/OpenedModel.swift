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
  /// Opens the files of a model, whatever their layout. Of weights nothing is read but what lists them; of
  /// safetensors the tokenizer is read whole, since it decides whether the model runs.
  static func opened(_ model: StoredModel) throws(UnopenedModel) -> ModelFile {
    switch model.layout {
    case .gguf:
      do throws(GGUFError) { return try ModelFile(paths: model.paths) } catch {
        throw UnopenedModel(
          description: "\(error)", reason: error.problem.description)
      }
    case .safetensors:
      do throws(SafetensorsError) { return try .safetensors(in: model.paths[0]) } catch {
        var short = error
        short.file = error.file.map { lastComponent(of: $0) }
        throw UnopenedModel(description: "\(error)", reason: "\(short)")
      }
    }
  }
}

extension StoredModel {
  /// The bytes of its files.
  var byteCount: Int {
    guard layout == .safetensors else { return paths.compactMap(sizeOfFile).reduce(0, +) }
    let names = (try? FileTree.live.names(paths[0])) ?? []
    return names.filter { $0.hasSuffix(".safetensors") }
      .compactMap { sizeOfFile("\(paths[0])/\($0)") }.reduce(0, +)
  }
}
