/// An array of strings in a model file. The strings stay where they are.
///
/// Each string is preceded by its length in eight bytes, so that string `i` occupies the bytes
/// `starts[i] + 8 ..< starts[i + 1]` of the file:
///
///     let starts = array.starts()
///     let third = metadata.withBytes { $0.extracting(Int(starts[2]) + 8..<Int(starts[3])) … }
public struct StringArray: Sendable {
  /// The number of strings.
  public let count: Int
  /// The bytes of the file that hold them, lengths included. Within ``Limits/metadataBytes``.
  public let bytes: Range<Int>
  let storage: Storage

  /// The bytes that stand before each string and say its length.
  public static let prefixBytes = 8

  /// Where in the file each string's length begins, and where the last string ends: `[count + 1]`.
  ///
  /// - Complexity: O(*n*), where *n* is the number of strings.
  public func starts() -> [UInt32] {
    storage.withBytes { file in
      var place = bytes.lowerBound
      // As many bytes as the file has are there for them.
      var starts = [UInt32](repeating: 0, count: count + 1)
      for index in 0..<count {
        starts[index] = UInt32(truncatingIfNeeded: place)
        let length: UInt64 = file.number(at: place)
        place += Self.prefixBytes + Int(truncatingIfNeeded: length)
      }
      starts[count] = UInt32(truncatingIfNeeded: place)
      return starts
    }
  }

  /// The bytes of a string, copied. O(*n*) in the index: to read many, use ``starts()``.
  public subscript(index: Int) -> [UInt8] {
    precondition((0..<count).contains(index), "no string at \(index)")
    return storage.withBytes { file in
      var place = bytes.lowerBound
      for _ in 0..<index { place += Self.prefixBytes + length(at: place, in: file) }
      return file.copy(
        place + Self.prefixBytes..<place + Self.prefixBytes + length(at: place, in: file))
    }
  }

  private func length(at place: Int, in file: RawSpan) -> Int {
    Int(truncatingIfNeeded: file.number(at: place) as UInt64)
  }
}

// Arrays. Their elements are read, and copied where they are numbers, when they are asked for.
extension Metadata {
  /// The number of elements of an array; nil when the key is missing or its value no array.
  public func count(of key: String) -> Int? { entry(key)?.elements?.count }

  /// An array of strings. O(1).
  public func stringArray(_ key: String) throws(GGUFError) -> StringArray? {
    guard let entry = entry(key) else { return nil }
    guard let elements = entry.elements, elements.type == .string else {
      throw wrongType(entry, needed: "array of string")
    }
    return StringArray(count: elements.count, bytes: entry.bytes, storage: storage)
  }

  /// An array of f32. O(*n*) in its elements.
  public func floatArray(_ key: String) throws(GGUFError) -> [Float]? {
    guard let entry = entry(key) else { return nil }
    guard let elements = entry.elements, elements.type == .float32 else {
      throw wrongType(entry, needed: "array of f32")
    }
    return withBytes { bytes in
      (0..<elements.count).map {
        Float(bitPattern: bytes.number(at: entry.bytes.lowerBound + 4 * $0))
      }
    }
  }

  /// An array of truth values. O(*n*) in its elements.
  public func boolArray(_ key: String) throws(GGUFError) -> [Bool]? {
    guard let entry = entry(key) else { return nil }
    guard let elements = entry.elements, elements.type == .bool else {
      throw wrongType(entry, needed: "array of bool")
    }
    return withBytes { bytes in
      (0..<elements.count).map { bytes.number(at: entry.bytes.lowerBound + $0) as UInt8 != 0 }
    }
  }

  /// An array of any integer type, each element of which must fit an `Int`. O(*n*) in its elements.
  public func intArray(_ key: String) throws(GGUFError) -> [Int]? {
    guard let entry = entry(key) else { return nil }
    switch entry.elements?.type {
    case .uint8: return try integers(entry, as: UInt8.self)
    case .int8: return try integers(entry, as: Int8.self)
    case .uint16: return try integers(entry, as: UInt16.self)
    case .int16: return try integers(entry, as: Int16.self)
    case .uint32: return try integers(entry, as: UInt32.self)
    case .int32: return try integers(entry, as: Int32.self)
    case .uint64: return try integers(entry, as: UInt64.self)
    case .int64: return try integers(entry, as: Int64.self)
    case .float32, .float64, .bool, .string, .array, nil:
      throw wrongType(entry, needed: "array of integers")
    }
  }

  private func integers<Number: FixedWidthInteger & BitwiseCopyable>(
    _ entry: Entry, as type: Number.Type
  ) throws(GGUFError) -> [Int] {
    try withBytes { bytes throws(GGUFError) in
      var values: [Int] = []
      values.reserveCapacity(entry.elements?.count ?? 0)  // the file has as many elements
      let width = MemoryLayout<Number>.size
      for place in stride(from: entry.bytes.lowerBound, to: entry.bytes.upperBound, by: width) {
        let value: Number = bytes.number(at: place)
        guard let fitting = Int(exactly: value) else {
          throw GGUFError(.outOfRange(key: entry.key, value: "\(value)"), at: place)
        }
        values.append(fitting)
      }
      return values
    }
  }
}
