import ShownText
import Exploration
import InformationTheory
import Scoring
import Basics

/// Bars of an eighth to eight eighths of a cell, growing to the right.
private let lyingBars = ["", "▏", "▎", "▍", "▌", "▋", "▊", "▉", "█"]

extension Painter {
  /// What the model expected at the focused position.
  mutating func paintCandidates(_ area: Area) {
    guard !explorer.isAsking else { return paintQuestion(area) }
    guard explorer.generation == nil else { return paintGeneration(area) }
    paintHeading(
      candidatesTitle(width: area.columns - 6), in: area, isFocused: explorer.panel == .candidates)
    let rows = Area(
      row: area.row + 1, column: area.column + 1, rows: area.rows - 1, columns: area.columns - 2)
    if let sentence = obstacle {
      paint(paragraph: sentence.0, in: rows, as: sentence.1)
      return
    }
    paintLines(in: rows)
  }

  /// The list itself, as much of it as has room.
  mutating func paintLines(in area: Area) {
    for (index, line) in explorer.visibleCandidates(rows: area.rows).enumerated() {
      if let line {
        paint(
          line, row: area.row + index, in: area,
          isSelected: explorer.panel == .candidates && line.place == explorer.selectedCandidate)
      } else {
        frame.write("…", row: area.row + index, column: area.column + 4, as: .faint)
      }
    }
  }

  /// Why there are no candidates to show.
  var obstacle: (String, Role)? {
    if case .failed(let reason) = explorer.model { return (reason, .strong) }
    if case .failed(let reason) = explorer.phase { return (reason, .strong) }
    if case .loading = explorer.model { return ("The model is being loaded.", .faint) }
    if explorer.text.isEmpty { return ("What the model expects appears here.", .faint) }
    guard explorer.focusedToken != nil, explorer.hasPrediction(explorer.focus) else {
      return ("This token is not scored yet.", .faint)
    }
    guard explorer.rank(of: explorer.focus) != nil else {
      let place = explorer.focus == 0 ? "stands before the first" : "is read before this"
      return ("Nothing \(place) token, so the model expected nothing in particular.", .faint)
    }
    return nil
  }

  /// A candidate, which the keyboard may have selected, and which may be one that is never drawn.
  mutating func paint(
    _ line: CandidateLine, row: Int, in area: Area, isSelected: Bool, isCutOff: Bool = false
  ) {
    func role(_ usual: Role) -> Role { line.isActual ? .actual : isCutOff ? .faint : usual }
    let number = grouped(line.rank)
    frame.write(
      number, row: row, column: area.column + max(6 - columnWidth(of: number), 0),
      as: line.isActual ? .actual : .faint)
    if line.isActual { frame.write("▸", row: row, column: area.column + 7, as: .actual) }
    let nameWidth = min(max(area.columns / 4, 8), 20)
    let name = entryCells(explorer.bytes(ofEntry: line.id), width: nameWidth)
    frame.write(
      name, row: row, column: area.column + 9, as: isSelected ? .selection : role(.plain))
    let percent = percentage(logProbability: line.logProbability)
    frame.write(
      percent, row: row, column: area.column + area.columns - percent.count - 1,
      as: role(.strong))
    let start = area.column + 10 + nameWidth
    let width = area.column + area.columns - 9 - start
    guard width > 3 else { return }
    frame.write(
      lyingBar(exp(line.logProbability), width: width), row: row, column: start,
      as: role(.bar))
  }

  /// A bar over a share of a width, in eighths of a cell; at least a hair.
  func lyingBar(_ share: Double, width: Int) -> String {
    let eighths = max(Int((min(max(share, 0), 1) * Double(width * 8)).rounded()), 1)
    return String(repeating: "█", count: eighths / 8) + lyingBars[eighths % 8]
  }

  /// A token as lists show it: the space that it begins with as a symbol.
  func entryCells(_ bytes: [UInt8], width: Int) -> [DisplayCell] {
    fitted(visibleSpaces(bytes), width)
  }

  /// `after “… I ate a purple sp”`: as much of what stands before as fits.
  private func candidatesTitle(width: Int) -> String {
    guard let token = explorer.focusedToken else { return "what the model expects" }
    let suffix = isAtOne ? "" : " at \(atTemperature)"
    guard token.bytes.lowerBound > 0 else {
      let isScored = explorer.rank(of: explorer.focus) != nil
      return (isScored ? "after the start token" : "after nothing") + suffix
    }
    let room = width - columnWidth(of: suffix) - 9
    return "after “\(contextEnd(before: token.bytes.lowerBound, width: room))”\(suffix)"
  }

  func contextEnd(before offset: Int, width: Int) -> String {
    var start = max(offset - max(width, 0) * 4, 0)
    while start > 0, start < offset, explorer.text[start] & 0xC0 == 0x80 { start += 1 }
    var cells = displayCells(Array(explorer.text[start..<min(offset, explorer.text.count)]))
    var total = cells.reduce(0) { $0 + $1.width }
    guard start > 0 || total > width else { return cells.map(\.text).joined() }
    var dropped = 0
    while total > width - 2, dropped < cells.count {
      total -= cells[dropped].width
      dropped += 1
    }
    // Rather begin with a whole word, where one begins soon.
    if let space = cells[dropped...].prefix(14).firstIndex(where: { $0.text == " " }) {
      dropped = space + 1
    }
    cells.removeFirst(dropped)
    return "… " + cells.map(\.text).joined()
  }

  /// Writes sentences over several rows, broken between words.
  mutating func paint(paragraph text: String, in area: Area, as role: Role) {
    let (bytes, layout) = laidOut(paragraph: text, in: area)
    for line in 0..<min(layout.lineCount, area.rows) {
      let piece = String(decoding: bytes[layout.bytes(ofLine: line)], as: UTF8.self)
      frame.write(piece, row: area.row + line, column: area.column + 1, as: role)
    }
  }

  /// How many rows of an area a paragraph takes.
  func rowCount(ofParagraph text: String, in area: Area) -> Int {
    text.isEmpty ? 0 : min(laidOut(paragraph: text, in: area).layout.lineCount, area.rows)
  }

  private func laidOut(paragraph text: String, in area: Area) -> (
    bytes: [UInt8], layout: TextLayout
  ) {
    let bytes = Array(display(text).utf8)
    return (bytes, TextLayout(bytes, width: area.columns - 1))
  }
}
