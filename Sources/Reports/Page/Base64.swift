/// Bytes in the 64 letters of RFC 4648. O(*n*).
package func base64(_ bytes: [UInt8]) -> String {
  let letters = Array("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/".utf8)
  var result: [UInt8] = []
  result.reserveCapacity((bytes.count + 2) / 3 * 4)
  for start in stride(from: 0, to: bytes.count, by: 3) {
    let group = bytes[start..<min(start + 3, bytes.count)]
    let word = group.reduce(0) { $0 << 8 | UInt32($1) } << UInt32(8 * (3 - group.count))
    for place in 0..<4 {
      let letter = letters[Int(word >> UInt32(18 - 6 * place) & 63)]
      result.append(place <= group.count ? letter : UInt8(ascii: "="))
    }
  }
  return String(decoding: result, as: UTF8.self)
}
