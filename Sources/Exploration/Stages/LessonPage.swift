import ShownText
import Lessons
import Basics
import Scoring

/// The open page of a lesson, laid out for its place on the screen: its text with the numbers filled
/// in, its task, the hints that were asked for, and the answer once it is done.
public struct LessonPage: Sendable {
  /// A line of the page, in pieces of one weight each.
  public struct Line: Equatable, Sendable {
    /// The pieces, in order.
    public var pieces: [Piece]
  }

  /// A piece of a line.
  public struct Piece: Equatable, Sendable {
    /// The words.
    public var text: String
    /// What they are.
    public var weight: Weight
  }

  /// What words of a page are.
  public enum Weight: Hashable, Sendable {
    /// Plain words.
    case plain
    /// Words with weight.
    case strong
    /// What is filled in from the screen.
    case value
    /// A task that waits, one that is done, a hint for it, and its answer.
    case task, done, hint, answer
  }

  /// The widest that lines are: longer ones are hard to read.
  static let widest = 96

  /// The lines.
  public private(set) var lines: [Line] = []
  private let explorer: Explorer
  private let width: Int

  /// The open page of an explorer's lesson; empty when there is none.
  public init(_ explorer: Explorer, in area: Area) {
    self.explorer = explorer
    width = min(max(area.columns - 4, 8), Self.widest)
    guard let progress = explorer.lesson else { return }
    let groups = groups(of: progress)
    let count = groups.reduce(0) { $0 + $1.count }
    let isAiry = count + groups.count - 1 < area.rows
    for (index, group) in groups.enumerated() {
      if isAiry, index > 0 { lines.append(Line(pieces: [])) }
      lines += group
    }
  }

  /// Paragraphs, and the task with its hints, or its answer once it is done, each as its lines.
  private func groups(of progress: LessonProgress) -> [[Line]] {
    let remark = explorer.lessonRemark.map {
      lines(of: Paragraph(pieces: [.text($0)]), base: .hint, before: "")
    }
    let result =
      (remark.map { [$0] } ?? [])
      + progress.openPage.paragraphs.map { lines(of: $0, base: .plain, before: "") }
    guard let exercise = progress.openPage.exercise, let isDone = progress.isDone else {
      return result
    }
    if isDone {
      let answer = exercise.answer.map { lines(of: $0, base: .answer, before: "  ") } ?? []
      return result + [lines(of: exercise.request, base: .done, before: "✓ ") + answer]
    }
    let hints = exercise.hints.prefix(progress.hints)
      .flatMap { lines(of: $0, base: .hint, before: "  ") }
    return result + [lines(of: exercise.request, base: .task, before: "▸ ") + hints]
  }

  /// A paragraph in lines; those after the first are indented as far as what stands before it.
  private func lines(of paragraph: Paragraph, base: Weight, before mark: String) -> [Line] {
    var bytes: [UInt8] = []
    var weights: [Weight] = []
    for piece in paragraph.pieces {
      let (text, weight) = written(piece, base: base)
      bytes += text.utf8
      weights += Array(repeating: weight, count: text.utf8.count)
    }
    let indent = columnWidth(of: mark)
    let layout = TextLayout(bytes, width: max(width - indent, 4))
    return (0..<layout.lineCount).map { index in
      let start = index == 0 ? mark : String(repeating: " ", count: indent)
      let first = start.isEmpty ? [] : [Piece(text: start, weight: base)]
      return Line(pieces: first + runs(bytes, weights, in: layout.bytes(ofLine: index)))
    }
  }

  private func written(_ piece: Paragraph.Piece, base: Weight) -> (String, Weight) {
    switch piece {
    case .text(let text): (text, base)
    case .strong(let text): (text, .strong)
    case .value(let quantity, let unit):
      (format(quantity, in: unit, ofTask: base != .plain), .value)
    case .key(let command): (explorer.keys.label(ofCommandNamed: command) ?? command, base)
    }
  }

  private func runs(_ bytes: [UInt8], _ weights: [Weight], in range: Range<Int>) -> [Piece] {
    var pieces: [Piece] = []
    var start = range.lowerBound
    while start < range.upperBound {
      let weight = weights[start]
      let end = weights[start..<range.upperBound].firstIndex { $0 != weight } ?? range.upperBound
      pieces.append(
        Piece(text: String(decoding: bytes[start..<end], as: UTF8.self), weight: weight))
      start = end
    }
    return pieces
  }

  /// A quantity as a page quotes it; `…` while it is unknown.
  private func format(_ quantity: Quantity, in unit: AmountUnit?, ofTask: Bool) -> String {
    let progress = explorer.lesson
    switch (ofTask ? progress?.taskValues : progress?.values)?[quantity] {
    case nil: return "…"
    case .information(let amount):
      let unit = unit.flatMap { Unit(rawValue: $0.rawValue) } ?? explorer.unit
      return "\(unit.format(amount)) \(unit.rawValue)"
    case .share(let share): return chance(logProbability: log(share))
    case .number(let number):
      let isTemperature = quantity.measure == .temperature || quantity.measure == .bestTemperature
      if quantity.measure == .rate { return TrainingRecipe.title(ofRate: number) }
      if isTemperature { return ShownText.format(temperature: number) }
      let isWhole = number == number.rounded() && abs(number) < 1e7
      return isWhole ? grouped(Int(number)) : threeDigits(number)
    case .word(let word):
      let shown = display(Array(word.utf8))
      return quantity.measure.isOfToken ? "“\(shown.drop { $0 == "␣" || $0 == " " })”" : shown
    }
  }
}

extension Explorer {
  /// What is said above a page that was written for another model than the one at hand.
  var lessonRemark: String? {
    guard let progress = lesson, let file = shelf.fileOfDefaultModel,
      progress.openPage.scene.isReadWithDefaultModel,
      case .ready(let model, _) = models.model, model.file.split(separator: "/").last != file[...],
      shelf.lessons.contains(progress.lesson)
    else { return nil }
    return "Written for the English model: with this one, some of it may be false."
  }
}
