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
/// `score --sort` prints. Tokens without a score add nothing; a part with none else has no figures.
public struct PartFigures: Sendable {
  /// The sums of the surprisals, and of what they exceed the entropies by, in nats; not a number where
  /// nothing is scored. `[parts]`
  public private(set) var surprisals: [Double] = [], excesses: [Double] = []
  /// The largest rank of each part; 0 where nothing is scored. `[parts]`
  public private(set) var ranks: [Int32] = []

  /// The figures of one token; nil where it is not scored.
  public typealias Read = (_ token: Int) -> (
    surprisal: Information, entropy: Information, rank: Int
  )?

  /// Sums over the tokens of each part. O(*n*) in the tokens.
  public init(_ division: TextDivision, _ read: Read) {
    surprisals.reserveCapacity(division.count)
    excesses.reserveCapacity(division.count)
    ranks.reserveCapacity(division.count)
    for part in 0..<division.count { add(division.tokens(of: part), read) }
  }

  private mutating func add(_ tokens: Range<Int>, _ read: Read) {
    var (surprisal, entropy, rank) = (0.0, 0.0, 0)
    for token in tokens {
      guard let figures = read(token) else { continue }
      surprisal += figures.surprisal.nats
      entropy += figures.entropy.nats
      rank = max(rank, figures.rank)
    }
    surprisals.append(rank > 0 ? surprisal : .nan)
    excesses.append(rank > 0 ? surprisal - entropy : .nan)
    ranks.append(Int32(clamping: rank))
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
  /// last. O(*n*): a radix sort, so that any key answers at once in a long text.
  public func order(by order: PartOrder) -> [Int32] {
    descending(ranks.indices.map { value(of: $0, order) ?? .nan })
  }
}

/// The places of numbers, the largest first, equal ones in their order, what is no number last. O(*n*).
private func descending(_ values: [Double]) -> [Int32] {
  typealias Item = (key: UInt64, place: Int32)
  var items: [Item] = values.enumerated().map { (key($1), Int32($0)) }
  var sorted = items
  for shift in stride(from: UInt64(0), to: 64, by: 16) {
    var ends = [Int](repeating: 0, count: 1 << 16)
    for item in items { ends[Int(item.key >> shift & 0xFFFF)] += 1 }
    if ends.contains(items.count) { continue }  // they do not differ here
    var end = 0
    for digit in ends.indices {
      (ends[digit], end) = (end, end + ends[digit])
    }
    for item in items {
      let digit = Int(item.key >> shift & 0xFFFF)
      sorted[ends[digit]] = item
      ends[digit] += 1
    }
    swap(&items, &sorted)
  }
  return items.map(\.place)
}

/// An unsigned number that is the smaller the larger a value is.
private func key(_ value: Double) -> UInt64 {
  guard !value.isNaN else { return .max }
  let bits = (value == 0 ? 0 : value).bitPattern
  return bits >> 63 == 0 ? ~(bits | 1 << 63) : bits
}
