import CKernels
import InformationTheory
import Scoring

// The head after each layer (the logit lens, nostalgebraist 2020).
extension Transformer {
  /// What is expected in the last place of a sequence by the head applied to the stream before the first layer and
  /// after each: of so many layers and one. The last is what `predict` says, to the bit.
  ///
  /// - Parameters:
  ///   - sequence: Two tokens at least, the start token included.
  ///   - place: Where the last of them stands in the text.
  func predictByLayer(_ sequence: [Int32], at place: Int) throws -> Predictions {
    let last = sequence.count - 2
    readWhole(sequence.prefix(last))
    let streams = watchStream(ofLast: sequence[last])
    cache.append(batch: sequence[last..<last + 1])
    var predictions = noPredictions
    for group in streams.chunks(of: Self.batchLimit) {
      normalize(group)
      try foldExpectations(
        of: Array(repeating: sequence[last + 1], count: group.count),
        firstBeta: Float(LogPartition.firstBeta)
      ) { predictions.append(try prediction($1, at: place)) }
    }
    return predictions
  }

  /// The stream of the token behind the cache's, each time.
  private func watchStream(ofLast token: Int32) -> [[Float]] {
    var streams: [[Float]] = []
    forward(Batch([token], after: cache.tokens.count, in: self)) {
      streams.append(
        (0..<sizes.stream.total).map { unsafe work.stream.start[$0 * lanes] })
    }
    return streams
  }

  /// Leaves the norm of some streams in `work.normed`, as if they were tokens of a batch.
  private func normalize(_ streams: ArraySlice<[Float]>) {
    let room = sizes.stream.total
    for (index, stream) in streams.enumerated() {
      unsafe kernels_place(
        stream, room, index % lanes, work.stream.start + index / lanes * room * lanes)
    }
    Batch([], after: 0, in: self).picking(streams.count).normalize(weights.outputNorm)
  }
}

extension Array {
  /// The elements in order, so many at a time.
  fileprivate func chunks(of count: Int) -> [ArraySlice<Element>] {
    stride(from: 0, to: self.count, by: count).map { self[$0..<Swift.min($0 + count, self.count)] }
  }
}
