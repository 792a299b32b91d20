import InformationTheory
import Scoring

/// What two models say of a text, ready to be written.
public struct Comparison: Sendable {
  /// One of the two.
  public struct Side: Sendable {
    /// The model.
    public var model: ModelDescription
    /// The SHA-256 of its files; nil where it has none, or where nobody asked.
    public var digest: String?
    /// How it read the text.
    public var settings: ScoringSettings
    /// What it read before the text; empty for nothing.
    public var context: [UInt8]
    /// Whether it says no more than its likeliest tokens, so that numbers may be open.
    public var isBounded: Bool

    /// A side.
    public init(
      _ model: ModelDescription, digest: String?, _ settings: ScoringSettings,
      context: [UInt8] = [],
      isBounded: Bool = false
    ) {
      self.isBounded = isBounded
      self.model = model
      self.digest = digest
      self.settings = settings
      self.context = context
    }
  }

  /// The two models.
  public var base: Side, other: Side
  /// The temperature of all numbers.
  public var temperature: Temperature
  /// The tokens of a window of llama.cpp's perplexity tool, of which the second half is scored; nil for all tokens.
  public var chunk: Int?
  /// The tokens, or where the vocabularies differ the spans of the text, in order.
  public var rows: [ComparisonRow]
  /// Why there are no divergences, in a sentence; nil where there are.
  public var note: String?
  /// Whether both have the same vocabulary, so that rows are tokens.
  public var isSameVocabulary: Bool
  /// Whether numbers may be open, so that the ends of each are written.
  public var isBounded: Bool { base.isBounded || other.isBounded }
  /// Sums over what both have scored.
  let totals: Totals
  /// The statistics of the tokens that both have scored; nil where there are none, or no tokens to compare, and where
  /// numbers are open.
  public let statistics: ComparisonStatistics?

  /// A comparison token by token.
  ///
  /// - Parameter numbers: The place of each token in the text, from 0; nil where they are all.
  public init(
    _ base: Side, _ other: Side, at temperature: Temperature, chunk: Int? = nil, of text: [UInt8],
    _ tokens: [Token], _ places: [PlaceComparison], numbers: [Int]? = nil, note: String? = nil
  ) {
    (self.base, self.other, self.temperature, self.chunk) = (base, other, temperature, chunk)
    rows = zip(tokens, places).enumerated().map { index, pair in
      ComparisonRow(numbers?[index] ?? index, pair.0, in: text, pair.1)
    }
    self.note = note
    isSameVocabulary = true
    totals = Totals(rows)
    statistics = ComparisonStatistics(places)
  }

  /// A comparison of models that cut the text in different ways.
  public init(
    _ base: Side, _ other: Side, at temperature: Temperature, of text: [UInt8],
    _ spans: [ComparedSpan], _ scores: (base: [TokenScore?], other: [TokenScore?]), note: String
  ) {
    (self.base, self.other, self.temperature) = (base, other, temperature)
    rows = spans.enumerated().map { ComparisonRow($0.offset, $0.element, in: text, scores) }
    self.note = note
    isSameVocabulary = false
    totals = Totals(rows)
    statistics = nil
  }

  /// A comparison as it was written.
  init(
    _ base: Side, _ other: Side, at temperature: Temperature, chunk: Int?, _ rows: [ComparisonRow],
    isSameVocabulary: Bool, note: String?, _ totals: Totals, _ statistics: ComparisonStatistics?
  ) {
    (self.base, self.other, self.temperature, self.chunk) = (base, other, temperature, chunk)
    (self.rows, self.isSameVocabulary, self.note) = (rows, isSameVocabulary, note)
    (self.totals, self.statistics) = (totals, statistics)
  }
}

/// A token, or a span of tokens, and what both models say of it.
public struct ComparisonRow: Sendable {
  /// Its place, from 0.
  public var index: Int
  /// The token; nil of a span.
  public var id: Int?
  /// Its bytes, and where they begin in the text.
  public var bytes: [UInt8], offset: Int
  /// How many tokens it is to each.
  public var tokens: (base: Int, other: Int)
  /// How it surprised each; nil where that is not known.
  public var surprisal: (base: Information?, other: Information?)
  /// What is certain of that.
  public var surprisals: (base: ClosedRange<Information>?, other: ClosedRange<Information>?)
  /// The rank of a token to each, and the entropy before it; nil of a span, and where that is not known.
  public var ranks: (base: Int?, other: Int?) = (nil, nil)
  /// Likewise.
  public var entropies: (base: Information?, other: Information?) = (nil, nil)
  /// What is certain of them; nil where nothing is.
  public var entropyIntervals: (base: ClosedRange<Information>?, other: ClosedRange<Information>?) =
    (nil, nil)
  /// How far what they expected of a token diverges; nil likewise.
  public var divergences: Divergences?
  /// Whether both put the same token first; nil likewise.
  public var hasSameTop: Bool?

