import InformationTheory

/// Reads a text byte by byte with a model of tokens: how likely is each next byte, when nothing but
/// the bytes so far is known?
///
/// A model of tokens gives probabilities to tokens, and the same bytes can be cut into tokens in
/// many ways. The probability of the next byte is a sum over all of them (Vieira et al. 2024, "From
/// Language Models over Tokens to Language Models over Characters"): every *reading* is a row of whole
/// tokens that spell the beginning of the text, its weight, and the tokens that could go on from
/// there and spell the rest. Readings lighter than a share of all are dropped, but for the heaviest of
/// those that end here, which can go on with any byte. Control tokens have no part, so it is taken for
/// granted that the text goes on.
public struct ByteReader {
  /// The logits of all entries after some tokens; see `Expectation`.
  public typealias Logits = (_ tokens: [Int]) throws -> [Float]

  /// The vocabulary cannot spell a byte.
  public struct Unspellable: Error, Hashable, CustomStringConvertible {
    /// The byte.
    public var byte: UInt8
    /// A byte that cannot be spelled.
    public init(byte: UInt8) { self.byte = byte }
    /// A sentence for the user.
    public var description: String { "the model has no token that spells the byte \(byte)" }
  }

  /// A row of whole tokens, and those that may come next.
  private struct Reading {
    var tokens: [Int]
    /// The probability of the tokens, on a scale on which all readings together have 1.
    var weight: Double
    /// The probability of each entry in the order of bytes, and the sums before each.
    var probabilities: [Double]
    var sums: [Double]
    /// How many bytes of the next token are known, and which entries begin with them and go on.
    var depth = 0
    var range: Range<Int>

    /// The probability of some neighbouring entries.
    func mass(of range: Range<Int>) -> Double {
      let difference = sums[range.upperBound] - sums[range.lowerBound]
      // The difference of two sums near 1 does not hold a mass that is far smaller.
      return difference > 1e-6 ? difference : probabilities[range].reduce(0, +)
    }

    /// The weight of all that it may go on with.
    var total: Double { weight * mass(of: range) }
  }

  private let order: ByteOrder
  private let temperature: Temperature
  private let leastShare: Double
  private let logits: Logits
  private var readings: [Reading] = []

  /// Begins to read behind some tokens.
  ///
  /// - Parameters:
  ///   - order: The vocabulary in the order of its bytes.
  ///   - leastShare: Readings with less than this share of all the probability are dropped.
  ///   - logits: The model.
  public init(
    after context: [Int], order: ByteOrder, temperature: Temperature = .one,
    leastShare: Double = 1e-3, logits: @escaping Logits
  ) throws {
    self.order = order
    self.temperature = temperature
    self.leastShare = leastShare
    self.logits = logits
    readings = [try reading(context, weight: 1)]
    rescale()
  }

  /// The probability of each next byte: `[256]`, which sum to one.
  ///
  /// - Complexity: O(256 *r* log *n*) for *r* readings and *n* entries; no run of the model.
  public var distribution: [Double] {
    var result = Array(repeating: 0.0, count: 256)
    for reading in readings {
      for byte in UInt8.min...UInt8.max {
        let range = order.narrowed(reading.range, at: reading.depth, to: byte)
        if !range.isEmpty { result[Int(byte)] += reading.weight * reading.mass(of: range) }
      }
    }
    return result
  }

  /// Takes in the byte that came. Runs the model once for each reading that ends with it and is kept.
  public mutating func take(_ byte: UInt8) throws {
    var next: [Reading] = []
    var ended: [(tokens: [Int], weight: Double)] = []
    for var reading in readings {
      reading.range = order.narrowed(reading.range, at: reading.depth, to: byte)
      reading.depth += 1
      while let place = reading.range.first, order.length(at: place) == reading.depth {
        ended.append(
          (reading.tokens + [order.ids[place]], reading.weight * reading.probabilities[place]))
        reading.range = place + 1..<reading.range.upperBound
      }
      if !reading.range.isEmpty { next.append(reading) }
    }
    let total = next.reduce(0) { $0 + $1.total } + ended.reduce(0) { $0 + $1.weight }
    guard total > 0 else { throw Unspellable(byte: byte) }
    let least = total * leastShare
    let heaviest = ended.map(\.weight).max() ?? 0
    readings = next.filter { $0.total >= least }
    for (tokens, weight) in ended where weight >= min(least, heaviest) {
      readings.append(try reading(tokens, weight: weight))
    }
    rescale()
  }

  private func reading(_ tokens: [Int], weight: Double) throws -> Reading {
    let all = softmax(try logits(tokens).map(Double.init), at: temperature)
    // However unlikely, what can be spelled is never impossible: a text must be read to its end.
    let weight = max(weight, 1e-280)
    let probabilities = order.ids.map { max(all[$0], 1e-18) }
    var sums = [0.0]
    sums.reserveCapacity(probabilities.count + 1)
    for probability in probabilities { sums.append((sums.last ?? 0) + probability) }
    return Reading(
      tokens: tokens, weight: weight, probabilities: probabilities, sums: sums, range: order.all)
  }

  /// Makes all that the readings may go on with add up to one.
  private mutating func rescale() {
    let total = readings.reduce(0) { $0 + $1.total }
    for index in readings.indices { readings[index].weight /= total }
  }
}
