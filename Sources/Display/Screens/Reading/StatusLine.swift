import Basics
import ShownText
import Exploration
import InformationTheory
import Scoring

/// What is to be said now, if anything: it takes the footer's place where it has none of its own.
struct StatusLine {
  let explorer: Explorer

  /// What is to be said now, if anything.
  var sentence: (String, Role)? {
    if let question { return (question, .notice) }
    if let notice = explorer.notice { return (notice, .notice) }
    if explorer.isInLab { return explorer.trainingFailure.map { ($0, .failure) } }
    if let change = explorer.modelOnItsWay { return (sentence(of: change), .faint) }
    if case .failed(let reason) = explorer.model { return (reason, .failure) }
    if case .failed(let reason) = explorer.phase { return (reason, .failure) }
    guard case .ready = explorer.model else { return ("loading the model…", .faint) }
    if explorer.phase == .stopped { return (stoppedSentence, .notice) }
    return (explorer.generationLine ?? progressLine ?? comparisonLine).map { ($0, .faint) }
  }

  /// What is asked, whose answers are keys of the footer.
  private var question: String? {
    switch explorer.stage {
    case .pasted(let bytes, let isCut):
      isCut
        ? "Of the paste, 8 MiB are taken and the rest is left out. Replace the text?"
        : "You pasted \(grouped(bytes.count)) \(plural("byte", bytes.count)). Replace the text?"
    case .marks: explorer.marksQuestion
    case .quitting: explorer.quittingQuestion
    default: nil
    }
  }

  /// Whose scores are shown while another model is on its way, and how they stay where that has room.
  private func sentence(of change: (name: String, former: String?)) -> String {
    let shown = change.former.map { ": scores are still of \($0)" } ?? ""
    let opening = "opening \(change.name)\(shown)"
    let whole = opening + (explorer.words(of: .keepModel).map { "  " + $0 } ?? "")
    return columnWidth(of: whole) <= explorer.columns - 2 ? whole : opening
  }

  private var stoppedSentence: String {
    let done = explorer.scored?.predictions.count ?? 0
    let all = explorer.tokens.count
    let isCounted = all > 0 && explorer.reveal == nil  // it would tell the length of what is hidden
    let stopped =
      isCounted ? "Stopped after \(grouped(done)) of \(grouped(all)) tokens." : "Stopped."
    return stopped + (explorer.words(of: .resume).map { " " + $0 } ?? "")
  }

  private var progressLine: String? {
    guard let progress = explorer.progress else { return nil }
    let share = progress.fraction.clamped(to: 0...1)
    let bar = progressBar(share, width: (explorer.columns - 50).clamped(to: 4...40))
    let percent = Int(nearest: (share * 100).rounded(.down))
    return "scoring \(bar) \(percent)%  \(duration(progress.secondsLeft)) left"
      + (explorer.words(of: .stop).map { "  " + $0 } ?? "")
  }

  private func duration(_ seconds: Double) -> String {
    let whole = Int(nearest: seconds.clamped(to: 0...359_999).rounded(.up))
    if whole < 100 { return "\(whole) s" }
    if whole < 6_000 { return "\((whole + 59) / 60) min" }
    return "\((whole + 3_599) / 3_600) h"
  }

  /// How far the comparison of two models has come.
  private var comparisonLine: String? {
    guard let comparison = explorer.modelComparison, let share = explorer.comparisonShare,
      let name = explorer.comparedNames?.other
    else { return nil }
    let end = explorer.words(of: .end).map { "  " + $0 } ?? ""
    let shown = shortName(name, max(explorer.columns - columnWidth(of: end) - 40, 8))
    let percent = Int(nearest: (share.clamped(to: 0...1) * 100).rounded(.down))
    guard comparison.other != nil else { return "opening \(shown) beside this model…" + end }
    let work = comparison.divergences == nil ? "\(shown) reads the text" : "comparing expectations"
    return "\(work): \(percent)%" + end
  }

  /// Whether it is said in the place of the keys.
  var takesFooter: Bool {
    finds == nil && sentence != nil && area == explorer.screen.footer
  }

  /// What is looked for in the text, unless something else is to be said.
  private var finds: FindLine? {
    guard explorer.notice == nil, explorer.findArea != nil else { return nil }
    return explorer.finding.map { FindLine(explorer: explorer, finding: $0) }
  }

  /// Where it is said; while something is asked, the keys that answer stay visible.
  private var area: Area? {
    let screen = explorer.screen
    return screen.status ?? (question == nil ? screen.footer : screen.slider ?? screen.figures)
  }

  func draw(on frame: inout Frame) {
    if let finds { return frame.draw(finds, in: explorer.findArea) }
    guard let (sentence, role) = sentence, let area else { return }
    if role != .faint, let longer = longer(area, for: sentence, rows: frame.rows) {
      frame.clear(longer)
      return frame.draw(Paragraph(sentence, as: role), in: longer)
    }
    frame.clear(area)
    let text = role == .faint ? sentence : " \(sentence) "
    frame.write(text, row: area.row, column: role == .faint ? 1 : 0, as: role, limit: area.columns)
  }
}

extension StatusLine {
  /// The rows, up from a line, that a sentence takes which is longer than that; nil where it is not, or where
  /// too little of the screen would be left.
  private func longer(_ line: Area, for sentence: String, rows: Int) -> Area? {
    var area = line
    area.rows = rows
    guard columnWidth(of: sentence) + 2 > line.columns else { return nil }
    area.rows = Paragraph(sentence, as: .plain).rowCount(in: area)
    guard area.rows <= (rows / 5).clamped(to: 1...4) else { return nil }
    area.row -= area.rows - 1
    return area
  }
}

/// The most useful keys.
struct FooterLine: Widget {
  let items: [FooterItem]

  func draw(in area: Area, on frame: inout Frame) {
    for item in items {
      let column = frame.write(
        item.label, row: area.row, column: item.columns.lowerBound, as: .key)
      frame.write(item.text, row: area.row, column: column + 1, as: .plain)
    }
  }
}
