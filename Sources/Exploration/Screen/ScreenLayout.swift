/// A rectangle of cells.
public struct Area: Equatable, Sendable {
  /// The topmost row and the leftmost column.
  public var row: Int, column: Int
  /// How many rows and columns it has.
  public var rows: Int, columns: Int

  /// An area.
  public init(row: Int, column: Int, rows: Int, columns: Int) {
    self.row = row
    self.column = column
    self.rows = rows
    self.columns = columns
  }

  /// The rows below a heading, a column free on either side.
  public var belowHeading: Area {
    Area(row: row + 1, column: column + 1, rows: max(rows - 1, 0), columns: columns - 2)
  }

  /// Whether a cell lies inside.
  public func contains(row: Int, column: Int) -> Bool {
    (self.row..<self.row + rows).contains(row)
      && (self.column..<self.column + columns).contains(column)
  }
}

/// A panel that can hold the keyboard.
public enum Panel: String, Hashable, Sendable, CaseIterable {
  /// The running text.
  case text
  /// What the model expected.
  case candidates
  /// Loss against temperature.
  case curve
  /// Losses against steps, in the training lab.
  case chart
}

/// Where everything is on a screen of a given size: what there is no room for is nil.
public struct ScreenLayout: Equatable, Sendable {
  /// The smallest screen that shows anything.
  public static let smallest = (rows: 6, columns: 20)

  /// What a screen is to show, as far as there is room for it.
  public struct Wish: Equatable, Sendable {
    /// The panel that is shown where there is room for one only.
    public var panel: Panel
    /// What the panels show.
    public var board: Board
    /// Whether a page of a lesson is read beside the text.
    public var hasPage: Bool
    /// Whether each token stands above its own bar, so that the bars have no strip of their own.
    public var words: Bool
    /// Whether figures are drawn large.
    public var bigFigures: BigFigures
    /// Whether the screen has ASCII alone.
    public var isASCII: Bool
    /// Whether a training is watched.
    public var hasChart: Bool
    /// Whether lines of a checkpoint stand in the place of the watched text.
    public var hasSample: Bool
    /// How many ways of going on the board has to show.
    public var branchCount: Int
    /// Whether the text is longer than what is seen of it.
    public var hasOverview: Bool

    /// A wish; without arguments for a text that is read and nothing else.
    public init(
      panel: Panel = .text, board: Board = .expectation, hasPage: Bool = false, words: Bool = false,
      bigFigures: BigFigures = .automatic, isASCII: Bool = false, hasChart: Bool = false,
      hasSample: Bool = false, branchCount: Int = 0, hasOverview: Bool = false
    ) {
      self.panel = panel
      self.board = board
      self.hasPage = hasPage
      self.words = words
      self.bigFigures = bigFigures
      self.isASCII = isASCII
      self.hasChart = hasChart
      self.hasSample = hasSample
      self.branchCount = branchCount
      self.hasOverview = hasOverview
    }
  }

