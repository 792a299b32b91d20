/// Numbers by strings, of which only hashes are kept: two strings are taken for the same where their hashes are.
package struct StringNumbers {
  /// Zero where a place is free. There are twice as many places as strings, so that a free one is near.
  private var hashes: [UInt64]
  private var numbers: [UInt32]
  private let mask: Int

  /// Room for so many strings.
  package init(capacity: Int) {
    let places = 1 << (Int.bitWidth - max(2 * capacity - 1, 1).leadingZeroBitCount)
    hashes = Array(repeating: 0, count: places)
    numbers = Array(repeating: 0, count: places)
    mask = places - 1
  }

  /// Enters a number, unless its string has one; whether it had none. O(1).
  package mutating func enter(_ hash: UInt64, _ number: UInt32) -> Bool {
    let (place, isFree) = place(of: hash)
    if isFree { (hashes[place], numbers[place]) = (hash | 1, number) }
    return isFree
  }

  /// The number of a string; nil where it has none. O(1).
  package subscript(hash: UInt64) -> UInt32? {
    let (place, isFree) = place(of: hash)
    return isFree ? nil : numbers[place]
  }

  private func place(of hash: UInt64) -> (place: Int, isFree: Bool) {
    var place = Int(truncatingIfNeeded: hash >> 1) & mask
    while hashes[place] != 0, hashes[place] != hash | 1 { place = (place + 1) & mask }
    return (place, hashes[place] == 0)
  }
}

/// A hash of bytes, whose seeds are drawn anew in every process, so that no file can be made whose strings
/// collide (after wyhash, Wang Yi 2019). O(*n*).
package func hash(of bytes: Span<UInt8>) -> UInt64 {
  var state = hashSeeds.0
  var place = 0
  while let word = bytes.word(at: place) {
    state = folded(word ^ hashSeeds.1, state)
    place += 8
  }
  var rest = UInt64(bytes.count) << 56
  for index in place..<bytes.count { rest |= UInt64(bytes[index]) << (8 * UInt64(index - place)) }
  return folded(folded(rest ^ hashSeeds.1, state), hashSeeds.0)
}

private let hashSeeds = (UInt64.random(in: 1...UInt64.max), UInt64.random(in: 0...UInt64.max))

@inline(__always)
private func folded(_ word: UInt64, _ state: UInt64) -> UInt64 {
  let product = word.multipliedFullWidth(by: state | 1)
  return product.high ^ product.low
}
