import ShownText
import Exploration
import InformationTheory
import Scoring

/// Draws an explorer on a screen of any size, as a value.
///
/// - Complexity: O(what is visible), if the explorer was told of this size by `.resized` before;
///   otherwise the whole text is laid out for it.
public func render(_ explorer: Explorer, rows: Int, columns: Int) -> Frame {
  var painter = Painter(explorer.resized(rows: rows, columns: columns))
  painter.paint()
  return painter.frame
}

/// Draws the parts of a screen, each in a file of its own.
struct Painter {
  let explorer: Explorer
  var frame: Frame

  init(_ explorer: Explorer) {
    self.explorer = explorer
    frame = Frame(rows: explorer.rows, columns: explorer.columns)
  }

  var screen: ScreenLayout { explorer.screen }

  mutating func paint() {
    guard let header = screen.header else { return paintTooSmall() }
    paintHeader(header)
    if let area = screen.summary { paintSummary(area) }
    if let area = screen.text { paintText(area) }
    if let area = screen.page { paintPage(area) }
    if let area = screen.legend { paintLegend(area) }
    if let area = screen.strip { paintStrip(area) }
    if let area = screen.candidates { paintCandidates(area) }
    if let area = screen.details { paintDetails(area) }
    if let area = screen.curve { paintCurve(area) }
    if let area = screen.board { paintBoard(area) }
    paintFocusMark()
    if let area = screen.figures { paintFigures(area) }
    if let area = screen.slider { paintSlider(area) }
    if let sideBySide = explorer.sideBySide { paint(sideBySide) }
    if let game = explorer.game { paint(game, in: explorer.gameArea) }
    if case .help(let top) = explorer.overlay { paintHelp(from: top) }
    if case .lessons(let selected) = explorer.overlay { paintLessonList(selected: selected) }
    paintStatus()
    if let area = screen.footer, screen.status != nil || statusLine == nil { paintFooter(area) }
  }

  private mutating func paintTooSmall() {
    let smallest = ScreenLayout.smallest
    let sentence = "needs \(smallest.columns)×\(smallest.rows)"
    let column = max((frame.columns - columnWidth(of: sentence)) / 2, 0)
    frame.write(sentence, row: frame.rows / 2, column: column, limit: frame.columns)
  }

  /// Writes pieces of text with their roles one after the other, and returns the column behind.
  @discardableResult
  mutating func write(_ pieces: [(String, Role)], row: Int, column: Int, limit: Int) -> Int {
    var place = column
    for (text, role) in pieces where place < column + limit {
      place = frame.write(text, row: row, column: place, as: role, limit: column + limit - place)
    }
    return place
  }

  /// Draws the heading of a panel: a line, broken by its title.
  mutating func paintHeading(_ title: String, in area: Area, isFocused: Bool = false) {
    frame.fill("─", row: area.row, columns: area.column..<area.column + area.columns, as: .rule)
    if area.column > 0 {
      frame.write("┬", row: area.row, column: area.column, as: .rule)
      for row in area.row + 1..<area.row + area.rows {
        frame.write("│", row: row, column: area.column, as: .rule)
      }
    }
    frame.write(
      " \(title) ", row: area.row, column: area.column + 2,
      as: isFocused ? .focusedHeading : .heading, limit: max(area.columns - 4, 0))
  }

  /// `at T 0.70`, where that is worth saying.
  var atTemperature: String { "T \(format(temperature: explorer.temperature.value))" }
  var isAtOne: Bool { explorer.temperature == .one }
}
