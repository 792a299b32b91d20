import Scoring

/// Comparisons of a base with other models, as a table, JSON or CSV.
public struct ComparisonReport: Sendable {
  /// The forms that it can be written in.
  public enum Format: String, Sendable, CaseIterable {
    case text, csv, json

    /// What it is, in a few words for the help.
    public var summary: String {
      switch self {
      case .text: "a table for people, and llama.cpp's statistics in its words"
      case .csv: "a header and a row a token"
      case .json: "one document (see --schema)"
      }
    }
  }

  private let comparisons: [Comparison]

  /// A report of comparisons with the same base, in order.
  public init(_ comparisons: [Comparison]) { self.comparisons = comparisons }

  /// Writes it piece by piece.
  public func write<Fault: Error>(
    as format: Format, _ write: (String) throws(Fault) -> Void
  ) throws(Fault) {
    switch format {
    case .text:
      for (index, comparison) in comparisons.enumerated() {
        if index > 0 { try write("\n") }
        for line in ComparisonText(comparison).lines { try write(line + "\n") }
      }
    case .csv:
      let isBounded = comparisons.contains(where: \.isBounded)
      try write(ComparisonTable.header(isBounded: isBounded))
      for comparison in comparisons {
        let table = ComparisonTable(comparison, isBounded: isBounded)
        for row in comparison.rows { try write(table.line(row)) }
      }
    case .json:
      try write(ComparisonJSON.document(comparisons).document)
    }
  }
}
