import InformationTheory
import Scoring
import ShownText

extension Explorer {
  /// How many tokens must stand before a token for its surprise to be mostly that of the text: with
  /// fewer, the missing beginning makes three bits and more of it. README says how that was measured.
  package static let enoughTokens = 4

  /// How many tokens of the text stand before one, where these are few; nil where they are enough, and
  /// where it has no score.
  package func fewTokens(before token: Int) -> Int? {
    token < Self.enoughTokens && surprisal(of: token) != nil && !isInLab ? token : nil
  }

  /// `only 1 token`: how many stand before the token that is described, where these are few.
  package var fewTokensRemark: String? {
    fewTokens(before: describedToken).map {
      $0 == 0 ? "no token" : "only \($0) \(plural("token", $0))"
    }
  }

  /// Opens the text on a token that makes a point, as soon as the first screenful is scored, unless the
  /// reader has moved by then.
  ///
  /// - Parameter inviting: Whether the screen says what it is and what to try, until the first key.
  public mutating func open(inviting: Bool) {
    desk.place.seeksPeak = true
    isInviting = inviting
  }

  /// Focuses the token of the first screenful that is most surprising beyond what the model expected to
  /// be surprised: surprise less entropy, which is what the reader sees at once as wrong. Of a short text
  /// its second half counts, where the first tokens have too few before them. O(*n*) in what is visible.
  mutating func settleOpening() {
    guard desk.place.seeksPeak, reveal == nil, let shown = visibleTokens else { return }
    guard phase == .idle || figures.holds(all: shown) else { return }
    desk.place.seeksPeak = false
    let excesses = shown.dropFirst(min(Self.enoughTokens, shown.count / 2)).compactMap { token in
      surprisal(of: token).flatMap { surprisal in
        entropy(before: token).map { (token: token, bits: surprisal.bits - $0.bits) }
      }
    }
    if let peak = excesses.max(by: { $0.bits < $1.bits }) { focus(on: peak.token) }
  }

  /// The tokens of the visible part of the text that can be focused without scrolling; nil where there
  /// are none.
  var visibleTokens: Range<Int>? {
    guard screen.text != nil, topLine < lineCount, reading.isSplit, !tokens.isEmpty else {
      return nil
    }
    let isCut = topLine + shownLines < lineCount && shownLines > 1
    let last = min(topLine + shownLines - (isCut ? 1 : 0), lineCount) - 1
    if let words = reading.words {
      return words.words(ofRow: topLine).lowerBound..<words.words(ofRow: last).upperBound
    }
    let start = layout.bytes(ofLine: topLine).lowerBound
    let end = layout.bytes(ofLine: last).upperBound
    guard start < end, let first = token(at: start), let final = token(at: end - 1) else {
      return nil
    }
    return first..<final + 1
  }
}

extension Explorer {
  /// Takes up how the text was looked at before: it is scored, and the token that was focused is again.
  ///
  /// - Parameter offset: Where that token begins in the text.
  public mutating func takeUp(
    _ lens: Lens, _ unit: Unit, by textUnit: TextUnit, at offset: Int
  ) {
    (self.lens, self.unit, desk.settings.textUnit) = (lens, unit, textUnit)
    desk.place.seeksPeak = false
    desk.place.focusOffset = min(max(offset, 0), text.count)
  }

  /// Whether one's own text is another one than it came as. O(*n*).
  public var isTextChanged: Bool { ownDesk.reading.bytes != ownDesk.textAsItCame }

  /// One's own text as it is left, to be gone on with later, or as it was when a lesson was opened over it; nil in a
  /// game and the lab, whose texts are no work of one's own.
  public var leftText: TakenText? {
    if let lesson { return lesson.left }
    return game == nil && !isInLab ? takenText : nil
  }
}
