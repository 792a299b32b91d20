import CKernels
import Computing

// The heads of a batch.
extension Batch {
  /// One task a head: its rows of W, then its norm and its turn, then its place in the cache.
  func projectHeads(_ layer: Int, _ attention: Attention) {
    copyBeginnings(layer)
    guard !attention.normsHeadsTogether else { return projectTogether(layer, attention) }
    let (heads, keyHeads) = (sizes.heads, sizes.keyHeads)
    model.pool.run(heads + 2 * keyHeads) { task, worker in
      let own = work.scratch[worker]
      if task < heads {
        projectQuery(attention, head: task, own)
      } else if task < heads + keyHeads {
        projectKey(attention, layer, head: task - heads, own)
      } else {
        projectValue(attention, layer, head: task - heads - keyHeads, own)
      }
    }
  }

  /// One task a block of tokens and key head, the longest contexts first.
  func attend(_ layer: Int, _ attention: Attention) {
    let (keyHeads, blocks) = (sizes.keyHeads, blocks)
    let scores = kernels_scores(window: attention.window ?? 0, cap: sizes.attentionCap)
    model.pool.run(blocks * keyHeads) { task, worker in
      let (block, head) = (blocks - 1 - task / keyHeads, task % keyHeads)
      let (own, rows) = (work.scratch[worker], sizes.headsPerKey * sizes.headRoom)
      let out = unsafe attended(head: head * sizes.headsPerKey, block)
      let all = self.runs(inBlock: block)
      let isAlone = all.count == 1
      for run in all {
        // All lanes attend to the keys of the run, and those of its tokens count.
        let place = unsafe isAlone ? out : own.rows
        unsafe attend(run, block, layer, head: head, scores, own, to: place)
        if !isAlone { unsafe copyLanes(run.lane, run.count, rows, place, out) }
      }
      unsafe kernels.pack(out, rows)
    }
  }

  private func attend(
    _ run: TokenRun, _ block: Int, _ layer: Int, head: Int, _ scores: kernels_scores,
    _ own: Workspace.Scratch, to out: UnsafeMutablePointer<Float>
  ) {
    let group = sizes.headsPerKey
    let context = unsafe kernels_context(
      keys: model.cache.keys(layer: layer, head: head),
      values: model.cache.values(layer: layer, head: head), count: run.apart,
      left_out: run.leftOut ?? -1)
    let keys = unsafe cache.keys(layer: layer, head: head) + run.bases[0] * sizes.keyRoom
    let values = unsafe cache.values(layer: layer, head: head) + run.bases[0] * sizes.headRoom
    var attention = unsafe kernels_attention(
      queries: query(head: head * group, block), keys: keys, values: values, context: context,
      heads: group,
      key_width: sizes.keyRoom, width: sizes.headRoom, first_position: run.position - run.lane,
      scores: scores, scratch: own.scores, out: out)
    unsafe kernels_attend(model.instructions.kernels, &attention)
  }

  private func copyLanes(
    _ first: Int, _ count: Int, _ rows: Int, _ from: UnsafePointer<Float>,
    _ to: UnsafeMutablePointer<Float>
  ) {
    for row in 0..<rows {
      let place = row * lanes + first
      unsafe (to + place).update(from: from + place, count: count)
    }
  }

  /// Puts the last keys and values of what stands before texts, which are no whole chunk, before those of
  /// each.
  private func copyBeginnings(_ layer: Int) {
    guard !beginnings.isEmpty else { return }
    let (keyRoom, room) = (sizes.keyRoom, sizes.headRoom)
    model.pool.run(sizes.keyHeads) { head, _ in
      let (keys, values) = unsafe (
        cache.keys(layer: layer, head: head), cache.values(layer: layer, head: head)
      )
      let (ownKeys, ownValues) = unsafe (
        model.cache.keys(layer: layer, head: head), model.cache.values(layer: layer, head: head)
      )
      for beginning in beginnings {
        let (base, first) = (beginning.base, beginning.tokens.lowerBound)
        let count = beginning.tokens.count.roundedUp(to: 32)
        unsafe (keys + base * keyRoom).update(
          from: ownKeys + first * keyRoom, count: count * keyRoom)
        unsafe (values + base * room).update(from: ownValues + first * room, count: count * room)
      }
    }
  }
}

extension Batch {
  /// The place of a head's query: `[keyRoom][16]`.
  private func query(head: Int, _ block: Int) -> UnsafeMutablePointer<Float> {
    unsafe work.queries.start + (block * sizes.heads + head) * sizes.keyRoom * lanes
  }

  /// The place of what a head has seen: `[headRoom][16]`.
  private func attended(head: Int, _ block: Int) -> UnsafeMutablePointer<Float> {
    unsafe work.attended.start + (block * sizes.queries.total + head * sizes.headRoom) * lanes
  }

  private func projectQuery(_ attention: Attention, head: Int, _ own: Workspace.Scratch) {
    let room = sizes.headRoom
    unsafe product(
      attention.query, rows: head * room..<(head + 1) * room, of: work.normed,
      to: query(head: head, 0), stride: sizes.heads * sizes.keyRoom * lanes, own)
    for block in 0..<blocks { finishQuery(attention, head: head, block) }
  }

