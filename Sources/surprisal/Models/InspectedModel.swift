import Computing
import GGUF
import Inference
import ModelStores
import RemoteScoring
import Reports
import Scoring
import ShownText
import Training

extension ListedModel {
  /// A model in a store, of whose files no weights are read.
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
      let file = try ModelFile.opened(stored, isForList: true)
      byteCount = file.byteCount
      inspect(file, context: context, free: free)
    } catch {
      reason = error.reason
    }
  }

  /// Takes in what the head of its file says.
  mutating func inspect(_ file: ModelFile, context: Int?, free: Int?) {
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
  /// What names the models that need no file of their own.
  static let builtInReferences = [ModelListing.world, "source", "uniform", "dice:6"]

  /// Those models, and what is known of them.
  static func builtIn(context: Int?, free: Int?) -> [ListedModel] {
    builtInReferences.map { reference in
      var model = ListedModel(reference: reference)
      if reference == ModelListing.world, let file = try? Assets.worldModel() {
        model.inspect(file, context: context, free: free)
      }
      return model
    }
  }

}

extension ModelListing {
  /// All models of this machine, and what could not be looked into.
  static func live(context: Int?) -> ModelListing {
    let found = ModelLibrary.live.all()
    let free = FreeMemory.bytes
    return ModelListing(
      found.models.map { ListedModel($0, context: context, free: free) }
        + ListedModel.builtIn(context: context, free: free),
      remarks: found.remarks)
  }

  /// The same, with the model that the program was started with marked, and added where no store has it.
  ///
  /// - Parameter reference: What `--model` named; nil for the default model.
  func marking(_ reference: String?, context: Int?) -> ModelListing {
    var listing = self
    if let known = models.first(where: { $0.reference == reference }) {
      listing.started = known.reference
    } else if let reference, ServerReference.isMeant(by: reference) {
      listing.models.insert(ListedModel(reference: reference), at: 0)
      listing.started = reference
    } else if let model = try? ModelFiles.model(reference) {
      let known = models.first { $0.path == model.paths[0] }
      if known == nil {
        listing.models.insert(
          ListedModel(model, context: context, free: FreeMemory.bytes), at: 0)
      }
      listing.started = known?.reference ?? model.reference
    }
    return listing
  }
}
