/// Reads the pairs of a key and a value, keeping of each value only where it is.
struct PairReader {
  private(set) var entries: [Metadata.Entry] = []
  private(set) var indices: [String: Int] = [:]

  mutating func readPair(
    _ index: Int, _ cursor: inout Cursor, _ bytes: RawSpan
  ) throws(GGUFError) {
    let position = cursor.position
    let key = try readKey(index, &cursor, bytes)
    let number = try cursor.read(UInt32.self, "the type of \(key)", from: bytes)
    guard let type = ValueType(rawValue: number) else {
      throw GGUFError(.unknownValueType(number, key: key), at: cursor.position - 4)
    }
    let entry = try readValue(type, key, &cursor, bytes)
    guard indices.updateValue(entries.count, forKey: key) == nil else {
      throw GGUFError(.duplicateKey(key), at: position)
    }
    entries.append(entry)
  }

  private func readKey(
    _ index: Int, _ cursor: inout Cursor, _ bytes: RawSpan
  ) throws(GGUFError) -> String {
    let position = cursor.position
    let range = try cursor.readString("key \(index)", from: bytes)
    guard range.count <= Limits.keyBytes else {
      throw GGUFError(
        .overLimit(.keyBytes, count: UInt64(range.count), limit: Limits.keyBytes), at: position)
    }
    let key = bytes.copy(range)
    guard isPrintableASCII(key) else { throw GGUFError(.invalidKey(key), at: position) }
    return String(decoding: key, as: UTF8.self)
  }

  private func readValue(
    _ type: ValueType, _ key: String, _ cursor: inout Cursor, _ bytes: RawSpan
  ) throws(GGUFError) -> Metadata.Entry {
    if type == .array { return try readArray(key, &cursor, bytes) }
    guard let width = type.byteCount else {
      let range = try cursor.readString("the value of \(key)", from: bytes)
      return .init(key: key, type: type, bytes: range)
    }
    let range = try cursor.skip(UInt64(width), "the value of \(key)", in: bytes)
    if type == .bool {
      let value: UInt8 = bytes.number(at: range.lowerBound)
      guard value <= 1 else { throw GGUFError(.invalidBool(value, key: key), at: range.lowerBound) }
    }
    return .init(key: key, type: type, bytes: range)
  }

  private func readArray(
    _ key: String, _ cursor: inout Cursor, _ bytes: RawSpan
  ) throws(GGUFError) -> Metadata.Entry {
    let position = cursor.position
    let number = try cursor.read(UInt32.self, "the element type of \(key)", from: bytes)
    guard let type = ValueType(rawValue: number) else {
      throw GGUFError(.unknownValueType(number, key: key), at: position)
    }
    guard type != .array else { throw GGUFError(.nestedArray(key: key), at: position) }
    let count = try cursor.read(UInt64.self, "the number of elements of \(key)", from: bytes)
    let width = type.byteCount ?? StringArray.prefixBytes
    guard count <= UInt64(max(cursor.remaining, 0)) / UInt64(width), let count = Int(exactly: count)
    else { throw cursor.shortage(count, times: width, "the elements of \(key)", in: bytes) }
    let start = cursor.position
    if type == .string {
      try cursor.skipStrings(count, "the strings of \(key)", in: bytes)
    } else {
      _ = try cursor.skip(UInt64(count * width), "the elements of \(key)", in: bytes)
    }
    return .init(
      key: key, type: .array, elements: (type, count), bytes: start..<cursor.position)
  }

  /// What tensor data are aligned to: 32 bytes unless the file says otherwise.
  func alignment(_ bytes: RawSpan) throws(GGUFError) -> Int {
    let key = "general.alignment"
    guard let entry = indices[key].map({ entries[$0] }) else { return 32 }
    guard entry.type == .uint32 else {
      throw GGUFError(
        .wrongType(key: key, found: entry.type.name, needed: "u32"), at: entry.bytes.lowerBound)
    }
    let value: UInt32 = bytes.number(at: entry.bytes.lowerBound)
    guard value.nonzeroBitCount == 1, let alignment = Int(exactly: value),
      Limits.alignment.contains(alignment)
    else { throw GGUFError(.invalidAlignment(value), at: entry.bytes.lowerBound) }
    return alignment
  }
}
