import InformationTheory
import Scoring

/// What is to be found out of the parts of a text. In a long text that takes longer than a key may, so it is
/// done beside the explorer, from values that nobody changes; what comes of it is dropped where it is of
/// another text by then.
public struct PartWork: Sendable {
  fileprivate let text: [UInt8], tokens: [Token]
  fileprivate let task: Task

  fileprivate enum Task: Sendable {
    /// To divide the text.
    case divide([TextUnit], ScoringDivision)
    /// To list its parts.
    case list(PartListing.Wish, PartListing?)
    /// To find the loudest of each piece of it.
    indirect case overview(Overview.Source, Explorer)
  }

  /// What came of it.
  public struct Result: Sendable {
    fileprivate let text: [UInt8], tokens: [Token]
    fileprivate var divisions: [TextDivision] = []
    fileprivate var words: WordCounts?
    fileprivate var listing: PartListing?
    fileprivate var overview: (source: Overview.Source, peaks: [Overview.Peak?])?
  }

  /// Does the work. O(*n*) in the text.
  public func done() -> Result {
    var result = Result(text: text, tokens: tokens)
    switch task {
    case .divide(let units, let pages):
      result.divisions = units.map { TextDivision(text, tokens, into: $0) }
      if units.contains(.word) { result.words = WordCounts(text, tokens, pages) }
    case .list(let wish, let known): result.listing = PartListing(wish, after: known)
    case .overview(let source, let explorer):
      result.overview = (source, explorer.loudestParts(amongPieces: source.columns))
    }
    return result
  }
}

extension Explorer {
  /// Whether the text is so short that its parts are found at any key.
  var isDividedAtOnce: Bool { text.count <= partsAtOnce }

  /// Whether what was asked for of the parts is still to come.
  package var awaitsParts: Bool { requests.arePartsAwaited }

  /// Finds out what is wanted of the parts and is not known: at once in a short text, and otherwise beside
  /// the explorer, one thing at a time.
  mutating func pursueParts() -> [Effect] {
    findPartsAtOnce()
    if !reading.isSplit || tokens.isEmpty { partList?.forget() }
    let listing = missingListing()  // says what is to come, while something else is awaited too
    guard !awaitsParts, let work = nextPartWork(listing) else { return [] }
    requests.parts += 1
    requests.arePartsAwaited = true
    return [.findParts(work, request: requests.parts)]
  }

  /// Finds out what is wanted of the parts of a short text.
  mutating func findPartsAtOnce() {
    while isDividedAtOnce, let work = nextPartWork(missingListing()) { take(work.done()) }
  }

  /// Takes what was found beside the explorer.
  mutating func take(parts result: PartWork.Result, request: Int) {
    guard request == requests.parts else { return }
    requests.arePartsAwaited = false
    if reading.bytes == result.text, reading.scored?.tokens == result.tokens, reading.isSplit {
      take(result)
    }
  }

  private mutating func take(_ result: PartWork.Result) {
    for division in result.divisions { reading.take(division) }
    if let words = result.words { reading.take(words) }
    if let listing = result.listing {
      partList?.take(listing)
      goToAwaitedPart()
    }
    if let overview = result.overview { take(overview: overview.peaks, of: overview.source) }
    if let direction = desk.place.wantedPeak, reading.division(into: .sentence) != nil {
      say(nil)
      moveToPeak(direction)
    }
  }

  /// What is to be found out next.
  private func nextPartWork(_ listing: PartListing.Wish?) -> PartWork? {
    guard !tokens.isEmpty, reading.isSplit || isDividedAtOnce else { return nil }
    let units = wantedUnits.filter { reading.division(into: $0) == nil }
    if !units.isEmpty { return work(.divide(units, figures.division)) }
    if let listing { return work(.list(listing, partList?.listing)) }
    return overview.wanted.map { work(.overview($0, self)) }
  }

  private func work(_ task: PartWork.Task) -> PartWork {
    let all = reading.isSplit ? scored?.tokens : nil
    return PartWork(text: text, tokens: all ?? Array(tokens), task: task)
  }

  /// What the text is to be divided into: a long one into everything as soon as nobody changes it, so that
  /// it is known when a key asks for it.
  private var wantedUnits: [TextUnit] {
    let isAtRest = !isDividedAtOnce && reveal == nil && !isEditing && phase != .generating
    let wanted = isAtRest ? TextUnit.allCases : [textUnit]
    return wanted + (desk.place.wantedPeak == nil ? [] : [.sentence])
  }
}
