import Basics
import InformationTheory

// What may come behind the focused token, as a list with a line between what may be drawn and what may
// not.
extension Explorer {
  /// Where it is listed: below its heading and the settings; nil where it is not.
  package var nextArea: Area? {
    guard generation != nil, let panel = screen.candidates else { return nil }
    let top = panel.rows >= 4 ? 2 : 1
    return Area(
      row: panel.row + top, column: panel.column + 1, rows: panel.rows - top,
      columns: panel.columns - 2)
  }

  /// How the lines share that area, the cut among them.
  package func nextGeometry(of lines: [CandidateLine]) -> ListGeometry? {
    nextArea.map { ListGeometry($0, count: lines.count + 1) }
  }

  /// Whether a line is the one that Enter takes.
  package func isSelectedNext(_ line: CandidateLine) -> Bool {
    panel == .candidates && line.place == generation?.selected
  }

  /// The lines that fit, the selected one among them, and the cut (nil) in its place, or else below.
  package func visibleNext(_ lines: [CandidateLine], rows: Int) -> [CandidateLine?] {
    var items: [CandidateLine?] = lines
    let isCut = generation?.truncation != Truncation.none
    let cut = min(self.cut?.kept.count ?? 0, items.count)
    if isCut { items.insert(nil, at: cut) }
    func isCutBelow(_ top: Int) -> Bool { isCut && rows >= 2 && cut >= top + rows }
    let last = max(items.count - rows, 0)
    var top = min(topCandidate, last)
    if let selected = items.firstIndex(where: { $0.map(isSelectedNext) ?? false }) {
      top = min(top, selected)
      while top < last, selected >= top + rows - (isCutBelow(top) ? 1 : 0) { top += 1 }
    }
    var visible = Array(items[top..<min(top + rows, items.count)])
    if isCutBelow(top) { visible[rows - 1] = nil }
    return visible
  }

  /// Scrolls the list, whatever is selected.
  mutating func scrollNext(by count: Int) {
    let lines = nextLines
    let items = lines.count + (generation?.truncation == Truncation.none ? 0 : 1)
    let last = max(items - (nextGeometry(of: lines)?.capacity ?? 1), 0)
    topCandidate = min(max(topCandidate + count, 0), last)
  }

  /// Selects the candidate under the pointer, and goes on with it at the second press of a double click.
  mutating func pressNext(row: Int, column: Int, isSecond: Bool) -> [Effect] {
    let lines = nextLines
    guard let geometry = nextGeometry(of: lines),
      let index = geometry.index(atRow: row, column: column)
    else { return [] }
    let visible = visibleNext(lines, rows: geometry.capacity)
    guard visible.indices.contains(index), let line = visible[index] else { return [] }
    let isTaken = isSecond && isSelectedNext(line)
    generation?.selected = line.place
    show(Panel.candidates)
    return isTaken ? perform(Command.generation(.takeSelected)) : []
  }
}
