/// How the lab shares the rows of a screen between its chart, the watched text and the usual panels.
struct LabDivision {
  /// The recipe in a line, and what is known of the checkpoint in another.
  var recipe: Area?, checkpoint: Area?
  /// The curves.
  var chart: Area?
  /// The watched text, with room for bars below each line.
  var text: Area?
  /// Lines that the checkpoint wrote, where they have a place of their own.
  var sample: Area?
  /// What is learnt when, and what was trained before.
  var learnt: Area?
  /// The usual panels, beside or below one another; nil where the chart stands in their place.
  var panels: Area?
  /// What the focused token's figures take.
  var figures: Area?
  /// The page of a lesson.
  var page: Area?

  /// The share of the columns that chart and text have on wide screens.
  private static let left = (of: 11, in: 20)

  /// - Parameters:
  ///   - area: What lies between the header and the slider, all columns wide.
  ///   - isWide: Whether panels stand beside the chart.
  ///   - chartGivesWay: Whether something else is wanted in the place of the chart, where that is the only
  ///     one.
  ///   - hasPage: Whether a page of a lesson is read there.
  init(_ area: Area, isWide: Bool, chartGivesWay: Bool, hasPage: Bool) {
    var rest = area
    if rest.rows >= (hasPage ? 26 : 17) { recipe = rest.takeRows(1) }
    if isWide {
      divideSideBySide(rest, hasPage: hasPage)
    } else {
      if rest.rows >= (hasPage ? 20 : 11) { figures = rest.takeLastRows(1) }
      if hasPage { page = rest.takeLastRows(Self.pageRows(rest.rows)) }
      if rest.rows >= 26, rest.columns >= 72 {
        panels = rest.takeLastRows(min(11 + (rest.rows - 26) / 6, 14))
      }
      divideStacked(rest)
      guard panels == nil, chartGivesWay else { return }
      swap(&panels, &chart)
    }
  }

  /// The rows of a page among so many: chart and text stay in sight.
  private static func pageRows(_ rows: Int) -> Int {
    rows >= 30 ? 12 : rows >= 19 ? 8 : max(rows * 2 / 5, min(rows - 1, 3))
  }

  /// Chart above the checkpoint's line and the text.
  private mutating func divideStacked(_ area: Area) {
    var rest = area
    let textRows = rest.rows >= 24 ? 9 : rest.rows >= 16 ? 6 : rest.rows >= 9 ? 4 : 1
    text = rest.takeLastRows(textRows).inset(columns: 1)
    if rest.rows >= 5 { checkpoint = rest.takeLastRows(1) }
    if rest.rows >= 4 { chart = rest }
  }

  /// Chart and text on the left, what is learnt and the panels on the right.
  private mutating func divideSideBySide(_ area: Area, hasPage: Bool) {
    let width = area.columns * Self.left.of / Self.left.in
    var left = area
    left.columns = width
    if hasPage {
      page = left.takeLastRows(Self.pageRows(area.rows))
    } else {
      sample = left.takeLastRows(min(max(area.rows / 6, 4), 10))
    }
    text = left.takeLastRows(hasPage ? min(max(area.rows * 2 / 5, 9), 13) : 7).inset(columns: 1)
    checkpoint = left.takeLastRows(1)
    chart = left
    var right = Area(
      row: area.row, column: width + 1, rows: area.rows, columns: area.columns - width - 1)
    learnt = right.takeRows(min(max(area.rows / 3, 9), 16))
    panels = right
  }
}

extension Area {
  /// Takes its first rows away.
  fileprivate mutating func takeRows(_ count: Int) -> Area {
    let first = Area(row: row, column: column, rows: min(count, rows), columns: columns)
    row += first.rows
    rows -= first.rows
    return first
  }

  /// Takes its last rows away.
  fileprivate mutating func takeLastRows(_ count: Int) -> Area {
    rows -= min(count, rows)
    return Area(row: row + rows, column: column, rows: count, columns: columns)
  }

  /// What is left without so many columns on either side.
  fileprivate func inset(columns count: Int) -> Area {
    Area(row: row, column: column + count, rows: rows, columns: columns - 2 * count)
  }
}
