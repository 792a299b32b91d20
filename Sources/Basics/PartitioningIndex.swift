extension RandomAccessCollection {
  /// The place of the first element for which something holds that holds for all elements behind it as
  /// well; the end where it holds for none.
  ///
  ///     [1, 3, 5].partitioningIndex { $0 >= 3 }  // 1
  ///
  /// - Complexity: O(log *n*), by bisection.
  @inlinable
  public func partitioningIndex(where holds: (Element) throws -> Bool) rethrows -> Index {
    var (start, count) = (startIndex, count)
    while count > 0 {
      let half = count / 2
      let middle = index(start, offsetBy: half)
      if try holds(self[middle]) {
        count = half
      } else {
        start = index(after: middle)
        count -= half + 1
      }
    }
    return start
  }
}
