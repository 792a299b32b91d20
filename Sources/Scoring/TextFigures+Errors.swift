import Basics
import InformationTheory

extension TextFigures {
  /// So few units say nothing of their scatter.
  private static let leastUnits = 4

  /// The standard errors of the figures of a text that is longer than a window, over those of its windows of
  /// which something is scored, or over stretches of several where they move on by little. Nil where these are few.
  /// O(*pages*), and O(*n*) where bytes are counted.
  ///
  /// - Parameters:
  ///   - tokens: The tokens of the text, where bits per byte or word are asked for.
  ///   - words: The words of the text, where bits per word are asked for; bytes are not counted then.
  public func standardErrors(
    of tokens: [Token] = [], in words: WordCounts? = nil
  ) -> StandardErrors? {
    let whole = words.map { wholeWords(of: tokens, in: $0) } ?? []
    var errors = StandardErrors(over: division.hasWindowAUnit ? .windows : .stretches)
    var (unit, amounts) = (0, ScoredAmounts())
    for page in 0..<pageCount {
      let here = division.unit(holding: division.positions(ofPage: page).lowerBound)
      if here != unit {
        errors.add(amounts)
        (unit, amounts) = (here, ScoredAmounts())
      }
      amounts += self.amounts(ofPage: page, tokens, words, whole)
    }
    errors.add(amounts)
    return errors.units >= Self.leastUnits ? errors : nil
  }

  /// The bits of the words that are scored whole over their number; nil where there are none. O(*pages*), and O(*n*)
  /// in the words at the ends of what is scored.
  public func bitsPerWord(of tokens: [Token], in words: WordCounts) -> Double? {
    let whole = wholeWords(of: tokens, in: words)
    let sums = (0..<pageCount).reduce(into: ScoredAmounts()) {
      $0 += amounts(ofPage: $1, tokens, words, whole)
    }
    return sums.perWord?.bits
  }

  private func amounts(
    ofPage page: Int, _ tokens: [Token], _ words: WordCounts?, _ whole: [Range<Int>]
  ) -> ScoredAmounts {
    guard let words else { return amounts(ofPage: page, tokens) }
    var amounts = amounts(ofPage: page, [])
    let all = division.positions(ofPage: page).clamped(to: 0..<tokens.count)
    let next = whole.partitioningIndex { $0.upperBound > all.lowerBound }
    for range in whole[next...].prefix(while: { $0.lowerBound < all.upperBound }) {
      if range.lowerBound <= all.lowerBound, all.upperBound <= range.upperBound {
        (amounts.words, amounts.wordTotal) = (words.count(inPage: page), amounts.total)
      } else {
        for place in range.clamped(to: all) {
          amounts.words += words.count(in: tokens[place])
          amounts.wordTotal = amounts.wordTotal + (surprisal(at: place) ?? .zero)
        }
      }
    }
    return amounts
  }

  /// The tokens of the words that are scored whole, as `WholeWords` has them: of each stretch of scored tokens what
  /// stands between borders of words.
  private func wholeWords(of tokens: [Token], in words: WordCounts) -> [Range<Int>] {
    scoredStretches(of: tokens.count).compactMap { stretch in
      let start = stretch.first { words.isBorder($0, of: tokens) } ?? stretch.upperBound
      var end = stretch.upperBound
      while end > start, !words.isBorder(end, of: tokens) { end -= 1 }
      return start < end ? start..<end : nil
    }
  }

  /// The tokens that have a score, of so many. O(*pages*), and O(*n*) in those of pages that have others too.
  private func scoredStretches(of count: Int) -> [Range<Int>] {
    var stretches: [Range<Int>] = []
    for page in 0..<pageCount {
      let all = division.positions(ofPage: page).clamped(to: 0..<count)
      switch amounts(ofPage: page, []).tokens {
      case 0: break  // of a text that is being scored, most
      case all.count: stretches.join(all)
      default:
        for place in all where surprisal(at: place) != nil { stretches.join(place..<place + 1) }
      }
    }
    return stretches
  }
}
