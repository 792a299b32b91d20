extension Span<Float> {
  /// The entries of a vocabulary with these logits, which are numbers: the likeliest first, and of those that are
  /// equally likely the first. O(*n*).
  public var ranking: [Int32] {
    var entries: [RankedEntry] = []
    entries.reserveCapacity(count)
    for id in 0..<count { entries.append(RankedEntry(self[id], id)) }
    return entries.inOrder().map { Int32(truncatingIfNeeded: $0.id) }
  }
}
