import TestSupport

/// Makes inputs from others by small damage, the same sequence for the same seed.
///
/// It does not look at what the program does with them, as libFuzzer does: it is for the short runs
/// that every test run makes.
struct Mutator {
  private let seeds: [[UInt8]]
  private var random: SeededGenerator

  init(_ seeds: [[UInt8]], _ random: SeededGenerator) {
    self.seeds = seeds
    self.random = random
  }

  /// Bytes that mean something in one format or another, and numbers at the ends of their ranges.
  private static let pieces: [[UInt8]] =
    [
      "", "0", "-1", "9223372036854775807", "18446744073709551616", "1e999", "null", "\"", "\\",
      "{",
      "}", "[", "]", "#", "## ", ":", "*", "\n", "\r\n", "\t", " ", "\u{1B}", "\u{1B}[", "é", "👩‍👧",
      "\u{301}", "\u{202E}",
    ].map { Array($0.utf8) } + [
      [0], [0xFF], [0x80], [0xC3], [0xED, 0xA0, 0x80], [0, 0, 0, 0x80], [0xFF, 0xFF, 0xFF, 0xFF],
      [UInt8](repeating: 0xFF, count: 7) + [0x7F], [UInt8](repeating: 0xFF, count: 8),
    ]

  /// The next input.
  mutating func next() -> [UInt8] {
    var input = seeds.randomElement(using: &random) ?? []
    for _ in 0..<Int.random(in: 0...4, using: &random) { damage(&input) }
    return input
  }

  private mutating func damage(_ bytes: inout [UInt8]) {
    let place = Int.random(in: 0...bytes.count, using: &random)
    let end = min(place + Int.random(in: 0...12, using: &random), bytes.count)
    let piece = Self.pieces.randomElement(using: &random) ?? []
    switch Int.random(in: 0..<8, using: &random) {
    case 0: bytes.removeSubrange(place..<end)
    case 1: bytes.removeSubrange(place...)
    case 2: bytes.insert(contentsOf: bytes[place..<end], at: place)
    case 3: bytes.insert(contentsOf: piece, at: place)
    case 4: bytes.replaceSubrange(place..<min(place + piece.count, bytes.count), with: piece)
    case 5: bytes.replaceSubrange(place..., with: other(from: place))
    case 6 where place < bytes.count: bytes[place] ^= 1 << UInt8.random(in: 0..<8, using: &random)
    default:
      if place < bytes.count { bytes[place] = UInt8.random(in: 0...255, using: &random) }
    }
  }

  /// The end of another input.
  private mutating func other(from place: Int) -> ArraySlice<UInt8> {
    (seeds.randomElement(using: &random) ?? []).dropFirst(place)
  }
}
