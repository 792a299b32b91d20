import CKernels
import Computing

// Products of weights with tokens, for the steps and for the head.
extension Transformer {
  /// Unpacks rows of a matrix into panels.
  func unpack(_ matrix: Matrix, rows: Range<Int>, to panels: UnsafeMutablePointer<Float>) {
    for (index, row) in rows.enumerated() {
      unsafe unpack(matrix, row: row, toPanelRow: index, of: panels)
    }
  }

  /// Unpacks a row of a matrix into one of the panels' rows.
  func unpack(
    _ matrix: Matrix, row: Int, toPanelRow index: Int, of panels: UnsafeMutablePointer<Float>
  ) {
    let (panelRows, piece) = (Int(kernels_panel_rows), Int(kernels_piece))
    let panel = unsafe panels + index / panelRows * panelRows * matrix.columns
    unsafe kernels.unpack_to_panel(
      matrix.type, matrix.start + row * matrix.rowBytes, matrix.columns,
      panel + index % panelRows * piece, panelRows * piece)
  }

  /// Unpacks a row of a matrix: `[columns]`.
  func unpack(_ matrix: Matrix, row: Int, to out: UnsafeMutablePointer<Float>) {
    unsafe kernels.unpack(
      matrix.type, matrix.start + row * matrix.rowBytes, matrix.columns, out, Int(kernels_piece))
  }

  /// The stream of a token at a position, `[width]`.
  func embed(
    _ token: Int32, at position: Int, to stream: UnsafeMutablePointer<Float>,
    beside scratch: UnsafeMutablePointer<Float>
  ) {
    unsafe unpack(weights.embedding, row: Int(token), to: stream)
    if sizes.embeddingScale != 1 {
      for feature in 0..<sizes.width { unsafe stream[feature] *= sizes.embeddingScale }
    }
    guard let positions = weights.positions else { return }
    unsafe unpack(positions, row: position, to: scratch)
    for feature in 0..<sizes.width { unsafe stream[feature] += scratch[feature] }
  }

  /// y = W · x for rows in panels and blocks of tokens, `stride` floats apart in y.
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

  /// One token's features, and the same as whole numbers, which are there until others are rounded.
  @safe struct Features {
    fileprivate let start: UnsafePointer<Float>
    fileprivate let whole: UnsafeRawPointer?
  }

  /// One token's features, to be multiplied with some matrices: rounded where one of them takes whole numbers.
  func features(_ x: Buffer, for matrices: [Matrix]) -> Features {
    guard let round = unsafe kernels.round_one, let takes = unsafe kernels.takes_whole,
      let columns = matrices.first?.columns, matrices.contains(where: { takes($0.type) })
    else { return unsafe Features(start: x.start, whole: nil) }
    unsafe round(x.start, columns, work.whole.start)
    return unsafe Features(start: x.start, whole: UnsafeRawPointer(work.whole.start))
  }

  /// y = W · x for some rows of W as they are stored, and one token.
  func multiplyOne(
    _ matrix: Matrix, _ rows: Range<Int>, of x: Features, to y: UnsafeMutablePointer<Float>,
    adding: Bool = false
  ) {
    var product = unsafe kernels_vector_product(
      type: matrix.type, weights: matrix.start + rows.lowerBound * matrix.rowBytes,
      rows: rows.count, row_bytes: matrix.rowBytes, columns: matrix.columns, x: x.start,
      whole: x.whole, y: y, accumulates: adding)
    unsafe kernels.multiply_one(&product)
  }

  /// Shares rows among the threads, `step` at a time: not too few, since beginning a task costs as
  /// much as some rows, and not so many that one thread waits for the other.
  func share(
    rows count: Int, step: Int, _ body: (_ rows: Range<Int>, _ own: Workspace.Scratch) -> Void
  ) {
    pool.run((count + step - 1) / step) { task, worker in
      body(task * step..<min((task + 1) * step, count), work.scratch[worker])
    }
  }
}
