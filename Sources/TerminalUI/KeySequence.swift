import Exploration

/// An escape sequence in its parts: `ESC [ parameters final` (CSI) or `ESC O parameters final` (SS3).
///
/// The forms are those of xterm's "Control Sequences" and of rxvt, the Linux console, and kitty.
struct KeySequence {
  private let text: [UInt8]
  private let numbers: [Int]
  private let final: UInt8
  private let isSS3: Bool

  init(parameters: [UInt8], final: UInt8, isSS3: Bool) {
    text = parameters
    self.final = final
    self.isSS3 = isSS3
    let digits = parameters.first == UInt8(ascii: "<") ? parameters.dropFirst() : parameters[...]
    // `a:b` are details of `a`, which older programs need not know.
    numbers = digits.split(separator: UInt8(ascii: ";"), omittingEmptySubsequences: false).map {
      Int(String(decoding: $0.prefix { $0 != UInt8(ascii: ":") }, as: UTF8.self)) ?? -1
    }
  }

  /// The mouse report that this is, if it is one.
  var mouseReport: MouseReport? {
    guard !isSS3, text.first == UInt8(ascii: "<"), numbers.count == 3 else { return nil }
    let isRelease = final == UInt8(ascii: "m")
    guard isRelease || final == UInt8(ascii: "M") else { return nil }
    return MouseReport(
      code: numbers[0], column: numbers[1] - 1, row: numbers[2] - 1, isRelease: isRelease)
  }

  /// The key or change of focus that this is, if it is one.
  func input(alt: Bool) -> Input? {
    guard text.allSatisfy({ (0x30...0x3B).contains($0) }) else { return nil }
    let extra: Modifiers = alt ? .alt : []
    if !isSS3, text.isEmpty, final == UInt8(ascii: "I") || final == UInt8(ascii: "O") {
      return .focus(final == UInt8(ascii: "I"))
    }
    if let typed = typedKey { return .key(typed.0, typed.1.union(extra)) }
    guard let (key, implied) = isSS3 ? ss3Key ?? letterKey : letterKey ?? numberedKey else {
      return nil
    }
    return .key(key, modifiers.union(implied).union(extra))
  }

  /// The second parameter, or the only one after SS3, less one, is the modifiers' bits.
  private var modifiers: Modifiers {
    let value = isSS3 && numbers.count == 1 ? numbers[0] : numbers.count > 1 ? numbers[1] : 1
    guard value > 1, value <= 256 else { return [] }
    let bits = value - 1
    return Modifiers(rawValue: bits & 7).union(bits & 8 != 0 ? .alt : [])
  }

  private typealias Found = (Key, Modifiers)

  private var letterKey: Found? {
    switch final {
    case UInt8(ascii: "A"): (.up, [])
    case UInt8(ascii: "B"): (.down, [])
    case UInt8(ascii: "C"): (.right, [])
    case UInt8(ascii: "D"): (.left, [])
    case UInt8(ascii: "H"): (.home, [])
    case UInt8(ascii: "F"): (.end, [])
    case UInt8(ascii: "Z"): (.backTab, [])
    case UInt8(ascii: "P")...UInt8(ascii: "S"): (.function(Int(final - UInt8(ascii: "P")) + 1), [])
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      (Self.arrows[Int(final - UInt8(ascii: "a"))], .shift)
    default: nil
    }
  }

  private static let arrows: [Key] = [.up, .down, .right, .left]

  /// Keys of the numeric pad in application mode, and rxvt's arrows with Control.
  private var ss3Key: Found? {
    switch final {
    case UInt8(ascii: "M"): (.enter, [])
    case UInt8(ascii: "X"): (.character("="), [])
    case UInt8(ascii: "a")...UInt8(ascii: "d"):
      (Self.arrows[Int(final - UInt8(ascii: "a"))], .control)
    case UInt8(ascii: "j")...UInt8(ascii: "y"):
      (.character(Character(Unicode.Scalar(final - 0x40))), [])
    default: nil
    }
  }

  /// `CSI number ~` and rxvt's `CSI number ^` with Control, `CSI number @` with both.
  private var numberedKey: Found? {
    let implied: Modifiers
    switch final {
    case UInt8(ascii: "~"): implied = []
    case UInt8(ascii: "^"): implied = .control
    case UInt8(ascii: "@"): implied = [.control, .shift]
    default: return nil
    }
    return numbers.first.flatMap { Self.numbered[$0] }.map { ($0, implied) }
  }

  private static let numbered: [Int: Key] = [
    1: .home, 2: .insert, 3: .delete, 4: .end, 5: .pageUp, 6: .pageDown, 7: .home, 8: .end,
    11: .function(1), 12: .function(2), 13: .function(3), 14: .function(4), 15: .function(5),
    17: .function(6), 18: .function(7), 19: .function(8), 20: .function(9), 21: .function(10),
    23: .function(11), 24: .function(12),
  ]

  /// A key by its code point: `CSI code ; modifiers u`, or `CSI 27 ; modifiers ; code ~`.
  private var typedKey: Found? {
    let code: Int
    if !isSS3, final == UInt8(ascii: "u"), let first = numbers.first {
      code = first
    } else if !isSS3, final == UInt8(ascii: "~"), numbers.count == 3, numbers[0] == 27 {
      code = numbers[2]
    } else {
      return nil
    }
    guard let scalar = UInt32(exactly: code).flatMap(Unicode.Scalar.init) else { return nil }
    switch code {
    case 9 where modifiers == .shift: return (.backTab, [])
    case 0..<32, 127:
      guard case .key(let key, let held) = Input.key(control: UInt8(code), alt: false) else {
        return nil
      }
      return (key, held.union(modifiers))
    case 128..<160: return nil
    default: return (.character(Character(scalar)), modifiers)
    }
  }
}

extension Input {
  /// The key behind one byte of ASCII.
  static func key(control byte: UInt8, alt: Bool) -> Input {
    let extra: Modifiers = alt ? .alt : []
    switch byte {
    case 0x08, 0x7F: return .key(.backspace, extra)
    case 0x09: return .key(.tab, extra)
    case 0x0A, 0x0D: return .key(.enter, extra)
    case 0x1B: return .key(.escape, extra)
    case 0x20...0x7E: return .key(.character(Character(Unicode.Scalar(byte))), extra)
    case 0x00: return .key(.character(" "), extra.union(.control))
    case 0x01...0x1A:
      return .key(.character(Character(Unicode.Scalar(byte + 0x60))), extra.union(.control))
    default:  // Control with \ ] ^ _
      return .key(.character(Character(Unicode.Scalar(byte + 0x40))), extra.union(.control))
    }
  }
}
