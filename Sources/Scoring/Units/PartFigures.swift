import Basics
import InformationTheory

/// What the parts of a text are put in order by, the largest first.
public enum PartOrder: String, Hashable, Sendable, CaseIterable {
  /// Surprise: the sum over the tokens of the part.
  case surprise
  /// Surprise less entropy, likewise.
  case excess
  /// The rank; of a part with several tokens the largest.
  case rank
}

/// The figures of the parts of a text, and their order by one of them: what the explorer lists and what
/// `score --sort` prints. Tokens without a score add nothing; a part with none else has no figures, and a word with
/// one has none.
public struct PartFigures: Sendable {
  /// The sums of the surprisals, of a word corrected where it can be, and of what they exceed the entropies
  /// by, in nats; not a number where nothing is scored. `[parts]`
  public private(set) var surprisals: [Double] = [], excesses: [Double] = []
  /// The largest rank of each part; 0 where nothing is scored. `[parts]`
  public private(set) var ranks: [Int32] = []
  /// Whether nothing of a part can change any more while further tokens are scored. `[parts]`
  private var isSettled: [Bool] = []

  /// The figures of one token; nil where it is not scored.
  public typealias Read = (_ token: Int) -> (
    surprisal: Information, entropy: Information, rank: Int
  )?
  /// The surprisal of the word that some tokens spell; nil where it is not known.
  public typealias Correct = (_ tokens: Range<Int>) -> CorrectedSurprisal?

  /// Sums over the tokens of each part. O(*n*) in the tokens.
  ///
  /// - Parameters:
  ///   - known: The figures of the same parts when fewer tokens were scored: what was scored whole is taken
  ///     from there.
  ///   - correct: Reads words; nil where the parts are none, or not corrected.
  public init(
    _ division: TextDivision, after known: PartFigures? = nil, correcting correct: Correct? = nil,
    _ read: Read
  ) {
    let count = division.count
    surprisals = .init(repeating: .nan, count: count)
    excesses = surprisals
    ranks = .init(repeating: 0, count: count)
    isSettled = .init(repeating: false, count: count)
    if let known, known.ranks.count == count { self = known }
    for part in 0..<count where !isSettled[part] {
      sum(part, of: division, correct, read)
    }
  }

  private mutating func sum(
    _ part: Int, of division: TextDivision, _ correct: Correct?, _ read: Read
  ) {
    let tokens = division.tokens(of: part)
    var (surprisal, entropy, rank, scored) = (0.0, 0.0, 0, 0)
    for token in tokens {
      guard let figures = read(token) else { continue }
      surprisal += figures.surprisal.nats
      entropy += figures.entropy.nats
      rank = max(rank, figures.rank)
      scored += 1
    }
    guard rank > 0, scored == tokens.count || division.unit != .word else { return }
    let corrected = scored == tokens.count ? correct?(tokens)?.corrected.nats : nil
    surprisals[part] = corrected ?? surprisal
    excesses[part] = surprisals[part] - entropy
    ranks[part] = Int32(clamping: rank)
    isSettled[part] = scored == tokens.count && (correct == nil || corrected != nil)
  }

  /// The figure that an order goes by; nil where nothing is scored.
  public func value(of part: Int, _ order: PartOrder) -> Double? {
    guard ranks[part] > 0 else { return nil }
    return switch order {
    case .surprise: surprisals[part]
    case .excess: excesses[part]
    case .rank: Double(ranks[part])
    }
  }

  /// The parts in order, the largest first; equal ones as they stand in the text, those without figures
  /// last. O(*n*).
  public func order(by order: PartOrder) -> [Int32] {
    let items = ranks.indices.map {
      (key: descendingKey(value(of: $0, order) ?? .nan), part: Int32($0))
    }
    return items.sorted(byBits: 0..<64) { $0.key }.map(\.part)
  }
}

/// An unsigned number that is the smaller the larger a value is; the largest for what is no number.
private func descendingKey(_ value: Double) -> UInt64 {
  guard !value.isNaN else { return .max }
  let bits = (value == 0 ? 0 : value).bitPattern
  return bits >> 63 == 0 ? ~(bits | 1 << 63) : bits
}
