import Exploration
import InformationTheory
import Scoring
import ShownText

/// The parts of the text over what is on the screen, the most surprising first: a line each, and more of the
/// one that is chosen.
struct PartListStage: Widget {
  let explorer: Explorer
  let list: PartList

  func draw(in area: Area, on frame: inout Frame) {
    let geometry = PartListGeometry(explorer)
    frame.clear(geometry.palette.box)
    if geometry.palette.isFramed {
      frame.drawFrame(
        around: geometry.palette.box,
        title: "\(explorer.textUnit.rawValue)s by \(title(list.order))"
          + (explorer.showsMiddles(of: list.order.lens) ? ", the middle of what is open" : ""))
    }
    frame.draw(
      SearchLine(line: list.line, prompt: "with ", hint: "type what is to stand in it"),
      in: geometry.palette.line)
    drawHeader(geometry, on: &frame)
    guard !list.parts.isEmpty else {
      frame.write(
        list.isComing ? "being put in order…" : "nothing in the text reads so",
        row: geometry.list.row, column: geometry.list.column + 2,
        as: .faint, limit: geometry.list.columns - 3)
      return
    }
    let first = geometry.palette.firstListed(chosen: list.choice, of: list.parts.count)
    for index in list.parts.indices.dropFirst(first).prefix(geometry.list.rows) {
      draw(
        Int(list.parts[index]), row: geometry.list.row + index - first,
        isChosen: index == list.choice, geometry, on: &frame)
    }
    if let area = geometry.palette.sentence { drawChoice(in: area, on: &frame) }
  }

  private func title(_ order: ListOrder, isShort: Bool = false) -> String {
    switch order {
    case .figure(.excess): isShort ? "− entropy" : "surprise − entropy"
    case .figure(let order): order.rawValue
    case .change: explorer.modelComparison == nil ? "change" : "difference"
    }
  }

  /// The headings, that of the order marked; a click on one of them orders by it.
  private func drawHeader(_ geometry: PartListGeometry, on frame: inout Frame) {
    let row = geometry.header.row
    frame.write(
      heading(columns: geometry.textColumns.count - 2), row: row,
      column: geometry.header.column + 2, as: .heading, limit: geometry.textColumns.count - 2)
    for order in geometry.orders {
      guard let columns = geometry.columns(of: order) else { continue }
      let heading =
        (list.order == order ? "▼ " : "") + title(order, isShort: true)
      frame.write(
        heading, row: row, column: columns.upperBound - columnWidth(of: heading),
        as: list.order == order ? .strong : .heading)
    }
  }

  /// What is listed, and over how much of the text, while that is not all.
  private func heading(columns: Int) -> String {
    let count = "\(explorer.textUnit.rawValue)s: \(grouped(list.parts.count))"
    guard let share = explorer.scoredShare else { return count }
    let whole = "\(count), \(Int(share * 100))% scored"
    return columnWidth(of: whole) <= columns ? whole : count
  }

  private func draw(
    _ part: Int, row: Int, isChosen: Bool, _ geometry: PartListGeometry, on frame: inout Frame
  ) {
    let all = geometry.list.column..<geometry.list.column + geometry.list.columns
    if isChosen {
      frame.fill(" ", row: row, columns: all, as: .focus)
      frame.write("▸", row: row, column: all.lowerBound, as: .focus)
    }
    guard let tokens = list.division?.tokens(of: part) else { return }
    let columns = geometry.textColumns
    let place = padded(
      grouped(tokens.lowerBound + 1), columnWidth(of: grouped(explorer.tokens.count)))
    var column = frame.write(
      place, row: row, column: columns.lowerBound + 2, as: isChosen ? .focus : .faint)
    column += 2
    let text = shown(tokens, columns: max(columns.upperBound - column - 1, 1))
    frame.write(
      text, row: row, column: column, as: isChosen ? .focus : .plain,
      limit: max(columns.upperBound - column - 1, 0))
    for order in geometry.orders {
      guard let columns = geometry.columns(of: order) else { continue }
      let number = number(of: part, order)
      frame.write(
        number, row: row, column: columns.upperBound - columnWidth(of: number),
        as: isChosen ? .focus : order == list.order ? .strong : .plain)
    }
  }

  /// The beginning of a part, on one line.
  private func shown(_ tokens: Range<Int>, columns: Int) -> String {
    let bytes = bytes(tokens)
    return visibleText(visibleSpaces(Array(bytes.prefix(4 * columns + 4))).utf8, columns: columns)
  }

  private func bytes(_ tokens: Range<Int>) -> ArraySlice<UInt8> {
    let (first, last) = (explorer.tokens[tokens.lowerBound], explorer.tokens[tokens.upperBound - 1])
    return explorer.text[
      first.bytes.lowerBound..<max(last.bytes.upperBound, first.bytes.lowerBound)]
  }

  private func number(of part: Int, _ order: ListOrder) -> String {
    guard let value = list.value(of: part, order) else { return "–" }
    switch order {
    case .figure(.surprise): return explorer.unit.format(.nats(value))
    case .figure(.excess), .change: return explorer.signed(.nats(value))
    case .figure(.rank): return rankText(Int(value))
    }
  }

  /// The chosen part with what stands before it.
  private func drawChoice(in area: Area, on frame: inout Frame) {
    guard list.parts.indices.contains(list.choice),
      let tokens = list.division?.tokens(of: Int(list.parts[list.choice]))
    else { return }
    let start = explorer.tokens[tokens.lowerBound].bytes.lowerBound
    let before = explorer.contextEnd(before: start, width: area.columns / 2)
    let room = area.columns * area.rows - columnWidth(of: before) - 4
    frame.draw(
      Paragraph(
        before + "▸" + visibleText(bytes(tokens).prefix(4 * room), columns: max(room, 8)),
        as: .plain),
      in: area)
  }
}

extension ListOrder {
  /// The lens that shows of each token what parts are put in order by.
  fileprivate var lens: Lens {
    switch self {
    case .figure(.surprise): .surprise
    case .figure(.excess): .excess
    case .figure(.rank): .rank
    case .change: .change
    }
  }
}
