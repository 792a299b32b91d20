import CKernels
import Computing

/// Consecutive positions of a context that are computed together, in blocks of sixteen tokens: every
/// buffer of activations is `[blocks][features][16]`.
///
/// Rows of weights are the tasks that threads share: each is unpacked once a batch, by the thread that
/// needs it.
struct Batch {
  let tokens: ArraySlice<Int32>
  /// The position of the first token.
  let first: Int
  let model: Transformer

  init(_ tokens: ArraySlice<Int32>, after count: Int, in model: Transformer) {
    self.tokens = tokens
    first = count
    self.model = model
  }

  var blocks: Int { (tokens.count + 15) / 16 }

  /// The number of tokens in a block, 16 but for the last.
  func tokens(inBlock block: Int) -> Int { min(tokens.count - 16 * block, 16) }

  var sizes: Hyperparameters { model.sizes }
  var work: Workspace { model.work }
  var kernels: kernels { unsafe model.kernels }
  var lanes: Int { model.lanes }
}

extension Batch: Steps {
  func embed() {
    let width = sizes.width
    let row = unsafe work.scratch[0].panels
    for (index, token) in tokens.enumerated() {
      unsafe model.unpack(model.weights.embedding, row: Int(token), to: row)
      unsafe kernels_place(
        row, width, index % lanes, work.stream.start + index / lanes * width * lanes)
    }
    unsafe model.rotary.fill(work.cosines.start, work.sines.start, from: first, blocks: blocks)
  }

  func normalize(_ weight: [Float]) {
    let (width, epsilon, blocks) = (sizes.width, sizes.normEpsilon, blocks)
    let (stream, normed) = (work.stream, work.normed)
    let (kernels, lanes) = unsafe (kernels, lanes)
    // A block takes a microsecond or two: a thread takes several.
    model.pool.run((blocks + 7) / 8) { task, _ in
      for block in task * 8..<min(task * 8 + 8, blocks) {
        let place = block * width * lanes
        unsafe kernels.normalize(stream.start + place, weight, width, epsilon, normed.start + place)
        unsafe kernels.pack(normed.start + place, width)
      }
    }
  }

  /// One task a head: its rows of W, then its turn, then its place in the cache.
  func projectHeads(_ layer: Int, query: Matrix, key: Matrix, value: Matrix) {
    let (heads, keyHeads) = (sizes.heads, sizes.keyHeads)
    model.pool.run(heads + 2 * keyHeads) { task, worker in
      let own = work.scratch[worker]
      if task < heads {
        projectQuery(query, head: task, own)
      } else if task < heads + keyHeads {
        projectKey(key, layer, head: task - heads, own)
      } else {
        projectValue(value, layer, head: task - heads - keyHeads, own)
      }
    }
  }

  /// One task a block of tokens and key head, the longest contexts first.
  func attend(_ layer: Int) {
    let (keyHeads, blocks) = (sizes.keyHeads, blocks)
    model.pool.run(blocks * keyHeads) { task, worker in
      let (block, head) = (blocks - 1 - task / keyHeads, task % keyHeads)
      let (group, width) = (sizes.headsPerKey, sizes.headWidth)
      let place = (block * sizes.heads + head * group) * width * lanes
      var attention = unsafe kernels_attention(
        queries: work.queries.start + place, keys: model.cache.keys(layer: layer, head: head),
        values: model.cache.values(layer: layer, head: head), heads: group, width: width,
        first_position: first + 16 * block, scratch: work.scratch[worker].scores,
        out: work.attended.start + place)
      unsafe kernels_attend(model.instructions.kernels, &attention)
      unsafe kernels.pack(work.attended.start + place, group * width)
    }
  }

  func addAttended(by matrix: Matrix) { add(matrix, of: work.attended) }

  func gate(_ gate: Matrix, up: Matrix) {
    let inner = sizes.feedForward
    share(rows: inner, columns: sizes.width) { rows, own in
      let gated = unsafe work.gated.start + rows.lowerBound * lanes
      let (gateStride, upStride) = (inner * lanes, rows.count * lanes)
      unsafe product(gate, rows: rows, of: work.normed, to: gated, stride: gateStride, own)
      unsafe product(up, rows: rows, of: work.normed, to: own.rows, stride: upStride, own)
      for block in 0..<blocks {
        let place = unsafe gated + block * gateStride
        unsafe kernels.gate(place, own.rows + block * upStride, rows.count, place)
        unsafe kernels.pack(place, rows.count)
      }
    }
  }

