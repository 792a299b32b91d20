import InformationTheory

extension TextFigures {
  /// So few units say nothing of their scatter.
  private static let leastUnits = 4

  /// The standard errors of the figures of a text that is longer than a window, over those of its windows of
  /// which something is scored. Nil where these are few, and where the windows move on by so little that a
  /// unit has several. O(*pages*), and O(*n*) where bytes are counted.
  ///
  /// - Parameter tokens: The tokens of the text, where bits per byte are asked for.
  public func standardErrors(of tokens: [Token] = []) -> StandardErrors? {
    guard division.hasWindowAUnit else { return nil }
    var errors = StandardErrors(over: .windows)
    var (unit, amounts) = (0, ScoredAmounts())
    for page in 0..<pageCount {
      let here = division.unit(holding: division.positions(ofPage: page).lowerBound)
      if here != unit {
        errors.add(amounts)
        (unit, amounts) = (here, ScoredAmounts())
      }
      amounts += self.amounts(ofPage: page, tokens)
    }
    errors.add(amounts)
    return errors.units >= Self.leastUnits ? errors : nil
  }
}
