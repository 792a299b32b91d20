/// The keys of a model file and their values, which are read from the file when they are asked for.
///
/// A getter returns nil when the key is missing, and throws when its value has another type than was
/// asked for: a value is never converted from text or truncated.
///
///     let layers = try metadata.required("llama.block_count", metadata.unsigned)
///     let base = try metadata.float("llama.rope.freq_base") ?? 10_000
public struct Metadata: Sendable {
  /// A key, and where its value lies.
  struct Entry: Sendable {
    var key: String
    var type: ValueType
    /// The type of an array's elements, and their number.
    var elements: (type: ValueType, count: Int)?
    /// The bytes of the value; of an array, of its elements.
    var bytes: Range<Int>
  }

  let storage: Storage
  private let entries: [Entry]
  private let indices: [String: Int]

  init(storage: Storage, entries: [Entry], indices: [String: Int]) {
    self.storage = storage
    self.entries = entries
    self.indices = indices
  }

  /// The keys in the order of the file, all of printable ASCII.
  public var keys: [String] { entries.map(\.key) }

  /// The type of a key's value; nil when the key is missing.
  public func type(of key: String) -> ValueType? { entry(key)?.type }

  /// The value that a getter finds, which must be there.
  ///
  ///     try metadata.required("general.architecture", metadata.string)
  public func required<Value>(
    _ key: String, _ read: (String) throws(GGUFError) -> Value?
  ) throws(GGUFError) -> Value {
    guard let value = try read(key) else { throw GGUFError(.missingKey(key)) }
    return value
  }

  func entry(_ key: String) -> Entry? { indices[key].map { entries[$0] } }

  /// Lends the bytes of the whole file, into which the ranges of ``StringArray`` point.
  public func withBytes<Result, Failure: Error>(
    _ body: (RawSpan) throws(Failure) -> Result
  ) throws(Failure) -> Result {
    try storage.withBytes(body)
  }
}

// One value.
extension Metadata {
  /// A text. Bytes that are not UTF-8 become U+FFFD, and control characters stay in it.
  public func string(_ key: String) throws(GGUFError) -> String? {
    guard let entry = entry(key) else { return nil }
    guard entry.type == .string else { throw wrongType(entry, needed: "string") }
    return withBytes { String(decoding: $0.copy(entry.bytes), as: UTF8.self) }
  }

  /// A truth value.
  public func bool(_ key: String) throws(GGUFError) -> Bool? {
    guard let entry = entry(key) else { return nil }
    guard entry.type == .bool else { throw wrongType(entry, needed: "bool") }
    return withBytes { $0.number(at: entry.bytes.lowerBound) as UInt8 } != 0
  }

  /// A number of any integer type, which must not be negative.
  public func unsigned(_ key: String) throws(GGUFError) -> UInt64? {
    guard let entry = entry(key) else { return nil }
    let value = withBytes { integer(entry.type, at: entry.bytes.lowerBound, in: $0) }
    guard let value else { throw wrongType(entry, needed: "an unsigned integer") }
    guard let unsigned = UInt64(exactly: value) else {
      throw GGUFError(
        .outOfRange(key: key, value: "\(value)"), at: entry.bytes.lowerBound)
    }
    return unsigned
  }

  /// A floating-point number of 32 or 64 bits. It may be infinite or not a number.
  public func float(_ key: String) throws(GGUFError) -> Double? {
    guard let entry = entry(key) else { return nil }
    let value = withBytes { floatingPoint(entry.type, at: entry.bytes.lowerBound, in: $0) }
    guard let value else { throw wrongType(entry, needed: "f32") }
    return value
  }

  func wrongType(_ entry: Entry, needed: String) -> GGUFError {
    var found = entry.type.name
    if let elements = entry.elements { found = "array of \(elements.type.name)" }
    return GGUFError(
      .wrongType(key: entry.key, found: found, needed: needed), at: entry.bytes.lowerBound)
  }
}

/// The integer of a type at a place, widened so that all fit; nil for types that are not integers.
func integer(_ type: ValueType, at place: Int, in bytes: RawSpan) -> Int128? {
  switch type {
  case .uint8: Int128(bytes.number(at: place) as UInt8)
  case .int8: Int128(bytes.number(at: place) as Int8)
  case .uint16: Int128(bytes.number(at: place) as UInt16)
  case .int16: Int128(bytes.number(at: place) as Int16)
  case .uint32: Int128(bytes.number(at: place) as UInt32)
  case .int32: Int128(bytes.number(at: place) as Int32)
  case .uint64: Int128(bytes.number(at: place) as UInt64)
  case .int64: Int128(bytes.number(at: place) as Int64)
  case .float32, .float64, .bool, .string, .array: nil
  }
}

/// The floating-point number of a type at a place; nil for other types.
func floatingPoint(_ type: ValueType, at place: Int, in bytes: RawSpan) -> Double? {
  switch type {
  case .float32: Double(Float(bitPattern: bytes.number(at: place)))
  case .float64: Double(bitPattern: bytes.number(at: place))
  case .uint8, .int8, .uint16, .int16, .uint32, .int32, .uint64, .int64, .bool, .string, .array: nil
  }
}