  /// The size of the screen.
  public internal(set) var rows: Int, columns: Int
  /// What it was asked to show.
  public let wish: Wish
  /// What folds away for large figures; nil without them.
  private let folding: Folding?
  /// Name of program and model, and the figures of the text.
  public private(set) var header: Area?
  /// The loss and the perplexity of the text, where the header has no room for them.
  public private(set) var summary: Area?
  /// The running text.
  public private(set) var text: Area?
  /// The whole text in a row, above what is seen of it.
  public private(set) var overview: Area?
  /// The open page of a lesson, a heading above it.
  public private(set) var page: Area?
  /// What the colours and bars mean.
  public private(set) var legend: Area?
  /// The bars, one column a token.
  public private(set) var strip: Area?
  /// What the model expected, a heading above it.
  public private(set) var candidates: Area?
  /// Loss against temperature, a heading above it.
  public private(set) var curve: Area?
  /// Everything about the focused token, a heading above it.
  public private(set) var details: Area?
  /// The curves of a training, a heading above them.
  public private(set) var chart: Area?
  /// What is known of the checkpoint that is looked at.
  public private(set) var checkpoint: Area?
  /// Lines that the checkpoint wrote, a heading above them; where the text is too where that has to give way.
  public private(set) var sample: Area?
  /// What is learnt when, and what was trained before, headings above them.
  public private(set) var learnt: Area?
  /// All of the panels together.
  public private(set) var panels: Area?
  /// What the board shows in place of some panels, a heading above it; nil for `.expectation`.
  public private(set) var board: Area?
  /// Whether the board is drawn to be read from afar, in the place of panels and large figures.
  public private(set) var isBoardLarge = false
  /// The focused token's figures in one line, where there is no room for the details.
  public private(set) var figures: Area?
  /// The figures that are drawn large.
  public private(set) var bigFigures: BigFiguresGeometry?
  /// The temperature.
  public private(set) var slider: Area?
  /// Progress and notices; without it they take the footer's place.
  public private(set) var status: Area?
  /// The most useful keys.
  public private(set) var footer: Area?

  /// Divides a screen among what it is to show.
  public init(rows: Int, columns: Int, _ wish: Wish = Wish()) {
    let wanted = wish.bigFigures.areWanted(rows: rows, columns: columns) ? Folding.allCases : []
    for folding in wanted {
      self.init(rows, columns, wish, besideLarge: folding)
      if isBoardLarge || bigFigures != nil && leavesEnough { return }
    }
    self.init(rows, columns, wish, besideLarge: nil)
  }

  /// What folds away for large figures: nothing, the figures in small, and the bars with their legend.
  private enum Folding: Int, CaseIterable { case nothing, smallFigures, bars }

  /// Divides a screen, with large figures beside which something folds away, or without.
  private init(_ rows: Int, _ columns: Int, _ wish: Wish, besideLarge folding: Folding?) {
    (self.rows, self.columns, self.wish, self.folding) = (rows, columns, wish, folding)
    guard rows >= Self.smallest.rows, columns >= Self.smallest.columns else { return }
    if wish.hasChart {
      divideLab()
    } else if folding != nil, let division = LargeBoardDivision(largeBoardRoom, wish) {
      divide(division)
    } else if rows >= 30, columns >= 150 {
      divideSideBySide()
    } else if wish.hasPage {
      divideWithPage()
    } else {
      divideStacked()
    }
    placeBoard()
    placeOverview()
  }

  /// Gives the whole text a row above the text: one that is free there, or else the first of the text's.
  private mutating func placeOverview() {
    guard wish.hasOverview, page == nil, chart == nil, rows >= 18, let text, text.rows >= 4 else {
      return
    }
    let above = [header, summary, bigFigures?.area].compactMap { area -> Int? in
      guard let area, area.column <= text.column else { return nil }
      return area.row + area.rows
    }
    let isFree = (above.max() ?? 0) < text.row
    overview = Area(
      row: isFree ? text.row - 1 : text.row, column: text.column, rows: 1, columns: text.columns)
    guard !isFree else { return }
    self.text?.row += 1
    self.text?.rows -= 1
  }

  /// Whether large figures leave enough of what they stand beside.
  private var leavesEnough: Bool {
    (text?.rows ?? 0) >= 3 && (page?.rows ?? 8) >= 8 && (candidates ?? curve ?? board) != nil
  }

  /// Whether something is large: the figures, or the board in their place.
  public var isLarge: Bool { bigFigures != nil || isBoardLarge }

  /// The rows between the lines at the top and those at the bottom, one free above.
  private var largeBoardRoom: Area { Area(row: 3, column: 0, rows: rows - 6, columns: columns) }

  /// A board that is read from afar below the text.
  private mutating func divide(_ division: LargeBoardDivision) {
    _ = takeEdges()
    (text, legend, strip) = (division.text, division.legend, division.strip)
    board = division.board
    panels = division.board
    isBoardLarge = true
  }

