/// A text cut into windows for a network: to learn from, or to be measured by.
///
/// A newline is put before the text. Where all lines fit into a window, windows begin at the newline
/// before a line, so that each byte has its whole line before it; elsewhere they begin anywhere.
public struct WindowedText: Hashable, Sendable {
  /// The bytes of the text.
  public let byteCount: Int
  /// Whether windows begin at lines.
  public let hasLines: Bool
  private let bytes: [Int32]  // a newline, then the text
  private let windowLength: Int
  /// Where windows to learn from may begin.
  private let starts: [Int]

  /// What stands before a text, and before each of its lines.
  static let newline: Int32 = 10

  /// A text that is read in windows of so many bytes. O(*n*).
  public init(_ text: [UInt8], windowLength: Int) {
    byteCount = text.count
    let bytes = [Self.newline] + text.map(Int32.init)
    (self.bytes, self.windowLength) = (bytes, windowLength)
    let lines = bytes.indices.dropLast().filter { bytes[$0] == Self.newline }
    let longest = zip(lines, lines.dropFirst() + [bytes.count - 1]).map { $1 - $0 }.max() ?? 0
    hasLines = longest <= windowLength
    starts = hasLines ? lines : Array(0...max(bytes.count - 1 - windowLength, 0))
  }

  /// A window to learn from, as a random number chooses it. The text has a byte at least.
  package func excerpt(_ random: UInt64) -> Excerpt {
    let place = random.multipliedFullWidth(by: UInt64(starts.count)).high
    return excerpt(from: starts[Int(place)], targets: 0..<bytes.count)
  }

  /// Windows in which each byte of the text comes after others once, in order.
  package var passages: [Excerpt] {
    var passages: [Excerpt] = []
    var (start, known) = (0, 1)
    while known < bytes.count {
      let end = min(start + windowLength + 1, bytes.count)
      let next = end == bytes.count ? end : nextStart(after: start, before: end)
      let reached = hasLines && next < bytes.count ? next + 1 : end
      passages.append(excerpt(from: start, targets: known..<reached))
      (start, known) = (next, reached)
    }
    return passages
  }

  /// The last line that begins in a window; elsewhere the middle of the window.
  private func nextStart(after start: Int, before end: Int) -> Int {
    let newline = hasLines ? bytes[start + 1..<end].lastIndex(of: Self.newline) : nil
    return newline ?? start + windowLength / 2
  }

  private func excerpt(from start: Int, targets known: Range<Int>) -> Excerpt {
    let inputs = start..<min(start + windowLength, bytes.count - 1)
    return Excerpt(
      bytes[inputs], targets: inputs.map { known.contains($0 + 1) ? bytes[$0 + 1] : -1 },
      length: windowLength)
  }
}
