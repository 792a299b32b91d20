import InformationTheory

/// The predictions of a text's positions, of which some may still be missing: in each unit of the text's
/// division those from its beginning on are there.
///
/// They are kept in pages that copies share until one of them changes, so that a text that was put aside,
/// compared with or cut off costs nothing.
public struct TextPredictions: DividedText, Sendable {
  /// The size of the vocabulary.
  public let vocabularySize: Int
  /// How the positions are divided.
  public let division: ScoringDivision
  /// The number of positions that have their prediction.
  public private(set) var count = 0
  /// What is known of each page, from its first position on; nil for nothing.
  private(set) var pages: [Page?] = []

  /// What is known of some positions.
  struct Page: Sendable {
    var predictions: Predictions
    var curve: LossCurve
  }

  /// No predictions yet.
  public init(vocabularySize: Int, division: ScoringDivision) {
    self.vocabularySize = vocabularySize
    self.division = division
  }

  /// The predictions of the first positions. O(*n* · notches).
  public init(_ predictions: Predictions, division: ScoringDivision) {
    self.init(vocabularySize: predictions.vocabularySize, division: division)
    add(predictions, at: 0)
  }

  /// How many pages there are until the last of which something is known.
  public var pageCount: Int { pages.count }
  /// How many positions of a page have their predictions.
  public func count(inPage page: Int) -> Int { pages[page]?.predictions.count ?? 0 }

  /// The predictions among which that of a position is, and its place among them; nil where it is
  /// missing. O(1).
  public func local(_ position: Int) -> (predictions: Predictions, position: Int)? {
    guard let (page, place) = place(of: position) else { return nil }
    return pages[page].map { ($0.predictions, place) }
  }

  /// The prediction of a position; `unscored` where it is missing. O(1).
  public subscript(position: Int) -> Prediction {
    local(position).map { $0.predictions[$0.position] } ?? .unscored
  }

  /// The rank of the token at a position; nil where it is missing or not scored;
  /// `Prediction.unknownRank` where it is only known to be beyond the candidates. O(1).
  public func rank(at position: Int) -> Int? {
    guard let (page, place) = place(of: position),
      let rank = pages[page]?.predictions.actualRanks[place], rank > 0
    else { return nil }
    return Int(rank)
  }

  /// Tells every position that has a score, in order, with the rank of the token there. O(*n*).
  public func forEachRank(_ body: (_ position: Int, _ rank: Int) -> Void) {
    for (page, known) in pages.enumerated() {
      guard let ranks = known?.predictions.actualRanks else { continue }
      let start = division.positions(ofPage: page).lowerBound
      for (place, rank) in ranks.enumerated() where rank > 0 { body(start + place, Int(rank)) }
    }
  }

  /// ln p of each candidate at a position, best first, in nats, at a temperature; none where it is missing.
  public func candidates(
    at position: Int, temperature: Temperature
  ) -> [(id: Int, logProbability: Double)] {
    local(position).map {
      $0.predictions.candidates(at: $0.position, temperature: temperature)
    } ?? []
  }

  /// The loss of all of them at every temperature, summed in the order of the text. O(*pages* · notches).
  public var curve: LossCurve {
    pages.reduce(into: LossCurve()) { all, page in
      if let page { all.add(page.curve) }
    }
  }

  /// How many of the tokens that came were the likeliest. O(*n*).
  public var firstRankCount: Int {
    pages.reduce(0) { $0 + ($1?.predictions.actualRanks.count { $0 == 1 } ?? 0) }
  }

  // MARK: Changes

  /// Adds the predictions of the positions from one on, as far as these are the next ones of their units;
  /// returns the pages that changed. O(*n* · notches) in what is added.
  ///
  /// - Parameters:
  ///   - start: The first position; by default the first that is missing.
  ///   - end: The positions that there are, for which room is made; by default no more than needed.
  @discardableResult
  public mutating func add(
    _ block: Predictions, at start: Int? = nil, of end: Int = 0
  ) -> Range<Int> {
    let start = start ?? leadingCount
    guard block.count > 0 else { return 0..<0 }
    let first = division.page(holding: start)
    var (taken, page) = (0, first)
    while taken < block.count {
      let all = division.positions(ofPage: page)
      let place = start + taken - all.lowerBound
      let piece = taken..<min(taken + all.count - place, block.count)
      guard addPiece(block, piece, to: page, at: place, room: min(all.upperBound, end)) else {
        break
      }
      taken = piece.upperBound
      page += 1
    }
    count += taken
    return first..<page
  }

  private mutating func addPiece(
    _ block: Predictions, _ piece: Range<Int>, to page: Int, at place: Int, room end: Int
  ) -> Bool {
    while pages.count <= page { pages.append(nil) }
    let known = pages[page]?.predictions.count ?? 0
    guard place == known else { return false }
    let predictions = piece.count == block.count ? block : Predictions(block, piece)
    if known == 0 {
      let room = end - division.positions(ofPage: page).lowerBound
      var kept = predictions
      if room > predictions.count { kept.reserve(room) }
      pages[page] = Page(predictions: kept, curve: LossCurve(predictions))
    } else {
      pages[page]?.predictions.append(predictions)
      pages[page]?.curve.add(predictions)
    }
    return true
  }

  /// Forgets every position from one on, as when the text was edited there. O(*pages*), and O(notches) for
  /// each position that stays in the page of the cut.
  public mutating func truncate(to length: Int) {
    let cut = division.page(holding: max(length, 0))
    guard cut < pages.count else { return }
    let kept = max(length, 0) - division.positions(ofPage: cut).lowerBound
    pages.removeLast(pages.count - cut - 1)
    if var known = pages[cut]?.predictions, kept < known.count {
      known.truncate(to: kept)
      pages[cut] = kept == 0 ? nil : Page(predictions: known, curve: LossCurve(known))
    }
    count = pages.reduce(0) { $0 + ($1?.predictions.count ?? 0) }
  }
}

extension Predictions {
  /// Some of other predictions. O(*n*) in them.
  init(_ others: Predictions, _ positions: Range<Int>) {
    self.init(vocabularySize: others.vocabularySize)
    reserve(positions.count)
    for position in positions { append(others[position]) }
  }
}
