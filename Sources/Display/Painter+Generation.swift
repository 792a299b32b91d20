import ShownText
import Exploration
import InformationTheory
import Scoring
import Basics

extension Painter {
  /// What may come behind the focused token: how it is drawn, the candidates, and the cut.
  mutating func paintGeneration(_ area: Area) {
    guard let generation = explorer.generation else { return }
    paintHeading(
      generationTitle(width: area.columns - 6), in: area, isFocused: explorer.panel == .candidates)
    let column = area.column + 1
    let hasSettings = area.rows >= 4
    if hasSettings {
      write(
        settings(of: generation), row: area.row + 1, column: column + 1, limit: area.columns - 3)
    }
    let top = area.row + (hasSettings ? 2 : 1)
    let rows = Area(
      row: top, column: column, rows: area.row + area.rows - top, columns: area.columns - 2)
    if let sentence = obstacle, explorer.expectedNext == nil {
      return paint(paragraph: sentence.0, in: rows, as: sentence.1)
    }
    let lines = explorer.nextLines
    guard !lines.isEmpty else {
      return paint(paragraph: "Looking for what may come next …", in: rows, as: .faint)
    }
    let visible = visibleItems(lines, rows: rows.rows)
    for (index, item) in visible.enumerated() {
      if let item {
        paint(
          item, row: rows.row + index, in: rows, isSelected: isSelected(item),
          isCutOff: item.place >= explorer.cut?.kept.count ?? .max)
      } else {
        paintCut(row: rows.row + index, in: rows)
      }
    }
  }

  /// `top-k 20  top-p off  min-p 0.05  seed 1`, the chosen setting marked.
  private func settings(of generation: Generation) -> [(String, Role)] {
    let truncation = generation.truncation
    let values: [(Generation.Setting, String, String)] = [
      (.topK, "top-k", truncation.topK.map(String.init) ?? "off"),
      (.topP, "top-p", truncation.topP < 1 ? decimal(truncation.topP, 2) : "off"),
      (.minP, "min-p", truncation.minP > 0 ? decimal(truncation.minP, 2) : "off"),
      (.seed, "seed", String(generation.seed)),
    ]
    return values.flatMap { setting, name, value in
      let isChosen = setting == generation.setting
      return [
        (isChosen ? "▸\(name) " : " \(name) ", .faint), (value, isChosen ? .knob : .strong),
        (" ", .plain),
      ] as [(String, Role)]
    }
  }

  private func generationTitle(width: Int) -> String {
    let suffix = isAtOne ? "" : " at \(atTemperature)"
    guard let token = explorer.focusedToken else { return "what comes next" + suffix }
    let room = width - columnWidth(of: suffix) - 15
    return "next after “\(contextEnd(before: token.bytes.upperBound, width: room))”\(suffix)"
  }

  private func isSelected(_ line: CandidateLine) -> Bool {
    explorer.panel == .candidates && line.place == explorer.generation?.selected
  }

  /// The lines that fit, the selected one among them, and the cut (nil) in its place, or else below.
  private func visibleItems(_ lines: [CandidateLine], rows: Int) -> [CandidateLine?] {
    var items: [CandidateLine?] = lines
    let isCut = explorer.generation?.truncation != Truncation.none
    let cut = min(explorer.cut?.kept.count ?? 0, items.count)
    if isCut { items.insert(nil, at: cut) }
    let last = max(items.count - rows, 0)
    let selected = items.firstIndex { $0.map(isSelected) ?? false }
    var top = min(explorer.topCandidate, last)
    if let selected { top = min(max(selected + 2 - rows, 0), last) }
    var visible = Array(items[top..<min(top + rows, items.count)])
    if isCut, rows >= 2, cut >= top + rows { visible[rows - 1] = nil }
    return visible
  }

  /// The line between what may be drawn and what may not.
  private mutating func paintCut(row: Int, in area: Area) {
    guard let (cut, isAll) = explorer.cut else { return }
    let sentence =
      "\(isAll ? "" : "at least ")\(cut.count) kept, "
      + "\(percentage(logProbability: log(min(cut.mass, 1))))"
    frame.fill("╌", row: row, columns: area.column + 1..<area.column + area.columns - 1, as: .rule)
    frame.write(
      " \(sentence) ", row: row, column: area.column + 9, as: .knob, limit: area.columns - 10)
  }

  /// How fast tokens are drawn, or were.
  var generationLine: String? {
    if let sideBySide = explorer.sideBySide { return status(of: sideBySide) }
    guard let generation = explorer.generation, let rate = generation.run.rate else { return nil }
    // At rest it must not take the place of the keys.
    guard generation.remaining > 0 || screen.status != nil else { return nil }
    let speed = "\(threeDigits(rate)) tokens a second"
    return generation.remaining > 0
      ? "generating: \(speed), \(generation.remaining) to go  (Esc stops)" : "generated at \(speed)"
  }

  private func status(of sideBySide: SideBySide) -> String? {
    guard screen.status != nil else { return nil }
    let rules = explorer.generation.map { settings(of: $0) } ?? []
    let line = rules.map(\.0).joined().replacing("▸", with: " ")
    return "\(sideBySide.isPaused ? "paused" : "drawn with")\(line)  colours: surprise at T 1"
  }

  /// The ways in which the text went on, each with its own figures.
  mutating func paintBranches(_ area: Area) {
    paintHeading(isAtOne ? "branches" : "branches at \(atTemperature)", in: area)
    guard let branches = explorer.generation?.branches, area.rows > 2 else { return }
    let labels = "tokens  surprise  entropy  \(explorer.unit.rawValue) a token"
    frame.write(
      labels, row: area.row + 1, column: area.column + 13, as: .faint, limit: area.columns - 14)
    let places = branches.places
    let rows = area.rows - 2
    let current = places.firstIndex { $0.branch == branches.current } ?? 0
    let top = min(max(current + 1 - rows, 0), max(places.count - rows, 0))
    for (index, place) in places[top...].prefix(rows).enumerated() {
      paint(place, isShown: place.branch == branches.current, row: area.row + 2 + index, in: area)
    }
  }

  private mutating func paint(
    _ place: Branches.Place, isShown: Bool, row: Int, in area: Area
  ) {
    guard let summary = explorer.summary(ofBranch: place.branch) else { return }
    let column = area.column + 1
    let role: Role = isShown ? .actual : .plain
    let indent = String(repeating: " ", count: min(max(place.depth - 1, 0), 5))
    let stem = place.depth == 0 ? "" : indent + "└ "
    frame.write(
      (isShown ? "▸ " : "  ") + stem + "\(place.branch)", row: row, column: column, as: role)
    func figure(_ text: String, endingAt end: Int) {
      frame.write(text, row: row, column: column + end - columnWidth(of: text), as: .strong)
    }
    figure(grouped(summary.tokens.count), endingAt: 18)
    figure(summary.surprise.map(explorer.unit.format) ?? "—", endingAt: 28)
    figure(summary.entropy.map(explorer.unit.format) ?? "—", endingAt: 37)
    let name =
      place.depth == 0 ? "the text as it was" : visibleSpaces(Array(summary.bytes.prefix(400)))
    frame.write(name, row: row, column: column + 39, as: role, limit: area.columns - 41)
  }
}
