import CKernels
import Scoring

/// A model at work on one context: reads tokens in batches and folds what it expects next.
///
/// Belongs to one thread at a time, which the engine sees to; the threads of its pool share each step.
final class Transformer: @unchecked Sendable {
  let weights: Weights
  let cache: KeyValueCache
  let instructions: InstructionSet
  let pool: WorkerPool
  let work: Workspace
  let rotary: RotaryEmbedding

  var sizes: Hyperparameters { weights.sizes }
  var kernels: kernels { unsafe instructions.kernels.pointee }
  let lanes = Int(kernels_lanes)

  /// The most tokens in a batch.
  static let batchLimit = Workspace.batchBlocks * Int(kernels_lanes)

  init(
    _ weights: Weights, capacity: Int, instructions: InstructionSet, threads: Int
  ) throws(InferenceError) {
    self.weights = weights
    self.instructions = instructions
    cache = try KeyValueCache(weights.sizes, capacity: capacity)
    pool = WorkerPool(width: threads)
    work = try Workspace(weights.sizes, capacity: capacity, threads: threads)
    rotary = RotaryEmbedding(weights.sizes, factors: weights.rotaryFactors)
  }

  /// Reads the tokens that follow the cache's, and leaves what the model thinks of each in
  /// `work.normed`: at most `batchLimit` tokens.
  func read(_ tokens: ArraySlice<Int32>) {
    let batch = Batch(first: cache.tokens.count, count: tokens.count)
    embed(tokens)  // stream = E[token]
    unsafe rotary.fill(work.cosines.start, work.sines.start, for: batch)
    for (index, layer) in weights.layers.enumerated() {
      normalize(layer.attentionNorm, batch)  // normed = norm(stream)
      projectHeads(layer, index, batch)  // queries, keys, values = W · normed, turned by position
      attend(index, batch)  // attended = softmax(q·Kᵀ/√d)·V
      add(layer.attentionOutput, of: work.attended, batch)  // stream += W_o · attended
      normalize(layer.feedForwardNorm, batch)
      gateAndUp(layer, batch)  // gate = silu(W_1 · normed) * (W_3 · normed)
      add(layer.down, of: work.gate, batch)  // stream += W_2 · gate
    }
    normalize(weights.outputNorm, batch)
    cache.append(batch: tokens)
  }
}

/// Consecutive positions of a context that are computed together.
struct Batch {
  let first: Int
  let count: Int
  var blocks: Int { (count + 15) / 16 }

  /// The number of tokens in a block, 16 but for the last.
  func tokens(inBlock block: Int) -> Int { min(count - 16 * block, 16) }
}

// The steps of the forward pass. Rows of weights are the tasks that threads share: each is unpacked
// once a batch, by the thread that needs it.
extension Transformer {
  private func embed(_ tokens: ArraySlice<Int32>) {
    let width = sizes.width
    let row = work.scratch[0].panels
    for (index, token) in tokens.enumerated() {
      unsafe unpack(weights.embedding, row: Int(token), to: row.start)
      unsafe kernels_place(
        row.start, width, index % lanes, work.stream.start + index / lanes * width * lanes)
    }
  }

  private func normalize(_ weight: [Float], _ batch: Batch) {
    let width = sizes.width
    let epsilon = sizes.normEpsilon
    let (stream, normed) = (work.stream, work.normed)
    let kernels = unsafe self.kernels
    let lanes = self.lanes
    // A block takes a microsecond or two: a thread takes several.
    pool.run((batch.blocks + 7) / 8) { task, _ in
      for block in task * 8..<min(task * 8 + 8, batch.blocks) {
        let place = block * width * lanes
        unsafe kernels.normalize(stream.start + place, weight, width, epsilon, normed.start + place)
        unsafe kernels.pack(normed.start + place, width)
      }
    }
  }

