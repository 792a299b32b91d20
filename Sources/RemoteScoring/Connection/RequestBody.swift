import ShownText

/// The body of a request: members of an object of JSON, in order.
struct RequestBody {
  private(set) var bytes = Array("{".utf8)

  /// Adds a member that is written as JSON already.
  mutating func add(_ name: String, json value: String) {
    if bytes.count > 1 { bytes.append(UInt8(ascii: ",")) }
    bytes += Array("\"\(name)\":\(value)".utf8)
  }

  mutating func add(_ name: String, _ value: Int) { add(name, json: String(value)) }
  mutating func add(_ name: String, _ value: Bool) { add(name, json: value ? "true" : "false") }
  mutating func add(_ name: String, _ values: [Int]) {
    add(name, json: "[" + values.map(String.init).joined(separator: ",") + "]")
  }

  mutating func add(_ name: String, _ text: String) { add(name, Array(text.utf8)) }

  /// Adds a string of UTF-8. O(*n*).
  mutating func add(_ name: String, _ text: [UInt8]) {
    add(name, json: "\"")
    for byte in text {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0..<0x20: bytes += Array("\\u\(hexadecimal(UInt16(byte), digits: 4))".utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
  }

  /// All of it.
  var whole: [UInt8] { bytes + [UInt8(ascii: "}")] }
}
