import Display
import FoundationEssentials

extension Frame {
  /// The screen as lines of text without trailing blanks. O(*n*) in the cells.
  package var lines: [String] {
    (0..<rows).map { row in
      let glyphs = cells[row * columns..<(row + 1) * columns].map(\.glyph)
      let end = glyphs.lastIndex { $0 != " " && !$0.isEmpty }
      return glyphs[..<(end.map { $0 + 1 } ?? 0)].joined()
    }
  }
}

/// Saves screens as text: `NAME.txt` in a directory, which must exist.
public func savingScreens(inDirectory directory: String) -> ScriptedSurface.Save {
  { name, frame, _ in
    let text = frame.lines.map { $0 + "\n" }.joined()
    try Data(text.utf8).write(
      to: URL(filePath: directory, directoryHint: .isDirectory).appending(path: name + ".txt"),
      options: .atomic)
  }
}
