import InformationTheory

extension TextFigures {
  /// So few units say nothing of their scatter.
  private static let leastUnits = 4

  /// The standard errors of the figures of a text that is longer than a window, over those of its windows of
  /// which something is scored. Nil where these are few, and where the windows move on by so little that a
  /// unit has several. O(*pages*), and O(*n*) where bytes are counted.
  ///
  /// - Parameters:
  ///   - tokens: The tokens of the text, where bits per byte or word are asked for.
  ///   - words: The words of the text, where bits per word are asked for; bytes are not counted then.
  public func standardErrors(
    of tokens: [Token] = [], in words: WordCounts? = nil
  ) -> StandardErrors? {
    guard division.hasWindowAUnit else { return nil }
    var errors = StandardErrors(over: .windows)
    var (unit, amounts) = (0, ScoredAmounts())
    for page in 0..<pageCount {
      let here = division.unit(holding: division.positions(ofPage: page).lowerBound)
      if here != unit {
        errors.add(amounts)
        (unit, amounts) = (here, ScoredAmounts())
      }
      amounts += self.amounts(ofPage: page, tokens, in: words)
    }
    errors.add(amounts)
    return errors.units >= Self.leastUnits ? errors : nil
  }

  /// The bits over the words that begin in scored tokens; nil where there are none. O(*pages*).
  public func bitsPerWord(of tokens: [Token], in words: WordCounts) -> Double? {
    let count = (0..<pageCount).reduce(0) { $0 + amounts(ofPage: $1, tokens, in: words).words }
    return count == 0 ? nil : total.bits / Double(count)
  }

  private func amounts(
    ofPage page: Int, _ tokens: [Token], in words: WordCounts?
  ) -> ScoredAmounts {
    guard let words else { return amounts(ofPage: page, tokens) }
    var amounts = amounts(ofPage: page, [])
    let all = division.positions(ofPage: page).clamped(to: 0..<tokens.count)
    amounts.words =
      amounts.tokens == all.count
      ? words.count(inPage: page)
      : all.reduce(0) { surprisal(at: $1) == nil ? $0 : $0 + words.count(in: tokens[$1]) }
    return amounts
  }
}
