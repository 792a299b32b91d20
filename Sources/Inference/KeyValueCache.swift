import Computing

/// What earlier tokens left behind: the only state that a context has.
///
/// Keys and values are laid out as the kernels' panels, so that attention is a matrix product:
/// `keys[layer][keyHead][key / 16][feature / 32][16][32]`, with zeros behind the features, and
/// `values[layer][keyHead][key / 32][feature][32]`.
/// Memory is taken as the context grows.
final class KeyValueCache {
  /// The most tokens that fit.
  let capacity: Int
  /// The tokens seen, in order.
  private(set) var tokens: [Int32] = []
  /// How many of them, from the first on, were read in batches: the others were read alone, which
  /// leaves keys and values that differ in their last digits.
  private var batched = 0
  private let keys: Buffer
  private let values: Buffer
  private let keyStride: Int, valueStride: Int
  private let keyHeads: Int, layers: Int

  /// An empty context of so many tokens.
  ///
  /// - Parameter layers: The layers whose keys and values there is room for, by default all. Where there are
  ///   fewer, a layer writes over those of the one before it.
  init(_ sizes: Hyperparameters, capacity: Int, layers: Int? = nil) throws(OutOfMemory) {
    self.capacity = capacity
    self.layers = layers ?? sizes.layers
    keyHeads = sizes.keyHeads
    // Attention reads whole pieces of 32 keys, and the block of a last token whole lanes.
    let room = (capacity + 16).roundedUp(to: 32)
    (keyStride, valueStride) = (room * sizes.keyRoom, room * sizes.headRoom)
    keys = try Buffer(count: self.layers * keyHeads * keyStride)
    values = try Buffer(count: self.layers * keyHeads * valueStride)
  }

  /// The bytes that each token leaves behind.
  static func byteCountPerToken(_ sizes: Hyperparameters) -> Int {
    sizes.layers * sizes.keyHeads * (sizes.keyRoom + sizes.headRoom) * MemoryLayout<Float>.stride
  }

  /// The number of leading tokens whose keys and values are those that a sequence needs, when so many
  /// of its tokens are to be read in batches and the others alone. O(*n*).
  func reusable(for sequence: some Sequence<Int32>, batched wanted: Int) -> Int {
    let shared = zip(tokens, sequence).prefix { $0 == $1 }.count
    let isReadAlike = min(batched, shared) == min(wanted, shared)
    return isReadAlike ? shared : min(batched, wanted, shared)
  }

  /// Forgets all tokens from one on.
  func truncate(to count: Int) {
    tokens.removeLast(max(tokens.count - count, 0))
    batched = min(batched, tokens.count)
  }

  /// Remembers tokens of a batch, whose keys and values are in place.
  func append(batch: some Sequence<Int32>) {
    precondition(batched == tokens.count, "a batch follows batches")
    tokens += batch
    batched = tokens.count
  }

  /// Remembers a token that was read alone.
  func append(alone token: Int32) { tokens.append(token) }

  /// The keys of a layer's head.
  func keys(layer: Int, head: Int) -> UnsafeMutablePointer<Float> {
    unsafe keys.start + (layer % layers * keyHeads + head) * keyStride
  }

  /// The values of a layer's head.
  func values(layer: Int, head: Int) -> UnsafeMutablePointer<Float> {
    unsafe values.start + (layer % layers * keyHeads + head) * valueStride
  }
}
