import CKernels
import InformationTheory
import Scoring

/// A sequence to be read, and the places in it whose tokens are to be predicted.
package struct Reading {
  let sequence: [Int32]
  let targets: Range<Int>
  /// The place in the text of what stands first in the sequence; negative for a start token.
  let origin: Int

  /// A sequence, start token included, and the places in it that are asked for.
  package init(sequence: [Int32], targets: Range<Int>, origin: Int = 0) {
    self.sequence = sequence
    self.targets = targets
    self.origin = origin
  }
}

extension Transformer {
  /// The tokens of the first batch of a long text: few, so that colours appear at once.
  private static let firstBatch = 96

  var noPredictions: Predictions {
    Predictions(vocabularySize: weights.sizes.vocabulary)
  }

  /// What the head folded, with what begins a word; an error where a logit behind it is no finite number.
  ///
  /// - Parameter place: Where what is expected stands in the text.
  func prediction(_ folded: kernels_folded, at place: Int) throws -> Prediction {
    guard folded.isFinite else { throw InferenceError.notFinite(position: place) }
    return Prediction(folded, startCount: boundaries.startCount)
  }

  /// Predicts the targets and reports them batch by batch; false when `report` asked to stop. The logits can be
  /// asked for as long as the batch is the last that was read.
  func predict(_ reading: Reading, _ report: (WholePredictions) -> Bool) throws -> Bool {
    var predictions = noPredictions
    // A token is predicted by what stands before it; the first of all has nothing.
    var needed = reading.targets.lowerBound - 1
    if needed < 0 {
      predictions.append(.unscored)
      needed = 0
    }
    let end = reading.targets.upperBound - 1  // the last target itself need not be read
    cache.truncate(to: min(cache.reusable(for: reading.sequence, batched: .max), needed))
    var limit = end - cache.tokens.count > 2 * Self.firstBatch ? Self.firstBatch : Self.batchLimit
    while cache.tokens.count < end {
      let first = cache.tokens.count
      let batch = first..<min(first + limit, end)
      read(reading.sequence[batch])
      try foldExpectations(
        of: batch.map { $0 >= needed ? reading.sequence[$0 + 1] : -1 },
        skippingBlocks: min(max(needed - first, 0), batch.count) / Int(kernels_lanes),
        firstBeta: Float(LogPartition.firstBeta)
      ) { index, folded in
        guard first + index >= needed else { return }
        predictions.append(try prediction(folded, at: reading.origin + first + index + 1))
      }
      // What a file lacks that somebody cut short is read as zeros: no number of those is reported.
      try weights.file.checkUnchanged()
      guard report(whole(predictions, fromLane: batch.count - predictions.count)) else {
        return false
      }
      predictions = noPredictions
      limit = Self.batchLimit
    }
    return predictions.count == 0 || report(WholePredictions(predictions) { _, _ in true })
  }
}

extension Transformer {
  /// Predictions of the batch that was read last: the last of them belongs to its last token. What is not scored
  /// has no lane.
  private func whole(_ predictions: Predictions, fromLane first: Int) -> WholePredictions {
    WholePredictions(predictions) { [self] places, body in
      try lendLogits(of: places.lowerBound + first..<places.upperBound + first) {
        body($0 - first, $1)
      }
    }
  }

  /// Brings the cache to hold these tokens and no others, read in batches.
  func readWhole(_ tokens: ArraySlice<Int32>) {
    cache.truncate(to: cache.reusable(for: tokens, batched: .max))
    readRest(of: tokens)
  }

  /// Reads in batches those of some tokens that come behind the cache's.
  private func readRest(of tokens: ArraySlice<Int32>) {
    while cache.tokens.count < tokens.count {
      let done = tokens.startIndex + cache.tokens.count
      read(tokens[done..<min(done + Self.batchLimit, tokens.endIndex)])
    }
  }

  /// What is expected after a sequence, of which so many tokens were given: these are read in batches
  /// but for the last, which is read alone as all that follow. What the cache holds is used as far as
  /// it was read in the same way, so the answer does not depend on what was asked before.
  ///
  /// - Parameter place: Where what comes next stands in the text.
  func expectation(after sequence: [Int32], given: Int, at place: Int) throws -> Expectation {
    let batched = min(max(given, 1), sequence.count) - 1
    cache.truncate(to: cache.reusable(for: sequence.dropLast(), batched: batched))
    readRest(of: sequence[..<batched])
    for token in sequence[cache.tokens.count...] { readOne(token) }
    let (logits, folded) = expectationOfOne(firstBeta: Float(LogPartition.firstBeta))
    return Expectation(logits: logits, folded: try prediction(folded, at: place))
  }
}

extension kernels_folded {
  /// Whether the logits behind it were finite numbers.
  var isFinite: Bool {
    logits.0 == 0 && actual.isFinite && rest.0.isFinite
  }
}
