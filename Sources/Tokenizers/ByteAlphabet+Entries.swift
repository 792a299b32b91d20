import Basics
import ShownText

extension ByteAlphabet {
  /// The bytes that an entry of the vocabulary stands for. What is not written in the alphabet stands
  /// for itself.
  package static func decoded(_ entry: [UInt8]) -> [UInt8] {
    var result: [UInt8] = []
    var place = 0
    while place < entry.count {
      let decoded = DecodedScalar(entry.span, at: place, end: entry.count)
      if let byte = decoded.scalar.flatMap(byte(of:)) {
        result.append(byte)
      } else {
        result += entry[place..<place + decoded.length]
      }
      place += decoded.length
    }
    return result
  }
}
