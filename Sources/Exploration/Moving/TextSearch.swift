/// Looks for a text in bytes, whatever the case of its letters where it has no capitals itself.
///
/// It shifts a word of bits by one for each byte (Baeza-Yates, Gonnet 1992), so that the time does not depend
/// on what is looked for. Letters are alike whose capitals have as many bytes as they have themselves.
struct TextSearch: Sendable {
  /// The number of bytes of what is looked for, in either case.
  let length: Int
  /// The ways in which each letter may be written, as bytes.
  private let letters: [[[UInt8]]]
  /// For each byte the places, of the first 64, at which it does not fit. `[256]`
  private var misfits: [UInt64]
  /// Whether what fits byte by byte is found.
  private let isExact: Bool

  /// A search; nil for an empty line.
  init?(_ line: String) {
    guard !line.isEmpty else { return nil }
    let isCased = line.unicodeScalars.contains { $0.properties.isUppercase }
    letters = line.unicodeScalars.map { isCased ? [Array(String($0).utf8)] : $0.spellings }
    length = letters.reduce(0) { $0 + $1[0].count }
    isExact = length <= 64 && letters.allSatisfy { $0.count == 1 || $0[0].count == 1 }
    misfits = Array(repeating: .max, count: 256)
    var place = 0
    for letter in letters {
      for spelling in letter {
        for (offset, byte) in spelling.enumerated() where place + offset < 64 {
          misfits[Int(byte)] &= ~(1 << UInt64(place + offset))
        }
      }
      place += letter[0].count
    }
  }

  /// Where it begins in a text, the first first, none of them in another. O(*n*) in the bytes.
  func starts(in text: [UInt8]) -> [Int32] {
    var (starts, misses): ([Int32], UInt64) = ([], .max)
    let width = min(length, 64)
    let last: UInt64 = 1 << UInt64(width - 1)
    var end = 0  // of the find before
    for place in text.indices {
      misses = misses << 1 | misfits[Int(text[place])]
      guard misses & last == 0 else { continue }
      let start = place + 1 - width
      guard start >= end, isExact || isSpelled(at: start, in: text) else { continue }
      starts.append(Int32(start))
      end = start + length
    }
    return starts
  }

  private func isSpelled(at start: Int, in text: [UInt8]) -> Bool {
    var place = start
    for letter in letters {
      guard letter.contains(where: { text[place...].starts(with: $0) }) else { return false }
      place += letter[0].count
    }
    return true
  }
}

extension Unicode.Scalar {
  /// The letter itself first, and its other case where that has as many bytes.
  fileprivate var spellings: [[UInt8]] {
    let itself = Array(String(self).utf8)
    return [itself]
      + Set([properties.lowercaseMapping, properties.uppercaseMapping]).map { Array($0.utf8) }
      .filter { $0 != itself && $0.count == itself.count }
  }
}
