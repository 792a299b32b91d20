import InformationTheory

/// The log-partition of a part of a tail, kept at every node as what it lacks of the whole: two bytes each.
///
/// The part is a sum of exponentials as the whole is, and is read between nodes in the same way; its share of
/// the whole is not and must not be interpolated. From node to node the difference of the two changes little,
/// so the changes are what is kept, each from what was kept before, so that rounding does not add up: to
/// 5e-5 nats, and to 1e-2 where it changes fast from node to node, as where it is cold.
public struct TailShare: Equatable, Sendable {
  /// What is kept of each node.
  package private(set) var codes: SIMD32<Int16>

  /// No tail has such a part.
  public static let empty = TailShare(codes: .init(repeating: .min))

  /// A share that was kept.
  package init(codes: SIMD32<Int16>) { self.codes = codes }

  /// The share of a part in a whole, both log-partitions at the nodes, measured from the same logit.
  public init(of part: SIMD32<Float>, in whole: SIMD32<Float>) {
    self = .empty
    guard part[0] > LogPartition.impossible else { return }
    var kept = 0.0
    for node in 0..<LogPartition.nodeCount {
      let step = Step.at(node)
      codes[node] = step.code(of: Double(part[node]) - Double(whole[node]) - kept)
      kept += step.change(of: codes[node])
    }
  }

  /// Whether there is such a part.
  public var isEmpty: Bool { codes[0] == .min }

  /// The log-partition of the part at the nodes.
  public func part(of whole: SIMD32<Float>) -> SIMD32<Float> {
    guard !isEmpty else { return .init(repeating: LogPartition.impossible) }
    var (part, kept) = (whole, 0.0)
    for node in 0..<LogPartition.nodeCount {
      kept += Step.at(node).change(of: codes[node])
      part[node] = Float(Double(whole[node]) + kept)
    }
    return part
  }

  /// How a change is written as 16 bits: in fine steps as far as they go, then in coarse ones.
  private struct Step {
    let fine: Double
    private static let coarse = 0x1p-6, fineCount = 24_000.0, most = 32_767.0

    /// The first node's change is from nothing, and is larger.
    static func at(_ node: Int) -> Step { Step(fine: node == 0 ? 0x1p-10 : 1e-4) }

    func code(of change: Double) -> Int16 {
      guard change.isFinite else { return 0 }  // of logits that are no numbers, which others report
      let size = abs(change)
      let steps =
        size <= fine * Self.fineCount
        ? size / fine
        : min(Self.fineCount + (size - fine * Self.fineCount) / Self.coarse, Self.most)
      let code = Int16(steps.rounded())
      return change < 0 ? -code : code
    }

    func change(of code: Int16) -> Double {
      let steps = abs(Double(code))
      let size =
        min(steps, Self.fineCount) * fine + max(steps - Self.fineCount, 0) * Self.coarse
      return code < 0 ? -size : size
    }
  }
}
