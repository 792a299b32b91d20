import InformationTheory
import Basics

/// A model that is compared, and what it reads.
public struct Contender: Sendable {
  /// The model.
  public var scorer: Scorer
  /// How it reads.
  public var settings: ScoringSettings
  /// What it reads: the tokens that are compared, behind others that are not.
  public var tokens: [Token]
  /// The first token that is compared.
  public var first: Int

  /// A model and what it reads.
  public init(_ scorer: Scorer, _ settings: ScoringSettings, _ tokens: [Token], from first: Int = 0)
  {
    self.scorer = scorer
    self.settings = settings
    self.tokens = tokens
    self.first = first
  }

  /// Whether both read the same tokens of a text, and the same one before it.
  public func readsAlike(_ other: Contender) -> Bool {
    tokens == other.tokens && settings.startToken == other.settings.startToken
  }

  /// What it says of the tokens that are compared. Stops early when `report`, which takes what it expected of them,
  /// returns false.
  ///
  /// Throws what went wrong as an error whose description is a sentence for the user.
  public func scores(
    at temperature: Temperature, report: (Predictions) -> Bool = { _ in true }
  ) throws -> [TokenScore?] {
    var scores: [TokenScore?] = []
    guard first < tokens.count else { return scores }
    try scorer.score(tokens, settings, first) {
      scores += TokenScore.all($0, at: temperature)
      return report($0)
    }
    return scores
  }

  /// Compares what two models with the same vocabulary say of the same tokens, behind whatever each reads before
  /// them. Both read block by block, and rows of logits are at hand of some tokens at a time only.
  ///
  /// Throws what ``Scorer/checkWholeVocabulary()`` throws, or what went wrong as an error whose description is a
  /// sentence for the user.
  ///
  /// - Parameters:
  ///   - other: Another model, which shares nothing with this one that only one may use at a time.
  ///   - isWanted: As in ``Scorer/scoreWhole(_:_:_:while:_:)``.
  ///   - keep: Takes what both expected of tokens in order, before they are reported.
  ///   - report: Takes tokens in order; returns false when it has seen enough.
  public func compare(
    with other: Contender, at temperature: Temperature,
    while isWanted: @escaping () -> Bool = { true },
    keeping keep: (_ base: Predictions, _ other: Predictions) -> Void = { _, _ in },
    _ report: ([PlaceComparison]) -> Bool
  ) throws {
    try other.scorer.checkWholeVocabulary()
    guard first < tokens.count else { return }
    var (done, failure): (Int, (any Error)?) = (0, nil)
    try scorer.scoreWhole(tokens, settings, first, while: isWanted) { mine in
      let end = other.first + done + mine.predictions.count
      var (begin, goesOn) = (0, true)
      do {
        try other.scorer.scoreWhole(
          Array(other.tokens[..<end]), other.settings, other.first + done, while: isWanted
        ) { theirs in
          let pair = ComparedBlock(base: mine, from: begin, other: theirs, temperature: temperature)
          begin += theirs.predictions.count
          do {
            let places = try pair.places()
            done += places.count
            keep(pair.baseAlone, theirs.predictions)
            goesOn = report(places)
          } catch { failure = error }
          return goesOn && failure == nil
        }
      } catch { failure = error }
      return goesOn && failure == nil
    }
    if let failure { throw failure }
  }
}

/// Places of which both models have spoken.
private struct ComparedBlock {
  var base: WholePredictions
  /// The place of the base's where the other's begin.
  var from: Int
  var other: WholePredictions
  var temperature: Temperature

  private var count: Int { other.predictions.count }

  /// What the base expected of these places.
  var baseAlone: Predictions {
    var predictions = Predictions(vocabularySize: base.predictions.vocabularySize)
    for place in from..<from + count { predictions.append(base.predictions[place]) }
    return predictions
  }

  /// As many rows as take some 64 MiB, which are multiplied together all the same.
  private var rowsAtOnce: Int {
    ((1 << 24) / max(other.predictions.vocabularySize, 1)).clamped(to: 16...96)
  }

  func places() throws -> [PlaceComparison] {
    let bases = TokenScore.all(base.predictions, at: temperature)[from..<from + count]
    let others = TokenScore.all(other.predictions, at: temperature)
    var places = zip(bases, others).map { PlaceComparison(base: $0, other: $1) }
    var rows = LogitRows(size: other.predictions.vocabularySize)
    for first in stride(from: 0, to: count, by: rowsAtOnce) {
      let range = first..<min(first + rowsAtOnce, count)
      rows.removeAll()
      try base.forEachRow(in: range.lowerBound + from..<range.upperBound + from) { place, logits in
        rows.append(logits, at: place - from)
        return true
      }
      try other.forEachRow(in: range) { place, logits in
        places[place].divergences = rows.divergences(to: logits, at: place, temperature)
        return true
      }
    }
    return places
  }
}

/// Some rows of logits.
private struct LogitRows {
  let size: Int
  private var logits: [Float] = []
  private var numbers: [Int: Int] = [:]

  init(size: Int) { self.size = size }

  mutating func removeAll() {
    logits.removeAll(keepingCapacity: true)
    numbers.removeAll(keepingCapacity: true)
  }

  mutating func append(_ row: Span<Float>, at place: Int) {
    numbers[place] = numbers.count
    unsafe row.withUnsafeBufferPointer { unsafe logits.append(contentsOf: $0) }
  }

  /// How far a row diverges from that of a place; nil where there is none.
  func divergences(
    to other: Span<Float>, at place: Int, _ temperature: Temperature
  ) -> Divergences? {
    guard let number = numbers[place] else { return nil }
    let start = number * size
    return Divergences(
      of: logits.span.extracting(start..<start + size), other, at: temperature)
  }
}

extension Scorer {
  /// Why its expectations cannot be compared with those of another entry by entry; nil where they can. O(*n*) in the
  /// entries.
  public func obstacle(toDivergingFrom other: Scorer) -> String? {
    reasonForNoRows ?? other.reasonForNoRows
      ?? (vocabulary.isIdentical(to: other.vocabulary)
        ? nil : "\(model.name) and \(other.model.name) have different vocabularies")
  }

  /// Why there are no divergences from it; nil where it gives all logits.
  private var reasonForNoRows: String? {
    do throws(NoWholeVocabulary) {
      try checkWholeVocabulary()
      return nil
    } catch {
      return "KL needs the whole vocabulary, which \(model.name) does not give"
    }
  }
}

extension Vocabulary {
  /// Whether every id stands for the same bytes in both, so that expectations can be compared entry by entry. Of a
  /// server's it is enough that what is said of nine entries in ten is so. O(*n*) in the entries.
  public func isIdentical(to other: Vocabulary) -> Bool {
    guard count == other.count else { return false }
    let isAllKnown = isSaid == nil && other.isSaid == nil
    let said = (0..<count).filter { isSaid?($0) ?? true && other.isSaid?($0) ?? true }
    return said.count >= count - count / 10
      && said.allSatisfy {
        bytes($0) == other.bytes($0) && (!isAllKnown || isControl($0) == other.isControl($0))
      }
  }
}
