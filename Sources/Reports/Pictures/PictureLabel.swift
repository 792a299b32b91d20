import ShownText

/// Small letters in a picture, which stay within it.
enum PictureLabel {
  /// The width of a column of the widest of the fonts.
  static let column = 7.25

  /// A line of letters from a place on; squeezed where it would end to the right of another.
  static func text(_ words: String, _ x: Int, _ y: Int, before end: Int) -> String {
    let room = max(end - x, 1)
    let isTooLong = Double(columnWidth(of: words)) * column > Double(room)
    let length = isTooLong ? " textLength=\"\(room)\" lengthAdjust=\"spacingAndGlyphs\"" : ""
    return "<text class=\"label\" x=\"\(x)\" y=\"\(y)\"\(length) xml:space=\"preserve\">"
      + "\(markupText(words))</text>\n"
  }

  /// Words in lines that have room between two places: broken at spaces, and within what is longer than a line. O(*n*).
  static func lines(_ words: String, from x: Int, before end: Int) -> [String] {
    let columns = max(Int(Double(end - x) / column), 1)
    var lines = [""]
    for word in words.split(separator: " ", omittingEmptySubsequences: false) {
      let space = lines[lines.count - 1].isEmpty ? "" : " "
      if columnWidth(of: lines[lines.count - 1] + space + word) <= columns {
        lines[lines.count - 1] += space + word
        continue
      }
      if !space.isEmpty { lines.append("") }
      for letter in word {
        let longer = lines[lines.count - 1] + String(letter)
        if columnWidth(of: longer) > columns { lines.append("") }
        lines[lines.count - 1].append(letter)
      }
    }
    return lines
  }
}
