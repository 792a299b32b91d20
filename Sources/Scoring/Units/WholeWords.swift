import InformationTheory

/// The words of a text that are scored whole, while its tokens come one after the other: what is said of a word on
/// average is said of these, and over no bit of another.
///
/// White space belongs to the word behind it, and a token to the word in which it begins, as in `TextDivision`. A word
/// whose first letters lie in a token of the word before counts with that, or not at all.
struct WholeWords: Equatable, Sendable {
  /// A scored token, whose words are not known to be whole yet.
  struct Item: Equatable, Sendable {
    var place: Int
    var amounts: ScoredAmounts
    var interval: ClosedRange<Information>

    init(place: Int, amounts: ScoredAmounts, interval: ClosedRange<Information>? = nil) {
      (self.place, self.amounts) = (place, amounts)
      self.interval = interval ?? amounts.total...amounts.total
    }
  }

  /// Tokens of which it is known now whether they are of such words.
  typealias Settled = (items: [Item], areWhole: Bool)

  private var held: [Item] = []
  /// Whether a word goes on that was scored from its beginning.
  private var isOpen = true
  /// Where the token before began; nil where there is none.
  private var previous: Int?
  private var settled = ScoredAmounts()
  private var settledInterval = Information.zero...Information.zero

  /// Takes the next token of a text; nil for its amounts where it has no score. O(1), amortized.
  mutating func take(_ token: Token, of text: [UInt8], _ item: Item?) -> Settled? {
    let start = token.bytes.lowerBound
    let begins = previous.map { beginsWord(at: start, after: $0, in: text) } ?? false
    previous = start
    defer {
      if let item, isOpen { held.append(item) }
    }
    if begins || item == nil {
      isOpen = begins && item != nil
      return settle(areWhole: begins)
    }
    return isOpen ? nil : item.map { ([$0], false) }
  }

  /// Says of what is held whether its words are whole.
  private mutating func settle(areWhole: Bool) -> Settled? {
    guard !held.isEmpty else { return nil }
    defer { held = [] }
    if areWhole { (settled, settledInterval) = (amounts, interval) }
    return (held, areWhole)
  }

  /// Ends the text, and with it its last word.
  mutating func end() -> Settled? { settle(areWhole: true) }

  /// What the tokens of the whole words come to, if the last one ends here.
  var amounts: ScoredAmounts {
    held.reduce(into: settled) { $0 += $1.amounts }
  }

  /// What is certain of their surprisals.
  var interval: ClosedRange<Information> {
    held.reduce(settledInterval) { $0 + $1.interval }
  }
}

/// Whether a token begins a word: whether all letters of that stand in it or behind it, and no token before it begins in
/// the white space before them. O(*n*) in the token before and in the white space.
///
/// - Parameter previous: Where the token before begins.
func beginsWord(at start: Int, after previous: Int, in text: [UInt8]) -> Bool {
  let hasLetters = text[previous..<start].contains { !$0.isWhiteSpace }
  guard hasLetters, start < text.count, text[start - 1].isWhiteSpace || text[start].isWhiteSpace
  else { return false }
  return text[start...].contains { !$0.isWhiteSpace }
}
