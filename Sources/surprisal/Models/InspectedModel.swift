import GGUF
import Inference
import ModelStores
import Reports
import ShownText
import Training

extension ListedModel {
  /// A model in a store, of whose file only the head is read.
  ///
  /// - Parameters:
  ///   - context: The most tokens that its context is to hold; nil for all that it reads.
  ///   - free: The bytes of memory that are free; nil where nobody knows.
  init(_ stored: StoredModel, context: Int?, free: Int?) {
    self.init(
      reference: stored.reference, path: stored.paths[0],
      byteCount: stored.byteCount, reason: stored.fault?.description
    )
    guard stored.fault == nil else { return }
    do throws(UnopenedModel) {
      inspect(try .opened(stored), context: context, free: free)
    } catch {
      reason = error.reason
    }
  }

  private mutating func inspect(_ file: ModelFile, context: Int?, free: Int?) {
    let card = ModelCard(file)
    architecture = card.architecture
    quantization = card.quantization
    parameters = card.parameters
    contextLength = card.contextLength
    guard !TrainedModel.knows(file) else { return }
    switch card.memory {
    case .failure(let refusal): reason = refusal.description
    case .success(let need):
      let length = min(card.contextLength ?? 0, context ?? .max)
      reason = NoMemory(need, context: length, free: free)?.description
    }
  }
}

extension ListedModel {
  /// The models that need no file of their own.
  static let builtIn = ["world", "source", "uniform", "dice:6"].map { ListedModel(reference: $0) }

  /// All models of this machine, and what could not be looked into.
  static func all(context: Int?) -> (models: [ListedModel], remarks: [String]) {
    let found = ModelLibrary.live.all()
    let free = FreeMemory.bytes
    return (
      found.models.map { ListedModel($0, context: context, free: free) } + builtIn, found.remarks
    )
  }
}
