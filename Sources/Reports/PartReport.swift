import InformationTheory
import Scoring
import ShownText

/// The words, lines or sentences of a scored text, a row each: the same parts, figures and order as the
/// explorer lists. The surprisal of a word is corrected for where it ends, as far as that is known.
public struct PartReport: Sendable {
  private let text: [UInt8], tokens: [Token]
  private let header: ReportHeader
  private let division: TextDivision, parts: PartFigures
  private let figures: Figures
  /// Whether something is known of what begins a word, with which words are corrected.
  private let isCorrected: Bool
  private let order: PartOrder?
  /// The figures of the text.
  public let summary: Summary

  /// A report of a text whose tokens are scored.
  ///
  /// - Parameters:
  ///   - predictions: Of its tokens, and where it is known of what comes behind the last, with which the last
  ///     word is corrected.
  ///   - order: What the rows are put in order by, the largest first; nil for the order of the text.
  /// - Complexity: O(*n*).
  public init(
    of text: [UInt8], _ tokens: [Token], _ predictions: Predictions, _ header: ReportHeader,
    into unit: TextUnit, sortedBy order: PartOrder? = nil
  ) {
    (self.text, self.tokens, self.header, self.order) = (text, tokens, header, order)
    let reader = BoundaryReader(header.temperature)
    var own = predictions
    own.truncate(to: tokens.count)
    figures = Figures(own, at: header.temperature)
    let figures = figures
    let words = WordScores(text, tokens[...], .pimentel) {
      figures.surprisal(at: $0)
    } boundary: {
      reader.probability(at: $0, of: predictions)
    }
    isCorrected = (0..<predictions.count).contains { predictions.boundaries(at: $0) != nil }
    division = TextDivision(text, tokens, into: unit)
    parts = PartFigures(division, correcting: unit == .word ? words.corrected : nil) { token in
      guard let surprisal = figures.surprisal(at: token), let entropy = figures.entropy(at: token)
      else { return nil }
      return (surprisal, entropy, Int(own.actualRanks[token]))
    }
    var summary = Summary(of: text, tokens: tokens, settings: header.settings)
    summary.add(own, figures)
    self.summary = summary
  }

  /// The forms that it can be written in.
  public enum Format: String, Sendable, CaseIterable { case text, csv, tsv, json, jsonl }

  /// Writes all of it. Throws what `write` throws.
  public func write(as format: Format, _ write: (String) throws -> Void) throws {
    let rows = order.map(parts.order(by:)) ?? (0..<division.count).map(Int32.init)
    switch format {
    case .text:
      let table = TextReport()
      try write(table.beginning(header, partsIn: division.unit, isCorrected: isCorrected))
      for part in rows { try write(textRow(Int(part))) }
      try write(table.ending(summary, header))
    case .csv, .tsv:
      let table = TableReport(separator: format == .csv ? "," : "\t")
      let open = header.isBounded ? TableReport.ends(Self.openNames) : []
      try write(table.line(Self.names + open + TableReport.headerNames(header)))
      for part in rows {
        let ends = intervals(of: Int(part)).flatMap { $0?.map(\.bits).fields() ?? ["", ""] }
        try write(table.line(fields(Int(part)) + ends + table.fields(header)))
      }
    case .json:
      let list = ListDocument(name: "parts")
      try write(list.beginning(head))
      for (place, part) in rows.enumerated() {
        try write(list.element(object(Int(part)), at: place))
      }
      try write(list.ending(JSONObjects.tail(summary, header), after: rows.count))
    case .jsonl:
      let parts = rows.lazy.map { object(Int($0)) }
      try write(JSONValue.object(head).text + "\n")
      for part in parts { try write(part.text + "\n") }
      try write(JSONValue.object(JSONObjects.tail(summary, header)).text + "\n")
    }
  }

  private func bytes(_ part: Int) -> ArraySlice<UInt8> {
    let places = division.tokens(of: part)
    let (first, last) = (tokens[places.lowerBound].bytes, tokens[places.upperBound - 1].bytes)
    return text[first.lowerBound..<max(first.lowerBound, last.upperBound)]
  }

