import CKernels
import Computing

// Experts, of which each token of a batch runs through some.
extension Batch {
  /// Expert by expert, in their order: the tokens that chose it are put side by side, run through it, and
  /// what it gives is added to their streams by their shares.
  func feed(_ network: FeedForward, _ router: Linear, _ routed: Workspace.Routed) {
    for (expert, tokens) in chosen(router, routed).enumerated() where !tokens.isEmpty {
      let (part, room) = (picking(tokens.count), sizes.stream.total * lanes)
      part.forEachBlock { block in
        for (lane, token) in tokens.dropFirst(block * lanes).prefix(lanes).enumerated() {
          unsafe copyLane(
            work.normed.start + token.index / lanes * room + token.index % lanes,
            routed.taken.start + block * room + lane)
        }
      }
      part.gate(network.experts[expert], network.activation, of: routed.taken)
      let down = network.experts[expert].down
      part.share(rows: down.matrix.rows, columns: down.matrix.columns) { rows, own in
        unsafe part.product(
          down, rows: rows, of: work.gated, to: routed.given.start + rows.lowerBound * lanes,
          stride: room, own)
      }
      part.forEachBlock { block in
        for (lane, token) in tokens.dropFirst(block * lanes).prefix(lanes).enumerated() {
          unsafe addLane(
            routed.given.start + block * room + lane, by: token.share,
            to: work.stream.start + token.index / lanes * room + token.index % lanes)
        }
      }
    }
  }

  /// A token of the batch, and the share of an expert in what it gets.
  private typealias Routed = (index: Int, share: Float)

  /// The tokens that chose each expert, in order.
  private func chosen(_ router: Linear, _ routed: Workspace.Routed) -> [[Routed]] {
    let room = sizes.routerRoom
    share(rows: sizes.experts, columns: router.matrix.columns) { rows, own in
      unsafe product(
        router, rows: rows, of: work.normed, to: routed.logits.start + rows.lowerBound * lanes,
        stride: room * lanes, own)
    }
    var chosen = [[Routed]](repeating: [], count: sizes.experts)
    for index in 0..<tokens.count {
      let start = unsafe routed.logits.start + index / lanes * room * lanes + index % lanes
      let logits = (0..<sizes.experts).map { unsafe start[$0 * lanes] }
      for choice in ExpertChoice.best(sizes.expertsUsed, of: logits) {
        chosen[choice.expert].append((index, choice.share))
      }
    }
    return chosen
  }

  /// Copies a token's features to another lane. What is packed stays so: a lane is a lane.
  private func copyLane(_ from: UnsafePointer<Float>, _ to: UnsafeMutablePointer<Float>) {
    for feature in 0..<sizes.stream.total { unsafe to[feature * lanes] = from[feature * lanes] }
  }

  private func addLane(
    _ from: UnsafePointer<Float>, by share: Float, to: UnsafeMutablePointer<Float>
  ) {
    for feature in 0..<sizes.width {
      unsafe to[feature * lanes] += share * from[feature * lanes]
    }
  }
}
