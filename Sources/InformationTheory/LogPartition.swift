import Basics

/// A vocabulary-sized distribution in small: exact at its head, interpolated in its tail.
///
/// The head is the logits of the best candidates, largest first and measured from the largest. The
/// tail is the log-partition R(β) = ln Σ e^(βz) of every other token, kept at geometric nodes of β.
/// Together they give A(β) and its derivative at any temperature without the logits that they came
/// from. R is smooth, so the nodes around β suffice; the error of A stays below 1e-4 nats for
/// temperatures of 0.05 … 5.
public enum LogPartition {
  /// The number of candidates in the head.
  public static let candidateCount = 32
  /// The number of nodes of the tail.
  public static let nodeCount = 32
  /// The nodes in a doubling of β. Each node's exponentials are the squares of those an octave below.
  public static let nodesPerOctave = 4
  /// The most nodes on either side that make a value between them. With four, the entropies of real
  /// logits at T = 1.5 were off by 2e-3 nats; with six by 7e-4.
  static let nodesAside = 6
  /// The smallest node: three nodes below β = 0.2, which is a temperature of 5.
  public static let firstBeta = 0.2 * exp2(-0.75)
  /// Stands for −∞ as a logit or a node: small enough to have no weight, and safe to multiply.
  public static let impossible: Float = -1e30

  /// The inverse temperature of a node, β₀ · 2^(j/4).
  public static func beta(ofNode node: Int) -> Double {
    firstBeta * exp2(Double(node) / Double(nodesPerOctave))
  }

  /// What a distribution says at one temperature.
  public struct Value: Equatable, Sendable {
    /// A(β) − β·max z: the log-partition with logits measured from the largest, in nats.
    public var logPartition: Float
    /// A′(β) − max z: the mean logit under the distribution, measured from the largest.
    public var meanLogit: Float
  }
}

/// How to read every ``LogPartition`` of a text at one temperature: computed once a temperature.
public struct LogPartitionReader: Sendable {
  /// The temperature.
  public let temperature: Temperature
  /// The inverse temperature, as the arithmetic uses it: kept from overflowing a product.
  package let beta: Float
  /// Whether the temperature is below those of the nodes.
  package let isBelowNodes: Bool
  /// R(β) = Σ weight · node + atZero · ln(size of the tail).
  package private(set) var weights = SIMD32<Float>()
  /// R′(β) likewise.
  package private(set) var slopes = SIMD32<Float>()
  package private(set) var atZero: Float = 0
  package private(set) var slopeAtZero: Float = 0

  /// Prepares a temperature that is neither zero nor infinite. O(1).
  public init(_ temperature: Temperature) {
    precondition(
      temperature.value > 0 && temperature.value < .infinity, "the limits need no reader")
    self.temperature = temperature
    beta = Float(min(temperature.beta, 1e30))
    typealias P = LogPartition
    let betaValue = temperature.beta
    let place = Double(P.nodesPerOctave) * log2(betaValue / P.firstBeta)
    isBelowNodes = place >= Double(P.nodeCount - 1)
    if isBelowNodes {
      return
    } else if place <= 2 {
      // Towards β = 0 the tail is a smooth function of β itself, and R(0) is the log of its size.
      let (value, slope) = lagrange(at: betaValue, nodes: [0] + (0..<7).map(P.beta(ofNode:)))
      atZero = Float(value[0])
      slopeAtZero = Float(slope[0])
      set(first: 0, Array(value[1...]), slopes: Array(slope[1...]))
    } else {
      // As many nodes on either side: from far off the middle, the polynomial magnifies rounding.
      let room = min(Int(place) + 1, P.nodeCount - 1 - Int(place))
      let side = min(P.nodesAside, max(room, 4))
      let first = min(max(Int(place) + 1 - side, 0), P.nodeCount - 2 * side)
      let (value, slope) = lagrange(
        at: place, nodes: (first..<first + 2 * side).map(Double.init))
      let placePerBeta = Double(P.nodesPerOctave) / (Information.natsPerBit * betaValue)
      set(first: first, value, slopes: slope.map { $0 * placePerBeta })
    }
  }

  private mutating func set(first: Int, _ values: [Double], slopes: [Double]) {
    for (index, value) in values.enumerated() { weights[first + index] = Float(value) }
    for (index, slope) in slopes.enumerated() { self.slopes[first + index] = Float(slope) }
  }

