/// A stretch of a text that the model reads at once, and the tokens that it scores there.
public struct Window: Hashable, Sendable {
  /// The tokens read, behind the start token where there is one.
  public var tokens: Range<Int>
  /// The tokens that get their score here: those that no earlier window held.
  public var scored: Range<Int>
}

// Which tokens the model reads before a token: the one rule for scoring, generation and games.
extension ScoringSettings {
  /// The most tokens of the text that a window holds beside the start token; at least 1, which leaves
  /// no context.
  public var capacity: Int { max(window - (startToken == nil ? 0 : 1), 1) }

  /// The largest stride that leaves each token but the first of all a token of the text before it.
  public var largestStride: Int { max(capacity - 1, 1) }

  /// The window in which a token is scored: the first that holds it, which gives it the most context.
  /// Its end is that of a text that goes on. O(1).
  public func window(scoring place: Int) -> Window {
    let stride = min(max(stride, 1), largestStride)
    let beyond = place - capacity + 1
    guard beyond > 0 else { return Window(tokens: 0..<capacity, scored: 0..<capacity) }
    let first = (beyond + stride - 1) / stride * stride
    let end = first + capacity
    return Window(tokens: first..<end, scored: end - stride..<end)
  }

  /// The place of the first token that the model reads before the one at a place, as scoring does. O(1).
  func first(before place: Int) -> Int {
    // Without a start token, a token at least must stand before what comes next.
    let last = startToken == nil ? max(place - 1, 0) : place
    return min(window(scoring: place).tokens.lowerBound, last)
  }

  /// Cuts a text of so many tokens into windows, so that each token is scored once.
  public func windows(of count: Int) -> [Window] {
    var windows: [Window] = []
    while let place = windows.isEmpty ? 0 : windows.last?.scored.upperBound, place < count {
      let window = window(scoring: place)
      windows.append(
        Window(
          tokens: window.tokens.clamped(to: 0..<count), scored: window.scored.clamped(to: 0..<count)
        ))
    }
    return windows
  }
}

/// What a model reads before it says what comes next.
public struct Context: Hashable, Sendable {
  /// Ids of the vocabulary, any start token included: no more than the model can read.
  public var tokens: [Int]
  /// How many of them were there before anything was drawn.
  ///
  /// Reading many tokens at once and reading one after the other round differently in the last
  /// digits. So that the same text goes on in the same way whatever was read before, a model reads
  /// those that were given at once, as when it scores them, and each further one alone.
  public var given: Int
  /// The place in the text of what stands first in it; negative for a start token.
  public var origin: Int

  /// A context of tokens of which some were given; by default all, from the first of the text on.
  public init(_ tokens: [Int], given: Int? = nil, origin: Int = 0) {
    self.tokens = tokens
    self.given = given ?? tokens.count
    self.origin = origin
  }
}

extension ScoringSettings {
  /// What the model reads before the token at a place of a text, as scoring does: the start token,
  /// and the tokens before it in the window that scores it. O(*n*) in what is read.
  ///
  /// - Parameters:
  ///   - place: At most the number of tokens, which asks for what comes next.
  ///   - given: How many tokens of the text were there before anything was drawn. What an earlier
  ///     window held counts as given too: a new window reads it at once.
  public func context(before place: Int, of tokens: [Int], given: Int) -> Context {
    let start = startToken.map { [$0] } ?? []
    let window = window(scoring: place)
    let first = first(before: place)
    let atOnce = max(given, window.tokens.lowerBound > 0 ? window.scored.lowerBound : 0)
    return Context(
      start + tokens[first..<place], given: start.count + min(atOnce, place) - first,
      origin: first - start.count)
  }
}
