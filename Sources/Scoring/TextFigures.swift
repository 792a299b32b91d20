import InformationTheory

/// The figures of a text at one temperature, of as many positions as have predictions, and the text's over
/// all of these: all that the slider changes.
///
/// Sums are taken page by page, and over the pages in the order of the text, so that they do not depend on
/// the order in which the text was scored.
public struct TextFigures: DividedText, Equatable, Sendable {
  /// The temperature.
  public let temperature: Temperature
  /// The number of tokens that have a score.
  public private(set) var scoredCount = 0
  /// The sum of −ln p over the scored tokens.
  public private(set) var total = Information.zero
  /// The sum of the entropies over the scored tokens.
  public private(set) var totalEntropy = Information.zero
  /// What is certain of both sums; of no width where the whole vocabulary was summed.
  public private(set) var totalInterval = Information.zero...Information.zero
  /// Likewise.
  public private(set) var totalEntropyInterval = Information.zero...Information.zero
  /// Whether anything is open because the rest of the vocabulary is only bounded.
  public private(set) var isBounded = false
  /// How the positions are divided.
  public let division: ScoringDivision
  private var pages: [Figures?] = []

  /// All figures at a temperature, its limits 0 and ∞ included. O(*n*), independent of the vocabulary.
  public init(_ predictions: TextPredictions, at temperature: Temperature) {
    self.temperature = temperature
    division = predictions.division
    extend(to: predictions, pages: predictions.pages.indices)
  }

  /// The loss: the mean of −ln p over the scored tokens; nil when there are none.
  public var crossEntropy: Information? {
    scoredCount == 0 ? nil : .nats(total.nats / Double(scoredCount))
  }

  /// The mean entropy over the scored tokens; nil when there are none.
  public var meanEntropy: Information? {
    scoredCount == 0 ? nil : .nats(totalEntropy.nats / Double(scoredCount))
  }

  /// The surprisal of a token; nil where unscored. O(1).
  public func surprisal(at position: Int) -> Information? {
    local(position) { $0.surprisal(at: $1) }
  }

  /// The entropy before a token; nil where unscored. O(1).
  public func entropy(at position: Int) -> Information? {
    local(position) { $0.entropy(at: $1) }
  }

  /// What is certain of the surprisal of a token; nil where unscored. O(1).
  public func surprisalInterval(at position: Int) -> ClosedRange<Information>? {
    local(position) { $0.surprisalInterval(at: $1) }
  }

  /// What is certain of the entropy before a token; nil where unscored. O(1).
  public func entropyInterval(at position: Int) -> ClosedRange<Information>? {
    local(position) { $0.entropyInterval(at: $1) }
  }

  /// What is certain of the loss; nil when nothing is scored.
  public var crossEntropyInterval: ClosedRange<Information>? { totalInterval.over(scoredCount) }

  /// What is certain of the mean entropy; nil when nothing is scored.
  public var meanEntropyInterval: ClosedRange<Information>? {
    totalEntropyInterval.over(scoredCount)
  }

  /// How many pages there are until the last of which something is known.
  public var pageCount: Int { pages.count }
  /// How many positions of a page have figures, scored or not.
  public func count(inPage page: Int) -> Int { pages[page]?.logProbabilities.count ?? 0 }

  /// The sum of the surprisals of some positions, the unscored ones left out. O(*pages*), and O(*n*) in those
  /// of two pages.
  public func total(of positions: Range<Int>) -> Information {
    sum(over: positions, from: .zero, +, ofPage: \.total) { $0.surprisal(at: $1) }
  }

  /// What is certain of that. O(*pages*), and O(*n*) in those of two pages.
  public func totalInterval(of positions: Range<Int>) -> ClosedRange<Information> {
    sum(over: positions, from: .zero ... .zero, +, ofPage: \.totalInterval) {
      $0.surprisalInterval(at: $1)
    }
  }

  private func sum<Amount>(
    over positions: Range<Int>, from zero: Amount, _ add: (Amount, Amount) -> Amount,
    ofPage whole: (Figures) -> Amount, _ one: (Figures, _ place: Int) -> Amount?
  ) -> Amount {
    pages.enumerated().reduce(zero) { sum, page in
      let all = division.positions(ofPage: page.offset)
      guard let figures = page.element, all.overlaps(positions) else { return sum }
      if positions.lowerBound <= all.lowerBound, all.upperBound <= positions.upperBound {
        return add(sum, whole(figures))
      }
      let part = positions.clamped(to: all).compactMap { one(figures, $0 - all.lowerBound) }
      return part.reduce(sum, add)
    }
  }

