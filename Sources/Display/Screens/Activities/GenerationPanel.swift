import ShownText
import Exploration
import InformationTheory
import Scoring
import Basics

/// What may come behind the focused token: how it is drawn, the candidates, and the cut.
struct GenerationPanel: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    guard let generation = explorer.generation else { return }
    frame.draw(
      Heading(generationTitle(width: area.columns - 6), isFocused: explorer.panel == .candidates),
      in: area)
    let column = area.column + 1
    let hasSettings = area.rows >= 4
    if hasSettings {
      frame.write(
        generation.settingPieces, row: area.row + 1, column: column + 1, limit: area.columns - 3)
    }
    guard let rows = explorer.nextArea else { return }
    if let sentence = explorer.obstacle, explorer.expectedNext == nil {
      return frame.draw(Paragraph(sentence.0, as: sentence.1), in: rows)
    }
    let lines = explorer.nextLines
    guard !lines.isEmpty else {
      return frame.draw(Paragraph("Looking for what may come next …", as: .faint), in: rows)
    }
    guard let geometry = explorer.nextGeometry(of: lines) else { return }
    let items = explorer.visibleNext(lines, rows: geometry.capacity)
    for (index, item) in items.enumerated() {
      let row = geometry.row(index)
      guard let item else {
        drawCut(in: row, on: &frame)
        continue
      }
      frame.draw(
        CandidateRow(
          line: item, bytes: explorer.bytes(ofEntry: item.id),
          isSelected: explorer.isSelectedNext(item),
          isCutOff: item.place >= explorer.cut?.kept.count ?? .max), in: row)
    }
  }

  private func generationTitle(width: Int) -> String {
    let suffix = explorer.temperatureSuffix
    guard let token = explorer.focusedToken else { return "what comes next" + suffix }
    let room = width - columnWidth(of: suffix) - 15
    return
      "next after “\(explorer.contextEnd(before: token.bytes.upperBound, width: room))”\(suffix)"
  }

  /// The line between what may be drawn and what may not.
  private func drawCut(in area: Area, on frame: inout Frame) {
    guard let (cut, isAll) = explorer.cut else { return }
    let sentence =
      "\(isAll ? "" : "at least ")\(cut.count) kept, "
      + "\(percentage(logProbability: log(min(cut.mass, 1))))"
    frame.fill(
      "╌", row: area.row, columns: area.column + 1..<area.column + area.columns - 1, as: .rule)
    frame.write(
      " \(sentence) ", row: area.row, column: area.column + 9, as: .knob, limit: area.columns - 10)
  }
}

extension Generation {
  /// `top-k 20  top-p off  min-p 0.05  seed 1`, the chosen setting marked.
  var settingPieces: StyledText {
    let values: [(Setting, String, String)] = [
      (.topK, "top-k", truncation.topK.map(String.init) ?? "off"),
      (.topP, "top-p", truncation.topP < 1 ? decimal(truncation.topP, 2) : "off"),
      (.minP, "min-p", truncation.minP > 0 ? decimal(truncation.minP, 2) : "off"),
      (.seed, "seed", String(seed)),
    ]
    return values.flatMap { row, name, value in
      let isChosen = row == setting
      return [
        (isChosen ? "▸\(name) " : " \(name) ", .faint), (value, isChosen ? .knob : .strong),
        (" ", .plain),
      ] as StyledText
    }
  }
}

extension Explorer {
  /// How fast tokens are drawn, or were.
  var generationLine: String? {
    if let sideBySide { return status(of: sideBySide) }
    guard let generation, let rate = generation.run.rate else { return nil }
    // At rest it must not take the place of the keys.
    guard generation.remaining > 0 || screen.status != nil else { return nil }
    let speed = "\(threeDigits(rate)) tokens a second"
    guard generation.remaining > 0 else { return "generated at \(speed)" }
    return "generating: \(speed), \(generation.remaining) to go"
      + (words(of: .stop).map { "  " + $0 } ?? "")
  }

  private func status(of sideBySide: SideBySide) -> String? {
    guard screen.status != nil else { return nil }
    let rules = generation.map(\.settingPieces) ?? []
    let line = rules.map(\.0).joined().replacing("▸", with: " ")
    return "\(sideBySide.isPaused ? "paused" : "drawn with")\(line)  colours: surprise at T 1"
  }
}
