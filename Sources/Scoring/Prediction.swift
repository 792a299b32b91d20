import InformationTheory
import Basics

/// A token that the model might have put here.
public struct Candidate: Hashable, Sendable {
  /// The entry in the vocabulary.
  public var id: Int
  /// Its logit, measured from the largest logit of the position: 0 for the best token.
  public var logit: Double
}

/// What the model expected at one position, whatever the temperature: some 440 bytes in place of a
/// vocabulary of logits.
public struct Prediction: Sendable {
  /// The ids of the best candidates, best first; −1 beyond those that are known.
  public var ids: SIMD32<Int32>
  /// The candidates' logits, measured from the largest.
  public var logits: SIMD32<Float>
  /// The log-partition of the rest of the vocabulary at the nodes of `LogPartition`, its logits measured
  /// from the last candidate's.
  public var rest: SIMD32<Float>
  /// The logit of the token that really came, measured from the largest; not a number when the
  /// position is not scored.
  public var actualLogit: Float
  /// The rank of the token that really came, 1 for the best; 0 when the position is not scored.
  public var actualRank: Int32
  /// ln of the probability that all tokens beyond the candidates have together at T = 1, where no more
  /// is known of them; not a number where `rest` was summed over them, as an engine with all logits
  /// does.
  public var logRestMass = Float.nan
  /// What of it begins a word or ends the text; nil where that is not known.
  public var boundaries: BoundaryMass?

  /// A prediction from its parts.
  public init(
    ids: SIMD32<Int32>, logits: SIMD32<Float>, rest: SIMD32<Float>, actualLogit: Float,
    actualRank: Int32
  ) {
    self.ids = ids
    self.logits = logits
    self.rest = rest
    self.actualLogit = actualLogit
    self.actualRank = actualRank
  }

  /// The absence of a prediction, for a token with nothing before it.
  public static let unscored = Prediction(
    ids: .init(repeating: -1), logits: .init(repeating: LogPartition.impossible),
    rest: .init(repeating: LogPartition.impossible), actualLogit: .nan, actualRank: 0)

  /// The rank of a token of which is known only that it is beyond the candidates.
  public static let unknownRank = Int32.max

  /// Whether the model said anything about this position.
  public var isScored: Bool { actualRank > 0 }

  /// Whether the rest of the vocabulary is only bounded: `rest` then is one of many that fit, see
  /// `Predictions.interval`.
  public var isBounded: Bool { !logRestMass.isNaN }

  /// The best candidates, best first.
  public var candidates: [Candidate] {
    ids.indices.filter { ids[$0] >= 0 }.map {
      Candidate(id: Int(ids[$0]), logit: Double(logits[$0]))
    }
  }

  /// Folds a whole vocabulary of logits: the plain twin of the kernels, and how simple models answer.
  ///
  /// - Parameters:
  ///   - logits: A logit for each entry of the vocabulary; at least one is finite.
  ///   - actual: The token that really came.
  ///   - boundaries: What begins a word and what ends a text; nil where nobody asks.
  /// - Complexity: O(*n* log *n*), where *n* is the size of the vocabulary.
  public init(foldingLogits logits: [Double], actual: Int, boundaries: WordBoundaries? = nil) {
    let largest = logits.max() ?? 0
    let order = logits.indices.sorted { (logits[$1], $0) < (logits[$0], $1) }
    let head = order.prefix(LogPartition.candidateCount)
    let tail = order.dropFirst(head.count).map { logits[$0] - largest }.filter { $0 > -.infinity }
    self = .unscored
    for (lane, id) in head.enumerated() where logits[id] > -.infinity {
      ids[lane] = Int32(id)
      self.logits[lane] = Float(logits[id] - largest)
    }
    let anchor = Double(self.logits[LogPartition.candidateCount - 1])
    for node in 0..<LogPartition.nodeCount where !tail.isEmpty {
      let beta = LogPartition.beta(ofNode: node)
      rest[node] = Float(
        beta * (tail[0] - anchor) + log(tail.reduce(0) { $0 + exp(beta * ($1 - tail[0])) }))
    }
    actualLogit = max(Float(logits[actual] - largest), LogPartition.impossible)
    actualRank = Int32(rank(of: actual, in: logits))
    if let boundaries { foldBoundaries(boundaries, of: logits) }
  }
}

