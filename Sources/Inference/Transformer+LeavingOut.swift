import CKernels
import InformationTheory
import Scoring

// What a token owes to each one before it: the model is asked again without it.
extension Transformer {
  /// Predicts the last token of a sequence without each of some tokens before it, from the nearest on, and reports
  /// them some at a time; an empty report asks whether to go on. The sequence has three tokens at least.
  ///
  /// All that stands before what is left out is read once. Of *n* tokens it takes as long as reading *n*² / 2.
  ///
  /// - Parameters:
  ///   - leftOut: The places of the sequence to be left out in turn, from the last on; not its last one.
  ///   - place: Where the last token stands in the text.
  ///   - report: The places, and what is expected without each; false to stop.
  func predictLeavingOut(
    _ leftOut: Range<Int>, of sequence: [Int32], at place: Int,
    _ report: ([Int], Predictions) -> Bool
  ) throws {
    readWhole(sequence.prefix(min(leftOut.upperBound, sequence.count - 2)))
    var (batch, places) = (newBatch(behind: 0), [Int]())
    func finish() throws -> Bool {
      defer { (batch, places) = (newBatch(behind: 0), []) }
      return report(places, try predictions(fold(batch), at: place))
    }
    for leftOut in leftOut.reversed() {
      let text = ShortenedText(sequence, leavingOut: leftOut)
      if batch.add(text) {
        places.append(leftOut)
        continue
      }
      if !places.isEmpty, try !finish() { return }
      if batch.add(text) {
        places = [leftOut]
      } else {
        guard let alone = try predictAlone(text, at: place, report) else { return }
        guard report([leftOut], alone) else { return }
      }
    }
    if !places.isEmpty { _ = try finish() }
  }

  /// A text that fits no batch, in the place of what the cache holds behind the token that is left out: nobody needs
  /// that any more. Nil when the report asked to stop.
  private func predictAlone(
    _ text: ShortenedText, at place: Int, _ report: ([Int], Predictions) -> Bool
  ) throws -> Predictions? {
    cache.truncate(to: text.leftOut)
    var targets: [Int32] = []
    for start in stride(from: text.read.lowerBound, to: text.read.upperBound, by: Self.batchLimit) {
      guard report([], noPredictions) else { return nil }
      let batch = start..<min(start + Self.batchLimit, text.read.upperBound)
      read(text.sequence[batch], after: start, leavingOut: text.leftOut)
      targets = Array(repeating: -1, count: batch.count - 1) + [text.target]
    }
    var last: [kernels_folded] = []
    foldExpectations(
      of: targets, skippingBlocks: (targets.count - 1) / lanes,
      firstBeta: Float(LogPartition.firstBeta)
    ) { last = [$1] }
    return try predictions(last, at: place)
  }

  private func predictions(_ folded: [kernels_folded], at place: Int) throws -> Predictions {
    try weights.file.checkUnchanged()
    var predictions = noPredictions
    for folded in folded { predictions.append(try prediction(folded, at: place)) }
    return predictions
  }
}