  /// One task a head: its rows of W, then its turn, then its place in the cache.
  private func projectHeads(_ layer: Layer, _ index: Int, _ batch: Batch) {
    let (heads, keyHeads) = (sizes.heads, sizes.keyHeads)
    pool.run(heads + 2 * keyHeads) { [self] task, worker in
      let own = work.scratch[worker]
      if task < heads {
        projectQuery(layer.query, head: task, batch, own)
      } else if task < heads + keyHeads {
        projectKey(layer.key, layer: index, head: task - heads, batch, own)
      } else {
        projectValue(layer.value, layer: index, head: task - heads - keyHeads, batch, own)
      }
    }
  }

  private func projectQuery(_ matrix: Matrix, head: Int, _ batch: Batch, _ own: Workspace.Scratch) {
    let width = sizes.headWidth
    let stride = sizes.heads * width * lanes
    let out = unsafe work.queries.start + head * width * lanes
    unsafe product(
      matrix, rows: head * width..<(head + 1) * width, of: work.normed, batch, to: out,
      stride: stride, own)
    let scale = 1 / Float(width).squareRoot()
    for block in 0..<batch.blocks {
      unsafe turn(out + block * stride, block, scale: scale)
      unsafe kernels.pack(out + block * stride, width)
    }
  }

  private func projectKey(
    _ matrix: Matrix, layer: Int, head: Int, _ batch: Batch, _ own: Workspace.Scratch
  ) {
    let keys = unsafe cache.keys(layer: layer, head: head)
    unsafe projectRows(matrix, head: head, batch, own) { rows, block in
      unsafe turn(rows, block, scale: 1)
      unsafe kernels.keep_keys(
        rows, sizes.headWidth, batch.first + 16 * block, batch.tokens(inBlock: block), keys)
    }
  }

  private func projectValue(
    _ matrix: Matrix, layer: Int, head: Int, _ batch: Batch, _ own: Workspace.Scratch
  ) {
    let values = unsafe cache.values(layer: layer, head: head)
    unsafe projectRows(matrix, head: head, batch, own) { rows, block in
      unsafe kernels.keep_values(
        rows, sizes.headWidth, batch.first + 16 * block, batch.tokens(inBlock: block), values)
    }
  }

  /// A head's rows of W · normed, `[headWidth][16]`, handed on block by block.
  private func projectRows(
    _ matrix: Matrix, head: Int, _ batch: Batch, _ own: Workspace.Scratch,
    _ take: (_ rows: UnsafeMutablePointer<Float>, _ block: Int) -> Void
  ) {
    let width = sizes.headWidth
    unsafe product(
      matrix, rows: head * width..<(head + 1) * width, of: work.normed, batch,
      to: own.rows.start, stride: width * lanes, own)
    for block in 0..<batch.blocks { unsafe take(own.rows.start + block * width * lanes, block) }
  }

  private func turn(_ rows: UnsafeMutablePointer<Float>, _ block: Int, scale: Float) {
    let pairs = sizes.headWidth / 2
    let place = block * pairs * lanes
    unsafe kernels.rotate(rows, work.cosines.start + place, work.sines.start + place, pairs, scale)
  }

  /// One task a block of tokens and key head, the longest contexts first.
  private func attend(_ layer: Int, _ batch: Batch) {
    let keyHeads = sizes.keyHeads
    pool.run(batch.blocks * keyHeads) { [self] task, worker in
      let block = batch.blocks - 1 - task / keyHeads
      let head = task % keyHeads
      let (group, width) = (sizes.headsPerKey, sizes.headWidth)
      let place = (block * sizes.heads + head * group) * width * lanes
      var attention = unsafe kernels_attention(
        queries: work.queries.start + place, keys: cache.keys(layer: layer, head: head),
        values: cache.values(layer: layer, head: head), heads: group, width: width,
        first_position: batch.first + 16 * block, scratch: work.scratch[worker].scores.start,
        out: work.attended.start + place)
      unsafe kernels_attend(instructions.kernels, &attention)
      unsafe kernels.pack(work.attended.start + place, group * width)
    }
  }

