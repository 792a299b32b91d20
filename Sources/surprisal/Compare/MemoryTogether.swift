import Computing
import GGUF
import Inference
import ModelStores
import ShownText

/// Refuses models that have no room beside each other, before anything of them is read.
func checkMemory(ofModels references: [String?], _ options: ScoringOptions) throws {
  let models = try references.compactMap { try namedNeed(of: $0, options) }
  let sizes = PlacedNeed.added(by: models.map(\.need))
  let sum = sizes.reduce(0) { $0.addingReportingOverflow($1).overflow ? .max : $0 + $1 }
  guard models.count > 1, let free = FreeMemory.bytes, sum > free else { return }
  let parts = zip(models, sizes).map { "\($0.name) \(size(ofBytes: $1))" }
  throw CommandError(
    .unavailable,
    "the models need \(size(ofBytes: sum)) of memory together (\(parts.joined(separator: ", "))), and "
      + "\(size(ofBytes: free)) are free: compare smaller ones, or give them a shorter --context")
}

/// What a model takes, and its name; nil of a measuring stick, and of what does not run anyway.
private func namedNeed(
  of reference: String?, _ options: ScoringOptions
) throws -> (name: String, need: PlacedNeed)? {
  let model = try ModelReference(reference)
  switch model {
  case .file, .world: break
  case .uniform, .dice, .ngram, .source, .server: return nil
  }
  let (file, stored) = try model.file()
  let card = ModelCard(file, threads: options.threads.count)
  guard case .success(let need) = card.memory, let length = card.contextLength else { return nil }
  let path = stored.paths[0]
  return (
    stored.nickname ?? file.modelName(path: path),
    PlacedNeed(path: path, need: need, context: min(length, options.context ?? length))
  )
}