  /// Text on the left, panels on the right: for wide screens, where long lines would be hard to read.
  private mutating func divideSideBySide() {
    func row(_ row: Int) -> Area { Area(row: row, column: 0, rows: 1, columns: columns) }
    header = row(0)
    summary = row(1)
    footer = row(rows - 1)
    status = row(rows - 2)
    slider = row(rows - 3)
    let left = columns * (folding == nil ? 55 : 46) / 100
    let (top, bottom) = (3, rows - 4)
    let (stripRows, curveRows) = (rows >= 40 ? 5 : 3, max((bottom - top) * 3 / 10, 9))
    let strip = bottom - curveRows - (wish.words ? 0 : stripRows)
    text = Area(row: top, column: 1, rows: strip - 1 - top, columns: left - 3)
    legend = Area(row: strip - 1, column: 0, rows: 1, columns: left)
    if !wish.words {
      self.strip = Area(row: strip, column: 1, rows: stripRows, columns: left - 2)
    }
    curve = Area(row: bottom - curveRows, column: 0, rows: curveRows, columns: left)
    dividePanelColumn(
      Area(row: 2, column: left + 1, rows: bottom - 2, columns: columns - left - 2))
    if wish.hasPage, let text { self.text = dividePage(text, width: left) }
  }

  /// Large figures, candidates and details below one another.
  private mutating func dividePanelColumn(_ area: Area) {
    let detailRows = folding ?? .nothing != .nothing ? 0 : rows >= 40 ? 14 : 12
    if folding != nil {
      bigFigures = BigFiguresGeometry(
        panelIn: area, leaving: detailRows + 8, isASCII: wish.isASCII)
    }
    let rows = area.rows - (bigFigures?.area.rows ?? 0)
    func part(_ row: Int, _ rows: Int) -> Area {
      Area(
        row: area.row + area.rows - row, column: area.column, rows: rows, columns: area.columns)
    }
    panels = part(rows, rows)
    candidates = part(rows, rows - detailRows)
    if detailRows > 0 { details = part(detailRows, detailRows) }
  }

  /// Rows over the whole width that are left, taken away from below.
  private struct Stack {
    let columns: Int
    var bottom: Int

    mutating func take(_ count: Int = 1) -> Area {
      bottom -= count
      return Area(row: bottom, column: 0, rows: count, columns: columns)
    }

    /// What is left below a row, a column free on either side.
    func rest(below top: Int) -> Area {
      Area(row: top, column: 1, rows: bottom - top, columns: columns - 2)
    }
  }

  /// Takes what is above and below everything, and returns the rows above the slider.
  private mutating func takeEdges() -> Stack {
    var stack = Stack(columns: columns, bottom: rows)
    header = Area(row: 0, column: 0, rows: 1, columns: columns)
    footer = stack.take()
    if rows >= 22 { status = stack.take() }
    if rows >= 8 { slider = stack.take() }
    if rows >= 18 { summary = Area(row: 1, column: 0, rows: 1, columns: columns) }
    return stack
  }

  /// Takes so many rows for the bars, unless they stand below the words.
  private mutating func takeStrip(_ count: Int, from stack: inout Stack) {
    guard !wish.words else { return }
    let area = stack.take(count)
    strip = Area(row: area.row, column: 1, rows: count, columns: columns - 2)
  }

  /// Everything below one another, the panels in a row; what is used least folds away first.
  private mutating func divideStacked() {
    // A board needs more rows than the usual panels: the text gives some, and the bars if need be.
    let isTight = wish.board != .expectation && rows < 20 || folding == .bars
    var stack = takeEdges()
    if folding ?? .nothing == .nothing { figures = stack.take() }
    if rows >= 14 { dividePanels(stack.take(panelRows)) }
    if rows >= 10, !isTight { takeStrip(rows >= 36 ? 3 : rows >= 28 ? 2 : 1, from: &stack) }
    if rows >= 12, !isTight { legend = stack.take() }
    text = takeBand(from: stack) ?? stack.rest(below: rows >= 24 ? 3 : rows >= 18 ? 2 : 1)
  }

