/// A stretch of a text that the model reads at once, and the tokens that it scores there.
package struct Window: Equatable {
  /// The tokens read.
  package var tokens: Range<Int>
  /// The tokens that get their score here: those that no earlier window held.
  package var scored: Range<Int>
}

extension Window {
  /// Cuts a text into windows so that each token is scored once, where it has the most context.
  ///
  /// - Parameters:
  ///   - count: The number of tokens in the text.
  ///   - capacity: The most tokens that a window holds; at least 1, which leaves no context.
  ///   - stride: How far each window begins after the one before; the overlap is the least context
  ///     that a token gets.
  package static func covering(_ count: Int, capacity: Int, stride: Int) -> [Window] {
    let capacity = max(capacity, 1)
    let stride = min(max(stride, 1), max(capacity - 1, 1))
    var windows = [Window(tokens: 0..<min(count, capacity), scored: 0..<min(count, capacity))]
    while let last = windows.last, last.tokens.upperBound < count {
      let start = last.tokens.lowerBound + stride
      let end = min(start + capacity, count)
      windows.append(Window(tokens: start..<end, scored: last.tokens.upperBound..<end))
    }
    return windows
  }
}

extension Window {
  /// The first token of a long context that is read to tell what comes next; 0 while all fit.
  ///
  /// It moves on by half a window at a time, so that what was read can be used again for the tokens
  /// in between: they have half a window of context at least.
  package static func firstToken(ofContext count: Int, capacity: Int) -> Int {
    let step = max(capacity / 2, 1)
    return max(count - capacity + step - 1, 0) / step * step
  }
}
