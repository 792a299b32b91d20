/// The ids of the candidates of consecutive positions: three bytes each, as no vocabulary has 2²³
/// entries.
public struct CandidateIDs: RandomAccessCollection, Equatable, Sendable {
  private var low: [SIMD32<UInt16>] = []
  private var high: [SIMD32<UInt8>] = []

  /// The first position.
  public var startIndex: Int { 0 }
  /// The position behind the last.
  public var endIndex: Int { low.count }

  /// Those of a position, −1 beyond the candidates that are known. O(1).
  public subscript(position: Int) -> SIMD32<Int32> {
    let high = SIMD32<Int32>(truncatingIfNeeded: SIMD32<Int8>(truncatingIfNeeded: high[position]))
    return high &<< 16 | SIMD32<Int32>(truncatingIfNeeded: low[position])
  }

  mutating func append(_ ids: SIMD32<Int32>) {
    low.append(SIMD32(truncatingIfNeeded: ids))
    high.append(SIMD32(truncatingIfNeeded: ids &>> 16))
  }

  mutating func append(_ others: CandidateIDs) {
    low += others.low
    high += others.high
  }

  mutating func reserveCapacity(_ count: Int) {
    low.reserveCapacity(count)
    high.reserveCapacity(count)
  }

  mutating func removeLast(_ count: Int) {
    low.removeLast(count)
    high.removeLast(count)
  }
}
