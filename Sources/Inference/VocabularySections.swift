/// The vocabulary in a few parts of its rows, each of which one task folds from its first row to its
/// last; the parts are merged in their order.
///
/// A sum of floats depends on the order of its terms. The parts follow from the vocabulary alone, so
/// the same logits come to the same bits on any number of threads.
struct VocabularySections {
  /// The most sections. More of them could be shared among more threads, and cost more: each gathers
  /// candidates of its own.
  static let limit = 4

  private let rows: Int
  private let step: Int
  /// The number of sections.
  let count: Int

  /// Parts of so many rows, that are computed `step` at a time.
  init(rows: Int, step: Int) {
    self.rows = rows
    self.step = step
    count = min((rows + step - 1) / step, Self.limit)
  }

  /// The rows of a section that are computed together, in order.
  func chunks(ofSection section: Int) -> some Sequence<Range<Int>> {
    let chunks = (rows + step - 1) / step
    return (section * chunks / count..<(section + 1) * chunks / count).lazy.map { [rows, step] in
      $0 * step..<min(($0 + 1) * step, rows)
    }
  }
}
