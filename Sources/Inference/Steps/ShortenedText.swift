/// A text without one of its tokens, whose last token is asked for.
///
/// Those before the one that is left out are as in the whole text. Those behind it are read again at their own
/// positions, and its key is hidden from them: the same as if it had never been read, with its place left empty.
package struct ShortenedText {
  /// The whole text; what is asked for is its last token.
  let sequence: [Int32]
  /// The place of the token that is left out.
  let leftOut: Int

  /// A text of three tokens at least, and one of them but the last.
  package init(_ sequence: [Int32], leavingOut place: Int) {
    (self.sequence, leftOut) = (sequence, place)
  }

  /// Whether the one before the last is left out: then the model is asked behind the token before that, as it
  /// was read.
  private var isAtEnd: Bool { leftOut == sequence.count - 2 }

  /// How many tokens were read already, as they are needed.
  var behind: Int { isAtEnd ? leftOut - 1 : leftOut }
  /// The places that are read again.
  var read: Range<Int> { isAtEnd ? behind..<leftOut : leftOut + 1..<sequence.count - 1 }
  /// The position whose key is hidden; nil where nothing is read that would see it.
  var hidden: Int? { isAtEnd ? nil : leftOut }
  /// What is asked for.
  var target: Int32 { sequence[sequence.count - 1] }
}
