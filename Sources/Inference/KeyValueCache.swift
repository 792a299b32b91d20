/// What earlier tokens left behind: the only state that a context has.
///
/// Keys and values are laid out as the kernels' panels, so that attention is a matrix product:
/// `keys[layer][keyHead][key / 16][feature / 32][16][32]`,
/// `values[layer][keyHead][key / 32][feature][32]`.
/// Memory is taken as the context grows.
final class KeyValueCache {
  /// The most tokens that fit.
  let capacity: Int
  /// The tokens seen, in order.
  private(set) var tokens: [Int32] = []
  private let keys: Buffer
  private let values: Buffer
  private let headStride: Int
  private let keyHeads: Int

  /// An empty context of so many tokens.
  init(_ sizes: Hyperparameters, capacity: Int) throws(InferenceError) {
    self.capacity = capacity
    keyHeads = sizes.keyHeads
    // Attention reads whole pieces of 32 keys, and the block of a last token whole lanes.
    headStride = ((capacity + 16 + 31) / 32 * 32) * sizes.headWidth
    keys = try Buffer(count: sizes.layers * keyHeads * headStride)
    values = try Buffer(count: sizes.layers * keyHeads * headStride)
  }

  /// The number of leading tokens that `sequence` shares with those seen. O(*n*).
  func commonPrefix(with sequence: [Int32]) -> Int {
    zip(tokens, sequence).enumerated().first { $1.0 != $1.1 }?.offset
      ?? min(tokens.count, sequence.count)
  }

  /// Forgets all tokens from one on.
  func truncate(to count: Int) { tokens.removeLast(max(tokens.count - count, 0)) }

  /// Remembers tokens whose keys and values are in place.
  func append(_ more: some Sequence<Int32>) { tokens += more }

  /// The keys of a layer's head.
  func keys(layer: Int, head: Int) -> UnsafeMutablePointer<Float> {
    unsafe keys.start + (layer * keyHeads + head) * headStride
  }

  /// The values of a layer's head.
  func values(layer: Int, head: Int) -> UnsafeMutablePointer<Float> {
    unsafe values.start + (layer * keyHeads + head) * headStride
  }
}