  /// Reads one position's distribution at the temperature.
  ///
  /// - Parameters:
  ///   - head: The candidates' logits, measured from the largest.
  ///   - tail: The tail's log-partition at the nodes.
  ///   - logTailSize: ln of the number of tokens in the tail, R(0).
  /// - Complexity: O(1): 33 exponentials.
  @inline(__always)
  public func read(head: SIMD32<Float>, tail: SIMD32<Float>, logTailSize: Float)
    -> LogPartition.Value
  {
    let (tailLog, tailMean) =
      isBelowNodes
      ? readBelowNodes(head: head, tail: tail)
      : (
        (weights * tail).total + atZero * logTailSize,
        (slopes * tail).total + slopeAtZero * logTailSize
      )
    let low = exponential(head.lowHalf * beta)
    let high = exponential(head.highHalf * beta)
    let tailSum = exp(min(tailLog, 80))
    let sum = (low + high).total + tailSum
    let moment = (low * head.lowHalf + high * head.highHalf).total + tailSum * tailMean
    return .init(logPartition: log(sum), meanLogit: moment / sum)
  }

  /// The tail and its slope colder than the last node, where it matters only if it ties with the
  /// head: measured from the head's last logit, R(β) goes on as a straight line that never rises.
  private func readBelowNodes(head: SIMD32<Float>, tail: SIMD32<Float>) -> (Float, Float) {
    let last = LogPartition.nodeCount - 1
    guard tail[last] > LogPartition.impossible else { return (LogPartition.impossible, 0) }
    let anchor = head[LogPartition.candidateCount - 1]
    let betas = (
      Float(LogPartition.beta(ofNode: last - 1)), Float(LogPartition.beta(ofNode: last))
    )
    let (before, value) = (tail[last - 1] - betas.0 * anchor, tail[last] - betas.1 * anchor)
    let slope = (value - before) / (betas.1 - betas.0)
    // Rounding must not tilt a flat tail, whose slope is multiplied by a large β.
    let falling = slope < -1e-5 ? slope : 0
    return (beta * anchor + value + (beta - betas.1) * falling, anchor + falling)
  }
}

/// The weights with which the values at `nodes` make the value and the slope, at a point, of the
/// polynomial through them (Lagrange 1795). O(*n*³).
private func lagrange(at x: Double, nodes: [Double]) -> (value: [Double], slope: [Double]) {
  var values: [Double] = []
  var slopes: [Double] = []
  for i in nodes.indices {
    let others = nodes.indices.filter { $0 != i }
    let scale = others.reduce(1) { $0 / (nodes[i] - nodes[$1]) }
    values.append(others.reduce(scale) { $0 * (x - nodes[$1]) })
    slopes.append(
      others.reduce(0) { sum, skipped in
        sum + others.reduce(scale) { $1 == skipped ? $0 : $0 * (x - nodes[$1]) }
      })
  }
  return (values, slopes)
}

extension SIMD32<Float> {
  /// The sum of the lanes, halving, so that it needs no loop over lanes.
  @inline(__always) fileprivate var total: Float { (lowHalf + highHalf).total }
}

extension SIMD16<Float> {
  @inline(__always) fileprivate var total: Float {
    let eight = lowHalf + highHalf
    let four = eight.lowHalf + eight.highHalf
    let two = four.lowHalf + four.highHalf
    return two[0] + two[1]
  }
}

/// e^x in every lane for x ≤ 0, within 2 units in the last place; 0 below −87.
///
/// 2^n · e^r with n = round(x / ln 2), the remainder r by a polynomial of degree six, and 2^n put
/// together from its bits (Cody and Waite 1980).
@inline(__always)
func exponential(_ x: SIMD16<Float>) -> SIMD16<Float> {
  let clamped = x.replacing(with: -87, where: x .< -87)
  // Adding 1.5 · 2^23 leaves the rounded integer in the low bits.
  let rounder: Float = 12_582_912
  let shifted = clamped * 1.442_695_04 + rounder
  let n = shifted - rounder
  let r = (clamped - n * 0.693_359_375) - n * -2.121_944_4e-4
  var p = r * 1.388_889e-3 + 8.333_334e-3
  p = p * r + 4.166_666_6e-2
  p = p * r + 1.666_666_7e-1
  p = p * r + 0.5
  p = p * r + 1
  p = p * r + 1
  let exponent = unsafe unsafeBitCast(shifted, to: SIMD16<Int32>.self) &<< 23
  let bits = unsafe unsafeBitCast(p, to: SIMD16<Int32>.self) &+ exponent
  let result = unsafe unsafeBitCast(bits, to: SIMD16<Float>.self)
  return result.replacing(with: 0, where: x .< -87)
}
