import Basics
import InformationTheory

/// What a prediction says of the tokens that begin a word, and of those that end a text, whatever the
/// temperature: 84 bytes.
public struct BoundaryMass: Equatable, Sendable {
  /// A bit for each candidate that begins a word, the best's lowest.
  public var starts: UInt32
  /// The logits of the tokens that end a text, measured from the largest; `LogPartition.impossible` where
  /// there are fewer.
  public var ends: SIMD2<Float>
  /// What begins a word among the rest of the vocabulary.
  public var part: TailPart
  /// How many entries of the whole vocabulary begin a word.
  public var startCount: Int

  /// A mass from its parts.
  public init(starts: UInt32, ends: SIMD2<Float>, part: TailPart, startCount: Int) {
    self.starts = starts
    self.ends = ends
    self.part = part
    self.startCount = startCount
  }

  /// The log-partition of what begins a word beyond the candidates, at the nodes, and ln of how many that are.
  var restStarts: (nodes: SIMD32<Float>, logCount: Float) {
    let count = startCount - starts.nonzeroBitCount
    return (part.nodes(of: count), log(Float(count)))
  }
}

/// The boundary masses of consecutive positions, column by column; no columns as long as no position has one.
struct BoundaryColumns: Sendable {
  /// The entries of the vocabulary that begin a word, the same at all positions.
  private var startCount = 0
  private var starts: [UInt32] = []
  private var ends: [SIMD2<Float>] = []
  /// The columns of the parts.
  private var largests: [Float] = [], firsts: [Float] = [], falls: [SIMD32<UInt16>] = []

  /// Nil where a position has none, which its logits say by being no numbers.
  subscript(position: Int) -> BoundaryMass? {
    guard starts.indices.contains(position), !ends[position][0].isNaN else { return nil }
    return BoundaryMass(
      starts: starts[position], ends: ends[position],
      part: TailPart(
        largest: largests[position], first: firsts[position], falls: falls[position]),
      startCount: startCount)
  }

  /// Adds a position behind so many others.
  mutating func append(_ mass: BoundaryMass?, after count: Int) {
    if let mass {
      startCount = mass.startCount
      fill(to: count)
    }
    guard mass != nil || !starts.isEmpty else { return }
    append(mass)
  }

  private mutating func append(_ mass: BoundaryMass?) {
    let part = mass?.part ?? .empty
    starts.append(mass?.starts ?? 0)
    ends.append(mass?.ends ?? .init(repeating: .nan))
    largests.append(part.largest)
    firsts.append(part.first)
    falls.append(part.falls)
  }

  /// Adds positions behind so many others: so many in all.
  mutating func append(_ others: BoundaryColumns, after count: Int, of total: Int) {
    startCount = max(startCount, others.startCount)
    guard !others.starts.isEmpty || !starts.isEmpty else { return }
    fill(to: count)
    starts += others.starts
    ends += others.ends
    largests += others.largests
    firsts += others.firsts
    falls += others.falls
    fill(to: total)
  }

  /// Makes room for so many positions in all, where positions have masses.
  mutating func reserve(_ count: Int) {
    guard !starts.isEmpty else { return }
    starts.reserveCapacity(count)
    ends.reserveCapacity(count)
    largests.reserveCapacity(count)
    firsts.reserveCapacity(count)
    falls.reserveCapacity(count)
  }

  mutating func truncate(to count: Int) {
    let excess = starts.count - count
    guard excess > 0 else { return }
    starts.removeLast(excess)
    ends.removeLast(excess)
    largests.removeLast(excess)
    firsts.removeLast(excess)
    falls.removeLast(excess)
  }

  private mutating func fill(to count: Int) {
    while starts.count < count { append(nil) }
  }
}

extension Prediction {
  /// Finds among all logits what begins a word and what ends a text: the plain twin of the kernels, for a
  /// prediction that was folded from them. O(*n* + 32 *n*) exponentials, *n* the size of the vocabulary.
  mutating func foldBoundaries(_ boundaries: WordBoundaries, of logits: [Double]) {
    let largest = logits.max() ?? 0
    let candidates = Set(ids.indices.map { Int(ids[$0]) })
    let part = logits.indices.filter {
      boundaries.isStart($0) && !candidates.contains($0) && logits[$0] > -.infinity
    }.map { logits[$0] }
    var mass = BoundaryMass(
      starts: 0, ends: .init(repeating: LogPartition.impossible), part: .empty,
      startCount: boundaries.startCount)
    for lane in ids.indices where boundaries.isStart(Int(ids[lane])) { mass.starts |= 1 << lane }
    for (index, end) in boundaries.ends.enumerated() {
      mass.ends[index] = max(Float(logits[end] - largest), LogPartition.impossible)
    }
    if let top = part.max() {
      var nodes = SIMD32<Float>()
      for node in 0..<LogPartition.nodeCount {
        let beta = LogPartition.beta(ofNode: node)
        nodes[node] = Float(log(part.reduce(0) { $0 + exp(beta * ($1 - top)) }))
      }
      mass.part = TailPart(
        largest: Float(top - largest), nodes: nodes,
        count: boundaries.startCount - mass.starts.nonzeroBitCount)
    }
    self.boundaries = mass
  }
}
