/// A range of bytes of a text, with a bit for each of two remarks, in eight bytes: a text has many. The text has
/// at most 4 GiB, and the range one.
public struct MarkedRange: Hashable, Sendable {
  @usableFromInline var start: UInt32
  /// The number of bytes, above the bits.
  @usableFromInline var length: UInt32

  /// A range with its remarks.
  @inlinable
  public init(_ bytes: Range<Int>, _ first: Bool, _ second: Bool) {
    precondition(
      bytes.upperBound <= UInt32.max && bytes.count < 1 << 30, "a range of a text of at most 4 GiB")
    start = UInt32(bytes.lowerBound)
    length = UInt32(bytes.count) << 2 | (second ? 2 : 0) | (first ? 1 : 0)
  }

  /// The range, as offsets in bytes.
  @inlinable public var bytes: Range<Int> {
    get { Int(start)..<Int(start) + Int(length >> 2) }
    set { self = MarkedRange(newValue, first, second) }
  }

  /// The first remark.
  @inlinable public var first: Bool {
    get { length & 1 != 0 }
    set { length = length & ~1 | (newValue ? 1 : 0) }
  }

  /// The second remark.
  @inlinable public var second: Bool {
    get { length & 2 != 0 }
    set { length = length & ~2 | (newValue ? 2 : 0) }
  }
}
