import CKernels

/// The activations of one batch of tokens and each thread's scratch, allocated once and overwritten.
///
/// Tokens travel in blocks of sixteen: every buffer of activations is `[blocks][features][16]`.
final class Workspace {
  /// The most blocks in a batch.
  static let batchBlocks = 33
  /// Rows of weights that a task unpacks at once, in a layer and at the head.
  static let layerRows = 32
  static let headRows = 128
  /// Rows of weights in a task of one token, in a layer (whole vectors) and at the head.
  static let layerRowsOfOne = 64
  static let headRowsOfOne = 512
  /// Keys that attention reads at once.
  private static let attentionKeys = 128
  /// Floats of unpacked weights that stay in a core's own cache.
  private static let panelFloats = 73_728

  let stream: Buffer  // [blocks][width][16]     the residual stream
  let normed: Buffer  // [blocks][width][16]
  let queries: Buffer  // [blocks][heads * headWidth][16]
  let attended: Buffer  // [blocks][heads * headWidth][16]
  let gate: Buffer  // [blocks][feedForward][16]
  let cosines: Buffer  // [blocks][headWidth / 2][16]
  let sines: Buffer  // [blocks][headWidth / 2][16]
  let folds: Folds  // [sections][blocks]
  let scratch: [Scratch]  // one a thread

  /// What a thread uses alone.
  struct Scratch {
    let panels: Buffer  // [rows / 16][columns / 32][16][32]   unpacked weights
    let rows: Buffer  // [blocks][rows][16]       outputs that go no further
    let scores: Buffer  // [headsPerKey][128][16]   attention, then logits [3][128][16];
    // of one token: [context], then [512]
  }

  init(_ sizes: Hyperparameters, capacity: Int, threads: Int) throws(InferenceError) {
    let blocks = Self.batchBlocks * Int(kernels_lanes)
    stream = try Buffer(count: blocks * sizes.width)
    normed = try Buffer(count: blocks * sizes.width)
    queries = try Buffer(count: blocks * sizes.heads * sizes.headWidth)
    attended = try Buffer(count: blocks * sizes.heads * sizes.headWidth)
    gate = try Buffer(count: blocks * sizes.feedForward)
    cosines = try Buffer(count: blocks * sizes.headWidth / 2)
    sines = try Buffer(count: blocks * sizes.headWidth / 2)
    let columns = max(sizes.width, sizes.feedForward, sizes.heads * sizes.headWidth)
    var scratch: [Scratch] = []
    for _ in 0..<threads {
      scratch.append(
        Scratch(
          panels: try Buffer(
            count: max(Self.panelFloats, max(sizes.headWidth, Self.layerRows) * columns)),
          rows: try Buffer(count: blocks * max(sizes.headWidth, Self.layerRows)),
          scores: try Buffer(
            count: max(
              max(sizes.headsPerKey, 3) * Self.headRows * Int(kernels_lanes),
              (capacity + 31) / 32 * 32))))
    }
    self.scratch = scratch
    folds = Folds(count: VocabularySections.limit * Self.batchBlocks)
  }

  /// Rows of a matrix with so many columns that a task unpacks at once: whole panels, as many as
  /// stay in the cache.
  static func rowsPerTask(columns: Int, limit: Int) -> Int {
    let panelRows = Int(kernels_panel_rows)
    return min(max(panelFloats / columns / panelRows, 1) * panelRows, limit)
  }
}

/// The folds of a batch's blocks, one for each section of the vocabulary.
@safe final class Folds {
  /// The first fold.
  let start: UnsafeMutablePointer<kernels_fold>

  /// Room for so many folds, which takes memory when they are begun.
  init(count: Int) {
    let bytes = count * MemoryLayout<kernels_fold>.stride
    unsafe start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: kernels_fold.self, capacity: count)
  }

  deinit { unsafe start.deallocate() }
}
