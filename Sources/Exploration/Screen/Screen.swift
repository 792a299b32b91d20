extension Explorer {
  /// The size of the screen.
  public var rows: Int { screen.rows }
  /// The size of the screen.
  public var columns: Int { screen.columns }

  /// The same explorer on a screen of another size. O(1) when it already has it.
  package func resized(rows: Int, columns: Int) -> Explorer {
    guard (rows, columns) != (screen.rows, screen.columns) else { return self }
    var copy = self
    copy.resize(rows: rows, columns: columns)
    copy.settleOverview()
    copy.findPartsAtOnce()
    return copy
  }

  /// What is read stays in sight, be it the focus or what was scrolled to.
  mutating func resize(rows: Int, columns: Int) {
    let scrolledTo = scrolledTo
    screen.rows = max(rows, 0)
    screen.columns = max(columns, 0)
    refreshScreen()
    guard let scrolledTo, screen.text != nil, reading.words == nil else { return }
    topLine = min(layout.line(holding: scrolledTo), max(lineCount - shownLines, 0))
  }

  /// Where in the running text the first line that is seen begins, while the focus is out of sight.
  private var scrolledTo: Int? {
    guard screen.text != nil, reading.words == nil, topLine < layout.lineCount,
      let line = focusedLine, !(topLine..<topLine + shownLines).contains(line)
    else { return nil }
    return layout.bytes(ofLine: topLine).lowerBound
  }

  /// Where the keyboard goes that is given to a panel: not where nothing is seen.
  func landing(on panel: Panel) -> Panel {
    var wish = screen.wish
    wish.panel = panel
    return ScreenLayout(rows: rows, columns: columns, wish).holds(panel) ? panel : .text
  }

  /// Divides the screen again, and lays out the text again where its width changed.
  mutating func refreshScreen() {
    divideScreen()
    if let area = screen.text, area.columns - 1 != layout.width {
      reading.set(width: area.columns - 1)
    }
    if screen.wish.hasOverview != wantsOverview {
      screen = screen(words: reading.words != nil, overview: wantsOverview)
    }
    if !screen.holds(panel) {
      panel = .text
      return refreshScreen()
    }
    revealFocus()
  }
}

extension ScreenLayout {
  /// Whether a panel has its place on the screen, or there is no place for any.
  fileprivate func holds(_ panel: Panel) -> Bool {
    guard text != nil else { return true }
    return switch panel {
    case .text: true
    case .candidates: candidates != nil
    case .curve: curve != nil
    case .chart: chart != nil
    }
  }
}
