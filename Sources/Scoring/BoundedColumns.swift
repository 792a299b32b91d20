import Basics
import InformationTheory

/// What is kept of the bounded rests of consecutive positions: the other extreme beside the flat one, in which
/// the rest is packed into the fewest tokens that can hold it.
///
/// It is written as predictions are, candidates and nodes, so that the kernels read both extremes alike. Empty as
/// long as every rest was summed, so that engines with all logits pay nothing.
struct BoundedColumns: Sendable {
  /// ln of the mass beyond the candidates: `[positions]`, not a number where it was summed.
  private(set) var logMasses: [Float] = []
  /// Candidate logits, those of what is packed behind them: `[positions]`, 32 each.
  private(set) var logits: [SIMD32<Float>] = []
  /// Nodes of what has no room among them: `[positions]`, 32 each.
  private(set) var rest: [SIMD32<Float>] = []
  /// What of the rest the entropy below T = 1 depends on: `[positions]`.
  private(set) var tails: [BoundedTail] = []

  var isEmpty: Bool { logMasses.isEmpty }
  /// Whether of some positions nothing is known but the token that came.
  private(set) var hasSingles = false

  /// Says of every position that nothing was said of that its rest was summed.
  mutating func note(_ logits: [SIMD32<Float>], _ rest: [SIMD32<Float>]) {
    let missing = logMasses.count..<logits.count
    guard !missing.isEmpty else { return }
    logMasses += Array(repeating: .nan, count: missing.count)
    tails += Array(repeating: .summed, count: missing.count)
    self.logits += logits[missing]
    self.rest += rest[missing]
  }

  /// Adds the next position.
  mutating func append(_ prediction: Prediction, vocabularySize: Int) {
    logMasses.append(prediction.logRestMass)
    guard prediction.isBounded, let rest = prediction.boundedRest(vocabularySize: vocabularySize)
    else {
      logits.append(prediction.logits)
      self.rest.append(prediction.rest)
      tails.append(prediction.isOfOneToken ? .single : .summed)
      hasSingles = hasSingles || prediction.isOfOneToken
      return
    }
    let tail = BoundedTail(rest)
    let packed = PackedRest(rest, tail, behind: prediction.logits)
    logits.append(packed.logits)
    self.rest.append(packed.nodes)
    tails.append(tail)
  }

  mutating func append(_ others: BoundedColumns) {
    logMasses += others.logMasses
    logits += others.logits
    rest += others.rest
    tails += others.tails
    hasSingles = hasSingles || others.hasSingles
  }

  mutating func truncate(to count: Int) {
    guard count < logMasses.count else { return }
    let excess = logMasses.count - count
    logMasses.removeLast(excess)
    logits.removeLast(excess)
    rest.removeLast(excess)
    tails.removeLast(excess)
    hasSingles = hasSingles && tails.contains { $0.isSingle }
  }
}

/// A bounded rest at its extremes, logits measured from the best token's.
struct BoundedTail: Sendable {
  /// ln of the number of its tokens; no finite number where there is no such rest.
  var logCount: Float
  /// The logit of each where all are alike, and of the largest that one can have.
  var flat: Float, cap: Float
  /// Where it is packed, how many have the largest, and how much smaller the logit of what is left is.
  var full: Float, left: Float

  static let summed = BoundedTail(logCount: .nan, flat: 0, cap: 0, full: 0, left: 0)
  /// That of a position of which nothing is known but the token that came.
  static let single = BoundedTail(logCount: .infinity, flat: 0, cap: 0, full: 0, left: 0)
  var isSingle: Bool { logCount == .infinity }
}

extension BoundedTail {
  init(_ rest: BoundedRest) {
    let (best, last) = (
      rest.logProbabilities[0], rest.logProbabilities[rest.logProbabilities.count - 1]
    )
    let (full, left) = rest.packed
    logCount = rest.count > 0 ? Float(log(Double(rest.count))) : 0
    flat =
      rest.mass > 0 ? Float(log(rest.mass / Double(rest.count)) - best) : LogPartition.impossible
    cap = Float(last - best)
    self.full = Float(full)
    self.left = left > 0 ? Float(min(log(left) - last, 0)) : LogPartition.impossible
  }
}

/// A rest that is packed into the fewest tokens: those that have a lane among the candidates' and the others.
private struct PackedRest {
  var logits: SIMD32<Float>
  var nodes = SIMD32<Float>(repeating: LogPartition.impossible)

  /// Behind the candidates, which are as many as are known.
  init(_ rest: BoundedRest, _ tail: BoundedTail, behind logits: SIMD32<Float>) {
    self.logits = logits
    let (lanes, known) = (LogPartition.candidateCount, rest.logProbabilities.count)
    for lane in known..<lanes {
      let place = Float(lane - known)
      self.logits[lane] =
        place < tail.full
        ? tail.cap
        : place == tail.full && tail.left > LogPartition.impossible
          ? tail.cap + tail.left : LogPartition.impossible
    }
    // Those without a lane are measured from the last one's, which is as large as one can be.
    guard Double(tail.full) >= Double(lanes - known) else { return }
    let others = Double(tail.full) - Double(lanes - known)
    guard others > 0 || tail.left > LogPartition.impossible else { return }
    for node in 0..<LogPartition.nodeCount {
      let left = LogPartition.beta(ofNode: node) * Double(tail.left)
      nodes[node] = Float(others > 0 ? log(others) + log1p(exp(left - log(others))) : left)
    }
  }
}
