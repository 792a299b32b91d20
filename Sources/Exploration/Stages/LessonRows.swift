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

extension Explorer {
  /// A row of the list.
  package enum LessonRow: Equatable {
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

  /// How the list is written.
  package var lessonListStyle: LessonListStyle {
    let room = helpArea.rows - 2
    let largest = room >= 44 && columns >= 150 ? 1 : 0
    let fitting = LessonListStyle.all.first {
      $0.scale == largest && lessonRows($0).count <= room && (room >= 30 || !$0.hasGap)
    }
    return fitting ?? .scrolling(scale: largest)
  }

  /// The rows of the list, of which as many are visible as there is room for.
  package var lessonRows: [LessonRow] { lessonRows(lessonListStyle) }

  private func lessonRows(_ style: LessonListStyle) -> [LessonRow] {
    var rows: [LessonRow] = []
    var series = ""
    let titleRows = max(BigLetters.line(scale: style.scale, isASCII: isASCII) - 1, 1)
    for (place, lesson) in shelf.lessons.enumerated() {
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

  /// The rows of the list that are visible: the selected lesson is among them, and the one behind it where
  /// both have room; none begins or ends within a large title.
  package var visibleLessonRows: ArraySlice<LessonRow> {
    let (rows, room) = (lessonRows, lessonListArea.rows)
    guard case .lessons(let selected) = stage, let start = rows.firstIndex(of: .title(selected))
    else { return rows.prefix(room) }
    let end = rows.firstIndex(of: .title(selected + 2)) ?? rows.count
    let begins = rows.indices.filter { rows[$0].beginsLesson }
    let top = begins.first { $0 >= min(max(end - room, 0), start) } ?? start
    let shown = rows[top...].prefix(room)
    guard lessonListStyle.scale > 0, shown.endIndex < rows.count else { return shown }
    return shown[..<(shown.lastIndex(of: .gap) ?? shown.endIndex)]
  }

  /// The rows in which lessons are listed; large titles need the whole width.
  package var lessonListArea: Area {
    var area = helpArea
    area.row += 2
    area.rows = max(area.rows - 2, 0)
    if lessonListStyle.scale > 0 { (area.column, area.columns) = (6, columns - 12) }
    return area
  }
}
