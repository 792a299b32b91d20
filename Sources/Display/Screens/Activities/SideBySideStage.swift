import Basics
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
    let spacing = spacing(isASCII: frame.isASCII)
    for (index, area) in explorer.laneAreas.enumerated() {
      draw(
        sideBySide.lanes[index], spacing, isChosen: index == sideBySide.chosen, in: area,
        on: &frame)
    }
  }

  /// How the lines of the continuations stand: the rows from one to the next, and those of all of them.
  private typealias Spacing = (pitch: Int, rows: Int)

  /// Two rows a line while all of the continuations have room for that, and as many rows as the longest needs.
  private func spacing(isASCII: Bool) -> Spacing {
    let lanes = zip(sideBySide.lanes, explorer.laneAreas).map { lane, area in
      let room = room(of: area)
      return (
        lines: text(of: lane).lineCount(columns: room.columns),
        rows: LargeLane(room, textRows: .max, isASCII: isASCII)?.text.rows ?? 0
      )
    }
    let pitch = lanes.allSatisfy { 2 * $0.lines <= $0.rows } ? 2 : 1
    return (pitch, pitch * (lanes.map(\.lines).max() ?? 0))
  }

  /// The part of a lane below its heading.
  private func room(of area: Area) -> Area {
    Area(row: area.row + 1, column: area.column + 2, rows: area.rows - 1, columns: area.columns - 3)
  }

  private func draw(
    _ lane: SideBySide.Lane, _ spacing: Spacing, isChosen: Bool, in area: Area,
    on frame: inout Frame
  ) {
    guard area.rows >= 2 else { return }
    let name = "T \(format(temperature: lane.temperature.value))"
    let count = lane.entries.count
    let state = lane.hasEnded ? ", ended" : ""
    frame.draw(
      Heading(
        "\(isChosen ? "▸ " : "")\(name) · \(count) \(plural("token", count))\(state)",
        isFocused: isChosen), in: area)
    let room = room(of: area)
    var text = text(of: lane)
    text.pitch = spacing.pitch
    guard let large = LargeLane(room, textRows: spacing.rows, isASCII: frame.isASCII)
    else {
      let means = meanLines(of: lane, in: area).prefix(max(room.rows - 1, 0))
      for (index, pieces) in means.enumerated() {
        frame.write(pieces, row: room.row + index, column: room.column, limit: area.columns - 2)
      }
      return frame.draw(text, in: room.dropping(rows: means.count))
    }
    frame.draw(
      LaneFigures(explorer: explorer, lane: lane, scale: large.scale), in: large.figures)
    frame.draw(text, in: large.text)
    var bars = area
    (bars.row, bars.rows) = (large.bars.row, large.bars.rows)
    frame.draw(LaneBars(bits: text.bits, unit: explorer.unit), in: bars)
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

  private func text(of lane: SideBySide.Lane) -> LaneText {
    let end = explorer.focusedToken?.bytes.upperBound ?? 0
    let figures = Figures(lane.predictions, at: .one)
    return LaneText(
      before: Array(explorer.contextEnd(before: end, width: 24).utf8),
      tokens: lane.entries.map(explorer.bytes(ofEntry:)),
      bits: lane.entries.indices.map { figures.surprisal(at: $0)?.bits ?? 0 },
      showsMarks: explorer.showsMarks, unit: explorer.unit)
  }
}

/// How a lane that is so large shares its room: large figures, the text, and a bar for each token.
private struct LargeLane {
  /// The scale of the figures.
  let scale: Int
  let figures: Area, text: Area, bars: Area

  /// Nil where it has no room for large figures. Running text leaves to the bars the rows that it does not need.
  init?(_ area: Area, textRows: Int, isASCII: Bool) {
    guard area.columns >= 36, area.rows >= 30 else { return nil }
    scale = area.columns >= 60 && area.rows >= 44 ? 2 : 1
    let top = 2 * LaneFigures.rows(scale: scale, isASCII: isASCII)
    let barRows = scale > 1 ? area.rows / 5...area.rows / 5 : area.rows / 4...area.rows * 2 / 5
    let bottom = (area.rows - top - min(textRows, area.rows) - 1).clamped(to: barRows)
    figures = area.cut(to: top)
    text = area.dropping(rows: top).cut(to: area.rows - top - bottom)
    bars = area.dropping(rows: area.rows - bottom)
  }
}
