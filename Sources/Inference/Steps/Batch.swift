import CKernels
import Computing

/// Tokens that are computed together, in blocks of sixteen: consecutive ones of a context, or those of several
/// texts. Every buffer of activations is `[blocks][features][16]`.
///
/// Rows of weights are the tasks that threads share: each is unpacked once a batch, by the thread that
/// needs it.
struct Batch {
  let tokens: ArraySlice<Int32>
  let model: Transformer
  /// Where keys and values are kept.
  let cache: KeyValueCache
  /// What of the model's cache stands before texts of the batch, beside whole chunks.
  let beginnings: [TextBatch.Beginning]
  /// The position of each token.
  let positions: [Int]
  /// Blocks of tokens.
  private(set) var blocks: Int
  private let runs: [[TokenRun]]  // [blocks]

  /// Consecutive tokens behind so many of the model's cache, of which one may be left out.
  init(
    _ tokens: ArraySlice<Int32>, after count: Int, leavingOut leftOut: Int? = nil,
    in model: Transformer
  ) {
    let run = TokenRun(lane: 0, count: tokens.count, position: count, leftOut: leftOut)
    self.init(tokens, [run], model.cache, [], in: model)
  }

  init(_ texts: TextBatch, in model: Transformer) {
    self.init(texts.tokens[...], texts.runs, model.passing, texts.beginnings, in: model)
  }

  private init(
    _ tokens: ArraySlice<Int32>, _ runs: [TokenRun], _ cache: KeyValueCache,
    _ beginnings: [TextBatch.Beginning], in model: Transformer
  ) {
    (self.tokens, self.cache, self.beginnings, self.model) = (tokens, cache, beginnings, model)
    blocks = (tokens.count + 15) / 16
    positions = runs.flatMap { $0.position..<$0.position + $0.count }
    self.runs = TokenRun.byBlock(runs, blocks: blocks)
  }

  /// As many steps for some tokens, picked from the batch.
  func picking(_ count: Int) -> Batch {
    var batch = self
    batch.blocks = (count + 15) / 16
    return batch
  }

  /// The runs of tokens in a block.
  func runs(inBlock block: Int) -> [TokenRun] { runs[block] }

  var sizes: Hyperparameters { model.sizes }
  var work: Workspace { model.work }
  var kernels: kernels { unsafe model.kernels }
  var lanes: Int { model.lanes }
}

extension Batch: Steps {
  func embed() {
    let width = sizes.stream.total
    let row = unsafe work.scratch[0].panels
    for (index, token) in tokens.enumerated() {
      unsafe model.embed(token, at: positions[index], to: row, beside: row + width)
      unsafe kernels_place(
        row, width, index % lanes, work.stream.start + index / lanes * width * lanes)
    }
    for (angles, rotary) in zip(work.angles, model.weights.rotaries) {
      unsafe rotary.fill(angles.cosines.start, angles.sines.start, positions)
    }
  }

  func normalize(_ norm: Norm?) {
    let (width, room) = (sizes.width, sizes.stream.total * lanes)
    forEachBlock { block in
      let (stream, normed) = unsafe (
        work.stream.start + block * room, work.normed.start + block * room
      )
      if let norm {
        unsafe apply(norm, to: stream, width, normed)
      } else {
        unsafe normed.update(from: stream, count: room)
      }
      unsafe kernels.pack(normed, room / lanes)
    }
  }

  func addAttended(_ attention: Attention) {
    add(attention.output, of: work.attended, attention.outputNorm)
  }

  func feed(_ network: FeedForward) {
    if let router = network.router, let routed = work.routed {
      return feed(network, router, routed)
    }
    gate(network.experts[0], network.activation, of: work.normed)
    add(network.experts[0].down, of: work.gated, network.outputNorm)
  }
}

