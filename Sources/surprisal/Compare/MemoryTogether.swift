import Computing
import GGUF
import Inference
import ModelStores
import ShownText

/// Refuses models that have no room beside each other, before anything of them is read.
func checkMemory(ofModels references: [String?], _ options: ScoringOptions) throws {
  let models = try references.compactMap { try namedNeed(of: $0, options) }
  try check(Array(zip(models.map(\.name), PlacedNeed.added(by: models.map(\.need)))))
}

/// Refuses a model that has no room beside another that is open, before anything of it is read. What that one has
/// made and computes with is not free any more; its mapped weights are, to the system, and are still needed.
func checkMemory(of reference: String, beside base: String?, _ options: ScoringOptions) throws {
  guard let base = try namedNeed(of: base, options),
    let other = try namedNeed(of: reference, options)
  else { return }
  let sizes = PlacedNeed.added(by: [base.need, other.need])
  try check([(base.name, base.need.need.weights), (other.name, sizes[1])])
}

private func check(_ models: [(name: String, size: Int)]) throws(CommandError) {
  let sum = models.reduce(0) { $0.addingReportingOverflow($1.size).overflow ? .max : $0 + $1.size }
  guard models.count > 1, let free = FreeMemory.bytes, sum > free else { return }
  let parts = models.map { "\($0.name) \(size(ofBytes: $0.size))" }
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
