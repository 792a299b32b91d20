import InformationTheory
import Scoring
import TestSupport
import Testing
import Basics

/// A model of a few tokens over the letters a and b, whose logits depend on the token before.
private struct TinyModel {
  static let spellings = ["a", "b", "ab", "ba", "aa", "bab", "<end>"]
  static let vocabulary = Vocabulary(
    count: spellings.count, bytes: { Array(spellings[$0].utf8) }, isControl: { $0 == 6 })
  let table: [[Double]]

  init(seed: UInt64) {
    var generator = SeededGenerator(seed: seed)
    table = Self.spellings.map { _ in generator.normals(Self.spellings.count).map(Double.init) }
  }

  func logits(_ context: [Int]) -> [Float] {
    table[(context.last ?? 0)].map(Float.init)
  }

  /// The probability that tokens are drawn, after a context, whose bytes begin with some bytes:
  /// summed over every way to cut them, and without the control token.
  func probability(_ bytes: [UInt8], after context: [Int], at temperature: Temperature) -> Double {
    let all = softmax(logits(context).map(Double.init), at: temperature)
    return (0..<6).reduce(0) { sum, id in
      let spelling = Self.vocabulary.bytes(id)
      if spelling.starts(with: bytes) { return sum + all[id] }
      guard bytes.starts(with: spelling) else { return sum }
      return sum + all[id]
        * probability(Array(bytes[spelling.count...]), after: context + [id], at: temperature)
    }
  }
}

@Suite struct `A model of tokens, read byte by byte` {
  @Test(arguments: 0..<8, [0.5, 1, 2])
  func `gives each byte the sum over all ways to cut the text`(
    seed: UInt64, temperature: Double
  ) throws {
    let model = TinyModel(seed: seed)
    let temperature = try #require(Temperature(temperature))
    var reader = try ByteReader(
      after: [0], order: ByteOrder(TinyModel.vocabulary), temperature: temperature, leastShare: 0,
      logits: model.logits)
    var text: [UInt8] = []
    for byte in "abbabaab".utf8 {
      let distribution = reader.distribution
      #expect(abs(distribution.reduce(0, +) - 1) < 1e-12)
      let ways = "ab".utf8.map { model.probability(text + [$0], after: [0], at: temperature) }
      for (place, letter) in "ab".utf8.enumerated() {
        // The end is left out, so what stays is shared by the two letters.
        #expect(abs(distribution[Int(letter)] - ways[place] / (ways[0] + ways[1])) < 1e-6)
      }
      text.append(byte)
      try reader.take(byte)
    }
  }

  @Test func `loses little by dropping what is light, and never its way`() throws {
    let model = TinyModel(seed: 3)
    let order = ByteOrder(TinyModel.vocabulary)
    for share in [0.01, 0.3, 0.99] {
      var exact = try ByteReader(after: [0], order: order, leastShare: 0, logits: model.logits)
      var rough = try ByteReader(after: [0], order: order, leastShare: share, logits: model.logits)
      for byte in "aababbbabaaabbab".utf8 {
        let difference = abs(exact.distribution[97] - rough.distribution[97])
        if share == 0.01 { #expect(difference < 0.02) }
        #expect(rough.distribution[Int(byte)] > 0)
        try exact.take(byte)
        try rough.take(byte)
      }
    }
  }

  @Test func `runs the model once for a token that no other begins`() throws {
    var runs = 0
    let words = Vocabulary(count: 3) { [[0x78], [0x79], [0x7A]][$0] }
    var reader = try ByteReader(after: [0], order: ByteOrder(words)) { _ in
      runs += 1
      return [0, 0, 0]
    }
    #expect(runs == 1)
    for byte in "xyz".utf8 { try reader.take(byte) }
    #expect(runs == 4)
    #expect(abs(reader.distribution[0x78] - 1.0 / 3) < 1e-12)
  }

  @Test func `says which byte no token spells`() throws {
    var reader = try ByteReader(
      after: [0], order: ByteOrder(TinyModel.vocabulary), logits: TinyModel(seed: 1).logits)
    #expect(throws: ByteReader.Unspellable(byte: 0x63)) { try reader.take(0x63) }
  }

  @Test(arguments: [0, Double.leastNonzeroMagnitude, 1e-307, 0.001, Double.infinity])
  func `has a next byte at every temperature`(temperature: Double) throws {
    var reader = try ByteReader(
      after: [0], order: ByteOrder(TinyModel.vocabulary),
      temperature: try #require(Temperature(temperature)), logits: TinyModel(seed: 5).logits)
    for byte in "abbbbabaaaab".utf8 {
      #expect(abs(reader.distribution.reduce(0, +) - 1) < 1e-9)
      try reader.take(byte)
    }
  }
}
