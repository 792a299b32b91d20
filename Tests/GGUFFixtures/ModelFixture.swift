/// A small model file made by hand: valid as it stands, and wrong wherever a test edits it.
public struct ModelFixture: Sendable {
  /// The first bytes.
  public var magic: [UInt8] = Array("GGUF".utf8)
  /// The version of the format.
  public var version: UInt32 = 3
  /// The count of pairs in the header, where it is not the true one.
  public var keyCount: UInt64?
  /// The count of tensors in the header, where it is not the true one.
  public var tensorCount: UInt64?
  /// The keys and values.
  public var pairs: [Pair] = []
  /// The tensors.
  public var tensors: [Tensor] = []
  /// What tensor data are aligned to; the file says so only where a pair does.
  public var alignment = 32

  /// A file of nothing.
  public init() {}

  /// A key and a value as bytes.
  public struct Pair: Sendable {
    /// The key.
    public var key: [UInt8]
    /// The length of the key in the file, where it is not the true one.
    public var keyLength: UInt64?
    /// The value with its type.
    public var value: Value

    /// A key and a value.
    public init(_ key: String, _ value: Value) {
      self.key = Array(key.utf8)
      self.value = value
    }
  }

  /// A tensor's description and its data.
  public struct Tensor: Sendable {
    /// The name.
    public var name: [UInt8]
    /// The dimensions, the row first.
    public var dimensions: [UInt64]
    /// The type's number.
    public var type: UInt32
    /// The offset in the file, where it is not that of the data.
    public var offset: UInt64?
    /// The data, which need not be as long as the dimensions say.
    public var data: [UInt8]

    /// A tensor.
    public init(
      _ name: String, _ dimensions: [UInt64], type: UInt32 = 0, offset: UInt64? = nil,
      data: [UInt8]
    ) {
      self.name = Array(name.utf8)
      self.dimensions = dimensions
      self.type = type
      self.offset = offset
      self.data = data
    }

    /// A tensor of f32 numbers.
    public init(_ name: String, _ dimensions: [UInt64], _ numbers: [Float]) {
      self.init(name, dimensions, data: numbers.flatMap { littleEndian($0.bitPattern) })
    }
  }

  /// A value as the file holds it.
  public struct Value: Sendable {
    /// The number of its type.
    public var type: UInt32
    /// Its bytes.
    public var bytes: [UInt8]

    /// A value of any type and bytes.
    public init(type: UInt32, bytes: [UInt8]) {
      self.type = type
      self.bytes = bytes
    }
  }

  /// Puts a value in place of the one that the key has, or behind the others.
  public mutating func set(_ key: String, _ value: Value) {
    if let index = pairs.firstIndex(where: { $0.key == Array(key.utf8) }) {
      pairs[index].value = value
    } else {
      pairs.append(Pair(key, value))
    }
  }

  /// Takes a key out.
  public mutating func remove(_ key: String) {
    pairs.removeAll { $0.key == Array(key.utf8) }
  }

  /// The file.
  public var bytes: [UInt8] {
    var file = magic + littleEndian(version)
    file += littleEndian(tensorCount ?? UInt64(tensors.count))
    file += littleEndian(keyCount ?? UInt64(pairs.count))
    for pair in pairs {
      file += littleEndian(pair.keyLength ?? UInt64(pair.key.count)) + pair.key
      file += littleEndian(pair.value.type) + pair.value.bytes
    }
    var data: [UInt8] = []
    for tensor in tensors {
      file += littleEndian(UInt64(tensor.name.count)) + tensor.name
      file += littleEndian(UInt32(tensor.dimensions.count))
      file += tensor.dimensions.flatMap { littleEndian($0) } + littleEndian(tensor.type)
      pad(&data)
      file += littleEndian(tensor.offset ?? UInt64(data.count))
      data += tensor.data
    }
    if !tensors.isEmpty { pad(&file) }
    return file + data
  }

  private func pad(_ bytes: inout [UInt8]) {
    while bytes.count % alignment != 0 { bytes.append(0) }
  }
}

/// The bytes of a number as files have them.
public func littleEndian(_ number: some FixedWidthInteger) -> [UInt8] {
  (0..<number.bitWidth / 8).map { UInt8(truncatingIfNeeded: number >> (8 * $0)) }
}

// The values that files have.
extension ModelFixture.Value {
  /// A text.
  public static func string(_ text: String) -> Self { .string(Array(text.utf8)) }
  /// A text of any bytes.
  public static func string(_ bytes: [UInt8]) -> Self {
    Self(type: 8, bytes: littleEndian(UInt64(bytes.count)) + bytes)
  }
  /// An unsigned number of 8 bits.
  public static func uint8(_ value: UInt8) -> Self { Self(type: 0, bytes: [value]) }
  /// An unsigned number of 32 bits.
  public static func uint32(_ value: UInt32) -> Self { Self(type: 4, bytes: littleEndian(value)) }
  /// A number of 32 bits.
  public static func int32(_ value: Int32) -> Self { Self(type: 5, bytes: littleEndian(value)) }
  /// An unsigned number of 64 bits.
  public static func uint64(_ value: UInt64) -> Self { Self(type: 10, bytes: littleEndian(value)) }
  /// A floating-point number.
  public static func float32(_ value: Float) -> Self {
    Self(type: 6, bytes: littleEndian(value.bitPattern))
  }
  /// A truth value.
  public static func bool(_ value: Bool) -> Self { Self(type: 7, bytes: [value ? 1 : 0]) }
  /// An array of elements of any type, whose bytes are given, with any count.
  public static func array(type: UInt32, count: UInt64, bytes: [UInt8]) -> Self {
    Self(type: 9, bytes: littleEndian(type) + littleEndian(count) + bytes)
  }
  /// An array of texts.
  public static func strings(_ texts: [String]) -> Self { .strings(texts.map { Array($0.utf8) }) }
  /// An array of texts of any bytes.
  public static func strings(_ texts: [[UInt8]]) -> Self {
    .array(
      type: 8, count: UInt64(texts.count),
      bytes: texts.flatMap { littleEndian(UInt64($0.count)) + $0 })
  }
  /// An array of numbers of 32 bits.
  public static func int32s(_ values: [Int32]) -> Self {
    .array(type: 5, count: UInt64(values.count), bytes: values.flatMap { littleEndian($0) })
  }
  /// An array of floating-point numbers.
  public static func float32s(_ values: [Float]) -> Self {
    .array(
      type: 6, count: UInt64(values.count), bytes: values.flatMap { littleEndian($0.bitPattern) })
  }
}
