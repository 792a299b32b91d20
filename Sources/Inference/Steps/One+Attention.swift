import CKernels
import Computing

// The heads of one token.
extension One {
  /// A task a key or value head, and then one for each 32 rows of the queries, which are many. Their norm
  /// and their turn wait until they attend.
  func projectHeads(_ layer: Int, _ attention: Attention) {
    let (keyHeads, rows) = (sizes.keyHeads, sizes.heads * sizes.headRoom)
    let isTogether = attention.normsHeadsTogether
    let matrices = [attention.query, attention.key, attention.value].map(\.matrix)
    let x = model.features(work.normed, for: matrices)
    model.pool.run(2 * keyHeads + (rows + 31) / 32) { task, worker in
      let own = work.scratch[worker]
      if task < keyHeads {
        // Raw keys have a place of their own until all are there.
        let key = unsafe isTogether ? work.attended.start + task * sizes.headRoom : own.rows
        unsafe projectHead(attention.key, head: task, of: x, to: key)
        if !isTogether { keepKey(attention, layer, head: task, own) }
      } else if task < 2 * keyHeads {
        unsafe projectHead(attention.value, head: task - keyHeads, of: x, to: own.rows)
        keepValue(layer, head: task - keyHeads, own)
      } else {
        let first = 32 * (task - 2 * keyHeads)
        unsafe product(
          attention.query, first..<min(first + 32, rows), of: x,
          to: work.queries.start + first)
      }
    }
    if isTogether { normalizeTogether(layer, attention) }
  }

  func attend(_ layer: Int, _ attention: Attention) {
    let scores = kernels_scores(window: attention.window ?? 0, cap: sizes.attentionCap)
    model.pool.run(sizes.heads) { head, worker in
      let (own, room) = (work.scratch[worker], sizes.headRoom)
      unsafe own.rows.update(from: work.queries.start + head * room, count: room)
      unsafe finish(own.rows, attention, attention.queryNorm, scale: sizes.queryScale)
      let keyHead = head / sizes.headsPerKey
      var one = unsafe kernels_attention_of_one(
        query: own.rows, keys: model.cache.keys(layer: layer, head: keyHead),
        values: model.cache.values(layer: layer, head: keyHead), key_width: sizes.keyRoom,
        width: room, count: position + 1, scores: scores, scratch: own.scores,
        out: work.attended.start + head * room)
      unsafe kernels.attend_one(&one)
    }
  }
}

extension One {
  /// A head's rows of W · x, `[headRoom]`.
  private func projectHead(
    _ linear: Linear, head: Int, of x: Transformer.Features, to y: UnsafeMutablePointer<Float>
  ) {
    let rows = head * sizes.headRoom..<(head + 1) * sizes.headRoom
    unsafe product(linear, rows, of: x, to: y)
  }

  /// Keeps the key that begins a thread's rows.
  private func keepKey(
    _ attention: Attention, _ layer: Int, head: Int, _ own: Workspace.Scratch
  ) {
    let room = sizes.keyRoom
    unsafe finish(own.rows, attention, attention.keyNorm, scale: 1)
    unsafe kernels_place(own.rows, room, 0, own.rows + room)
    unsafe kernels.keep_keys(
      own.rows + room, room, 0, 1, position, model.cache.keys(layer: layer, head: head))
  }

  private func keepValue(_ layer: Int, head: Int, _ own: Workspace.Scratch) {
    let room = sizes.headRoom
    unsafe kernels_place(own.rows, room, 0, own.rows + room)
    unsafe kernels.keep_values(
      own.rows + room, room, 0, 1, position, model.cache.values(layer: layer, head: head))
  }

  /// The norms of all queries and of all keys, which are then kept.
  private func normalizeTogether(_ layer: Int, _ attention: Attention) {
    let (queries, keys) = unsafe (work.queries.start, work.attended.start)
    if let norm = attention.queryNorm {
      unsafe apply(norm, to: queries, sizes.heads * sizes.headRoom, queries)
    }
    if let norm = attention.keyNorm {
      unsafe apply(norm, to: keys, sizes.keyHeads * sizes.headRoom, keys)
    }
    let own = work.scratch[0]
    for head in 0..<sizes.keyHeads {
      unsafe own.rows.update(from: keys + head * sizes.headRoom, count: sizes.headRoom)
      keepKey(attention, layer, head: head, own)
    }
  }

  /// A head's norm and turn, and zeros in the room behind it.
  private func finish(
    _ head: UnsafeMutablePointer<Float>, _ attention: Attention, _ norm: Norm?, scale: Float
  ) {
    let width = sizes.headWidth
    unsafe (head + width).update(repeating: 0, count: sizes.keyRoom - width)
    if let norm, !attention.normsHeadsTogether { unsafe apply(norm, to: head, width, head) }
    var turned = 0
    if let rotary = attention.rotary {
      turned = sizes.rotaries[rotary].turned
      unsafe turn(head, turned / 2, work.angles[rotary], scale: scale)
    }
    for feature in turned..<width { unsafe head[feature] *= scale }
  }

  /// Turns each pair by the token's position, and scales.
  private func turn(
    _ head: UnsafeMutablePointer<Float>, _ pairs: Int, _ angles: Workspace.Angles, scale: Float
  ) {
    let isHalves = sizes.pairing == .halves
    for pair in 0..<pairs {
      let (cosine, sine) = unsafe (angles.cosines.start[pair], angles.sines.start[pair])
      let (first, second) = isHalves ? (pair, pair + pairs) : (2 * pair, 2 * pair + 1)
      let (a, b) = unsafe (head[first], head[second])
      unsafe head[first] = (a * cosine - b * sine) * scale
      unsafe head[second] = (a * sine + b * cosine) * scale
    }
  }
}
