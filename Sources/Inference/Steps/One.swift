import CKernels
import Computing

/// One token at a time, as in writing: bound by reading the weights, which are multiplied as they are
/// stored.
///
/// The token's features lie side by side, `[features]`, in the buffers that otherwise hold blocks. The
/// order of sums is another than in a batch, so that numbers differ in the last digits.
struct One {
  private let token: Int32
  let position: Int
  let model: Transformer

  init(_ token: Int32, after count: Int, in model: Transformer) {
    self.token = token
    position = count
    self.model = model
  }

  var sizes: Hyperparameters { model.sizes }
  var work: Workspace { model.work }
  var kernels: kernels { unsafe model.kernels }
}

extension One: Steps {
  func embed() {
    unsafe model.unpack(model.weights.embedding, row: Int(token), to: work.stream.start)
    unsafe model.rotary.fill(work.cosines.start, work.sines.start, position: position)
  }

  func normalize(_ weight: [Float]) {
    unsafe kernels.normalize_one(
      work.stream.start, weight, sizes.width, sizes.normEpsilon, work.normed.start)
  }

  /// A task a key or value head, and then one for each 32 rows of the queries, which are many.
  func projectHeads(_ layer: Int, query: Matrix, key: Matrix, value: Matrix) {
    let keyHeads = sizes.keyHeads
    model.pool.run(2 * keyHeads + query.rows / 32) { task, worker in
      let own = work.scratch[worker]
      if task < keyHeads {
        projectKey(key, layer, head: task, own)
      } else if task < 2 * keyHeads {
        projectValue(value, layer, head: task - keyHeads, own)
      } else {
        projectQueries(query, 32 * (task - 2 * keyHeads)..<32 * (task - 2 * keyHeads + 1))
      }
    }
  }

  func attend(_ layer: Int) {
    model.pool.run(sizes.heads) { head, worker in
      let (keyHead, width) = (head / sizes.headsPerKey, sizes.headWidth)
      unsafe kernels.attend_one(
        work.queries.start + head * width, model.cache.keys(layer: layer, head: keyHead),
        model.cache.values(layer: layer, head: keyHead), width, position + 1,
        work.scratch[worker].scores, work.attended.start + head * width)
    }
  }

  func addAttended(by matrix: Matrix) { add(matrix, of: work.attended) }

  func gate(_ gate: Matrix, up: Matrix) {
    model.share(rows: gate.rows, step: 64) { rows, own in
      let gated = unsafe work.gated.start + rows.lowerBound
      unsafe model.multiplyOne(gate, rows, of: work.normed, to: gated)
      unsafe model.multiplyOne(up, rows, of: work.normed, to: own.rows)
      unsafe kernels.gate(gated, own.rows, rows.count / model.lanes, gated)
    }
  }

  func addGated(by matrix: Matrix) { add(matrix, of: work.gated) }
}

// What the steps are made of, and those that an architecture adds.
extension One {
  private func projectQueries(_ matrix: Matrix, _ rows: Range<Int>) {
    let queries = unsafe work.queries.start + rows.lowerBound
    unsafe model.multiplyOne(matrix, rows, of: work.normed, to: queries)
    let width = sizes.headWidth
    unsafe turn(
      queries, rows.lowerBound % width..<rows.lowerBound % width + rows.count,
      scale: 1 / Float(width).squareRoot())
  }

  private func projectKey(_ matrix: Matrix, _ layer: Int, head: Int, _ own: Workspace.Scratch) {
    let width = sizes.headWidth
    projectRows(matrix, head: head, own)
    unsafe turn(own.rows, 0..<width, scale: 1)
    unsafe kernels_place(own.rows, width, 0, own.rows + width)
    unsafe kernels.keep_keys(
      own.rows + width, width, position, 1, model.cache.keys(layer: layer, head: head))
  }

  private func projectValue(_ matrix: Matrix, _ layer: Int, head: Int, _ own: Workspace.Scratch) {
    let width = sizes.headWidth
    projectRows(matrix, head: head, own)
    unsafe kernels_place(own.rows, width, 0, own.rows + width)
    unsafe kernels.keep_values(
      own.rows + width, width, position, 1, model.cache.values(layer: layer, head: head))
  }

  /// A head's rows of W · normed, `[headWidth]`.
  func projectRows(_ matrix: Matrix, head: Int, _ own: Workspace.Scratch) {
    let rows = head * sizes.headWidth..<(head + 1) * sizes.headWidth
    unsafe model.multiplyOne(matrix, rows, of: work.normed, to: own.rows)
  }

  /// Turns each pair of some features of a head by the token's position, and scales.
  private func turn(
    _ values: UnsafeMutablePointer<Float>, _ features: Range<Int>, scale: Float
  ) {
    let first = features.lowerBound / 2
    for pair in 0..<features.count / 2 {
      let cosine = unsafe work.cosines.start[first + pair]
      let sine = unsafe work.sines.start[first + pair]
      let (a, b) = unsafe (values[2 * pair], values[2 * pair + 1])
      unsafe values[2 * pair] = (a * cosine - b * sine) * scale
      unsafe values[2 * pair + 1] = (a * sine + b * cosine) * scale
    }
  }

  /// stream += matrix · x
  private func add(_ matrix: Matrix, of x: Buffer) {
    model.share(rows: matrix.rows, step: 32) { rows, _ in
      unsafe model.multiplyOne(
        matrix, rows, of: x, to: work.stream.start + rows.lowerBound, adding: true)
    }
  }
}