  func addGated(by matrix: Matrix) { add(matrix, of: work.gated) }
}

// What the steps are made of, and those that an architecture adds.
extension Batch {
  private func projectQuery(_ matrix: Matrix, head: Int, _ own: Workspace.Scratch) {
    let width = sizes.headWidth
    let stride = sizes.heads * width * lanes
    let out = unsafe work.queries.start + head * width * lanes
    unsafe product(
      matrix, rows: head * width..<(head + 1) * width, of: work.normed, to: out, stride: stride,
      own)
    let scale = 1 / Float(width).squareRoot()
    for block in 0..<blocks {
      unsafe turn(out + block * stride, block, scale: scale)
      unsafe kernels.pack(out + block * stride, width)
    }
  }

  private func projectKey(_ matrix: Matrix, _ layer: Int, head: Int, _ own: Workspace.Scratch) {
    let keys = unsafe model.cache.keys(layer: layer, head: head)
    unsafe projectRows(matrix, head: head, own) { rows, block in
      unsafe turn(rows, block, scale: 1)
      unsafe kernels.keep_keys(
        rows, sizes.headWidth, first + 16 * block, tokens(inBlock: block), keys)
    }
  }

  private func projectValue(_ matrix: Matrix, _ layer: Int, head: Int, _ own: Workspace.Scratch) {
    let values = unsafe model.cache.values(layer: layer, head: head)
    unsafe projectRows(matrix, head: head, own) { rows, block in
      unsafe kernels.keep_values(
        rows, sizes.headWidth, first + 16 * block, tokens(inBlock: block), values)
    }
  }

  /// A head's rows of W · normed, `[headWidth][16]`, handed on block by block.
  func projectRows(
    _ matrix: Matrix, head: Int, _ own: Workspace.Scratch,
    _ take: (_ rows: UnsafeMutablePointer<Float>, _ block: Int) -> Void
  ) {
    let width = sizes.headWidth
    unsafe product(
      matrix, rows: head * width..<(head + 1) * width, of: work.normed, to: own.rows,
      stride: width * lanes, own)
    for block in 0..<blocks { unsafe take(own.rows + block * width * lanes, block) }
  }

  private func turn(_ rows: UnsafeMutablePointer<Float>, _ block: Int, scale: Float) {
    let pairs = sizes.headWidth / 2
    let place = block * pairs * lanes
    unsafe kernels.rotate(rows, work.cosines.start + place, work.sines.start + place, pairs, scale)
  }

  /// stream += matrix · x
  private func add(_ matrix: Matrix, of x: Buffer) {
    share(rows: matrix.rows, columns: matrix.columns) { rows, own in
      unsafe product(
        matrix, rows: rows, of: x, to: work.stream.start + rows.lowerBound * lanes,
        stride: sizes.width * lanes, adding: true, own)
    }
  }

  /// Shares rows among the threads, as many at a time as stay in a core's own cache when unpacked.
  private func share(
    rows count: Int, columns: Int, _ body: (_ rows: Range<Int>, _ own: Workspace.Scratch) -> Void
  ) {
    let step = Workspace.rowsPerTask(columns: columns, limit: Workspace.layerRows)
    model.pool.run((count + step - 1) / step) { task, worker in
      body(task * step..<min((task + 1) * step, count), work.scratch[worker])
    }
  }

  /// y = W · x for some rows of W: unpacks them into panels, and multiplies.
  ///
  /// - Parameters:
  ///   - x: `[blocks][matrix.columns][16]`, packed.
  ///   - y: Where row 0 of block 0 goes; blocks are `stride` floats apart.
  func product(
    _ matrix: Matrix, rows: Range<Int>, of x: Buffer, to y: UnsafeMutablePointer<Float>,
    stride: Int, adding: Bool = false, _ own: Workspace.Scratch
  ) {
    unsafe model.unpack(matrix, rows: rows, to: own.panels)
    unsafe model.multiply(
      own.panels, rows: rows.count, columns: matrix.columns, of: x.start, blocks,
      to: y, stride: stride, adding: adding)
  }
}
