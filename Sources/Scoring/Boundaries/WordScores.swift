import Basics
import InformationTheory

/// How the surprisal of a word is corrected for where the model sees its ends: a token that begins with a
/// space tells that the word before has ended, so that this is paid for by the wrong word.
///
/// Pimentel and Meister (2024), "How to Compute the Probability of a Word"; Oh and Schuler (2024), "Leading
/// Whitespaces of Language Models' Subword Vocabulary Pose a Confound".
public enum BoundaryCorrection: String, Hashable, Sendable, CaseIterable {
  /// The end of a word is a token that begins the next, or one that ends the text; and the first word of a
  /// text behind a start token cannot begin with a space.
  case pimentel
  /// The end of a word is a token that begins the next; the first word's beginning is not corrected.
  case minicons
  /// None.
  case none

  /// The surprisal of the end of a word where this is expected: b = −log₂ Σ p(t) over the tokens t that end it.
  func end(_ boundary: BoundaryProbability) -> Information {
    var sum = LogSum()
    sum.add(boundary.logStarts)
    if self == .pimentel { sum.add(boundary.logEnds) }
    return .surprisal(ofLogProbability: min(sum.value, 0))
  }

  /// The surprisal of the beginning of a text before its first word.
  fileprivate func beginning(
    _ boundary: BoundaryProbability, isSpaceAdded: Bool
  ) -> Information {
    guard self == .pimentel else { return .zero }
    return .surprisal(
      ofLogProbability: min(isSpaceAdded ? boundary.logStarts : boundary.logOthers, 0))
  }
}

/// The surprisal of some tokens that are whole words, and what makes it that of the words.
public struct CorrectedSurprisal: Equatable, Sendable {
  /// The sum over the tokens.
  public var plain: Information
  /// What the end of the word before cost, which these tokens paid; and what their own end costs.
  public var before: Information, after: Information

  /// The surprisal of the words.
  public var corrected: Information { plain - before + after }

  /// A surprisal and its ends.
  public init(plain: Information, before: Information, after: Information) {
    self.plain = plain
    self.before = before
    self.after = after
  }
}

/// Reads the surprisal of words from that of the tokens that spell them, at one temperature.
public struct WordScores {
  private let text: [UInt8]
  private let tokens: ArraySlice<Token>
  private let correction: BoundaryCorrection
  private let surprisal: (_ token: Int) -> Information?
  private let boundary: (_ place: Int) -> BoundaryProbability?

  /// Scores of a text.
  ///
  /// - Parameters:
  ///   - tokens: All of them, or the first ones.
  ///   - surprisal: That of a token; nil where it has none.
  ///   - boundary: What is expected before a token, or at the number of tokens behind the last; nil where
  ///     that is not known.
  public init(
    _ text: [UInt8], _ tokens: ArraySlice<Token>, _ correction: BoundaryCorrection,
    surprisal: @escaping (_ token: Int) -> Information?,
    boundary: @escaping (_ place: Int) -> BoundaryProbability?
  ) {
    self.text = text
    self.tokens = tokens
    self.correction = correction
    self.surprisal = surprisal
    self.boundary = boundary
  }

  /// The sum over some tokens; nil where one of them has no score, or where there are none. O(*n*).
  public func plain(_ range: Range<Int>) -> Information? {
    guard !range.isEmpty else { return nil }
    var sum = Information.zero
    for token in range {
      guard let part = surprisal(token) else { return nil }
      sum = sum + part
    }
    return sum
  }

  /// The surprisal of the words that some tokens spell; nil where it is not known: where a token is not
  /// scored, where one lies across the border of a word at either end, where nothing is said of what comes
  /// behind, and where nothing is to be corrected.
  ///
  /// Sums telescope: of words that follow one another, that of all is that of each, added. O(*n*).
  public func corrected(_ range: Range<Int>) -> CorrectedSurprisal? {
    guard correction != .none, isBorder(range.lowerBound), isBorder(range.upperBound),
      let plain = plain(range), let before = boundary(range.lowerBound),
      let after = boundary(range.upperBound)
    else { return nil }
    return CorrectedSurprisal(
      plain: plain,
      before: tokens[range.lowerBound].bytes.lowerBound == 0
        ? correction.beginning(before, isSpaceAdded: tokens[range.lowerBound].isSpaceAdded)
        : correction.end(before),
      after: correction.end(after))
  }

  /// Whether a word ends before a token.
  private func isBorder(_ token: Int) -> Bool {
    guard token > 0, token < tokens.count else { return true }
    let place = tokens[token].bytes.lowerBound
    guard place > 0, place < text.count else { return true }
    return text[place].isWhiteSpace && !text[place - 1].isWhiteSpace
  }
}
