/// A tensor of weights: its name, its sizes, and its place in the block of all.
package struct Span: Hashable, Sendable {
  /// The name, as a GGUF file has it.
  package let name: String
  package let kind: Kind
  /// Outputs and inputs; of a table, entries and features; of a vector, features and 1.
  package let rows: Int, columns: Int
  /// Where it begins in the block: a multiple of 16.
  package let start: Int
  /// Where its gradient begins in a part's block, see `Kind`.
  package let gradientStart: Int
  /// The standard deviation of its first weights; of a vector of ones, nothing.
  package let deviation: Double

  /// What a tensor is used as, and how its gradient is laid out while windows add to it.
  package enum Kind: Hashable, Sendable {
    /// Factors of features. Gradient `[rows][16]`, a sum for each lane.
    case vector
    /// Rows that are looked up. Gradient `[rows][columns]`.
    case table
    /// A matrix of products. Gradient `[columns / 16][rows][16]`.
    case matrix
  }

  /// The number of weights.
  package var count: Int { rows * columns }
  /// The place in the block.
  package var range: Range<Int> { start..<start + count }
}

/// Where each tensor lies in the one block of all weights, in the order in which they are used.
package struct Layout: Hashable, Sendable {
  package private(set) var spans: [Span] = []
  /// Floats in the block, and in that of a part's gradients.
  package private(set) var count = 0, gradientCount = 0

  /// Factors of features, all 1 at first.
  mutating func vector(_ name: String, _ features: Int) -> Span {
    add(name, .vector, rows: features, columns: 1, deviation: 0, gradient: 16 * features)
  }

  /// Rows that are looked up.
  mutating func table(_ name: String, _ rows: Int, _ columns: Int, deviation: Double) -> Span {
    add(
      name, .table, rows: rows, columns: columns, deviation: deviation, gradient: rows * columns)
  }

  /// A matrix of products.
  mutating func matrix(_ name: String, _ rows: Int, _ columns: Int, deviation: Double) -> Span {
    add(
      name, .matrix, rows: rows, columns: columns, deviation: deviation, gradient: rows * columns)
  }

  private mutating func add(
    _ name: String, _ kind: Span.Kind, rows: Int, columns: Int, deviation: Double, gradient: Int
  ) -> Span {
    let span = Span(
      name: name, kind: kind, rows: rows, columns: columns, start: count,
      gradientStart: gradientCount, deviation: deviation)
    spans.append(span)
    count += (span.count + 15) / 16 * 16
    gradientCount += gradient
    return span
  }
}
