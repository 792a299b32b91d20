import ShownText
import Exploration
import InformationTheory
import Scoring

/// The continuations at several temperatures, over everything between header and slider.
struct SideBySideStage: Widget {
  let explorer: Explorer
  let sideBySide: SideBySide

  func draw(in area: Area, on frame: inout Frame) {
    frame.clear(area)
    frame.cursor = nil
    for (index, area) in explorer.laneAreas.enumerated() {
      draw(sideBySide.lanes[index], isChosen: index == sideBySide.chosen, in: area, on: &frame)
    }
  }

  private func draw(_ lane: SideBySide.Lane, isChosen: Bool, in area: Area, on frame: inout Frame) {
    guard area.rows >= 2 else { return }
    let name = "T \(format(temperature: lane.temperature.value))"
    let count = lane.entries.count
    let state = lane.hasEnded ? ", ended" : ""
    frame.draw(
      Heading(
        "\(isChosen ? "▸ " : "")\(name) · \(count) \(plural("token", count))\(state)",
        isFocused: isChosen), in: area)
    let means = meanLines(of: lane, in: area)
    for (index, pieces) in means.prefix(area.rows - 2).enumerated() {
      frame.write(
        pieces, row: area.row + 1 + index, column: area.column + 2, limit: area.columns - 2)
    }
    let top = min(means.count + 1, area.rows - 1)
    drawText(
      of: lane,
      in: Area(
        row: area.row + top, column: area.column + 2, rows: area.rows - top,
        columns: area.columns - 3), on: &frame)
  }

  /// Mean surprise and entropy, at the lane's own temperature and as the model was trained: in a
  /// table, or in a line where rows are few and the line is wide; where it is not, the latter wait.
  private func meanLines(of lane: SideBySide.Lane, in area: Area) -> [StyledText] {
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
          ] as StyledText
        } + [(explorer.unit.rawValue, .faint)]
      ]
    }
    let table = rows.map { row -> StyledText in
      [
        (row.name + padded("", 7 - row.name.count), .faint), (padded(row.surprise, 9), .strong),
        (padded(row.entropy, 8), .strong),
      ]
    }
    let heading = padded(explorer.unit.rawValue, 4) + padded("surprise", 12) + padded("entropy", 8)
    return [[(heading, .faint)]] + table + (rows.count == 1 ? [[]] : [])
  }

  /// The end of a lane's text, each token in the colour of its surprise as the model was trained.
  private func drawText(of lane: SideBySide.Lane, in area: Area, on frame: inout Frame) {
    guard area.rows > 0, area.columns > 4, let token = explorer.focusedToken else { return }
    let before = Array(explorer.contextEnd(before: token.bytes.upperBound, width: 24).utf8)
    var (bytes, ends) = (before, [Int]())
    for entry in lane.entries {
      bytes += explorer.bytes(ofEntry: entry)
      ends.append(bytes.count)
    }
    let starts = [before.count] + ends
    let figures = Figures(lane.predictions, at: .one)
    func bits(_ place: Int) -> Double { figures.surprisal(at: place)?.bits ?? 0 }
    let layout = TextLayout(bytes, width: area.columns)
    TextLines(
      text: bytes, layout: layout, top: max(layout.lineCount - area.rows, 0),
      showsMarks: explorer.showsMarks
    ).draw(in: area, on: &frame) { glyph in
      let place = ends.firstIndex { $0 > glyph.bytes.lowerBound } ?? 0
      let isBefore = glyph.bytes.lowerBound < before.count
      // The space that begins a word is left blank, as in the running text.
      let isGap =
        glyph.kind == .ascii(0x20) && place < ends.count
        && glyph.bytes.lowerBound == starts[place] && ends[place] > starts[place] + 1
      return TextLines.Ink(
        role: isBefore
          ? .faint : isGap ? .unscored : .surprise(Lens.surprise.step(bits(place))))
    }
  }
}
