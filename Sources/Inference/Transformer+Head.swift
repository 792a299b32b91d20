import CKernels
import Computing
import Scoring

// The head: logits of the whole vocabulary, folded as they are made.
extension Transformer {
  /// The blocks of tokens that rows of the head are multiplied with at once.
  static let blocksAtOnce = 3

  /// Folds what the model expects after each token of the batch that `read` left behind.
  ///
  /// - Parameters:
  ///   - x: Where that is: `[blocks][width][16]`, packed; by default all of it.
  ///   - targets: The token that came after each token of the batch, −1 where nobody asks.
  ///   - skippedBlocks: Leading blocks in which nobody asks.
  ///   - firstBeta: The first node of the log-partition.
  ///   - take: Called in order for each token from the first block that is not skipped on.
  func foldExpectations(
    in x: Buffer? = nil, of targets: [Int32], skippingBlocks skippedBlocks: Int = 0,
    firstBeta: Float,
    _ take: (_ index: Int, kernels_folded) throws -> Void
  ) rethrows {
    let blocks = skippedBlocks..<(targets.count + lanes - 1) / lanes
    guard !blocks.isEmpty else { return }
    let (output, x) = (weights.output, x ?? work.normed)
    let sections = VocabularySections(
      rows: output.rows,
      step: Workspace.rowsPerTask(columns: output.columns, limit: Workspace.headRows))
    beginFolds(of: x, targets, blocks, sections)
    let groups = blockGroups(blocks, sections)
    pool.run(sections.count * groups.count) { [self] task, worker in
      let (section, group) = (task % sections.count, groups[task / sections.count])
      let own = work.scratch[worker]
      for rows in sections.chunks(ofSection: section) {
        unsafe unpack(output, rows: rows, to: own.panels)
        for start in stride(from: group.lowerBound, to: group.upperBound, by: Self.blocksAtOnce) {
          let blocks = start..<min(start + Self.blocksAtOnce, group.upperBound)
          unsafe makeLogits(rows, of: x, blocks, own) { block, logits in
            unsafe kernels.fold(
              fold(section, block), logits, rows.count, Int32(rows.lowerBound), firstBeta)
          }
        }
      }
    }
    let folded = finishFolds(blocks, tokens: targets.count, sections, firstBeta)
    for (index, folded) in folded.enumerated() {
      try take(blocks.lowerBound * lanes + index, folded)
    }
  }

  /// Blocks that one task folds together: as few groups as give each thread some tasks, since each
  /// unpacks the weights again. No lane depends on the others, so how they are grouped does not show.
  private func blockGroups(_ blocks: Range<Int>, _ sections: VocabularySections) -> [Range<Int>] {
    let wanted = (4 * pool.width + sections.count - 1) / sections.count
    let count = min(max(blocks.count / 9, 1), wanted)
    return (0..<count).map {
      blocks.lowerBound + $0 * blocks.count / count..<blocks.lowerBound + ($0 + 1) * blocks.count
        / count
    }
  }

  /// Multiplies rows of the head, which are unpacked in panels, with blocks of tokens, at most `blocksAtOnce`, and
  /// lends the logits of each block: `[rows][16]`.
  func makeLogits(
    _ rows: Range<Int>, of x: Buffer, _ blocks: Range<Int>, _ own: Workspace.Scratch,
    _ body: (_ block: Int, _ logits: UnsafeMutablePointer<Float>) -> Void
  ) {
    let columns = weights.output.columns
    let stride = Workspace.headRows * lanes
    unsafe multiply(
      own.panels, rows: rows.count, columns: columns,
      of: x.start + blocks.lowerBound * columns * lanes, blocks.count,
      to: own.scores, stride: stride)
    for (index, block) in blocks.enumerated() {
      let logits = unsafe own.scores + index * stride
      if sizes.logitCap > 0 { unsafe kernels.cap(logits, rows.count, sizes.logitCap) }
      unsafe body(block, logits)
    }
  }

  private func fold(_ section: Int, _ block: Int) -> UnsafeMutablePointer<kernels_fold> {
    unsafe work.folds.start + section * Workspace.batchBlocks + block
  }