  /// Takes the rows of the large figures below the header, where these are wanted, and returns what is
  /// left below them.
  private mutating func takeBand(from stack: Stack) -> Area? {
    guard folding != nil else { return nil }
    bigFigures = BigFiguresGeometry(
      bandAt: summary == nil ? 1 : 2, columns: columns, isASCII: wish.isASCII)
    return bigFigures.map { stack.rest(below: $0.area.row + $0.area.rows) }
  }

  /// The chart of a training above the text that is watched, and the panels where there is room.
  private mutating func divideLab() {
    let isWide = rows >= 30 && columns >= 150
    var stack = Stack(columns: columns, bottom: rows)
    header = Area(row: 0, column: 0, rows: 1, columns: columns)
    footer = stack.take()
    // Beside a page, the figures of a byte are worth more than the temperature.
    if rows >= (wish.hasPage ? 26 : 22) { status = stack.take() }
    if rows >= (wish.hasPage ? 26 : 8) { slider = stack.take() }
    let division = LabDivision(
      Area(row: 1, column: 0, rows: stack.bottom - 1, columns: columns), isWide: isWide,
      chartGivesWay: wish.board != .expectation || wish.panel == .candidates
        || wish.panel == .curve, hasPage: wish.hasPage)
    page = division.page
    summary = division.recipe
    (chart, checkpoint, text) = (division.chart, division.checkpoint, division.text)
    (learnt, figures) = (division.learnt, division.figures)
    sample = division.sample
    if sample == nil, wish.hasSample, let text, text.rows >= 3 {
      sample = Area(row: text.row, column: 0, rows: text.rows, columns: columns)
    }
    guard let panels = division.panels else { return }
    if isWide { stackPanels(panels) } else { dividePanels(panels) }
  }

  /// Candidates and details below one another, with loss against temperature between them.
  private mutating func stackPanels(_ area: Area) {
    panels = area
    let detailRows = min(12, area.rows / 2)
    let curveRows = area.rows - detailRows >= 20 ? 9 : 0
    func part(_ row: Int, _ rows: Int) -> Area {
      Area(row: area.row + row, column: area.column, rows: rows, columns: area.columns)
    }
    let listRows = area.rows - detailRows - curveRows
    candidates = part(0, listRows)
    if curveRows > 0 { curve = part(listRows, curveRows) }
    details = part(listRows + curveRows, detailRows)
  }

  /// Everything below one another, with most of the room for the page of a lesson.
  private mutating func divideWithPage() {
    var stack = takeEdges()
    if rows >= 11, folding ?? .nothing == .nothing, !givesFigures { figures = stack.take() }
    if rows >= 16 { dividePanels(stack.take(panelRowsBesidePage)) }
    if rows >= 34, folding != .bars {
      takeStrip(2, from: &stack)
      legend = stack.take()
    }
    let room = takeBand(from: stack) ?? stack.rest(below: rows >= 18 ? 2 : 1)
    text = hasLegendAbovePage ? divideLegendAndPage(room) : dividePage(room, width: columns)
  }

  /// Whether the legend stands between text and page, where the bars have no strip.
  private var hasLegendAbovePage: Bool { (22..<34).contains(rows) && folding != .bars }

  /// Whether a tall board has the row of the figures, which words and their bars cannot spare for the legend.
  private var givesFigures: Bool {
    hasLegendAbovePage && wish.words && wish.board.row.isTall
  }

  /// Words and their bars cannot spare a row for the legend, as running text can: the panels do, and for a tall
  /// board the figures.
  private var panelRowsBesidePage: Int {
    let isTall = wish.board.row.isTall
    let usual =
      switch rows {
      case ..<22: isTall ? 5 : 4
      case ..<24: isTall ? 9 : 7
      case ..<28: isTall ? 10 : 7
      default: 11
      }
    return hasLegendAbovePage && wish.words && !givesFigures ? usual - 1 : usual
  }

