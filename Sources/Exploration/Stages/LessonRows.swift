import Basics

/// How the lessons of the list are written: as large and as far apart as all of them have room.
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
}

extension Explorer {
  /// A row of the list.
  package enum LessonRow: Equatable {
    /// What the lessons below are called together, and an empty row.
    case series(String), gap
    /// The title of a lesson, rows that it fills below its first, what it is about, and what is done.
    case title(Int), below(Int), summary(Int), bar(Int)
  }

  /// How the list is written.
  package var lessonListStyle: LessonListStyle {
    let room = helpArea.rows - 2
    let largest = room >= 44 && columns >= 150 ? 1 : 0
    let fitting = LessonListStyle.all.first {
      $0.scale <= largest && lessonRows($0).count <= room && (room >= 30 || !$0.hasGap)
    }
    return fitting ?? LessonListStyle(scale: 0, hasBar: false, hasGap: false)
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

  /// The rows of the list that are visible: the selected lesson is among them.
  package var visibleLessonRows: ArraySlice<LessonRow> {
    let (rows, room) = (lessonRows, lessonListArea.rows)
    guard case .lessons(let selected) = stage, let row = rows.firstIndex(of: .title(selected))
    else { return rows.prefix(room) }
    return rows.dropFirst(max(row + 2 - max(room, 2), 0)).prefix(room)
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
