/// Some bytes of a text that a network reads together, and the bytes that come after each.
package struct Excerpt: Hashable, Sendable {
  /// The bytes that are read; −1 behind the end, where nothing is.
  package private(set) var inputs: [Int32]
  /// The byte that comes after each; −1 where nobody asks.
  package private(set) var targets: [Int32]

  /// Bytes and those that come after them, filled up to a length: a multiple of 32.
  package init(_ inputs: some Collection<Int32>, targets: some Collection<Int32>, length: Int) {
    self.inputs = inputs + Array(repeating: -1, count: length - inputs.count)
    self.targets = targets + Array(repeating: -1, count: length - targets.count)
  }

  /// How many bytes have one that comes after them.
  package var targetCount: Int { targets.count { $0 >= 0 } }

  /// The bytes of a block, or those so many places before them.
  func rows(_ block: Int, back: Int) -> [Int32] {
    (16 * block - back..<16 * block + 16 - back).map { $0 < 0 ? -1 : inputs[$0] }
  }

  /// What comes after each byte of a block.
  func targets(_ block: Int) -> [Int32] { Array(targets[16 * block..<16 * block + 16]) }
}
