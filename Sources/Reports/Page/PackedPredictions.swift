import InformationTheory
import Scoring
import ShownText

/// Predictions in some 240 bytes each, as a page carries them: what its script needs for every figure at every
/// temperature.
///
/// A record of each token, numbers little-endian:
///
///     3  rank of the token, 0 where it has no score, ffffff where it is beyond a server's candidates
///     3  its name's number
///     4  its logit, a float
///     3  each of `listed` candidates: its name's number, or ffffff for none
///     4  each of `listed` candidates: its logit, a float
///     3  each further candidate of 32: its logit, as the first 24 bits behind the sign of a float
///     4  each of the 7 hottest of 32 nodes of the rest: a float
///     3  each of the others: 0 for nothing, or 1 + 2¹⁷ (R + 112)
///
/// On the page of a model that says no more than its likeliest tokens a byte stands before the logits of candidates: how
/// many it said, 0 where it said nothing but how likely the token was that came, or ff where it said all. But for ff
/// there follow, in place of all else, ln of the probability of all others together and the logits of those that it
/// said, floats all.
///
/// All logits are measured from the largest and none is above 0, so their sign is left out. Of a candidate that is
/// not listed the logit is exact to 8e-6 of itself, which moves the log-partition by 3e-6 of the candidate's share;
/// a node is exact to 4e-6 nats. The hottest are whole, as between them and β = 0 their errors grow (`NodeStencil`).
struct PackedPredictions: Sendable {
  /// How many nodes are kept as they are.
  private static let wholeNodes = 7
  /// How many candidates have names and exact logits.
  let listed: Int
  /// The names, each once, in the order of their numbers.
  private(set) var names: [String] = []
  private(set) var bytes: [UInt8] = []
  /// Whether the model may say no more than its likeliest tokens.
  private let isBounded: Bool
  private var numbers: [String: Int] = [:]

  init(listed: Int, isBounded: Bool = false) {
    self.listed = min(max(listed, 0), LogPartition.candidateCount)
    self.isBounded = isBounded
  }

  /// Adds a token, what was expected in its place, and the bytes of the candidates that have names. O(1), amortized.
  mutating func add(_ bytes: [UInt8], _ prediction: Prediction, _ candidates: [[UInt8]]) {
    append(UInt32(prediction.actualRank), 3)
    append(UInt32(number(of: visibleText(bytes))), 3)
    append(prediction.actualLogit.bitPattern, 4)
    for place in 0..<listed {
      let isKnown = place < candidates.count
      append(isKnown ? UInt32(number(of: visibleText(candidates[place]))) : 0xFF_FFFF, 3)
    }
    if isBounded { append(prediction.isBounded ? UInt32(prediction.candidates.count) : 0xFF, 1) }
    if prediction.isBounded { appendKnown(of: prediction) } else { appendAll(of: prediction) }
  }

  /// What is known where the rest is only bounded.
  private mutating func appendKnown(of prediction: Prediction) {
    append(prediction.logRestMass.bitPattern, 4)
    for lane in prediction.candidates.indices { append(prediction.logits[lane].bitPattern, 4) }
  }

  private mutating func appendAll(of prediction: Prediction) {
    for lane in 0..<listed { append(prediction.logits[lane].bitPattern, 4) }
    for lane in listed..<LogPartition.candidateCount {
      append((prediction.logits[lane].bitPattern << 1 &+ 0x80) >> 8, 3)
    }
    for node in 0..<LogPartition.nodeCount {
      if node < Self.wholeNodes {
        append(prediction.rest[node].bitPattern, 4)
      } else {
        append(Self.packed(prediction.rest[node]), 3)
      }
    }
  }

  private static func packed(_ rest: Float) -> UInt32 {
    guard rest > LogPartition.impossible else { return 0 }
    let scaled = ((Double(rest) + 112) * 131_072).rounded()
    return UInt32(min(max(scaled, 0), 0xFF_FFFE)) + 1
  }

  private mutating func number(of name: String) -> Int {
    if let known = numbers[name] { return known }
    numbers[name] = names.count
    names.append(name)
    return names.count - 1
  }

  private mutating func append(_ value: UInt32, _ count: Int) {
    for place in 0..<count { bytes.append(UInt8(truncatingIfNeeded: value >> UInt32(8 * place))) }
  }
}
