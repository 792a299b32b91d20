import InformationTheory
import Scoring

/// The parts of a text in order, as far as it was scored when they were put so.
public struct PartListing: Sendable {
  /// What it was made of.
  let source: Source
  /// The text in parts, and their figures.
  public let division: TextDivision, figures: PartFigures
  /// By how much the surprise of each part changes, in nats; not a number where that is not known, and empty where
  /// the text is measured against nothing. `[parts]`
  private let changes: [Double]
  /// All parts in order, and those that are listed.
  private let ordered: [Int32]
  /// The parts that are listed, in order.
  public let parts: [Int32]

  /// What is to be listed, with all that it takes.
  struct Wish: Sendable {
    let scored: ScoredText
    let division: TextDivision
    let figures: TextFigures
    let behind: Prediction?
    let changes: TextChanges?
    let source: Source
  }

  /// What a list depends on.
  struct Source: Equatable {
    /// Which figures, and how many of them there are.
    var edition: Int, scored: Int, hasEnd: Bool
    /// Of how many tokens it is known what they are measured against; nil where they are measured against nothing.
    var compared: Int?
    var unit: TextUnit, order: ListOrder
    var line: String

    /// Whether the parts have the same figures, but for those of tokens that were scored since.
    func continues(_ earlier: Source) -> Bool {
      edition == earlier.edition && scored >= earlier.scored && unit == earlier.unit
    }

    /// Whether the parts have the same figures.
    func hasFigures(of other: Source) -> Bool {
      continues(other) && scored == other.scored && hasEnd == other.hasEnd
        && compared == other.compared
    }

    /// Whether the parts are the same, as far as they were scored.
    func lists(likewise other: Source) -> Bool {
      edition == other.edition && unit == other.unit && order == other.order && line == other.line
    }
  }

  /// Lists parts. O(*n*) in the text; what an earlier listing had the same is taken from there.
  init(_ wish: Wish, after known: PartListing?) {
    let source = wish.source
    (self.source, division) = (source, wish.division)
    let figures: PartFigures
    if let known, source.hasFigures(of: known.source) {
      let isInOrder = source.order == known.source.order
      (figures, changes) = (known.figures, known.changes)
      ordered = isInOrder ? known.ordered : source.order.applied(to: figures, changes)
    } else {
      let earlier = known.flatMap { source.continues($0.source) ? $0.figures : nil }
      figures = wish.partFigures(after: earlier)
      changes = wish.partChanges
      ordered = source.order.applied(to: figures, changes)
    }
    self.figures = figures
    parts = wish.filtered(ordered)
  }

  /// The figure that an order goes by; nil where it is not known.
  public func value(of part: Int, _ order: ListOrder) -> Double? {
    switch order {
    case .figure(let order): figures.value(of: part, order)
    case .change: changes.indices.contains(part) && !changes[part].isNaN ? changes[part] : nil
    }
  }
}

/// What a list of parts goes by.
public enum ListOrder: Hashable, Sendable {
  /// A figure of the part, the largest first.
  case figure(PartOrder)
  /// How much its surprise changes, the largest change first whatever its sign.
  case change

  /// All that there are, the change first where there is one.
  static func all(hasChanges: Bool) -> [ListOrder] {
    (hasChanges ? [.change] : []) + PartOrder.allCases.map(ListOrder.figure)
  }

  fileprivate func applied(to figures: PartFigures, _ changes: [Double]) -> [Int32] {
    switch self {
    case .figure(let order): figures.order(by: order)
    case .change: PartFigures.order(of: changes.count) { abs(changes[$0]) }
    }
  }
}

extension PartListing.Wish {
  /// How much the surprise of each part changes: the sum over its tokens.
  fileprivate var partChanges: [Double] {
    guard let changes else { return [] }
    return (0..<division.count).map { part in
      let known = division.tokens(of: part).compactMap { changes.share(of: $0, in: figures) }
      return known.isEmpty ? .nan : known.reduce(.zero, +).nats
    }
  }

  /// The figures of the parts, of words the corrected ones.
  fileprivate func partFigures(after known: PartFigures?) -> PartFigures {
    let words = division.unit == .word ? wordScores : nil
    return PartFigures(division, after: known, correcting: words.map { $0.corrected }) { token in
      guard let surprisal = figures.surprisal(at: token), let entropy = figures.entropy(at: token),
        let rank = scored.predictions.rank(at: token)
      else { return nil }
      return (surprisal, entropy, rank)
    }
  }

  private var wordScores: WordScores {
    WordScores(
      scored.text, scored.tokens[...], scored.predictions, behind: behind,
      BoundaryReader(figures.temperature)
    ) { figures.surprisal(at: $0) }
  }

  /// The parts in which what was typed begins.
  fileprivate func filtered(_ ordered: [Int32]) -> [Int32] {
    guard let search = TextSearch(source.line) else { return ordered }
    let starts = search.starts(in: scored.text)
    var (isFound, next) = ([Bool](repeating: false, count: division.count), 0)
    for part in isFound.indices {
      let end = scored.tokens[division.tokens(of: part).upperBound - 1].bytes.upperBound
      while next < starts.count, Int(starts[next]) < end {
        isFound[part] = true
        next += 1
      }
    }
    return ordered.filter { isFound[Int($0)] }
  }
}
