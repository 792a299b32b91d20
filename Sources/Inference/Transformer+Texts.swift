import CKernels
import InformationTheory
import Scoring

// Several texts, in common batches.
extension Transformer {
  /// Predicts the targets of texts, which have a reading for each window, and reports them text by text.
  ///
  /// A text comes to the same bits as alone: no lane depends on those beside it, and its keys lie in pieces
  /// of its own.
  func predictAll(_ texts: [[Reading]], _ report: (Int, Predictions) -> Bool) throws {
    readPrefix(of: texts)
    var (batch, first) = (newBatch(), 0)
    func finish(before next: Int) throws -> Bool {
      defer { (batch, first) = (newBatch(), next) }
      return try predict(batch, from: first, report)
    }
    for (index, windows) in texts.enumerated() {
      if windows.count == 1, batch.add(windows[0]) { continue }
      guard try finish(before: index) else { return }
      if windows.count == 1, batch.add(windows[0]) { continue }
      guard try predictAlone(windows, { report(index, $0) }) else { return }
      (batch, first) = (newBatch(), index + 1)
    }
    _ = try finish(before: texts.count)
  }

  /// No texts yet, behind what the cache holds of the prefix of all.
  private func newBatch() -> TextBatch { newBatch(behind: cache.tokens.count) }

  /// No texts yet, behind so many tokens of the cache.
  func newBatch(behind count: Int) -> TextBatch {
    TextBatch(behind: count, limit: Self.batchLimit, capacity: passing.capacity)
  }

  /// Reads the tokens that stand before all texts and that nothing is asked of, such as a common context, so
  /// that no batch reads them again. What is but a token or two is read with each batch.
  private func readPrefix(of texts: [[Reading]]) {
    let readings = texts.filter { $0.count == 1 }.map { $0[0] }
    guard readings.count > 1, let one = readings.first else { return cache.truncate(to: 0) }
    var shared = one.sequence[...]
    for reading in readings {
      let count = zip(shared, reading.sequence).prefix { $0 == $1 }.count
      shared = shared.prefix(min(count, max(reading.targets.lowerBound - 1, 0)))
    }
    guard shared.count >= 4 else { return cache.truncate(to: 0) }
    readWhole(shared)
  }

  /// A text that fits no batch. What the batches stand behind is forgotten.
  private func predictAlone(_ windows: [Reading], _ report: (Predictions) -> Bool) throws -> Bool {
    var predictions = noPredictions
    for window in windows {
      _ = try predict(window) {
        predictions.append($0.predictions)
        return true
      }
    }
    cache.truncate(to: 0)
    return report(predictions)
  }

  /// Reads a batch and reports the texts in it; false when `report` asked to stop.
  private func predict(
    _ batch: TextBatch, from first: Int, _ report: (Int, Predictions) -> Bool
  ) throws -> Bool {
    let folded = fold(batch)
    try weights.file.checkUnchanged()
    for (index, text) in batch.texts.enumerated() {
      var predictions = noPredictions
      if text.isFirstUnscored { predictions.append(.unscored) }
      for question in text.asked {
        let place = text.place + predictions.count
        predictions.append(try prediction(folded[question], at: place))
      }
      guard report(first + index, predictions) else { return false }
    }
    return true
  }

  /// What the model expects where a batch asks.
  func fold(_ batch: TextBatch) -> [kernels_folded] {
    guard !batch.questions.isEmpty else { return [] }
    read(batch)
    gather(batch.questions.map(\.lane))
    var answers: [kernels_folded] = []
    answers.reserveCapacity(batch.questions.count)
    foldExpectations(
      in: work.stream, of: batch.questions.map(\.target), firstBeta: Float(LogPartition.firstBeta)
    ) { answers.append($1) }
    return answers
  }

  /// Puts what the model thinks of some tokens side by side, into `work.stream`, which is free by then.
  private func gather(_ places: [Int]) {
    let room = sizes.stream.total * lanes
    pool.run((places.count + lanes - 1) / lanes) { block, _ in
      for (lane, place) in places.dropFirst(block * lanes).prefix(lanes).enumerated() {
        let from = unsafe work.normed.start + place / lanes * room + place % lanes
        let to = unsafe work.stream.start + block * room + lane
        for feature in 0..<sizes.stream.total { unsafe to[feature * lanes] = from[feature * lanes] }
      }
    }
  }
}
