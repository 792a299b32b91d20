import CKernels
import Scoring

/// One token at a time, as in writing: bound by reading the weights, which are multiplied as they are
/// stored.
///
/// The token's features lie side by side, `[features]`, in the buffers that otherwise hold blocks. The
/// order of sums is another than in a batch, so that numbers differ in the last digits.
extension Transformer {
  /// Reads the token that follows the cache's, and leaves what the model thinks of it in
  /// `work.normed`.
  func readOne(_ token: Int32) {
    let position = cache.tokens.count
    unsafe unpack(weights.embedding, row: Int(token), to: work.stream.start)
    unsafe rotary.fill(work.cosines.start, work.sines.start, position: position)
    for (index, layer) in weights.layers.enumerated() {
      normalizeOne(layer.attentionNorm)
      projectHeadsOfOne(layer, index, position)
      attendOne(index, position)
      addOne(layer.attentionOutput, of: work.attended)
      normalizeOne(layer.feedForwardNorm)
      gateAndUpOne(layer)
      addOne(layer.down, of: work.gate)
    }
    normalizeOne(weights.outputNorm)
    cache.append(alone: token)
  }

  private func normalizeOne(_ weight: [Float]) {
    unsafe kernels.normalize_one(
      work.stream.start, weight, sizes.width, sizes.normEpsilon, work.normed.start)
  }

  /// One task a head, as in a batch.
  private func projectHeadsOfOne(_ layer: Layer, _ index: Int, _ position: Int) {
    let (heads, keyHeads, width) = (sizes.heads, sizes.keyHeads, sizes.headWidth)
    pool.run(heads + 2 * keyHeads) { [self] task, worker in
      let own = work.scratch[worker]
      let (row, block) = unsafe (own.rows.start, own.rows.start + width)
      func project(_ matrix: Matrix, head: Int, to out: UnsafeMutablePointer<Float>) {
        unsafe multiplyOne(
          matrix, head * width..<(head + 1) * width, of: work.normed, to: out)
      }
      if task < heads {
        let query = unsafe work.queries.start + task * width
        unsafe project(layer.query, head: task, to: query)
        unsafe turnOne(query, scale: 1 / Float(width).squareRoot())
      } else if task < heads + keyHeads {
        unsafe project(layer.key, head: task - heads, to: row)
        unsafe turnOne(row, scale: 1)
        unsafe kernels_place(row, width, 0, block)
        unsafe kernels.keep_keys(
          block, width, position, 1, cache.keys(layer: index, head: task - heads))
      } else {
        let head = task - heads - keyHeads
        unsafe project(layer.value, head: head, to: row)
        unsafe kernels_place(row, width, 0, block)
        unsafe kernels.keep_values(
          block, width, position, 1, cache.values(layer: index, head: head))
      }
    }
  }

  /// Turns each pair of a head's features by the token's position, and scales.
  private func turnOne(_ head: UnsafeMutablePointer<Float>, scale: Float) {
    for pair in 0..<sizes.headWidth / 2 {
      let (cosine, sine) = unsafe (work.cosines.start[pair], work.sines.start[pair])
      let (a, b) = unsafe (head[2 * pair], head[2 * pair + 1])
      unsafe head[2 * pair] = (a * cosine - b * sine) * scale
      unsafe head[2 * pair + 1] = (a * sine + b * cosine) * scale
    }
  }

  private func attendOne(_ layer: Int, _ position: Int) {
    pool.run(sizes.heads) { [self] head, worker in
      let (keyHead, width) = (head / sizes.headsPerKey, sizes.headWidth)
      unsafe kernels.attend_one(
        work.queries.start + head * width, cache.keys(layer: layer, head: keyHead),
        cache.values(layer: layer, head: keyHead), width, position + 1,
        work.scratch[worker].scores.start, work.attended.start + head * width)
    }
  }

  private func addOne(_ matrix: Matrix, of x: Buffer) {
    share(rows: matrix.rows) { [self] rows, _ in
      unsafe multiplyOne(
        matrix, rows, of: x, to: work.stream.start + rows.lowerBound, adding: true)
    }
  }

  private func gateAndUpOne(_ layer: Layer) {
    share(rows: sizes.feedForward) { [self] rows, own in
      let gate = unsafe work.gate.start + rows.lowerBound
      unsafe multiplyOne(layer.gate, rows, of: work.normed, to: gate)
      unsafe multiplyOne(layer.up, rows, of: work.normed, to: own.rows.start)
      unsafe kernels.gate(gate, own.rows.start, rows.count / lanes)
    }
  }

  /// Shares rows among the threads: few tasks, since beginning one costs as much as some rows.
  func share(
    rows count: Int, step: Int = Workspace.layerRowsOfOne,
    _ body: (_ rows: Range<Int>, _ own: Workspace.Scratch) -> Void
  ) {
    pool.run((count + step - 1) / step) { task, worker in
      body(task * step..<min((task + 1) * step, count), work.scratch[worker])
    }
  }

  func multiplyOne(
    _ matrix: Matrix, _ rows: Range<Int>, of x: Buffer, to y: UnsafeMutablePointer<Float>,
    adding: Bool = false
  ) {
    var product = unsafe kernels_vector_product(
      type: matrix.type, weights: matrix.start + rows.lowerBound * matrix.rowBytes,
      rows: rows.count, row_bytes: matrix.rowBytes, columns: matrix.columns, x: x.start, y: y,
      accumulates: adding)
    unsafe kernels.multiply_one(&product)
  }
}
