import Basics
import InformationTheory
import Scoring

/// What an engine says of one position, taken in entry by entry: of a whole vocabulary of them all, of fewer the
/// likeliest.
struct PositionAnswer {
  /// An entry of the vocabulary and ln of its probability.
  typealias Entry = (id: Int, logProbability: Double)

  /// The token that came.
  let actual: Int
  private let vocabularySize: Int
  /// The likeliest entries, best first: as many as a prediction keeps.
  private(set) var likeliest: [Entry] = []
  /// How many entries came, and the sum of their probabilities.
  private(set) var count = 0
  private(set) var mass = 0.0
  /// ln of the probability of the token that came, and its rank.
  private(set) var actualLogProbability: Double?
  private var actualRank: Int?
  /// All entries, where all are asked for.
  private var all: [Double]

  /// A position of which nothing came yet.
  init(actual: Int, vocabularySize: Int, expectsAll: Bool) {
    self.actual = actual
    self.vocabularySize = vocabularySize
    all = expectsAll ? Array(repeating: -.infinity, count: vocabularySize) : []
  }

  /// Takes an entry in. One that was there is left out, as where the token that came is named twice.
  ///
  /// - Parameter isListed: Whether it stands among the likeliest, and not for the token that came alone.
  mutating func add(_ id: Int, _ logProbability: Double, rank: Int? = nil, isListed: Bool = true) {
    if id == actual {
      actualLogProbability = logProbability
      actualRank = rank ?? actualRank
    }
    guard isListed, !likeliest.contains(where: { $0.id == id }) else { return }
    count += 1
    mass += exp(logProbability)
    if all.indices.contains(id) { all[id] = logProbability }
    let place = likeliest.firstIndex { logProbability > $0.logProbability } ?? likeliest.count
    guard place < LogPartition.candidateCount else { return }
    likeliest.insert((id, logProbability), at: place)
    if likeliest.count > LogPartition.candidateCount { likeliest.removeLast() }
  }

  /// Takes the rank of the token that came.
  mutating func note(rank: Int) { actualRank = rank }
}

/// Why what an engine says of a position is no distribution.
enum PositionFault: Error, Hashable {
  /// The token that came is not among what it says.
  case noActual
  /// The token that came is none of the candidates, and likelier than they are.
  case tooLikely
  /// Its probabilities fit no distribution; their sum.
  case noDistribution(sum: Double)
}

extension PositionAnswer {
  /// By how much a sum of probabilities may be larger than one: engines add them in floats.
  static let slack = 1e-3

  /// What the engine expected here.
  func prediction() throws(PositionFault) -> Prediction {
    guard let actualLogProbability else { throw .noActual }
    guard mass <= 1 + Self.slack else { throw .noDistribution(sum: mass) }
    // One that is not listed is no likelier than the last of the list.
    let most = likeliest.contains { $0.id == actual } ? 1 : exp(likeliest.last?.logProbability ?? 0)
    guard exp(actualLogProbability) <= most + Self.slack else { throw .tooLikely }
    if isWhole { return Prediction(foldingLogits: try logProbabilities(), actual: actual) }
    // What rounding added is taken off all of them alike.
    let excess = log(max(mass, 1))
    guard
      let prediction = Prediction(
        likeliest: likeliest.map { ($0.id, $0.logProbability - excess) },
        vocabularySize: vocabularySize,
        actual: (actualLogProbability - excess, rank(of: actualLogProbability)))
    else { throw .noDistribution(sum: mass) }
    return prediction
  }

  /// ln p of every entry of the vocabulary.
  func logProbabilities() throws(PositionFault) -> [Double] {
    guard isWhole else { throw .noActual }
    guard abs(mass - 1) <= Self.slack else { throw .noDistribution(sum: mass) }
    return all
  }

  /// What is expected as far as it is said.
  func expectation() throws(PositionFault) -> Expectation {
    let excess = log(max(mass, 1))
    guard mass <= 1 + Self.slack,
      let expectation = Expectation(
        likeliest: likeliest.map { ($0.id, $0.logProbability - excess) },
        vocabularySize: vocabularySize)
    else { throw .noDistribution(sum: mass) }
    return expectation
  }

  /// Whether every entry came.
  private var isWhole: Bool { count == vocabularySize && !all.isEmpty }

  /// The rank that the engine gives, or that of its place among the likeliest; unknown beyond them.
  private func rank(of logProbability: Double) -> Int {
    if let actualRank { return actualRank }
    let isAmong = likeliest.contains { $0.id == actual }
    guard isAmong else { return Int(Prediction.unknownRank) }
    return 1 + likeliest.count { $0.logProbability > logProbability }
  }
}
