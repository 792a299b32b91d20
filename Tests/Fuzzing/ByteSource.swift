/// Makes choices by the bytes of an input, so that every input is one of the right kind.
struct ByteSource {
  private var rest: ArraySlice<UInt8>

  init(_ bytes: [UInt8]) { rest = bytes[...] }

  /// Whether all bytes were used.
  var isEmpty: Bool { rest.isEmpty }

  /// The next byte; 0 behind the end.
  mutating func byte() -> UInt8 { rest.popFirst() ?? 0 }

  /// A number of a range of at most 256.
  mutating func number(in range: ClosedRange<Int>) -> Int {
    range.lowerBound + Int(byte()) % range.count
  }

  /// The next bytes, as many as there still are.
  mutating func bytes(_ count: Int) -> [UInt8] {
    defer { rest = rest.dropFirst(count) }
    return Array(rest.prefix(count))
  }

  /// One of several.
  mutating func choice<Element>(_ choices: [Element]) -> Element {
    choices[Int(byte()) % choices.count]
  }

  /// All bytes that are left.
  mutating func remainder() -> [UInt8] { bytes(rest.count) }
}
