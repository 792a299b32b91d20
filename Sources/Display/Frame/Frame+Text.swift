extension Frame {
  /// The rows as text, without the spaces at their ends: what a test compares.
  public var text: String {
    lines { $0.glyph }
  }

  /// The roles of the cells as letters, row by row, in the same places.
  public var roleText: String {
    lines { $0.glyph.isEmpty ? "" : String($0.role.letter) }
  }

  private func lines(_ letter: (Cell) -> String) -> String {
    (0..<rows).map { row in
      let line = cells[row * columns..<(row + 1) * columns].map(letter).joined()
      return String(line.reversed().drop { $0 == " " }.reversed())
    }.joined(separator: "\n")
  }
}
