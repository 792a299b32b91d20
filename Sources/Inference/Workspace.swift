import CKernels
import Computing

/// The activations of one batch of tokens and each thread's scratch, allocated once and overwritten.
///
/// Tokens travel in blocks of sixteen: every buffer of activations is `[blocks][features][16]`.
final class Workspace {
  /// The most blocks in a batch.
  static let batchBlocks = 33
  /// Rows of weights that a task unpacks at once, in a layer and at the head.
  static let layerRows = 32
  static let headRows = 128
  /// Rows of the head in a task of one token.
  static let headRowsOfOne = 512
  /// Floats of unpacked weights that stay in a core's own cache.
  private static let panelFloats = 73_728

  let stream: Buffer  // [blocks][width][16]     the residual stream
  let normed: Buffer  // [blocks][width][16]
  let queries: Buffer  // [blocks][heads * keyRoom][16]
  let attended: Buffer  // [blocks][heads * headRoom][16]
  let gated: Buffer  // [blocks][feedForward][16]
  let whole: Buffer  // one token's features as whole numbers
  let angles: [Angles]  // one for each way to turn
  let routed: Routed?  // where there are experts
  let folds: Folds  // [sections][blocks]
  let scratch: [Scratch]  // one a thread
  private let owned: [Buffer]  // what the scratch points into

  /// The tokens that go to an expert.
  struct Routed {
    let logits: Buffer  // [blocks][experts][16], in whole panels: what the router says
    let taken: Buffer  // [blocks][width][16]: what the expert reads
    let given: Buffer  // [blocks][width][16]: what it gives
  }

  /// Where the tokens of a batch stand, as angles.
  struct Angles {
    let cosines: Buffer, sines: Buffer  // [blocks][pairs][16]
  }

  /// What a thread uses alone.
  @safe struct Scratch {
    let panels: UnsafeMutablePointer<Float>  // [rows / 16][columns / 32][16][32]   unpacked weights
    let rows: UnsafeMutablePointer<Float>  // [blocks][rows][16]       outputs that go no further
    let scores: UnsafeMutablePointer<Float>  // [headsPerKey][128][16]   attention, then logits
    // [3][128][16]; of one token: [context], then [512]
  }

  init(_ sizes: Hyperparameters, capacity: Int, threads: Int) throws(OutOfMemory) {
    let counts = Counts(sizes)
    stream = try Buffer(count: counts.stream)
    normed = try Buffer(count: counts.stream)
    queries = try Buffer(count: counts.queries)
    attended = try Buffer(count: counts.attended)
    gated = try Buffer(count: counts.gated)
    whole = try Buffer(count: counts.whole)
    var angles: [Angles] = []
    for count in counts.angles {
      angles.append(Angles(cosines: try Buffer(count: count), sines: try Buffer(count: count)))
    }
    self.angles = angles
    routed =
      counts.router == 0
      ? nil
      : Routed(
        logits: try Buffer(count: counts.router), taken: try Buffer(count: counts.stream),
        given: try Buffer(count: counts.stream))
    let scores = max(
      max(sizes.headsPerKey, 3) * Self.headRows * Int(kernels_lanes), (capacity + 31) / 32 * 32)
    var scratch: [Scratch] = []
    var owned: [Buffer] = []
    for _ in 0..<threads {
      let buffers = [
        try Buffer(count: counts.panels), try Buffer(count: counts.rows), try Buffer(count: scores),
      ]
      unsafe scratch.append(
        Scratch(panels: buffers[0].start, rows: buffers[1].start, scores: buffers[2].start))
      owned += buffers
    }
    self.owned = owned
    self.scratch = scratch
    folds = Folds(count: VocabularySections.limit * Self.batchBlocks)
  }

  /// How many floats there are.
  private struct Counts {
    /// Of a batch, in one buffer of each name; none for the router where there are no experts.
    let stream: Int, queries: Int, attended: Int, gated: Int, router: Int
    /// Of a batch, the cosines of each way to turn.
    let angles: [Int]
    /// Of a thread: unpacked weights, and outputs that go no further.
    let panels: Int, rows: Int
    /// One token's features in whole numbers, as long as the longest rows of weights.
    let whole: Int

    init(_ sizes: Hyperparameters) {
      let columns = max(sizes.stream.total, sizes.inner.total, sizes.queries.total)
      whole = kernels_whole_bytes(columns) / MemoryLayout<Float>.stride
      let tokens = batchBlocks * Int(kernels_lanes)
      stream = tokens * sizes.stream.total
      queries = tokens * sizes.heads * sizes.keyRoom
      attended = tokens * sizes.queries.total
      gated = tokens * sizes.inner.total
      router = sizes.experts > 0 ? tokens * sizes.routerRoom : 0
      angles = sizes.rotaries.map { tokens * $0.turned / 2 }
      let widest = max(sizes.keyRoom, layerRows)
      panels = max(panelFloats, widest * columns)
      rows = tokens * widest
    }

    /// Of all buffers of a batch.
    var batch: Int {
      let routed = router > 0 ? router + 2 * stream : 0
      return 2 * stream + queries + attended + gated + whole + 2 * angles.reduce(0, +) + routed
    }
  }

  /// About how many bytes the activations of a batch and the threads' scratch take, beside what grows with the
  /// context.
  static func byteCount(_ sizes: Hyperparameters, threads: Int) -> Int {
    let counts = Counts(sizes)
    return (counts.batch + threads * (counts.panels + counts.rows)) * MemoryLayout<Float>.stride
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
    let bytes = unsafe count * MemoryLayout<kernels_fold>.stride
    unsafe start = UnsafeMutableRawPointer.allocate(byteCount: bytes, alignment: 64)
      .bindMemory(to: kernels_fold.self, capacity: count)
  }

  deinit { unsafe start.deallocate() }
}
