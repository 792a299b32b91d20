/// What a command's help says at length, in its blocks: lines up to the next empty one.
struct Discussion {
  /// Some lines; those that are indented are shown as they stand.
  struct Block {
    /// A heading in capitals on the first line, such as `EXAMPLES`.
    var title: String?
    var lines: [Substring]
  }

  /// The blocks in their order.
  let blocks: [Block]

  /// Takes a text apart. O(*n*).
  init(_ text: String) {
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    blocks = lines.split(separator: "").map { lines in
      let title = lines.first.flatMap { line in
        line.allSatisfy { $0.isUppercase || $0 == " " } ? String(line) : nil
      }
      return Block(title: title, lines: Array(title == nil ? lines : lines.dropFirst()))
    }
  }

  /// The blocks without a heading.
  var prose: [Block] { blocks.filter { $0.title == nil } }

  /// The lines under a heading; none where there is no such heading.
  func lines(under title: String) -> [Substring] {
    blocks.filter { $0.title == title }.flatMap(\.lines)
  }
}