  init(_ index: Int, _ token: Token, in text: [UInt8], _ place: PlaceComparison) {
    self.index = index
    id = token.id
    (bytes, offset) = (Array(text[token.bytes]), token.bytes.lowerBound)
    tokens = (1, 1)
    let (base, other) = (place.base, place.other)
    surprisal = (base?.surprisal, other?.surprisal)
    surprisals = (base?.surprisals, other?.surprisals)
    ranks = (base?.rank, other?.rank)
    entropies = (base?.entropy, other?.entropy)
    entropyIntervals = (base?.entropies, other?.entropies)
    (divergences, hasSameTop) = (place.divergences, place.hasSameTop)
  }

  init(
    _ index: Int, _ span: ComparedSpan, in text: [UInt8],
    _ scores: (base: [TokenScore?], other: [TokenScore?])
  ) {
    self.index = index
    (bytes, offset) = (Array(text[span.bytes]), span.bytes.lowerBound)
    tokens = (span.base.count, span.other.count)
    let base = ComparedSpan.surprisal(of: span.base, scores.base)
    let other = ComparedSpan.surprisal(of: span.other, scores.other)
    (surprisal, surprisals) = ((base?.middle, other?.middle), (base?.all, other?.all))
  }

  /// A row as it was written: see the properties of these names.
  init(
    _ index: Int, id: Int?, _ bytes: [UInt8], at offset: Int, tokens: (base: Int, other: Int),
    surprisal: (base: Information?, other: Information?),
    in surprisals: (base: ClosedRange<Information>?, other: ClosedRange<Information>?)
  ) {
    (self.index, self.id, self.bytes, self.offset) = (index, id, bytes, offset)
    (self.tokens, self.surprisal, self.surprisals) = (tokens, surprisal, surprisals)
  }

  /// Whether both have scored it, and how much either is surprised lies between two numbers.
  var isOpen: Bool {
    guard let base = surprisals.base, let other = surprisals.other else { return false }
    return base.isOpen || other.isOpen
  }

  /// By how many bits the other is more surprised: the difference of what is written of both. Nil where one has no
  /// score, or both find it impossible.
  public var deltaBits: Double? {
    guard let base = surprisal.base, let other = surprisal.other else { return nil }
    let delta = other.bits - base.bits
    return delta.isNaN ? nil : delta
  }

  /// What is certain of that: what is open of one model is so independently of the other. Nil where one is
  /// infinite and the other may be, and where one has no score.
  public var deltas: ClosedRange<Double>? {
    guard let base = surprisals.base, let other = surprisals.other else { return nil }
    return bits(of: other, beyond: base)
  }
}

/// By how many bits one amount exceeds another at least and at most; nil where both may be infinite.
func bits(
  of other: ClosedRange<Information>, beyond base: ClosedRange<Information>
) -> ClosedRange<Double>? {
  let low = other.lowerBound.bits - base.upperBound.bits
  let high = other.upperBound.bits - base.lowerBound.bits
  return low.isNaN || high.isNaN ? nil : low...high
}

extension Comparison {
  /// Sums over what both have scored.
  struct Totals: Equatable {
    var rows = 0, bytes = 0
    var base = Information.zero, other = Information.zero
    /// What is certain of them.
    var bases = Information.zero...Information.zero, others = Information.zero...Information.zero

    init() {}

    /// The sums of rows. O(*n*).
    init(_ rows: [ComparisonRow]) {
      for row in rows {
        guard let base = row.surprisal.base, let other = row.surprisal.other,
          let bases = row.surprisals.base, let others = row.surprisals.other
        else { continue }
        self.rows += 1
        bytes += row.bytes.count
        (self.bases, self.others) = (self.bases + bases, self.others + others)
        (self.base, self.other) = (self.base + base, self.other + other)
      }
    }

    /// The bits per byte of one of the sums; nil without bytes.
    func perByte(_ sum: Information) -> Double? { bytes > 0 ? sum.bits / Double(bytes) : nil }

    /// What is certain of that; nil likewise.
    func perByte(_ sums: ClosedRange<Information>) -> ClosedRange<Double>? {
      bytes > 0 ? sums.map { $0.bits / Double(bytes) } : nil
    }
  }

  /// The rows in which the two differ most, the largest difference first. O(*n* log *n*).
  func largestDifferences(_ count: Int) -> [ComparisonRow] {
    let differing = rows.filter { ($0.deltaBits ?? 0) != 0 }
    return Array(
      differing.sorted {
        (abs($1.deltaBits ?? 0), $0.index) < (abs($0.deltaBits ?? 0), $1.index)
      }.prefix(count))
  }
}
