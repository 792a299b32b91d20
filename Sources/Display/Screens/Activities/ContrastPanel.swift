import Exploration
import Scoring
import ShownText

/// What two models expected at the focused place, beside one another.
struct ContrastPanel: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    guard let right = explorer.otherCandidateArea, let names = explorer.comparedNames else {
      return
    }
    var left = area
    left.columns = right.column - left.column
    frame.draw(heading(names.base, in: left, isFocused: explorer.panel == .candidates), in: left)
    frame.draw(heading(names.other, in: right), in: right)
    if let sentence = explorer.obstacle {
      frame.draw(Paragraph(sentence.0, as: sentence.1), in: left.belowHeading)
    } else {
      frame.draw(CandidateList(explorer: explorer), in: left.belowHeading)
    }
    drawOther(in: right.belowHeading, on: &frame)
  }

  private func heading(_ name: String, in area: Area, isFocused: Bool = false) -> Heading {
    let suffix = " expected"
    let name = shortName(name, max(area.columns - columnWidth(of: suffix) - 6, 4))
    return Heading(name + suffix, isFocused: isFocused)
  }

  private func drawOther(in area: Area, on frame: inout Frame) {
    let lines = explorer.otherCandidateLines
    guard !lines.isEmpty, let vocabulary = explorer.modelComparison?.other?.vocabulary else {
      let isKnown = explorer.modelComparison?.contrast?.other.isComplete == true
      let sentence = isKnown ? "Nothing stands before it here either." : "It has not said yet."
      return frame.draw(Paragraph(sentence, as: .faint), in: area)
    }
    frame.draw(CandidateList(explorer: explorer, lines: lines, of: vocabulary), in: area)
  }
}

/// The name of a model in no more than so many columns, harmless.
func shortName(_ name: String, _ columns: Int) -> String {
  visibleText(name.utf8, columns: max(columns, 1))
}
