/// A logit for each byte after each byte.
struct TableWeights {
  let logits: Span

  init(_ layout: inout Layout) {
    logits = layout.table("output.weight", Network.vocabulary, Network.vocabulary, deviation: 0)
  }
}

/// A table at work on one window.
struct Table: Worker {
  let weights: TableWeights
  let logits: Activation

  init(_ weights: TableWeights, _ room: WindowRoom) throws {
    self.weights = weights
    logits = try room.logits()
  }
}