  /// Gives the lower part of a text's area to a page, and returns the part that is left.
  private mutating func dividePage(_ area: Area, width: Int) -> Area {
    place(page: max(area.rows * 7 / 10, min(area.rows - 3, 8)), in: area, width: width)
  }

  /// The same with the legend between the two.
  private mutating func divideLegendAndPage(_ area: Area) -> Area {
    let least = wish.words ? WordsGeometry.smallest.rows : 2
    let pageRows = min(max(area.rows * 7 / 10, 8), area.rows - 1 - least)
    var area = place(page: pageRows, in: area, width: columns)
    area.rows -= 1
    legend = Area(row: area.row + area.rows, column: 0, rows: 1, columns: columns)
    return area
  }

  private mutating func place(page rows: Int, in area: Area, width: Int) -> Area {
    page = Area(row: area.row + area.rows - rows, column: 0, rows: rows, columns: width)
    return Area(
      row: area.row, column: area.column, rows: area.rows - rows, columns: area.columns)
  }

  private var panelRows: Int {
    let isUsual = wish.board == .expectation
    return switch rows {
    case ..<18 where !isUsual: rows - 7
    case ..<20 where !isUsual: rows - 8
    case ..<16: 4
    case ..<20: 5
    case ..<24: isUsual ? 7 : 10
    default: max(8 + (rows - 24) * 2 / 5, isUsual ? 0 : 11)
    }
  }

  /// Candidates, curve and details beside one another, as many as fit.
  private mutating func dividePanels(_ area: Area) {
    func part(_ from: Int, _ to: Int) -> Area {
      Area(row: area.row, column: from, rows: area.rows, columns: to - from)
    }
    let columns = area.columns
    panels = area
    if columns >= 110, area.rows >= 11 {
      figures = nil
      let (first, second) =
        wish.board.row.place == .curve
        ? (columns / 3, columns * 2 / 3) : (columns * 2 / 5, columns * 7 / 10)
      candidates = part(0, first)
      details = part(first, second)
      curve = part(second, columns)
    } else if columns >= 72, area.rows >= 6 {
      let border = wish.board.row.place == .curve ? columns / 2 : columns * 3 / 5
      candidates = part(0, border)
      curve = part(border, columns)
    } else if wish.panel == .curve, area.rows >= 5 {
      curve = area
    } else {
      candidates = area
    }
  }

  /// Gives a board the place of the panels that it stands for. Where it is the only panel beside the
  /// candidates, it gives way to the candidates while these are focused.
  private mutating func placeBoard() {
    guard board == nil else { return }
    switch wish.board.row.place {
    case .nothing: break
    case .curve where curve != nil: swap(&board, &curve)
    case .curve: if wish.panel != .candidates { swap(&board, &candidates) }
    case .everything:
      if placeInColumn() { return }
      board = panels
      candidates = nil
      details = nil
      if let corner = curve, panels?.contains(row: corner.row, column: corner.column) == true {
        curve = nil
      }
    }
  }

  /// Gives a board that fills so many rows the place of the candidates, where these have so many rows
  /// beside the text that the board needs no more; what it does not fill is theirs. Whether it did.
  private mutating func placeInColumn() -> Bool {
    guard let list = candidates, list.column > 0,
      let wanted = wish.board.row.rows(wish, list.columns), list.rows >= wanted.lowerBound
    else { return false }
    let rows = list.rows < wanted.upperBound + 5 ? list.rows : wanted.upperBound
    (board, candidates) = (list, nil)
    board?.rows = rows
    if rows < list.rows {
      candidates = Area(
        row: list.row + rows, column: list.column, rows: list.rows - rows, columns: list.columns)
    }
    return true
  }
}
