extension Comparable {
  /// The nearest value within bounds: `7.clamped(to: 0...5)` is 5. O(1).
  @inlinable
  public func clamped(to bounds: ClosedRange<Self>) -> Self {
    min(max(self, bounds.lowerBound), bounds.upperBound)
  }
}

extension Int {
  /// The nearest place within a range: `7.clamped(to: 0..<5)` is 4. The lower bound of an empty range.
  /// O(1).
  @inlinable
  public func clamped(to places: Range<Int>) -> Int {
    Swift.max(Swift.min(self, places.upperBound - 1), places.lowerBound)
  }
}
