import Basics

/// A vocabulary-sized distribution in small: exact at its head, interpolated in its tail.
///
/// The head is the logits of the best candidates, largest first and measured from the largest. The
/// tail is the log-partition R(β) = ln Σ e^(βz) of every other token, z measured from the last
/// candidate's logit, kept at geometric nodes of β. Together they give A(β) and its derivative at any
/// temperature without the logits that they came from: ``NodeStencil`` says how, and how exactly.
public enum LogPartition {
  /// The number of candidates in the head.
  public static let candidateCount = 32
  /// The number of nodes of the tail.
  public static let nodeCount = 32
  /// The nodes in a doubling of β. Each node's exponentials are the squares of those an octave below.
  public static let nodesPerOctave = 4
  /// The smallest node, a temperature of 10. Of the floats near 0.1 it is the one whose products with
  /// 2^¼, 2^½ and 2^¾ lie nearest to a float, so that kernels sum at the nodes that are meant: 3e-9.
  public static let firstBeta = Double(0.1000132 as Float)
  /// Stands for −∞ as a logit or a node: small enough to have no weight, and safe to multiply.
  public static let impossible: Float = -1e30

  /// The inverse temperature of a node, β₀ · 2^(j/4).
  public static func beta(ofNode node: Int) -> Double {
    firstBeta * exp2(Double(node) / Double(nodesPerOctave))
  }

  /// What a distribution says at one temperature.
  public struct Value: Equatable, Sendable {
    /// A(β) − β·max z: the log-partition with logits measured from the largest, in nats.
    public var logPartition: Double
    /// A′(β) − max z: the mean logit under the distribution, measured from the largest.
    public var meanLogit: Double
  }
}

/// How to read every ``LogPartition`` of a text at one temperature: computed once a temperature.
///
/// Its ``read(head:tail:logTailSize:)`` is the plain twin of the kernel that reads whole texts.
public struct LogPartitionReader: Sendable {
  /// The temperature.
  public let temperature: Temperature
  /// How the nodes are read; nil at a temperature below theirs.
  package let stencil: NodeStencil?

  /// Prepares a temperature that is neither zero nor infinite. O(1).
  public init(_ temperature: Temperature) {
    precondition(
      temperature.value > 0 && temperature.value < .infinity, "the limits need no reader")
    self.temperature = temperature
    stencil = NodeStencil(at: temperature.beta)
  }

  /// Reads one position's distribution at the temperature.
  ///
  /// - Parameters:
  ///   - head: The candidates' logits, measured from the largest.
  ///   - tail: The tail's log-partition at the nodes.
  ///   - logTailSize: ln of the number of tokens in the tail, R(0).
  /// - Complexity: O(1): some 46 exponentials.
  public func read(head: SIMD32<Float>, tail: SIMD32<Float>, logTailSize: Float)
    -> LogPartition.Value
  {
    let beta = temperature.beta
    let anchor = Double(head[LogPartition.candidateCount - 1])
    let rest = stencil?.sums(tail: tail, logTailSize: logTailSize) ?? sumsBelowNodes(tail)
    let scale = exp(beta * anchor)
    var (sum, moment) = (scale * rest.sum, scale * (rest.moment + anchor * rest.sum))
    for index in head.indices {
      let logit = Double(head[index])
      let weight = exp(beta * logit)
      sum += weight
      moment += weight * logit
    }
    return .init(logPartition: log(sum), meanLogit: moment / sum)
  }

  /// The sum of e^(βz) over a tail, z measured from where the tail's is.
  ///
  /// - Parameters:
  ///   - tail: Its log-partition at the nodes.
  ///   - logTailSize: ln of the number of its tokens.
  /// - Complexity: O(1): some 14 exponentials.
  public func tailSum(_ tail: SIMD32<Float>, logTailSize: Float) -> Double {
    (stencil?.sums(tail: tail, logTailSize: logTailSize) ?? sumsBelowNodes(tail)).sum
  }

  /// ln of the sum of e^(βz) over a part of a tail, z measured from its largest, so that it is 1 at least.
  ///
  /// - Parameters:
  ///   - part: Its log-partition at the nodes.
  ///   - logSize: ln of the number of its tokens.
  /// - Complexity: O(1): some 14 exponentials.
  public func logPartSum(_ part: SIMD32<Float>, logSize: Float) -> Double {
    if let stencil { return log(max(stencil.sums(tail: part, logTailSize: logSize).sum, 1)) }
    // Colder than the last node what is left beside the largest goes on as the one exponential that it nearly is.
    let last = LogPartition.nodeCount - 1
    let betas = (LogPartition.beta(ofNode: last - 1), LogPartition.beta(ofNode: last))
    let (before, there) = (exp(Double(part[last - 1])) - 1, exp(Double(part[last])) - 1)
    guard before > there, there > 0 else { return log(1 + max(there, 0)) }
    let rate = log(before / there) / (betas.1 - betas.0)
    return log(1 + there * exp(-rate * (temperature.beta - betas.1)))
  }

  /// The tail's Z and Z′ colder than the last node, where it matters only if it ties with the
  /// head: R(β) goes on as a straight line that never rises.
  private func sumsBelowNodes(_ tail: SIMD32<Float>) -> (sum: Double, moment: Double) {
    let last = LogPartition.nodeCount - 1
    let betas = (LogPartition.beta(ofNode: last - 1), LogPartition.beta(ofNode: last))
    let slope = Double(tail[last] - tail[last - 1]) / (betas.1 - betas.0)
    // Rounding must not tilt a flat tail, whose slope is multiplied by a large β.
    let falling = slope < -1e-5 ? slope : 0
    let sum = exp(Double(tail[last]) + (temperature.beta - betas.1) * falling)
    return (sum, sum * falling)
  }
}
