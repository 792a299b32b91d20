import ShownText
import Exploration
import InformationTheory
import Scoring

/// Name of program and model, and what is read or played.
struct HeaderLine: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    // The figures of a text would give away what is hidden in a game.
    var right =
      explorer.game != nil
      ? explorer.gameDescription : explorer.screen.summary == nil ? shortSummary : textDescription()
    let title: StyledText = [("surprisal", .title), ("  ", .plain)]
    var left = title + modelDescription + modelOnItsWay
    let excess = left.width + right.width + 3 - area.columns
    if excess > 0, isOfLab {
      (left, right) = labDescription(title + modelDescription, right, room: area.columns - 3)
    } else if excess > 0, explorer.screen.summary != nil, explorer.game == nil {
      right = textDescription(shorterBy: excess)
    }
    let rightWidth = right.width
    if rightWidth + 14 > area.columns { right = [] }
    let room = right.isEmpty ? area.columns - 1 : area.columns - rightWidth - 3
    frame.write(left, row: 0, column: 1, limit: room)
    frame.write(right, row: 0, column: area.columns - rightWidth - 1, limit: rightWidth)
  }

  private var modelDescription: StyledText {
    switch explorer.model {
    case .loading: [("loading the model…", .faint)]
    case .failed: [("no model", .failure)]
    case .ready(let model, _):
      [(model.name, .strong)] + (howItLearns.map { [(" \($0)", .plain)] } ?? [])
        + [(" \(model.quantization)", .faint)]
    }
  }

  /// Optimizer and rate of what is trained, where there is no line for its recipe.
  private var howItLearns: String? {
    guard explorer.isInLab, explorer.screen.summary == nil else { return nil }
    return explorer.lab?.recipe.optimizerTitle
  }

  /// What is trained and what it does, without what there is no room for: the size of the text, the step, which
  /// has a line of its own, the name of the text, how it learns.
  private func labDescription(
    _ left: StyledText, _ right: StyledText, room: Int
  ) -> (StyledText, StyledText) {
    let name: StyledText = modeDescription + [(sourceName, .faint)]
    let withoutStep = explorer.screen.checkpoint == nil ? left : left.dropLast()
    let choices = [
      (left, name), (withoutStep, name), (withoutStep, modeDescription),
      (Array(left.prefix(3)), modeDescription),
    ]
    return choices.first { $0.width + $1.width <= room } ?? (left, right)
  }

  /// The model that is to take the place of the one whose scores are shown, or is compared with it.
  private var modelOnItsWay: StyledText {
    if let other = explorer.otherModelName { return [(" and \(visibleText(other))", .notice)] }
    return explorer.modelOnItsWay.map { [(" → \($0.name)", .notice)] } ?? []
  }

  /// The text's name and size; the name so much shorter, as far as it stays one.
  private func textDescription(shorterBy excess: Int = 0) -> StyledText {
    let source = sourceName
    let columns = columnWidth(of: source)
    // Where no more than a few letters would be left, it is not worth it.
    let kept = columns - excess >= 8 ? columns - max(excess, 0) : columns
    let shown = kept < columns ? fitted(source, kept).map(\.text).joined() : source
    let name = source.isEmpty ? "" : shown + " · "
    let isSplit = !explorer.tokens.isEmpty || explorer.reveal != nil
    let count = isSplit ? explorer.tokens.count : explorer.text.count
    let size = "\(grouped(count)) \(plural(isSplit ? "token" : "byte", count))"
    let start = explorer.startTokenName.map { " after \($0)" } ?? ""
    return modeDescription + [
      (name + size + (explorer.reveal == nil ? "" : " so far") + start, .faint)
    ]
  }

  /// The name of the text, or of the lesson that it belongs to.
  private var sourceName: String {
    explorer.lesson?.lesson.title ?? (isOfLab ? explorer.watchedName : explorer.source)
  }

  /// Whether the text belongs to the lab, there or where one of its checkpoints is explored with.
  private var isOfLab: Bool { explorer.isInLab || explorer.lab?.isExploredWith == true }

  private var modeDescription: StyledText {
    mode.map { [(" \($0.full) ", .notice), ("  ", .plain)] } ?? []
  }

  /// What is going on, where that is more than reading.
  private var mode: (full: String, short: String)? {
    if let training = explorer.trainingName { return training }
    return explorer.isEditing ? ("EDITING", "EDIT") : explorer.activityName
  }

  /// The loss, where the header must do without a line of its own for it.
  private var shortSummary: StyledText {
    guard explorer.figures.crossEntropy != nil, !explorer.isInLab else { return textDescription() }
    let mode: StyledText = mode.map { [($0.short, .notice), (" ", .plain)] } ?? []
    let isWhole =
      explorer.comparison == nil ? explorer.scoredShare == nil : explorer.comparesWholeTexts
    let unit: (String, Role) = (
      " \(explorer.unit.rawValue)\(isWhole ? "" : " so far") · \(explorer.atTemperature)", .faint
    )
    if let changes = explorer.totals?.changes ?? explorer.modelTotals?.changes {
      return mode + [(between(changes, explorer.signed), .strong), unit]
    }
    return mode + [("loss ", .faint), (explorer.figureText(.loss), .strong), unit]
  }

}