/// The predictions of consecutive positions, kept column by column so that a move of the slider
/// reads memory in order.
public struct Predictions: Sendable {
  /// The size of the vocabulary.
  public let vocabularySize: Int
  /// Candidate ids: `[positions]`, 32 each.
  public private(set) var ids = CandidateIDs()
  /// Candidate logits: `[positions]`, 32 each.
  public private(set) var logits: [SIMD32<Float>] = []
  /// Nodes of the rest of the vocabulary: `[positions]`, 32 each.
  public private(set) var rest: [SIMD32<Float>] = []
  /// Logits of the tokens that came: `[positions]`.
  public private(set) var actualLogits: [Float] = []
  /// Ranks of the tokens that came: `[positions]`, 0 where unscored.
  public private(set) var actualRanks: [Int32] = []
  /// What bounded rests have beside.
  private(set) var bounded = BoundedColumns()
  /// What begins a word or ends the text.
  private var boundaries = BoundaryColumns()

  /// No predictions yet, over a vocabulary of so many entries.
  public init(vocabularySize: Int) { self.vocabularySize = vocabularySize }

  /// What begins a word or ends the text at a position; nil where that is not known. O(1).
  public func boundaries(at position: Int) -> BoundaryMass? { boundaries[position] }

  /// The number of positions.
  public var count: Int { actualRanks.count }

  /// ln of the number of tokens beyond the candidates.
  public var logTailSize: Float {
    let size = vocabularySize - LogPartition.candidateCount
    return size > 0 ? log(Float(size)) : LogPartition.impossible
  }

  /// The prediction at a position. O(1).
  public subscript(position: Int) -> Prediction {
    var prediction = Prediction(
      ids: ids[position], logits: logits[position], rest: rest[position],
      actualLogit: actualLogits[position], actualRank: actualRanks[position])
    if !bounded.isEmpty { prediction.logRestMass = bounded.logMasses[position] }
    prediction.boundaries = boundaries[position]
    return prediction
  }

  /// The rank of the token that came; nil where the position is not scored, and where it is only known to be beyond the
  /// candidates. O(1).
  public func rank(at position: Int) -> Int? {
    let rank = actualRanks[position]
    return rank > 0 && rank < Prediction.unknownRank ? Int(rank) : nil
  }

  /// Adds the next position. O(1), amortized.
  public mutating func append(_ prediction: Prediction) {
    if prediction.isBounded || !bounded.isEmpty {
      bounded.note(logits, rest)
      bounded.append(prediction, vocabularySize: vocabularySize)
    }
    boundaries.append(prediction.boundaries, after: count)
    ids.append(prediction.ids)
    logits.append(prediction.logits)
    rest.append(prediction.rest)
    actualLogits.append(prediction.actualLogit)
    actualRanks.append(prediction.actualRank)
  }

  /// Adds the positions that follow. O(*n*) in what is added.
  public mutating func append(_ others: Predictions) {
    if !others.bounded.isEmpty || !bounded.isEmpty {
      bounded.note(logits, rest)
      bounded.append(others.bounded)
    }
    boundaries.append(others.boundaries, after: count, of: count + others.count)
    ids.append(others.ids)
    logits += others.logits
    rest += others.rest
    actualLogits += others.actualLogits
    actualRanks += others.actualRanks
    if !bounded.isEmpty { bounded.note(logits, rest) }
  }

  /// Makes room for so many positions in all, and no more.
  mutating func reserve(_ count: Int) {
    ids.reserveCapacity(count)
    logits.reserveCapacity(count)
    rest.reserveCapacity(count)
    actualLogits.reserveCapacity(count)
    actualRanks.reserveCapacity(count)
    boundaries.reserve(count)
  }

  /// The same with each bounded rest in the fewest tokens that can hold it, where `rest` has it in all alike;
  /// nil where none is bounded. O(1).
  var packed: Predictions? {
    guard !bounded.isEmpty else { return nil }
    var packed = self
    packed.bounded = BoundedColumns()
    (packed.logits, packed.rest) = (bounded.logits, bounded.rest)
    return packed
  }

  /// Forgets every position from one on, as when the text was edited there.
  public mutating func truncate(to count: Int) {
    guard count < self.count else { return }
    let excess = self.count - count
    ids.removeLast(excess)
    logits.removeLast(excess)
    rest.removeLast(excess)
    actualLogits.removeLast(excess)
    actualRanks.removeLast(excess)
    bounded.truncate(to: count)
    boundaries.truncate(to: count)
  }
}