// What the steps are made of.
extension Batch {
  /// gated = activation(W₁ · x) * (W₃ · x)
  func gate(_ expert: FeedForward.Expert, _ activation: kernels_activation, of x: Buffer) {
    let inner = sizes.inner.total
    let (gate, up) = (expert.bent, expert.factor)
    share(rows: inner, columns: sizes.stream.total) { rows, own in
      let gated = unsafe work.gated.start + rows.lowerBound * lanes
      let (gateStride, upStride) = (inner * lanes, rows.count * lanes)
      unsafe product(gate, rows: rows, of: x, to: gated, stride: gateStride, own)
      if let up {
        unsafe product(up, rows: rows, of: x, to: own.rows, stride: upStride, own)
      }
      for block in 0..<blocks {
        let place = unsafe gated + block * gateStride
        unsafe kernels.gate(
          activation, place, up == nil ? nil : own.rows + block * upStride, rows.count,
          place)
        unsafe kernels.pack(place, rows.count)
      }
    }
  }

  /// y = the norm of x, for some features of a block; y may be x.
  func apply(
    _ norm: Norm, to x: UnsafeMutablePointer<Float>, _ features: Int,
    _ y: UnsafeMutablePointer<Float>
  ) {
    if let bias = norm.bias {
      unsafe kernels.standardize(x, norm.weight, bias, features, norm.epsilon, y)
    } else {
      unsafe kernels.normalize(x, norm.weight, features, norm.epsilon, y)
    }
  }

  /// stream += matrix · x + bias, or the norm of that.
  private func add(_ linear: Linear, of x: Buffer, _ norm: Norm?) {
    // What is normalized before it is added needs a place of its own: what was normed is used up.
    let sum = norm == nil ? work.stream : work.normed
    share(rows: linear.matrix.rows, columns: linear.matrix.columns) { rows, own in
      unsafe product(
        linear, rows: rows, of: x, to: sum.start + rows.lowerBound * lanes,
        stride: sizes.stream.total * lanes, adding: norm == nil, own)
    }
    guard let norm else { return }
    let room = sizes.stream.total * lanes
    forEachBlock { block in
      let (stream, added) = unsafe (
        work.stream.start + block * room, work.normed.start + block * room
      )
      unsafe apply(norm, to: added, sizes.width, added)
      for index in 0..<sizes.width * lanes { unsafe stream[index] += added[index] }
    }
  }

  /// Shares the blocks among the threads: one takes a microsecond or two, so a thread takes several.
  func forEachBlock(_ body: (_ block: Int) -> Void) {
    let blocks = blocks
    model.pool.run((blocks + 7) / 8) { task, _ in
      for block in task * 8..<min(task * 8 + 8, blocks) { body(block) }
    }
  }

  /// Shares rows among the threads, as many at a time as stay in a core's own cache when unpacked.
  func share(
    rows count: Int, columns: Int, _ body: (_ rows: Range<Int>, _ own: Workspace.Scratch) -> Void
  ) {
    let step = Workspace.rowsPerTask(columns: columns, limit: Workspace.layerRows)
    model.pool.run((count + step - 1) / step) { task, worker in
      body(task * step..<min((task + 1) * step, count), work.scratch[worker])
    }
  }

  /// y = W · x + b for some rows of W: unpacks them into panels, and multiplies.
  ///
  /// - Parameters:
  ///   - x: `[blocks][matrix.columns][16]`, packed.
  ///   - y: Where row 0 of block 0 goes; blocks are `stride` floats apart.
  func product(
    _ linear: Linear, rows: Range<Int>, of x: Buffer, to y: UnsafeMutablePointer<Float>,
    stride: Int, adding: Bool = false, _ own: Workspace.Scratch
  ) {
    let columns = linear.matrix.columns
    unsafe model.unpack(linear.matrix, rows: rows, to: own.panels)
    unsafe model.multiply(
      own.panels, rows: rows.count, columns: columns, of: x.start, blocks, to: y, stride: stride,
      adding: adding)
    guard let bias = linear.bias else { return }
    for block in 0..<blocks {
      for (index, row) in rows.enumerated() {
        let place = unsafe y + block * stride + index * lanes
        for lane in 0..<lanes { unsafe place[lane] += bias[row] }
      }
    }
  }
}