  /// The first position that has a score; nil when none has. O(*n*) in those before it.
  public var firstScored: Int? {
    for (page, figures) in pages.enumerated() {
      if let place = figures?.firstScored {
        return division.positions(ofPage: page).lowerBound + place
      }
    }
    return nil
  }

  /// Tells every position that has a score, in order, with its surprisal and the entropy before it. O(*n*).
  public func forEachScored(
    _ body: (_ position: Int, _ surprisal: Information, _ entropy: Information) -> Void
  ) {
    for (page, figures) in pages.enumerated() {
      guard let figures else { continue }
      let start = division.positions(ofPage: page).lowerBound
      for place in figures.logProbabilities.indices {
        if let surprisal = figures.surprisal(at: place), let entropy = figures.entropy(at: place) {
          body(start + place, surprisal, entropy)
        }
      }
    }
  }

  /// The most surprising of some positions, the first of equals; nil where none has a score. O(*n*).
  public func loudest(in positions: Range<Int>) -> (position: Int, surprisal: Information)? {
    var (best, place) = (Float.infinity, -1)
    var next = positions.lowerBound
    while next < positions.upperBound {
      let page = division.page(holding: next)
      guard page < pages.count else { break }
      let all = division.positions(ofPage: page)
      let here = next - all.lowerBound..<min(all.upperBound, positions.upperBound) - all.lowerBound
      if let (offset, value) = pages[page]?.leastLogProbability(in: here), value < best {
        (best, place) = (value, all.lowerBound + offset)
      }
      next = all.upperBound
    }
    return place < 0 ? nil : (place, .surprisal(ofLogProbability: Double(best)))
  }

  /// The bytes that the scored ones of these tokens stand for. O(*n*) in the tokens.
  public func scoredBytes(of tokens: [Token]) -> Int {
    pages.enumerated().reduce(0) { sum, page in
      let start = division.positions(ofPage: page.offset).lowerBound
      guard let figures = page.element, start < tokens.count else { return sum }
      return sum + figures.scoredBytes(of: tokens[start...])
    }
  }

  /// What a page comes to; its bytes where tokens are given.
  func amounts(ofPage page: Int, _ tokens: [Token]) -> ScoredAmounts {
    var amounts = ScoredAmounts()
    guard let figures = pages[page] else { return amounts }
    let start = division.positions(ofPage: page).lowerBound
    amounts.total = figures.total
    amounts.tokens = figures.scoredCount
    if start < tokens.count { amounts.bytes = figures.scoredBytes(of: tokens[start...]) }
    return amounts
  }

  private func local<Value>(
    _ position: Int, _ value: (Figures, Int) -> Value?
  ) -> Value? {
    guard let (page, place) = place(of: position), let figures = pages[page] else { return nil }
    return value(figures, place)
  }

  // MARK: Changes

  /// Takes in what was added to some pages of the predictions. O(*n*) in what was added, and O(*pages*).
  public mutating func extend(to predictions: TextPredictions, pages changed: Range<Int>) {
    for page in changed.clamped(to: 0..<predictions.pages.count) {
      while pages.count <= page { pages.append(nil) }
      guard let all = predictions.pages[page]?.predictions else { continue }
      let known = pages[page]?.logProbabilities.count ?? 0
      if known == 0 {
        pages[page] = Figures(all, at: temperature)
      } else if known < all.count {
        pages[page]?.append(Figures(Predictions(all, known..<all.count), at: temperature))
      }
    }
    addUp()
  }

  /// Forgets every position from one on. O(*pages*), and O(*n*) in the page of the cut.
  public mutating func truncate(to length: Int) {
    let cut = division.page(holding: max(length, 0))
    guard cut < pages.count else { return }
    let kept = max(length, 0) - division.positions(ofPage: cut).lowerBound
    pages.removeLast(pages.count - cut - 1)
    if kept == 0 { pages[cut] = nil } else { pages[cut]?.truncate(to: kept) }
    addUp()
  }

  private mutating func addUp() {
    let known = pages.compactMap { $0 }
    scoredCount = known.reduce(0) { $0 + $1.scoredCount }
    total = known.reduce(.zero) { $0 + $1.total }
    totalEntropy = known.reduce(.zero) { $0 + $1.totalEntropy }
    isBounded = known.contains { $0.isBounded }
    totalInterval = known.reduce(.zero ... .zero) { $0 + $1.totalInterval }
    totalEntropyInterval = known.reduce(.zero ... .zero) { $0 + $1.totalEntropyInterval }
  }
}
