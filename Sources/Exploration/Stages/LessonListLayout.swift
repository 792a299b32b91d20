import Basics

/// How the lessons of the list are written: as far apart as all of them have room, and large where they are
/// likely to be read from afar, whether all have room or not.
public struct LessonListStyle: Equatable, Sendable {
  /// The scale of the titles; 0 for ordinary letters.
  public let scale: Int
  /// Whether a bar below each says how much is done, and whether a free line stands behind it.
  public let hasBar: Bool, hasGap: Bool

  /// All ways, the best to be read from afar first.
  static let all = [
    (1, true, true), (1, false, true), (1, false, false), (0, true, true), (0, false, true),
    (0, false, false),
  ].map { LessonListStyle(scale: $0, hasBar: $1, hasGap: $2) }

  /// The way of a list that scrolls.
  static func scrolling(scale: Int) -> LessonListStyle {
    LessonListStyle(scale: scale, hasBar: false, hasGap: scale > 0)
  }
}

/// Where the lessons of the list stand: laid out once for whoever draws or presses them.
public struct LessonListLayout: Sendable {
  /// How they are written.
  public let style: LessonListStyle
  /// The rows in which they are listed; large titles need the whole width.
  public let area: Area
  /// The rows that are visible: the selected lesson is among them, and the one behind it where both have room;
  /// none begins or ends within a large title.
  public let visible: ArraySlice<Row>

  /// A row of the list.
  public enum Row: Equatable, Sendable {
    /// What the lessons below are called together, and an empty row.
    case series(String), gap
    /// The title of a lesson, rows that it fills below its first, what it is about, and what is done.
    case title(Int), below(Int), summary(Int), bar(Int)

    /// Whether a lesson begins here, or what it belongs to.
    fileprivate var beginsLesson: Bool {
      switch self {
      case .title, .series: true
      case .gap, .below, .summary, .bar: false
      }
    }
  }

  /// Lays out the lessons of an explorer. O(*n*) in them.
  package init(_ explorer: Explorer) {
    let whole = explorer.helpArea
    let room = max(whole.rows - 2, 0)
    let (style, rows) = Self.rows(of: explorer, room: room)
    self.style = style
    let isWide = style.scale > 0
    area = Area(
      row: whole.row + 2, column: isWide ? 6 : whole.column, rows: room,
      columns: isWide ? explorer.columns - 12 : whole.columns)
    visible = Self.visible(rows, room: room, style, of: explorer.stage)
  }

  /// The best way for which all lessons have room, or else one that scrolls.
  private static func rows(of explorer: Explorer, room: Int) -> (LessonListStyle, [Row]) {
    let largest = room >= 44 && explorer.columns >= 150 ? 1 : 0
    for style in LessonListStyle.all
    where style.scale == largest && (room >= 30 || !style.hasGap) {
      let rows = rows(of: explorer, style)
      if rows.count <= room { return (style, rows) }
    }
    let style = LessonListStyle.scrolling(scale: largest)
    return (style, rows(of: explorer, style))
  }

  private static func rows(of explorer: Explorer, _ style: LessonListStyle) -> [Row] {
    var rows: [Row] = []
    var series = ""
    let titleRows = max(BigLetters.line(scale: style.scale, isASCII: explorer.isASCII) - 1, 1)
    for (place, lesson) in explorer.shelf.lessons.enumerated() {
      let isNew = lesson.series != series
      if !rows.isEmpty, isNew || style.hasGap { rows.append(.gap) }
      if isNew, !lesson.series.isEmpty { rows.append(.series(lesson.series)) }
      series = lesson.series
      rows.append(.title(place))
      rows += Array(repeating: .below(place), count: titleRows - 1)
      rows.append(.summary(place))
      if style.hasBar { rows.append(.bar(place)) }
    }
    return rows
  }

  private static func visible(
    _ rows: [Row], room: Int, _ style: LessonListStyle, of stage: Stage?
  ) -> ArraySlice<Row> {
    guard case .lessons(let selected) = stage, let start = rows.firstIndex(of: .title(selected))
    else { return rows.prefix(room) }
    let end = rows.firstIndex(of: .title(selected + 2)) ?? rows.count
    let begins = rows.indices.filter { rows[$0].beginsLesson }
    let top = begins.first { $0 >= min(max(end - room, 0), start) } ?? start
    let shown = rows[top...].prefix(room)
    guard style.scale > 0, shown.endIndex < rows.count else { return shown }
    return shown[..<(shown.lastIndex(of: .gap) ?? shown.endIndex)]
  }
}
