/// Which units of a text are scored how far, and which is to be scored next.
public struct UnitProgress: Sendable {
  private let division: ScoringDivision
  private let tokenCount: Int
  /// How many positions of each unit, from its beginning on, are scored. `[units]`
  private var done: [Int]

  /// The progress of a text of so many tokens, of which these predictions are known.
  public init(_ known: TextPredictions, tokens count: Int) {
    division = known.division
    tokenCount = count
    done = (0..<division.unitCount(of: count)).map(known.count(inUnit:))
  }

  /// The positions of a unit that are to be scored, from the first that is missing on. O(1).
  public func missing(inUnit unit: Int) -> Range<Int> {
    let all = division.positions(ofUnit: unit).clamped(to: 0..<tokenCount)
    return min(all.lowerBound + done[unit], all.upperBound)..<all.upperBound
  }

  /// The unit to be scored next by somebody who looks at a place: the first from there on that is not
  /// scored to its end, or else the last before it; nil where all are. O(*units*).
  public func next(near place: Int) -> Int? {
    guard !done.isEmpty else { return nil }
    let here = min(division.unit(holding: max(place, 0)), done.count - 1)
    return (here..<done.count).first { !missing(inUnit: $0).isEmpty }
      ?? (0..<here).last { !missing(inUnit: $0).isEmpty }
  }

  /// Counts positions of a unit that were scored.
  public mutating func add(_ count: Int, inUnit unit: Int) { done[unit] += count }
}

extension ScoringSettings {
  /// The tokens that a model reads to score some positions of one unit, from the beginning of the window
  /// of the first of them on: scored alone, and with these settings, they have the same windows.
  public func stretch(scoring positions: Range<Int>) -> Range<Int> {
    window(scoring: positions.lowerBound).tokens.lowerBound..<positions.upperBound
  }
}
