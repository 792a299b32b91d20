import Basics
import InformationTheory

/// The log-partition of a part of a tail at every node, in some 70 bytes.
///
/// Logits are measured from the largest of the part, so that no temperature is so cold that nothing is left of
/// the sum: from the logarithm of the part's size, where all are alike, its logarithm falls towards 0. It is
/// convex, so from one node to the next it falls at most as steeply as it did on the way from β = 0, and at most
/// to 0. What it does fall by is kept as a share of this most, in sixteen bits: to 2e-5 nats, and where it is
/// hot, which is read far from the nodes, to 5e-6.
public struct TailPart: Equatable, Sendable {
  /// The part's largest logit, measured from the largest of the position; `LogPartition.impossible` where there
  /// is no part.
  public var largest: Float
  /// The log-partition at the first node.
  package var first: Float
  /// How it falls to each node behind that.
  package var falls: SIMD32<UInt16>

  /// No tail has such a part.
  public static let empty = TailPart(
    largest: LogPartition.impossible, first: LogPartition.impossible, falls: .zero)

  /// A part as it is kept.
  package init(largest: Float, first: Float, falls: SIMD32<UInt16>) {
    (self.largest, self.first, self.falls) = (largest, first, falls)
  }

  /// A part.
  ///
  /// - Parameters:
  ///   - largest: Its largest logit, measured from the largest of the position.
  ///   - nodes: Its log-partition at the nodes, its logits measured from `largest`.
  ///   - count: The number of its entries.
  public init(largest: Float, nodes: SIMD32<Float>, count: Int) {
    self = .empty
    guard largest > LogPartition.impossible else { return }
    (self.largest, first) = (largest, nodes[0])
    var level = Level(of: count, first)
    for node in 1..<LogPartition.nodeCount {
      // Of logits that are no numbers, which others report, nothing is kept.
      let share = ((level.left - Double(nodes[node])) / level.most).clamped(to: 0...1)
      falls[node] = share >= 0 ? UInt16((share * Level.steps).rounded()) : 0
      level.fall(falls[node])
    }
  }

  /// Whether there is no such part.
  public var isEmpty: Bool { largest <= LogPartition.impossible }

  /// Its log-partition at the nodes, its logits measured from ``largest``.
  ///
  /// - Parameter count: The number of its entries.
  public func nodes(of count: Int) -> SIMD32<Float> {
    var (level, nodes) = (Level(of: count, first), SIMD32(repeating: first))
    for node in 1..<LogPartition.nodeCount {
      level.fall(falls[node])
      nodes[node] = Float(level.left)
    }
    return nodes
  }

  /// A place on the way from node to node.
  private struct Level {
    /// What it was at β = 0, and is here.
    let whole: Double
    var left: Double
    static let steps = Double(UInt16.max)
    private static let steepness = exp2(1 / Double(LogPartition.nodesPerOctave)) - 1

    init(of count: Int, _ first: Float) { (whole, left) = (log(Double(count)), Double(first)) }

    /// What it can fall by to the next node; never nothing, so that shares of it are numbers.
    var most: Double { max(min(Self.steepness * (whole - left), left), 1e-30) }

    mutating func fall(_ share: UInt16) { left -= most * Double(share) / Self.steps }
  }
}
