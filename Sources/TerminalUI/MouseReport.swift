import Exploration

/// What a terminal says of its mouse: a code of button, motion, and modifiers, and a place.
struct MouseReport {
  /// Bits 0…1: the button, 3 for none; 5: motion; 6: wheel; 7: further buttons.
  let code: Int
  let column: Int
  let row: Int
  let isRelease: Bool

  init(code: Int, column: Int, row: Int, isRelease: Bool) {
    self.code = code
    self.column = column
    self.row = row
    self.isRelease = isRelease
  }

  /// The oldest form: three bytes, each 32 more than it means, places counted from 1, the button
  /// unnamed in a release.
  init(old code: Int, column: Int, row: Int) {
    let value = code - 32
    let isRelease = value & ~28 == 3  // whatever modifiers were held
    self.init(
      code: isRelease ? 0 : value, column: column - 33, row: row - 33, isRelease: isRelease)
  }

  /// The largest place that a report may name.
  private static let limit = 10_000

  var isPlausible: Bool {
    code >= 0 && code < 256 && (0..<Self.limit).contains(row)
      && (0..<Self.limit).contains(column)
  }
  var isMotion: Bool { code & 32 != 0 }
  var isWheel: Bool { code & 192 == 64 }
  var button: Int { code & 3 | (code & 128) }
}

extension InputDecoder {
  /// Delivers a report. Only the left button and the vertical wheel mean anything here; a drag whose
  /// press was not seen, as when it began in another window, means nothing.
  mutating func emit(_ report: MouseReport) {
    guard report.isPlausible else { return emit(.invalid(held)) }
    guard let action = action(of: report) else { return }
    emit(.mouse(action, row: report.row, column: report.column))
  }

  private mutating func action(of report: MouseReport) -> MouseAction? {
    if report.isWheel {
      return report.button == 0 ? .wheelUp : report.button == 1 ? .wheelDown : nil
    }
    // Motion without a button tells that the release was lost.
    if report.isMotion, report.button == 0, !report.isRelease {
      return leftButtonIsDown ? .dragged : nil
    }
    guard report.button == 0 || (report.isMotion && report.button == 3) else { return nil }
    guard report.isRelease || report.isMotion else {
      leftButtonIsDown = true
      return .pressed
    }
    defer { leftButtonIsDown = false }
    return leftButtonIsDown ? .released : nil
  }
}