  /// stream += matrix · x
  private func add(_ matrix: Matrix, of x: Buffer, _ batch: Batch) {
    let step = Workspace.rowsPerTask(columns: matrix.columns, limit: Workspace.layerRows)
    pool.run((matrix.rows + step - 1) / step) { [self] task, worker in
      let rows = task * step..<min((task + 1) * step, matrix.rows)
      unsafe product(
        matrix, rows: rows, of: x, batch,
        to: work.stream.start + rows.lowerBound * lanes, stride: sizes.width * lanes, adding: true,
        work.scratch[worker])
    }
  }

  private func gateAndUp(_ layer: Layer, _ batch: Batch) {
    let inner = sizes.feedForward
    let step = Workspace.rowsPerTask(columns: sizes.width, limit: Workspace.layerRows)
    pool.run((inner + step - 1) / step) { [self] task, worker in
      let rows = task * step..<min((task + 1) * step, inner)
      let own = work.scratch[worker]
      let gate = unsafe work.gate.start + rows.lowerBound * lanes
      let (gateStride, upStride) = (inner * lanes, rows.count * lanes)
      unsafe product(
        layer.gate, rows: rows, of: work.normed, batch, to: gate, stride: gateStride, own)
      unsafe product(
        layer.up, rows: rows, of: work.normed, batch, to: own.rows.start, stride: upStride,
        own)
      for block in 0..<batch.blocks {
        let place = unsafe gate + block * gateStride
        unsafe kernels.gate(place, own.rows.start + block * upStride, rows.count)
        unsafe kernels.pack(place, rows.count)
      }
    }
  }

  /// y = W · x for some rows of W: unpacks them into panels, and multiplies.
  ///
  /// - Parameters:
  ///   - x: `[blocks][matrix.columns][16]`, packed.
  ///   - y: Where row 0 of block 0 goes; blocks are `stride` floats apart.
  private func product(
    _ matrix: Matrix, rows: Range<Int>, of x: Buffer, _ batch: Batch,
    to y: UnsafeMutablePointer<Float>, stride: Int, adding: Bool = false, _ own: Workspace.Scratch
  ) {
    unsafe unpack(matrix, rows: rows, to: own.panels.start)
    unsafe multiply(
      own.panels.start, rows: rows.count, columns: matrix.columns, of: x.start, batch.blocks,
      to: y, stride: stride, adding: adding)
  }

  func unpack(_ matrix: Matrix, rows: Range<Int>, to panels: UnsafeMutablePointer<Float>) {
    for (index, row) in rows.enumerated() {
      unsafe unpack(matrix, row: row, toPanelRow: index, of: panels)
    }
  }

  func unpack(
    _ matrix: Matrix, row: Int, toPanelRow index: Int, of panels: UnsafeMutablePointer<Float>
  ) {
    let (panelRows, piece) = (Int(kernels_panel_rows), Int(kernels_piece))
    let panel = unsafe panels + index / panelRows * panelRows * matrix.columns
    unsafe kernels.unpack_to_panel(
      matrix.type, matrix.start + row * matrix.rowBytes, matrix.columns,
      panel + index % panelRows * piece, panelRows * piece)
  }

  func unpack(_ matrix: Matrix, row: Int, to out: UnsafeMutablePointer<Float>) {
    unsafe kernels.unpack(
      matrix.type, matrix.start + row * matrix.rowBytes, matrix.columns, out, Int(kernels_piece))
  }

  func multiply(
    _ panels: UnsafePointer<Float>, rows: Int, columns: Int, of x: UnsafePointer<Float>,
    _ blocks: Int, to y: UnsafeMutablePointer<Float>, stride: Int, adding: Bool = false
  ) {
    let panelRows = Int(kernels_panel_rows)
    var product = unsafe kernels_product(
      weights: panels, panels: (rows + panelRows - 1) / panelRows,
      panel_stride: panelRows * columns,
      pieces: columns / Int(kernels_piece), piece_stride: panelRows * Int(kernels_piece),
      x: x, blocks: blocks, x_stride: columns * lanes, y: y, y_stride: stride, accumulates: adding)
    unsafe kernels.multiply(&product)
  }
}