  /// Each section's fold of a block starts with the logits of the tokens that came, since a rank
  /// counts what is above them.
  private func beginFolds(
    of x: Buffer, _ targets: [Int32], _ blocks: Range<Int>, _ sections: VocabularySections
  ) {
    pool.run(blocks.count) { [self] task, worker in
      let block = blocks.lowerBound + task
      let rest = targets.dropFirst(block * lanes).prefix(lanes)
      let ids = rest + Array(repeating: -1, count: lanes - rest.count)
      let logits = estimates(of: ids, x, inBlock: block, work.scratch[worker])
      for section in 0..<sections.count { begin(section, block, Array(ids), logits) }
    }
  }

  private func begin(_ section: Int, _ block: Int, _ targets: [Int32], _ logits: [Float]) {
    var table = unsafe boundaries.table
    unsafe kernels_begin_fold(fold(section, block), targets, logits, &table)
  }

  /// Each lane's logit of a token of its own, as the product of the whole head will have it: a panel
  /// with a row for each lane, of whose products with every lane the diagonal counts.
  private func estimates(
    of ids: ArraySlice<Int32>, _ x: Buffer, inBlock block: Int, _ own: Workspace.Scratch
  ) -> [Float] {
    guard ids.contains(where: { $0 >= 0 }) else { return Array(repeating: 0, count: lanes) }
    let output = weights.output
    for (lane, id) in ids.enumerated() where id >= 0 {
      unsafe unpack(output, row: Int(id), toPanelRow: lane, of: own.panels)
    }
    unsafe multiply(
      own.panels, rows: lanes, columns: output.columns,
      of: x.start + block * output.columns * lanes, 1, to: own.scores, stride: 0)
    if sizes.logitCap > 0 { unsafe kernels.cap(own.scores, lanes, sizes.logitCap) }
    return (0..<lanes).map { unsafe own.scores[$0 * lanes + $0] }
  }

  /// Merges the sections in their order, one task a block, and reads each token's fold.
  private func finishFolds(
    _ blocks: Range<Int>, tokens: Int, _ sections: VocabularySections, _ firstBeta: Float
  ) -> [kernels_folded] {
    let total = tokens - blocks.lowerBound * lanes
    return unsafe [kernels_folded](unsafeUninitializedCapacity: total) { out, count in
      guard let start = out.baseAddress else { return }
      pool.run(blocks.count) { [self] task, _ in
        let block = blocks.lowerBound + task
        let whole = unsafe fold(0, block)
        for section in 1..<sections.count {
          unsafe kernels.merge(whole, fold(section, block), firstBeta)
        }
        for lane in 0..<min(lanes, tokens - block * lanes) {
          unsafe kernels.finish(whole, lane, firstBeta, start + task * lanes + lane)
        }
      }
      count = total
    }
  }
}

// The head after one token.
extension Transformer {
  /// What is expected after the token that `readOne` left behind: a logit for each entry of the
  /// vocabulary, and their fold. Nobody knows the token that comes.
  func expectationOfOne(firstBeta: Float) -> (logits: [Float], folded: kernels_folded) {
    let nobody = [Int32](repeating: -1, count: lanes)
    let nothing = [Float](repeating: 0, count: lanes)
    let output = weights.output
    let sections = VocabularySections(rows: output.rows, step: Workspace.headRowsOfOne)
    let x = features(work.normed, for: [output])
    let logits = unsafe [Float](unsafeUninitializedCapacity: output.rows) { logits, count in
      guard let start = logits.baseAddress else { return }
      pool.run(sections.count) { [self] section, worker in
        let scores = unsafe work.scratch[worker].scores
        begin(section, 0, nobody, nothing)
        for rows in sections.chunks(ofSection: section) {
          unsafe multiplyOne(output, rows, of: x, to: scores)
          if sizes.logitCap > 0 {
            unsafe kernels.cap(scores, (rows.count + lanes - 1) / lanes, sizes.logitCap)
          }
          unsafe (start + rows.lowerBound).initialize(from: scores, count: rows.count)
          unsafe kernels.fold_one(
            fold(section, 0), scores, rows.count, Int32(rows.lowerBound), firstBeta)
        }
      }
      count = output.rows
    }
    for section in 1..<sections.count {
      unsafe kernels.merge(fold(0, 0), fold(section, 0), firstBeta)
    }
    var folded = kernels_folded()
    unsafe kernels.finish(fold(0, 0), 0, firstBeta, &folded)
    return (logits, folded)
  }
}