  private func projectKey(
    _ attention: Attention, _ layer: Int, head: Int, _ own: Workspace.Scratch
  ) {
    unsafe projectRows(attention.key, head: head, own) { rows, block in
      unsafe keepKey(rows, attention, layer, head: head, block)
    }
  }

  private func projectValue(
    _ attention: Attention, _ layer: Int, head: Int, _ own: Workspace.Scratch
  ) {
    let (values, room) = unsafe (cache.values(layer: layer, head: head), sizes.headRoom)
    unsafe projectRows(attention.value, head: head, own) { rows, block in
      for run in runs(inBlock: block) {
        for base in run.bases {
          unsafe kernels.keep_values(
            rows, room, run.lane, run.count, run.position - run.apart, values + base * room)
        }
      }
    }
  }

  /// A head's rows of W · normed, `[keyRoom][16]`, handed on block by block.
  private func projectRows(
    _ linear: Linear, head: Int, _ own: Workspace.Scratch,
    _ take: (_ rows: UnsafeMutablePointer<Float>, _ block: Int) -> Void
  ) {
    let (room, stride) = (sizes.headRoom, sizes.keyRoom * lanes)
    unsafe product(
      linear, rows: head * room..<(head + 1) * room, of: work.normed, to: own.rows, stride: stride,
      own)
    for block in 0..<blocks { unsafe take(own.rows + block * stride, block) }
  }

  private func finishQuery(_ attention: Attention, head: Int, _ block: Int) {
    let rows = unsafe query(head: head, block)
    unsafe finish(rows, attention, attention.queryNorm, block, scale: sizes.queryScale)
    unsafe kernels.pack(rows, sizes.keyRoom)
  }

  private func keepKey(
    _ rows: UnsafeMutablePointer<Float>, _ attention: Attention, _ layer: Int, head: Int,
    _ block: Int
  ) {
    unsafe finish(rows, attention, attention.keyNorm, block, scale: 1)
    let (keys, room) = unsafe (cache.keys(layer: layer, head: head), sizes.keyRoom)
    for run in runs(inBlock: block) {
      for base in run.bases {
        unsafe kernels.keep_keys(
          rows, room, run.lane, run.count, run.position - run.apart, keys + base * room)
      }
    }
  }

  /// A head's norm and turn, and zeros in the room behind it.
  private func finish(
    _ rows: UnsafeMutablePointer<Float>, _ attention: Attention, _ norm: Norm?, _ block: Int,
    scale: Float
  ) {
    let (width, room) = (sizes.headWidth, sizes.keyRoom)
    if room > width {
      unsafe (rows + width * lanes).update(repeating: 0, count: (room - width) * lanes)
    }
    if let norm, !attention.normsHeadsTogether { unsafe apply(norm, to: rows, width, rows) }
    var turned = 0
    if let rotary = attention.rotary {
      turned = sizes.rotaries[rotary].turned
      let place = block * (turned / 2) * lanes
      let angles = work.angles[rotary]
      let rotate = unsafe sizes.pairing == .halves ? kernels.rotate_halves : kernels.rotate
      unsafe rotate?(
        rows, angles.cosines.start + place, angles.sines.start + place, turned / 2, scale)
    }
    guard scale != 1 else { return }
    for index in turned * lanes..<width * lanes { unsafe rows[index] *= scale }
  }
}

// Heads that are normalized together: each waits for all.
extension Batch {
  private func projectTogether(_ layer: Int, _ attention: Attention) {
    unsafe project(attention.query, attention.queryNorm, heads: sizes.heads) {
      rows, head, block, _ in
      unsafe query(head: head, block).update(from: rows, count: sizes.headRoom * lanes)
      finishQuery(attention, head: head, block)
    }
    unsafe project(attention.key, attention.keyNorm, heads: sizes.keyHeads) {
      rows, head, block, own in
      unsafe own.rows.update(from: rows, count: sizes.headRoom * lanes)
      unsafe keepKey(own.rows, attention, layer, head: head, block)
    }
    model.pool.run(sizes.keyHeads) { head, worker in
      projectValue(attention, layer, head: head, work.scratch[worker])
    }
  }

  /// The norm of all heads' rows of W · normed, which are handed on head by head, `[headRoom][16]`.
  private func project(
    _ linear: Linear, _ norm: Norm?, heads: Int,
    _ take: (
      _ rows: UnsafeMutablePointer<Float>, _ head: Int, _ block: Int, _ own: Workspace.Scratch
    ) -> Void
  ) {
    let room = sizes.headRoom
    model.pool.run(heads) { head, worker in
      unsafe product(
        linear, rows: head * room..<(head + 1) * room, of: work.normed,
        to: attended(head: head, 0), stride: sizes.queries.total * lanes, work.scratch[worker])
    }
    model.pool.run(blocks) { block, worker in
      let all = unsafe attended(head: 0, block)
      if let norm { unsafe apply(norm, to: all, heads * room, all) }
      for head in 0..<heads {
        unsafe take(all + head * room * lanes, head, block, work.scratch[worker])
      }
    }
  }
}
