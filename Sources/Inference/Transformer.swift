import CKernels
import Computing
import Scoring

/// A model at work on one context: reads tokens in batches, or one alone, and folds what it expects
/// next.
///
/// Belongs to one thread at a time, which the engine sees to; the threads of its pool share each step.
final class Transformer: @unchecked Sendable {
  let weights: Weights
  let cache: KeyValueCache
  let boundaries: BoundaryTable
  /// The keys and values of texts that are read whole in one batch, of the layer at work.
  let passing: KeyValueCache
  let instructions: InstructionSet
  let pool: WorkerPool
  let work: Workspace

  var sizes: Hyperparameters { weights.sizes }
  var kernels: kernels { unsafe instructions.kernels.pointee }
  let lanes = Int(kernels_lanes)

  /// The most tokens in a batch.
  static let batchLimit = Workspace.batchBlocks * Int(kernels_lanes)

  init(
    _ weights: Weights, _ boundaries: WordBoundaries, capacity: Int, instructions: InstructionSet,
    threads: Int
  ) throws(OutOfMemory) {
    self.weights = weights
    self.boundaries = BoundaryTable(boundaries)
    self.instructions = instructions
    cache = try KeyValueCache(weights.sizes, capacity: capacity)
    passing = try KeyValueCache(
      weights.sizes, capacity: TextBatch.slotTokens * Self.batchLimit, layers: 1)
    pool = WorkerPool(width: threads)
    work = try Workspace(weights.sizes, capacity: capacity, threads: threads)
  }

  /// Reads the tokens that follow the cache's, and leaves what the model thinks of each in
  /// `work.normed`: at most `batchLimit` tokens.
  func read(_ tokens: ArraySlice<Int32>) {
    forward(Batch(tokens, after: cache.tokens.count, in: self))
    cache.append(batch: tokens)
  }

  /// Reads the texts of a batch, which follow the cache's tokens where they have a prefix, and leaves what
  /// the model thinks of each token in `work.normed`.
  func read(_ texts: TextBatch) { forward(Batch(texts, in: self)) }

  /// Reads the token that follows the cache's, and leaves what the model thinks of it in
  /// `work.normed`.
  func readOne(_ token: Int32) {
    forward(One(token, after: cache.tokens.count, in: self))
    cache.append(alone: token)
  }

  /// Reads tokens behind the first ones of the cache, without remembering them, as if one of these were not there,
  /// and leaves what the model thinks of each in `work.normed`.
  func read(_ tokens: ArraySlice<Int32>, after count: Int, leavingOut leftOut: Int) {
    forward(Batch(tokens, after: count, leavingOut: leftOut, in: self))
  }

  /// The forward pass, as a batch or as one token.
  ///
  /// - Parameter watch: Called when the stream is the embedding, and after each layer.
  func forward(_ steps: some Steps, watching watch: () -> Void = {}) {
    steps.embed()
    watch()
    for (index, layer) in weights.layers.enumerated() {
      layer.run(index, steps)
      watch()
    }
    steps.normalize(weights.outputNorm)
  }
}
