import Exploration
import InformationTheory
import Scoring
import ShownText

/// The watched text, and below each of its lines a bar for each byte; below that what the source itself
/// cannot know.
struct WatchedTextPane: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    guard let lab = explorer.lab, let text = lab.watchedText else {
      return drawWaiting(in: area, on: &frame)
    }
    let pitch = explorer.rowsPerLine
    for line in 0..<explorer.shownLines where explorer.topLine + line < explorer.layout.lineCount {
      let row = area.row + line * pitch
      let bytes = explorer.layout.bytes(ofLine: explorer.topLine + line)
      for (column, place) in bytes.enumerated() where column < area.columns {
        let cell = Area(row: row, column: area.column + column, rows: 1, columns: 1)
        draw(text.bytes[place], place, in: cell, on: &frame)
        if pitch > 1 { drawBar(of: place, in: cell.below(by: 1), on: &frame) }
        if pitch > 2, text.source.indices.contains(place), text.bytes[place] != 0x0A {
          draw(sourceBar: text.source[place], in: cell.below(by: 2), on: &frame)
        }
      }
      if pitch > 2 { drawName(line, row: row + 2, behind: bytes, in: area, on: &frame) }
    }
    frame.draw(ScrollBar(explorer: explorer), in: area)
  }

  private func draw(_ byte: UInt8, _ place: Int, in cell: Area, on frame: inout Frame) {
    let shown = byte == 0x0A ? " " : display([byte])
    frame.put(
      DisplayCell(text: columnWidth(of: shown) == 1 ? shown : "·", width: 1), row: cell.row,
      column: cell.column, as: byte == 0x0A ? .unscored : explorer.role(ofToken: place))
  }

  /// The bar of a byte: of its surprise a step a bit, so that a byte of which nothing is known fills it.
  private func drawBar(of place: Int, in cell: Area, on frame: inout Frame) {
    guard explorer.lens == .surprise, let bits = explorer.value(of: place) else {
      return frame.draw(TokenBar(explorer, place), in: cell)
    }
    let isFocused = place == explorer.focus
    let role: Role = isFocused ? .focusBar : explorer.lens.barRole(of: bits)
    guard bits >= Self.least || isFocused else { return }
    frame.draw(RisingBar(height: bits / 8, role: role, fillsColumn: isFocused), in: cell)
  }

  /// The least amount that has a bar, in bits.
  private static let least = 0.25

  private func draw(sourceBar amount: Information, in cell: Area, on frame: inout Frame) {
    guard amount.bits >= Self.least else { return }
    frame.draw(RisingBar(height: amount.bits / 8, role: .rule, fillsColumn: false), in: cell)
  }

  private func drawName(
    _ line: Int, row: Int, behind bytes: Range<Int>, in area: Area, on frame: inout Frame
  ) {
    let name = "what nobody can know"
    let column = area.column + bytes.count + 1
    guard line == 0, column + name.count <= area.column + area.columns else { return }
    frame.write(name, row: row, column: column, as: .faint)
  }

  private func drawWaiting(in area: Area, on frame: inout Frame) {
    let words: String
    switch explorer.lab?.phase {
    case .failed(let reason): words = reason
    default: words = "drawing texts, and scoring them by their source…"
    }
    frame.write(words, row: area.row, column: area.column, as: .faint, limit: area.columns)
  }
}

extension Area {
  fileprivate func below(by rows: Int) -> Area {
    Area(row: row + rows, column: column, rows: self.rows, columns: columns)
  }
}
