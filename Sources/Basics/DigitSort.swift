extension Array {
  /// The elements by some bits of a number that each has, the least first, equal ones as they stand: digit by
  /// digit, from the last one on (Hollerith 1889).
  ///
  /// - Complexity: O(*n*), and room for as many elements.
  @inlinable
  public func sorted(byBits bits: Range<UInt64>, of key: (Element) -> UInt64) -> [Element] {
    guard count > 1 else { return self }
    var (elements, others) = (self, self)
    for shift in stride(from: bits.lowerBound, to: bits.upperBound, by: 11) {
      let mask: UInt64 = (1 << Swift.min(bits.upperBound - shift, 11)) - 1
      var places = [Int](repeating: 0, count: 2_049)
      for element in elements { places[Int(key(element) >> shift & mask) + 1] += 1 }
      if places.contains(count) { continue }  // they do not differ here
      for digit in 1..<2_048 { places[digit] += places[digit - 1] }
      for element in elements {
        let digit = Int(key(element) >> shift & mask)
        others[places[digit]] = element
        places[digit] += 1
      }
      swap(&elements, &others)
    }
    return elements
  }
}
