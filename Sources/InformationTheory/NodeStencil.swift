import Basics

/// How the log-partition R(β) = ln Z(β) of a tail is interpolated between its nodes, at one β.
///
/// ln Z itself is hard to interpolate. Inside a character of several bytes some 64 continuation bytes
/// are alike, half of them among the candidates, half in the tail, and then comes a cliff: there Z is
/// nearly a sum of two exponentials, which vanishes at complex temperatures (the zeros of a partition
/// function; Fisher 1965). ln Z is singular at such a zero, and a polynomial in ln β stalls at 3e-3
/// nats however many nodes it has. But Z is a finite sum of exponentials, singular nowhere. So Z is
/// interpolated, divided by a curve that takes out its many orders of magnitude:
///
///     q(β) = a + b β^0.65, through R at both ends of the stencil; straight where it is cold
///     F(β) = e^(R − q) at the nodes, a polynomial in log₂ β between them (Lagrange 1795)
///     Z    = e^q F,   Z′ = e^q (q′F + F′)
///
/// Fourteen nodes then give the entropies of real logits within 4e-6 nats, were the nodes exact, and
/// within 1e-5 as they are, in single precision. Near the coldest node there are fewer, as far from
/// the middle a polynomial magnifies rounding. Towards β = 0, where ln β has no end, the polynomial is
/// one in β, whose first node is Z(0), the size of the tail; and so is q.
package struct NodeStencil: Sendable {
  /// The nodes that are read.
  package let nodes: Range<Int>
  /// Whether β = 0 comes before them; it has weights of its own.
  package let startsAtZero: Bool
  /// F = Σ values · e^(R − q), and F′ likewise with slopes: one for each node.
  package let values: [Double], slopes: [Double]
  /// The same of β = 0.
  package let valueAtZero: Double, slopeAtZero: Double
  /// How far q has come from its start to its end, 0 … 1, at each node.
  package let shares: [Double]
  /// The same at β, and its derivative.
  package let share: Double, shareSlope: Double

  /// The most nodes on either side; the fewest, near the coldest node.
  private static let nodesAside = 5...7
  /// The nodes used with β = 0.
  private static let nodesBesideZero = 7
  /// The exponent in q, and the inverse temperature from which on q is straight: there the largest logits
  /// carry all, and R is nearly so. In the tail of what begins a word, which may carry all,
  /// interpolation then costs less than 1e-6 bits at T = 0.1 in place of 1e-2; what is left is how it is kept.
  private static let power = 0.65, straightBeta = 2.5

  /// The stencil at an inverse temperature; nil where that is colder than the last node.
  package init?(at beta: Double) {
    typealias P = LogPartition
    let place = Double(P.nodesPerOctave) * log2(beta / P.firstBeta)
    guard place < Double(P.nodeCount - 1) else { return nil }
    startsAtZero = place < 3
    let weights: (values: [Double], slopes: [Double])
    if startsAtZero {
      nodes = 0..<Self.nodesBesideZero
      weights = lagrange(at: beta, nodes: [0] + nodes.map(P.beta(ofNode:)))
    } else {
      let aside = min(
        max(P.nodeCount - 1 - Int(place), Self.nodesAside.lowerBound), Self.nodesAside.upperBound)
      let first = min(max(Int(place) + 1 - aside, 0), P.nodeCount - 2 * aside)
      nodes = first..<first + 2 * aside
      weights = lagrange(at: place, nodes: nodes.map(Double.init))
    }
    let ownWeights = startsAtZero ? 1 : 0
    let placePerBeta =
      startsAtZero ? 1 : Double(P.nodesPerOctave) / (Information.natsPerBit * beta)
    values = Array(weights.values[ownWeights...])
    slopes = weights.slopes[ownWeights...].map { $0 * placePerBeta }
    valueAtZero = startsAtZero ? weights.values[0] : 0
    slopeAtZero = startsAtZero ? weights.slopes[0] : 0

    let power = startsAtZero || beta > Self.straightBeta ? 1 : Self.power
    let start = startsAtZero ? 0 : pow(P.beta(ofNode: nodes.lowerBound), power)
    let length = pow(P.beta(ofNode: nodes.upperBound - 1), power) - start
    shares = nodes.map { (pow(P.beta(ofNode: $0), power) - start) / length }
    share = (pow(beta, power) - start) / length
    shareSlope = power * pow(beta, power - 1) / length
  }

  /// Z and Z′ of a tail: the sum of e^(βz) over its tokens, and that of z e^(βz), where z is measured
  /// from where the tail's is. O(1).
  package func sums(tail: SIMD32<Float>, logTailSize: Float) -> (sum: Double, moment: Double) {
    let start = Double(startsAtZero ? logTailSize : tail[nodes.lowerBound])
    let rise = Double(tail[nodes.upperBound - 1]) - start
    var (value, slope) = (valueAtZero, slopeAtZero)
    for (index, node) in nodes.enumerated() {
      let ratio = exp(min(max(Double(tail[node]) - (start + shares[index] * rise), -80), 80))
      value += values[index] * ratio
      slope += slopes[index] * ratio
    }
    // Where the tail has no weight, rounding may leave less than nothing of it.
    value = max(value, 0)
    let scale = exp(min(start + share * rise, 80))
    return (scale * value, scale * (shareSlope * rise * value + slope))
  }
}

/// The weights with which the values at `nodes` make the value and the slope, at a point, of the
/// polynomial through them (Lagrange 1795). O(*n*³).
private func lagrange(at x: Double, nodes: [Double]) -> (values: [Double], slopes: [Double]) {
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
