import InformationTheory
import Scoring

extension Explorer {
  mutating func respond(to action: MouseAction, row: Int, column: Int) -> [Effect] {
    switch action {
    case .pressed, .pressedTwice:
      drag = nil
      return press(row: row, column: column, isSecond: action == .pressedTwice)
    case .dragged: follow(row: row, column: column)
    case .released:
      follow(row: row, column: column)
      drag = nil
    case .wheelUp: turnWheel(-1, row: row, column: column)
    case .wheelDown: turnWheel(1, row: row, column: column)
    }
    return []
  }

  private mutating func press(row: Int, column: Int, isSecond: Bool) -> [Effect] {
    func hits(_ area: Area?) -> Bool { area?.contains(row: row, column: column) ?? false }
    say(nil)
    if hits(screen.footer),
      let command = footerItems.first(where: { $0.columns.contains(column) })?
        .command(atColumn: column)
    {
      return perform(command)
    }
    if case .lessons = stage { return pressLesson(row: row, isSecond: isSecond) }
    if case .game(.setup(let setup)) = stage { return press(setup, row: row, column: column) }
    if modelList != nil { return pressModels(row: row, column: column, isSecond: isSecond) }
    if takeAway != nil { return pressTakeAway(row: row, column: column, isSecond: isSecond) }
    if partList != nil { return pressParts(row: row, column: column, isSecond: isSecond) }
    if palette != nil { return pressPalette(row: row, column: column) }
    guard stage == nil else { return [] }
    if hits(findArea) { return perform(.find(.next)) }
    if hits(screen.header), modelNameColumns.contains(column) {
      return perform(.models(.open))
    }
    if hits(screen.slider) {
      drag = .slider
    } else if let sideBySide {
      guard let lane = laneAreas.firstIndex(where: { hits($0) }) else { return [] }
      return perform(.sideBySide(.choose(lane - sideBySide.chosen)))
    } else if let curve = screen.curve.flatMap(CurveGeometry.init), hits(curve.plot) {
      drag = reveal == nil ? .curve : .course
    } else if hits(screen.candidates) {
      return generation == nil
        ? pressCandidate(row: row, column: column, isSecond: isSecond)
        : pressNext(row: row, column: column, isSecond: isSecond)
    } else if board == .plane, hits(screen.board) {
      if let plane = screen.board.flatMap(PlaneGeometry.init) {
        pointAtPlane(plane, row: row, column: column)
      }
    } else if board == .layers, hits(screen.board) {
      pressLayer(row: row, column: column)
    } else if board == .bought, hits(screen.board) {
      pressBought(row: row, column: column, isSecond: isSecond)
    } else if hits(screen.chart) {
      drag = .chart
    } else if hits(screen.overview) {
      drag = .overview
      jump { $0.pointAtOverview(column: column) }
    } else if hits(scrollBar?.area), !isTextCovered {
      drag = .scrollBar
    } else if hits(screen.text), !isTextCovered {
      drag = .text
    } else if hits(screen.strip) {
      drag = .strip
    }
    follow(row: row, column: column)
    return []
  }

  /// Lets what was pressed follow the pointer, wherever that is.
  private mutating func follow(row: Int, column: Int) {
    switch drag {
    case .slider:
      if let slider = sliderGeometry { set(slider.temperature(atColumn: column)) }
    case .curve:
      if let plot = screen.curve.flatMap(CurveGeometry.init) {
        set(plot.temperature(atColumn: column))
      }
    case .course:
      if let area = screen.curve, let course = CourseGeometry(area, tokens: tokens.count) {
        focus(on: course.token(atColumn: column))
      }
    case .text: point(row: row, column: column)
    case .overview: pointAtOverview(column: column)
    case .scrollBar:
      if let bar = scrollBar { scrollText(by: bar.topLine(atRow: row) - topLine) }
    case .chart: pointAtChart(column: column)
    case .strip:
      guard let area = screen.strip else { break }
      let shown = stripBars(columns: area.columns)
      guard !shown.isEmpty else { break }
      focus(
        on: token(
          ofBar: min(
            max(shown.lowerBound + column - area.column, shown.lowerBound), shown.upperBound - 1)))
    case nil: break
    }
  }

  private mutating func turnWheel(_ direction: Int, on stage: Stage) {
    switch stage {
    case .lessons: selectLesson(by: direction)
    case .help: scrollHelp(by: 3 * direction)
    case .palette: choose(commandsFurther: direction)
    case .models: _ = perform(.models(.choose(direction)))
    case .parts: _ = perform(.parts(.choose(direction)))
    case .takeAway: _ = perform(.takeAway(.choose(direction)))
    case .game, .pasted, .marks, .quitting: break
    }
  }

  /// Puts the cursor or the focus at a place of the running text.
  private mutating func point(row: Int, column: Int) {
    if let word = word(atRow: row, column: column) { return focus(on: word) }
    guard let area = screen.text else { return }
    let line = topLine + min(max(row - area.row, 0), area.rows - 1) / rowsPerLine
    let beyondEnd = line >= layout.lineCount
    let offset =
      beyondEnd
      ? text.count : layout.offset(atLine: line, column: max(column - area.column, 0), in: text)
    desk.place.desiredColumn = nil
    if isEditing {
      cursor = offset
      followCursor()
      revealFocus()
    } else if let token = token(at: offset) {
      focus(on: token)
    }
  }

  private mutating func turnWheel(_ direction: Int, row: Int, column: Int) {
    func hits(_ area: Area?) -> Bool { area?.contains(row: row, column: column) ?? false }
    if let stage {
      turnWheel(direction, on: stage)
    } else if hits(screen.page) {
      scrollLesson(by: direction)
    } else if hits(screen.chart) {
      _ = perform(.lab(.walk(direction)))
    } else if hits(screen.slider) || hits(screen.curve) || sideBySide != nil {
      set(temperature.moved(byNotches: -direction))
    } else if hits(screen.candidates) {
      scrollCandidates(by: direction)
    } else if board == .layers, hits(screen.board) {
      chooseLayer(by: direction)
    } else if board == .bought, hits(screen.board) {
      perform(BoughtCommand.choose(direction))
    } else if hits(screen.strip) {
      focus(on: focus + direction)
    } else {
      scrollText(by: (reading.words == nil ? 3 : 1) * direction)
    }
  }
}
