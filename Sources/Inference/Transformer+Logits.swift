import CKernels
import Computing
import Scoring

// The head for those who need every logit: the same rows as are folded, by the same products.
extension Transformer {
  /// Lends the logits of tokens of the batch that `read` left behind, in order; false when `body` asked to stop.
  func lendLogits(
    of tokens: Range<Int>, _ body: (_ token: Int, _ logits: Span<Float>) -> Bool
  ) throws -> Bool {
    let vocabulary = weights.output.rows
    let room = try Buffer(count: Self.blocksAtOnce * lanes * vocabulary)
    let end = (tokens.upperBound + lanes - 1) / lanes
    for first in stride(from: tokens.lowerBound / lanes, to: end, by: Self.blocksAtOnce) {
      makeLogits(of: first..<min(first + Self.blocksAtOnce, end), in: room)
      // What a file lacks that somebody cut short is read as zeros.
      try weights.file.checkUnchanged()
      for lane in 0..<Self.blocksAtOnce * lanes {
        guard tokens.contains(first * lanes + lane) else { continue }
        let row = unsafe UnsafeBufferPointer(
          start: room.start + lane * vocabulary, count: vocabulary)
        guard body(first * lanes + lane, unsafe row.span) else { return false }
      }
    }
    return true
  }

  /// Every logit of some blocks of tokens, into `[tokens][vocabulary]`.
  private func makeLogits(of blocks: Range<Int>, in room: Buffer) {
    let output = weights.output
    let step = Workspace.rowsPerTask(columns: output.columns, limit: Workspace.headRows)
    share(rows: output.rows, step: step) { [self] rows, own in
      unsafe unpack(output, rows: rows, to: own.panels)
      unsafe makeLogits(rows, of: work.normed, blocks, own) { block, logits in
        let token = (block - blocks.lowerBound) * lanes
        unsafe spread(logits, rows, to: room.start + token * output.rows)
      }
    }
  }

  /// Puts logits of a block, `[rows][16]`, where each token's are: `[16][vocabulary]`.
  private func spread(
    _ logits: UnsafePointer<Float>, _ rows: Range<Int>, to tokens: UnsafeMutablePointer<Float>
  ) {
    for lane in 0..<lanes {
      let token = unsafe tokens + lane * weights.output.rows + rows.lowerBound
      for row in 0..<rows.count { unsafe token[row] = logits[row * lanes + lane] }
    }
  }
}
