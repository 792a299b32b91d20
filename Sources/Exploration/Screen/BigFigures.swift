/// Whether the figures of a text and of its focused token are drawn large.
public enum BigFigures: String, Hashable, Sendable, CaseIterable {
  /// Where the screen is so large that it is likely to be read from afar.
  case automatic
  /// Wherever they have room.
  case on
  /// Never.
  case off

  /// Whether they are wanted on a screen of a size, if it has room for them.
  func areWanted(rows: Int, columns: Int) -> Bool {
    switch self {
    case .automatic: rows >= 50 && columns >= 150
    case .on: true
    case .off: false
    }
  }
}

/// A figure that is drawn large, in the order in which they stand.
public enum BigFigure: Hashable, Sendable, CaseIterable {
  /// Of the text.
  case loss, perplexity
  /// Of the token that is described.
  case surprise, probability, rank
  /// Of the screen.
  case temperature

  /// The figures for so many places side by side: the likeliest to be asked for, in their order.
  static func forBand(of count: Int) -> [BigFigure] {
    let byUse: [BigFigure] = [.surprise, .probability, .loss, .temperature, .perplexity]
    let chosen = Set(byUse.prefix(count))
    return allCases.filter(chosen.contains)
  }
}

/// How large letters are made from dots: a cell holds two above one another, but in ASCII one.
public enum BigLetters {
  /// The rows of so many dots that are each `scale` columns wide.
  public static func rows(ofDots dots: Int, scale: Int, isASCII: Bool) -> Int {
    isASCII ? dots * ((scale + 1) / 2) : (dots * scale + 1) / 2
  }

  /// The rows of a line of text, down to its descenders, with a gap below; 1 at scale 0.
  package static func line(scale: Int, isASCII: Bool) -> Int {
    scale == 0 ? 1 : rows(ofDots: 6, scale: scale, isASCII: isASCII) + 1
  }
}

/// Where the large figures stand: each below its label.
public struct BigFiguresGeometry: Equatable, Sendable {
  /// The dots of the widest figure that is to be large, `<0.01%`, and those of the height of one.
  private static let width = 25, height = 5

  /// All of it; a heading in its first row where it is a panel.
  public let area: Area
  /// Whether it is a panel with a heading, and not a band over the whole width.
  public let isPanel: Bool
  /// What is shown.
  public let figures: [BigFigure]
  /// How many columns wide a dot is.
  public let scale: Int
  private let perRow: Int, numberRows: Int

  /// A band below a row, as wide as the screen; nil where it has no room for a figure.
  init?(bandAt row: Int, columns: Int, isASCII: Bool) {
    let count = min(columns / (Self.width + 1), 5)
    guard count > 0 else { return nil }
    (isPanel, scale, perRow) = (false, 1, count)
    figures = BigFigure.forBand(of: count)
    numberRows = BigLetters.rows(ofDots: Self.height, scale: 1, isASCII: isASCII)
    area = Area(row: row, column: 0, rows: numberRows + 1, columns: columns)
  }

  /// A panel at the top of an area, figures in pairs, as large as these leave so many rows; nil where
  /// they leave fewer.
  init?(panelIn area: Area, leaving rest: Int, isASCII: Bool) {
    func rows(_ scale: Int) -> Int {
      BigLetters.rows(ofDots: Self.height, scale: scale, isASCII: isASCII)
    }
    (isPanel, perRow, figures) = (true, 2, BigFigure.allCases)
    let bands = figures.count / perRow
    let widest = (area.columns / perRow - 3) / Self.width
    guard
      let scale = (1...max(widest, 1)).last(where: {
        $0 <= widest && 1 + bands * (rows($0) + 2) + rest <= area.rows
      })
    else { return nil }
    (self.scale, numberRows) = (scale, rows(scale))
    self.area = Area(
      row: area.row, column: area.column, rows: 1 + bands * (numberRows + 2),
      columns: area.columns)
  }

  /// Where a figure stands, its label in the first row.
  public func place(_ index: Int) -> Area {
    let (row, column) = (index / perRow, index % perRow)
    let (start, width) = (area.column + (isPanel ? 2 : 1), area.columns - (isPanel ? 3 : 1))
    let pitch = numberRows + (isPanel ? 2 : 1)
    // A number that would touch the one to its right is drawn smaller.
    let gap = isPanel && column + 1 < perRow ? 2 * scale : 1
    return Area(
      row: area.row + (isPanel ? 1 : 0) + row * pitch, column: start + width * column / perRow,
      rows: numberRows + 1, columns: width / perRow - gap)
  }
}

extension Explorer {
  /// Draws figures large, or no longer: of two settings that would do it the automatic one.
  mutating func switchBigFigures() {
    let (before, wereShown) = (preferences.bigFigures, screen.isLarge)
    for setting in [BigFigures.automatic, wereShown ? .off : .on] {
      preferences.bigFigures = setting
      refreshScreen()
      guard screen.isLarge == wereShown else {
        say("large figures: \(setting.rawValue)")
        return
      }
    }
    preferences.bigFigures = before
    refreshScreen()
    say("there is no room here for large figures")
  }
}
