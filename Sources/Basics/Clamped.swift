extension Comparable {
  /// The nearest value within bounds: `7.clamped(to: 0...5)` is 5. O(1).
  @inlinable
  public func clamped(to bounds: ClosedRange<Self>) -> Self {
    min(max(self, bounds.lowerBound), bounds.upperBound)
  }
}

/// The interval between two ends that rounding may have swapped. O(1).
@inlinable
public func ordered(_ one: Double, _ other: Double) -> ClosedRange<Double> {
  min(one, other)...max(one, other)
}

extension Int {
  /// The nearest place within a range: `7.clamped(to: 0..<5)` is 4. The lower bound of an empty range.
  /// O(1).
  @inlinable
  public func clamped(to places: Range<Int>) -> Int {
    Swift.max(Swift.min(self, places.upperBound - 1), places.lowerBound)
  }
}

extension Int {
  /// The whole number nearest to a value: the least or the largest one for what is beyond them, and 0 for what is
  /// no number. For what is drawn or printed of a value that may be no number, so that none traps. O(1).
  @inlinable
  public init(nearest value: Double) {
    let whole = value.rounded()
    self = whole.isNaN ? 0 : whole >= 0x1p63 ? .max : whole <= -0x1p63 ? .min : Int(whole)
  }
}