  /// Places are counted from 1 for people.
  private func textRow(_ part: Int) -> String {
    let places = division.tokens(of: part)
    let amounts = (header.isBounded ? intervals(of: part) : values(of: part)).map { amount in
      amount.map { TextReport().between($0) { decimals($0.bits, 2) } } ?? "–"
    }
    let numbers = amounts + [rank(part).map(String.init) ?? "–", String(places.count)]
    return TextReport.columns(
      [String(places.lowerBound + 1)] + numbers, isOpen: header.isBounded)
      + "  " + quoted(bytes(part)) + "\n"
  }

  /// What a part comes to, and what it exceeds the entropies of its tokens by; nil where it has no figures.
  private func values(of part: Int) -> [ClosedRange<Information>?] {
    [PartOrder.surprise, .excess].map { order in
      parts.value(of: part, order).map { .nats($0) ... .nats($0) }
    }
  }

  /// What a part comes to at least and at most, and what it exceeds the entropies of its tokens by, as `openNames` has
  /// them: its tokens are open independently of one another. Nil where it has no figures; none where nothing is open.
  private func intervals(of part: Int) -> [ClosedRange<Information>?] {
    guard header.isBounded else { return [] }
    guard parts.value(of: part, .surprise) != nil else { return [nil, nil] }
    let tokens = division.tokens(of: part)
    let surprisals = tokens.compactMap(figures.surprisalInterval(at:))
    let excesses = tokens.compactMap { token in
      figures.surprisalInterval(at: token).flatMap { surprisal in
        figures.entropyInterval(at: token).flatMap { surprisal - $0 }
      }
    }
    return [surprisals, excesses].map { amounts in
      amounts.isEmpty ? nil : amounts.reduce(.zero ... .zero, +)
    }
  }

  private static let openNames = ["surprisal_bits", "excess_bits"]
  private static let names = [
    "index", "unit", "tokens", "text", "bytes", "offset", "surprisal_bits", "excess_bits", "rank",
  ]

  private func fields(_ part: Int) -> [String] {
    let (places, bytes) = (division.tokens(of: part), bytes(part))
    let amounts = [PartOrder.surprise, .excess].map { order in
      parts.value(of: part, order).map { shortest(Information.nats($0).bits) } ?? ""
    }
    return [
      String(places.lowerBound), division.unit.rawValue, String(places.count), harmlessField(bytes),
      hexadecimalDigits(bytes), String(tokens[places.lowerBound].bytes.lowerBound),
    ] + amounts + [rank(part).map(String.init) ?? ""]
  }

  private var head: [(name: String, value: JSONValue)] {
    JSONObjects.head(header, schema: "surprisal.parts/1")
      + [("unit", .string(division.unit.rawValue))]
  }

  private func object(_ part: Int) -> JSONValue {
    let places = division.tokens(of: part)
    func bits(_ order: PartOrder) -> JSONValue {
      .optional(parts.value(of: part, order)) { .number(Information.nats($0).bits) }
    }
    return .object(
      [("index", .integer(places.lowerBound)), ("tokens", .integer(places.count))]
        + JSONObjects.name(Array(bytes(part))) + [
          ("offset", .integer(tokens[places.lowerBound].bytes.lowerBound)),
          ("surprisal_bits", bits(.surprise)), ("excess_bits", bits(.excess)),
          ("rank", .optional(rank(part), JSONValue.integer)),
        ]
        + zip(Self.openNames, intervals(of: part)).flatMap { name, interval in
          JSONObjects.ends(name, interval?.map(\.bits))
        })
  }

  /// The largest rank; nil where nothing is scored, or one is only known to be beyond a server's candidates.
  private func rank(_ part: Int) -> Int? {
    let rank = Int(parts.ranks[part])
    return rank > 0 && rank < Prediction.unknownRank ? rank : nil
  }
}
