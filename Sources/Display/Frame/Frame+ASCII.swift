extension Frame {
  /// The frame as a screen shows it that has ASCII alone: a twin for each sign, and a space for the second
  /// half of a wide one.
  public var inASCII: Frame {
    var frame = self
    for place in cells.indices {
      frame.cells[place].glyph = isBetweenNumbers(place) ? "-" : cells[place].glyph.inASCII
    }
    return frame
  }

  /// Whether three dots stand between two numbers, perhaps with spaces: a point there would be another number's.
  private func isBetweenNumbers(_ place: Int) -> Bool {
    guard cells[place].glyph == "…" else { return false }
    func glyph(_ step: Int) -> String {
      let near = place + step
      guard cells.indices.contains(near) else { return "" }
      let far = near + step
      return cells[near].glyph == " " && cells.indices.contains(far)
        ? cells[far].glyph : cells[near].glyph
    }
    let (before, after) = (glyph(-1), glyph(1))
    return "0123456789%".contains(before) && "0123456789+−".contains(after)
      && !before.isEmpty && !after.isEmpty
  }

  /// The frame as the screen shows it that it was drawn for.
  public var shown: Frame { isASCII ? inASCII : self }
}

extension String {
  /// What stands for this, one column wide, where only ASCII can be written.
  package var inASCII: String {
    guard let first = unicodeScalars.first else { return " " }
    guard !utf8.allSatisfy({ $0 < 0x80 }) else { return self }
    // A picture of a control character, such as a form feed: a caret, as in ^L.
    if (0x2400...0x2421).contains(first.value) { return "^" }
    // Lines of two dots are told from lines of one.
    return asciiTwins[first] ?? (!first.isDots ? "?" : first.dotCount < 4 ? "." : ":")
  }
}

extension Unicode.Scalar {
  /// Braille, of which curves are drawn.
  fileprivate var isDots: Bool { (0x2801...0x28FF).contains(value) }

  /// How many dots of braille it has.
  fileprivate var dotCount: Int { Int(value & 0xFF).nonzeroBitCount }
}

/// What each drawing sign looks like on the oldest screens.
private let asciiTwins: [Unicode.Scalar: String] = {
  let twins: [(String, String)] = [
    ("─━═╌╴╶┈▔", "-"), ("│┃║╎┊", "|"), ("┌┐└┘├┤┬┴┼╭╮╯╰", "+"), ("█▉▊▋▌▍▓▒▐", "#"), ("░▎▏", ":"),
    ("▁▂", "_"), ("▃▄▅", "o"), ("▆▇", "#"), ("▀", "\""), ("●•○", "o"), ("◆★", "*"), ("▸▶", ">"),
    ("▼", "v"), ("┅", "="),
    ("✓", "x"),
    ("▲", "^"), ("·…", "."), ("←", "<"), ("→", ">"),
    ("↑", "^"), ("↓", "v"), ("“”", "\""), ("‘’", "'"), ("–—−", "-"), ("╲", "\\"), ("╱⟋", "/"),
    ("␣", "_"), ("⏎↵", "$"), ("×", "x"), ("÷", "/"), ("⟨", "<"), ("⟩", ">"), ("∞", "8"), ("±", "~"),
  ]
  return Dictionary(
    twins.flatMap { pair in pair.0.unicodeScalars.map { ($0, pair.1) } }, uniquingKeysWith: { $1 })
}()
