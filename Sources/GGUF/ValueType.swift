/// The type of a metadata value, by its number in the file.
public enum ValueType: UInt32, Sendable, CaseIterable {
  /// An integer or a floating-point number of so many bits.
  case uint8 = 0
  case int8, uint16, int16, uint32, int32, float32
  /// A byte that is 0 or 1.
  case bool
  /// A length of eight bytes, and so many bytes of text.
  case string
  /// An element type, a count, and so many values.
  case array
  case uint64, int64, float64

  /// The bytes of every value of this type; nil for a string or an array, whose values differ.
  public var byteCount: Int? {
    switch self {
    case .uint8, .int8, .bool: 1
    case .uint16, .int16: 2
    case .uint32, .int32, .float32: 4
    case .uint64, .int64, .float64: 8
    case .string, .array: nil
    }
  }

  /// A short name for messages, such as `u32`.
  public var name: String {
    switch self {
    case .uint8: "u8"
    case .int8: "i8"
    case .uint16: "u16"
    case .int16: "i16"
    case .uint32: "u32"
    case .int32: "i32"
    case .float32: "f32"
    case .bool: "bool"
    case .string: "string"
    case .array: "array"
    case .uint64: "u64"
    case .int64: "i64"
    case .float64: "f64"
    }
  }
}
