import Scoring

/// Hands predictions on in blocks, and remembers whether somebody still wants them.
final class Reporter {
  private let report: ([Prediction]) -> Bool
  private var pending: [Prediction] = []
  /// Whether more is wanted.
  private(set) var isWanted = true
  /// How many were taken.
  private(set) var count = 0

  /// A block has so many at most.
  private static let block = 32

  init(_ report: @escaping ([Prediction]) -> Bool) { self.report = report }

  func take(_ prediction: Prediction) {
    pending.append(prediction)
    count += 1
    if pending.count >= Self.block { _ = ask() }
  }

  /// Hands on what there is, be it nothing; whether more is wanted.
  @discardableResult
  func ask() -> Bool {
    guard isWanted else { return false }
    isWanted = report(pending)
    pending = []
    return isWanted
  }
}
