/// The most bytes that are offered to the clipboard; many terminals ignore longer offers.
public let clipboardLimit = 74_994

/// The sequence that asks a terminal to put bytes into its clipboard (xterm's OSC 52). O(*n*).
package func clipboardSequence(_ bytes: [UInt8]) -> [UInt8] {
  Array("\u{1B}]52;c;".utf8) + base64(bytes.prefix(clipboardLimit)) + [0x07]
}

/// Base64 with padding (RFC 4648). O(*n*).
private func base64(_ bytes: ArraySlice<UInt8>) -> [UInt8] {
  let alphabet = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var result: [UInt8] = []
  result.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.endIndex)]
    let bits = group.reduce(0) { $0 << 8 | Int($1) } << (8 * (3 - group.count))
    for digit in 0..<4 {
      let isPadding = digit > group.count
      result.append(isPadding ? UInt8(ascii: "=") : alphabet[bits >> (18 - 6 * digit) & 63])
    }
  }
  return result
}
