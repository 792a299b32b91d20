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
    return copy
  }

  mutating func resize(rows: Int, columns: Int) {
    screen.rows = max(rows, 0)
    screen.columns = max(columns, 0)
    refreshScreen()
  }

  /// Whether a panel has its place on the screen: the keyboard must not go where nothing is seen.
  private func hasRoom(for panel: Panel) -> Bool {
    switch panel {
    case .text: true
    case .candidates: screen.candidates != nil
    case .curve: screen.curve != nil
    }
  }

  /// Divides the screen again, and lays out the text again where its width changed.
  mutating func refreshScreen() {
    divideScreen()
    if let area = screen.text, area.columns - 1 != layout.width {
      reading.set(width: area.columns - 1)
    }
    if screen.text != nil, !hasRoom(for: panel) {
      panel = .text
      return refreshScreen()
    }
    revealFocus()
  }
}
