import ShownText
import Exploration
import InformationTheory
import Scoring

extension Painter {
  /// The continuations at several temperatures, over everything between header and slider.
  mutating func paint(_ sideBySide: SideBySide) {
    frame.clear(explorer.stage)
    frame.cursor = nil
    for (index, area) in explorer.laneAreas.enumerated() {
      paint(sideBySide.lanes[index], isChosen: index == sideBySide.chosen, in: area)
    }
  }

  private mutating func paint(_ lane: SideBySide.Lane, isChosen: Bool, in area: Area) {
    guard area.rows >= 2 else { return }
    let name = "T \(format(temperature: lane.temperature.value))"
    let state = lane.hasEnded ? ", ended" : ""
    paintHeading(
      (isChosen ? "▸ " : "") + name + " · \(lane.entries.count) tokens\(state)", in: area,
      isFocused: isChosen)
    let means = meanLines(of: lane, in: area)
    for (index, pieces) in means.prefix(area.rows - 2).enumerated() {
      write(pieces, row: area.row + 1 + index, column: area.column + 2, limit: area.columns - 2)
    }
    let top = min(means.count + 1, area.rows - 1)
    paintText(
      of: lane,
      in: Area(
        row: area.row + top, column: area.column + 2, rows: area.rows - top,
        columns: area.columns - 3))
  }

  /// Mean surprise and entropy, at the lane's own temperature and as the model was trained: in a
  /// table, or in a line where rows are few and the line is wide; where it is not, the latter wait.
  private func meanLines(of lane: SideBySide.Lane, in area: Area) -> [[(String, Role)]] {
    let temperatures = lane.temperature == .one ? [.one] : [lane.temperature, .one]
    let rows = temperatures.map { temperature in
      let means = lane.means(at: temperature)
      return (
        name: "T \(temperature == .one ? "1" : format(temperature: temperature.value))",
        surprise: means.map { explorer.unit.format($0.surprise) } ?? "—",
        entropy: means.map { explorer.unit.format($0.entropy) } ?? "—"
      )
    }
    let isWide = area.columns >= 70
    guard !isWide, area.rows >= 8 else {
      return [
        rows.prefix(isWide ? 2 : 1).flatMap {
          [
            ("surprise ", .faint), ($0.surprise, .strong), ("  entropy ", .faint),
            ($0.entropy, .strong), (" at \($0.name)   ", .faint),
          ] as [(String, Role)]
        } + [(explorer.unit.rawValue, .faint)]
      ]
    }
    func padded(_ text: String, _ width: Int) -> String {
      String(repeating: " ", count: max(width - columnWidth(of: text), 0)) + text
    }
    let table = rows.map { row -> [(String, Role)] in
      [
        (row.name + padded("", 7 - row.name.count), .faint), (padded(row.surprise, 9), .strong),
        (padded(row.entropy, 8), .strong),
      ]
    }
    let heading = padded(explorer.unit.rawValue, 4) + padded("surprise", 12) + padded("entropy", 8)
    return [[(heading, .faint)]] + table + (rows.count == 1 ? [[]] : [])
  }

  /// The end of a lane's text, each token in the colour of its surprise as the model was trained.
  private mutating func paintText(of lane: SideBySide.Lane, in area: Area) {
    guard area.rows > 0, area.columns > 4, let token = explorer.focusedToken else { return }
    let before = Array(contextEnd(before: token.bytes.upperBound, width: 24).utf8)
    var (bytes, ends) = (before, [Int]())
    for entry in lane.entries {
      bytes += explorer.bytes(ofEntry: entry)
      ends.append(bytes.count)
    }
    let starts = [before.count] + ends
    let figures = Figures(lane.predictions, at: .one)
    func bits(_ place: Int) -> Double { figures.surprisal(at: place)?.bits ?? 0 }
    let layout = TextLayout(bytes, width: area.columns)
    let first = max(layout.lineCount - area.rows, 0)
    for line in first..<layout.lineCount {
      let range = layout.bytes(ofLine: line)
      var column = 0
      for glyph in Glyphs(bytes, from: range.lowerBound) {
        guard glyph.bytes.lowerBound < range.upperBound else { break }
        let place = ends.firstIndex { $0 > glyph.bytes.lowerBound } ?? 0
        let isBefore = glyph.bytes.lowerBound < before.count
        // The space that begins a word is left blank, as in the running text.
        let isGap =
          glyph.kind == .ascii(0x20) && place < ends.count
          && glyph.bytes.lowerBound == starts[place] && ends[place] > starts[place] + 1
        let role: Role =
          isBefore
          ? .faint : isGap ? .unscored : .surprise(Lens.surprise.step(bits(place)))
        let width = glyph.width(atColumn: column)
        paint(
          glyph, width: width, row: area.row + line - first, column: area.column + column,
          as: role, in: area)
        column += width
      }
    }
  }
}
