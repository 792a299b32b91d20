import ShownText

extension TOMLValue {
  /// As it is written in a file. Nothing in it can act on a terminal.
  public var text: String {
    switch self {
    case .table(let entries):
      "{ " + entries.map { "\(Self.key($0.key)) = \($0.value.text)" }.joined(separator: ", ") + " }"
    case .array(let values): "[" + values.map(\.text).joined(separator: ", ") + "]"
    case .string(let string): Self.quoted(string)
    case .integer(let number): String(number)
    case .number(let number): String(number)
    case .boolean(let isTrue): String(isTrue)
    case .other: "…"
    }
  }

  /// A key as it is written: in quotes unless it is a plain word.
  package static func key(_ key: String) -> String {
    let isPlain = key.utf8.allSatisfy { byte in
      switch byte {
      case UInt8(ascii: "a")...UInt8(ascii: "z"), UInt8(ascii: "A")...UInt8(ascii: "Z"),
        UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "-"), UInt8(ascii: "_"):
        true
      default: false
      }
    }
    return isPlain && !key.isEmpty ? key : quoted(key)
  }

  /// A string in quotes, in which what cannot be seen is written as its number.
  private static func quoted(_ string: String) -> String {
    let scalars = string.unicodeScalars.map { scalar in
      switch scalar {
      case "\"", "\\": "\\\(scalar)"
      case _ where isInvisible(scalar):
        "\\U" + hexadecimal(scalar.value, digits: 8, uppercase: true)
      default: String(scalar)
      }
    }
    return "\"" + scalars.joined() + "\""
  }
}
