/// The SHA-256 of bytes that come piece by piece (FIPS 180-4).
public struct SHA256: Sendable {
  private var state: [UInt32] = [
    0x6a09_e667, 0xbb67_ae85, 0x3c6e_f372, 0xa54f_f53a, 0x510e_527f, 0x9b05_688c, 0x1f83_d9ab,
    0x5be0_cd19,
  ]
  private var rest: [UInt8] = []
  private var count = 0

  /// Of nothing yet.
  public init() {}

  /// The digest of bytes. O(*n*).
  public init(of bytes: some Sequence<UInt8>) { update(Array(bytes)) }

  /// Takes more bytes. O(*n*).
  public mutating func update(_ bytes: [UInt8]) {
    count += bytes.count
    var place = 0
    if !rest.isEmpty {
      place = min(64 - rest.count, bytes.count)
      rest += bytes[..<place]
      guard rest.count == 64 else { return }
      mix(rest, at: 0)
      rest.removeAll(keepingCapacity: true)
    }
    while bytes.count - place >= 64 {
      mix(bytes, at: place)
      place += 64
    }
    rest += bytes[place...]
  }

  /// The digest of all bytes so far, in 64 hexadecimal digits.
  public var hexadecimal: String {
    var last = self
    let bits = UInt64(count) * 8
    let padding = (119 - count % 64) % 64
    last.update(
      [0x80] + Array(repeating: 0, count: padding)
        + (0..<8).map { UInt8(truncatingIfNeeded: bits >> UInt64(56 - 8 * $0)) })
    let digits = Array("0123456789abcdef")
    return String(
      last.state.flatMap { word in
        (0..<8).map { digits[Int(word >> UInt32(28 - 4 * $0) & 15)] }
      })
  }

  private mutating func mix(_ bytes: [UInt8], at place: Int) {
    unsafe withUnsafeTemporaryAllocation(of: UInt32.self, capacity: 64) { words in
      for index in 0..<16 {
        let start = place + 4 * index
        unsafe words[index] =
          UInt32(bytes[start]) << 24 | UInt32(bytes[start + 1]) << 16
          | UInt32(bytes[start + 2]) << 8 | UInt32(bytes[start + 3])
      }
      for index in 16..<64 {
        let (early, late) = unsafe (words[index - 15], words[index - 2])
        let first = turned(early, 7) ^ turned(early, 18) ^ early >> 3
        let second = turned(late, 17) ^ turned(late, 19) ^ late >> 10
        unsafe words[index] = words[index - 16] &+ first &+ words[index - 7] &+ second
      }
      unsafe mix(words)
    }
  }

  private mutating func mix(_ words: UnsafeMutableBufferPointer<UInt32>) {
    var (a, b, c, d) = (state[0], state[1], state[2], state[3])
    var (e, f, g, h) = (state[4], state[5], state[6], state[7])
    for index in 0..<64 {
      let choice = (e & f) ^ (~e & g)
      let majority = (a & b) ^ (a & c) ^ (b & c)
      let first =
        unsafe h &+ (turned(e, 6) ^ turned(e, 11) ^ turned(e, 25)) &+ choice
        &+ Self.constants[index] &+ words[index]
      let second = (turned(a, 2) ^ turned(a, 13) ^ turned(a, 22)) &+ majority
      (h, g, f, e, d, c, b, a) = (g, f, e, d &+ first, c, b, a, first &+ second)
    }
    for (index, word) in [a, b, c, d, e, f, g, h].enumerated() {
      state[index] = state[index] &+ word
    }
  }

  private func turned(_ word: UInt32, _ bits: UInt32) -> UInt32 {
    word >> bits | word << (32 - bits)
  }

  /// The first 32 bits of the fractions of the cube roots of the first 64 primes.
  private static let constants: [UInt32] = {
    var primes: [Int] = []
    var number = 2
    while primes.count < 64 {
      if primes.allSatisfy({ number % $0 != 0 }) { primes.append(number) }
      number += 1
    }
    return primes.map { fractionOfCubeRoot($0) }
  }()

  /// ⌊(∛n − ⌊∛n⌋) · 2³²⌋: the largest x whose cube is at most n · 2⁹⁶, without its whole part.
  private static func fractionOfCubeRoot(_ number: Int) -> UInt32 {
    var root: UInt64 = 0
    for bit in stride(from: 35, through: 0, by: -1) {
      let next = root | 1 << UInt64(bit)
      let square = next.multipliedFullWidth(by: next)  // below 2^72
      let squared = UInt128(square.high) << 64 | UInt128(square.low)
      if squared * UInt128(next) <= UInt128(number) << 96 { root = next }
    }
    return UInt32(truncatingIfNeeded: root)
  }
}
