import Exploration

/// Tells the second press of a double click from one that has nothing to do with the press before.
///
/// A pure value: the owner says when each input came, in milliseconds since some moment.
package struct DoubleClick: Sendable {
  /// The most milliseconds between the two presses.
  package static let patience = 400
  private var last: (row: Int, column: Int, moment: Int)?

  /// Nothing was pressed yet.
  package init() {}

  /// The input, with a press that follows another one soon, at the same place, as the second of two.
  package mutating func told(_ input: Input, at moment: Int) -> Input {
    guard case .mouse(let action, let row, let column) = input else {
      if case .key = input { last = nil }
      return input
    }
    guard action == .pressed else {
      if action != .released { last = nil }
      return input
    }
    let isSecond =
      last.map {
        $0.row == row && abs($0.column - column) <= 1
          && (0...Self.patience).contains(moment - $0.moment)
      } ?? false
    last = isSecond ? nil : (row, column, moment)
    return isSecond ? .mouse(.pressedTwice, row: row, column: column) : input
  }
}
