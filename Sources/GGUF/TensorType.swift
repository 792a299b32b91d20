// The names are ggml's own, which its files, tools and users write with underscores.
// swift-format-ignore-file: AlwaysUseLowerCamelCase

/// How a tensor's elements are stored, by its number in the file: ggml's types.
///
/// A type that is listed here can be named and measured; that does not mean that it can be computed
/// with.
public enum TensorType: UInt32, Sendable, CaseIterable {
  /// Floating-point numbers.
  case f32 = 0
  case f16 = 1
  case bf16 = 30
  case f64 = 28
  /// Blocks of 32 with one scale, and for the types that end in 1 one offset.
  case q4_0 = 2
  case q4_1 = 3
  case q5_0 = 6
  case q5_1 = 7
  case q8_0 = 8
  case q8_1 = 9
  /// Blocks of 256 in sub-blocks with scales of their own.
  case q2_K = 10
  case q3_K = 11
  case q4_K = 12
  case q5_K = 13
  case q6_K = 14
  case q8_K = 15
  /// Blocks of entries of a codebook.
  case iq2_xxs = 16
  case iq2_xs = 17
  case iq3_xxs = 18
  case iq1_s = 19
  case iq4_nl = 20
  case iq3_s = 21
  case iq2_s = 22
  case iq4_xs = 23
  case iq1_m = 29
  /// Integers.
  case i8 = 24
  case i16 = 25
  case i32 = 26
  case i64 = 27
  /// Blocks of ternary numbers.
  case tq1_0 = 34
  case tq2_0 = 35
  /// Blocks of four-bit floating-point numbers.
  case mxfp4 = 39
  case nvfp4 = 40

  /// The number of elements in a block, and the bytes that a block takes. Never zero.
  public var block: (elements: Int, bytes: Int) {
    switch self {
    case .f32, .i32: (1, 4)
    case .f16, .bf16, .i16: (1, 2)
    case .f64, .i64: (1, 8)
    case .i8: (1, 1)
    case .q4_0, .iq4_nl: (32, 18)
    case .q4_1: (32, 20)
    case .q5_0: (32, 22)
    case .q5_1: (32, 24)
    case .q8_0: (32, 34)
    case .q8_1: (32, 36)
    case .q2_K: (256, 84)
    case .q3_K, .iq3_s: (256, 110)
    case .q4_K: (256, 144)
    case .q5_K: (256, 176)
    case .q6_K: (256, 210)
    case .q8_K: (256, 292)
    case .iq2_xxs, .tq2_0: (256, 66)
    case .iq2_xs: (256, 74)
    case .iq3_xxs: (256, 98)
    case .iq1_s: (256, 50)
    case .iq2_s: (256, 82)
    case .iq4_xs: (256, 136)
    case .iq1_m: (256, 56)
    case .tq1_0: (256, 54)
    case .mxfp4: (32, 17)
    case .nvfp4: (64, 36)
    }
  }

  /// The name that people know it by, such as `Q4_1`.
  public var name: String {
    let name = "\(self)"
    return name.hasSuffix("_K") ? name.prefix(1).uppercased() + name.dropFirst() : name.uppercased()
  }
}
