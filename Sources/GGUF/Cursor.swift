/// A place in a file; every read is checked against the bytes that are really there.
struct Cursor {
  private(set) var position = 0
  /// Where reading must stop, by a limit or because the file ends.
  var end: Int

  /// The bytes that may still be read.
  var remaining: Int { end - position }

  /// Reads a number.
  mutating func read<Number: FixedWidthInteger & BitwiseCopyable>(
    _ type: Number.Type, _ field: @autoclosure () -> String, from bytes: RawSpan
  ) throws(GGUFError) -> Number {
    let start = try skip(UInt64(MemoryLayout<Number>.size), field(), in: bytes)
    return bytes.number(at: start.lowerBound)
  }

  /// Reads a length and steps over so many bytes, whose range it returns.
  mutating func readString(
    _ field: @autoclosure () -> String, from bytes: RawSpan
  ) throws(GGUFError) -> Range<Int> {
    let length = try read(UInt64.self, field(), from: bytes)
    return try skip(length, field(), in: bytes)
  }

  /// Steps over bytes, and returns their range.
  mutating func skip(
    _ count: UInt64, _ field: @autoclosure () -> String, in bytes: RawSpan
  ) throws(GGUFError) -> Range<Int> {
    guard let count = Int(exactly: count), count <= remaining else {
      throw shortage(count, field(), in: bytes)
    }
    let start = position
    position += count
    return start..<position
  }

  /// Steps over strings. O(*n*) in their number.
  mutating func skipStrings(
    _ count: Int, _ field: @autoclosure () -> String, in bytes: RawSpan
  ) throws(GGUFError) {
    var place = position
    for _ in 0..<count {
      guard end - place >= 8 else {
        position = place
        throw shortage(8, field(), in: bytes)
      }
      let length: UInt64 = bytes.number(at: place)
      guard let step = Int(exactly: length), step <= end - place - 8 else {
        position = place
        throw shortage(length, field(), in: bytes)
      }
      place += 8 + step
    }
    position = place
  }

  /// Why so many elements cannot be had.
  func shortage(
    _ count: UInt64, times width: Int, _ field: String, in bytes: RawSpan
  ) -> GGUFError {
    let (size, overflow) = count.multipliedReportingOverflow(by: UInt64(width))
    return shortage(overflow ? .max : size, field, in: bytes)
  }

  /// Why so many bytes cannot be had: the file ends, or only the metadata may not go on.
  private func shortage(_ needed: UInt64, _ field: String, in bytes: RawSpan) -> GGUFError {
    let left = bytes.byteCount - position
    guard end < bytes.byteCount, needed <= left else {
      return GGUFError(.truncated(reading: field), at: position)
    }
    return GGUFError(
      .overLimit(.metadataBytes, count: UInt64(position) + needed, limit: end), at: position)
  }
}

extension RawSpan {
  /// The little-endian number at a position, which has to lie inside.
  func number<Number: FixedWidthInteger & BitwiseCopyable>(at position: Int) -> Number {
    unsafe Number(littleEndian: unsafeLoadUnaligned(fromByteOffset: position, as: Number.self))
  }

  /// The bytes of a range, which has to lie inside, copied.
  func copy(_ range: Range<Int>) -> [UInt8] {
    range.map { unsafe unsafeLoad(fromByteOffset: $0, as: UInt8.self) }
  }
}
