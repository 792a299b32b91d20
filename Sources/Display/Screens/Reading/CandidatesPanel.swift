import ShownText
import Exploration
import InformationTheory
import Scoring
import Basics

/// What the model expected at the focused position.
struct CandidatesPanel: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    frame.draw(
      Heading(candidatesTitle(width: area.columns - 6), isFocused: explorer.panel == .candidates),
      in: area)
    let rows = area.belowHeading
    if let sentence = explorer.obstacle {
      frame.draw(Paragraph(sentence.0, as: sentence.1), in: rows)
      return
    }
    frame.draw(CandidateList(explorer: explorer), in: rows)
  }

  /// `after “… I ate a purple sp”`: as much of what stands before as fits.
  private func candidatesTitle(width: Int) -> String {
    guard let token = explorer.focusedToken else { return "what the model expects" }
    let suffix = explorer.temperatureSuffix
    guard token.bytes.lowerBound > 0 else {
      let isScored = explorer.rank(of: explorer.focus) != nil
      return (isScored ? "after the start token" : "after nothing") + suffix
    }
    let room = width - columnWidth(of: suffix) - 9
    return "after “\(explorer.contextEnd(before: token.bytes.lowerBound, width: room))”\(suffix)"
  }
}

/// The candidates, as many as have room.
struct CandidateList: Widget {
  let explorer: Explorer
  let lines: [CandidateLine]
  /// That of the other model, where they are what that expected, of which nothing is selected.
  let vocabulary: Vocabulary?

  /// What the model at hand expected.
  init(explorer: Explorer) {
    self.init(explorer: explorer, lines: explorer.candidateLines, of: nil)
  }

  init(explorer: Explorer, lines: [CandidateLine], of vocabulary: Vocabulary?) {
    self.explorer = explorer
    self.lines = lines
    self.vocabulary = vocabulary
  }

  func draw(in area: Area, on frame: inout Frame) {
    let geometry = ListGeometry(area, count: lines.count)
    for (index, line) in explorer.visible(lines, rows: geometry.capacity).enumerated() {
      let row = geometry.row(index)
      guard let line else {
        frame.write("…", row: row.row, column: row.column + 4, as: .faint)
        continue
      }
      let isSelected =
        vocabulary == nil && explorer.panel == .candidates
        && line.place == explorer.selectedCandidate
      let bytes = vocabulary?.bytes(line.id) ?? explorer.bytes(ofEntry: line.id)
      frame.draw(CandidateRow(line: line, bytes: bytes, isSelected: isSelected), in: row)
    }
  }
}

/// A candidate, which the keyboard may have selected, and which may be one that is never drawn.
struct CandidateRow: Widget {
  let line: CandidateLine
  let bytes: [UInt8]
  let isSelected: Bool
  var isCutOff = false

  func draw(in area: Area, on frame: inout Frame) {
    func role(_ usual: Role) -> Role { line.isActual ? .actual : isCutOff ? .faint : usual }
    let number = rankText(line.rank)
    frame.write(
      number, row: area.row, column: area.column + max(6 - columnWidth(of: number), 0),
      as: line.isActual ? .actual : .faint)
    if line.isActual { frame.write("▸", row: area.row, column: area.column + 7, as: .actual) }
    let isOpen = line.bounds.lowerBound < line.bounds.upperBound
    let most = (area.columns / 4).clamped(to: (area.columns < 24 ? 7 : 8)...20)
    let columns = !isOpen ? 6 : area.columns >= 33 + most ? 13 : 7
    let nameWidth = isOpen ? min(most, max(area.columns - 9 - columns, 5)) : most
    frame.write(
      fitted(visibleSpaces(bytes), nameWidth), row: area.row, column: area.column + 9,
      as: isSelected ? .selection : role(.plain))
    // Directly before its bar, so that the eye has no way to go from one to the other.
    let shares = exp(line.bounds.lowerBound)...exp(line.bounds.upperBound)
    let exact = between(line.bounds, by: "…") { percentage(logProbability: $0) }
    let percent = columnWidth(of: exact) <= columns ? exact : wholePercentages(shares)
    frame.write(
      padded(percent, columns), row: area.row, column: area.column + 10 + nameWidth,
      as: role(.strong))
    let start = 11 + columns + nameWidth
    guard area.columns - 1 - start > 3 else { return }
    frame.draw(
      OpenBar(share: shares, role: role(.bar)), in: area.part(start, area.columns - 1).cut(to: 1))
  }
}

extension Explorer {
  /// Why there are no candidates to show.
  var obstacle: (String, Role)? {
    if case .failed(let reason) = model { return (reason, .strong) }
    if case .failed(let reason) = phase { return (reason, .strong) }
    if case .loading = model { return ("The model is being loaded.", .faint) }
    if text.isEmpty { return ("What the model expects appears here.", .faint) }
    guard focusedToken != nil, hasPrediction(focus) else {
      return ("This token is not scored yet.", .faint)
    }
    guard rank(of: focus) != nil else {
      let place = focus == 0 ? "stands before the first" : "is read before this"
      return ("Nothing \(place) token, so the model expected nothing in particular.", .faint)
    }
    return nil
  }
}
