import Basics
import InformationTheory

/// Where losses and steps are in the chart of a training.
public struct ChartGeometry: Equatable, Sendable {
  /// The cells of the plot, without axes and labels.
  public let plot: Area
  /// The steps that the width holds, 0 … this.
  public let lastStep: Int
  /// The least and the greatest loss that have a place of their own, in bits.
  public let range: ClosedRange<Double>
  /// How losses are spread over the height.
  public let scale: ChartScale

  /// The losses that begin the scale, in bits: a byte of which nothing is known, and a little more.
  static let top = 8.0

  /// The chart of a training in an area; nil where it has no room.
  public init?(_ area: Area, _ lab: Lab) {
    guard area.rows >= 4, area.columns >= 20 else { return nil }
    let ticks = area.rows >= 8 ? 2 : 1
    plot = Area(
      row: area.row + 1, column: area.column + 6, rows: area.rows - 1 - ticks,
      columns: area.columns - 7)
    lastStep = max(
      lab.shownSteps ?? lab.recipe.steps, lab.course.steps,
      lab.kept.map(\.course.steps).max() ?? 0, 1)
    scale = lab.scale
    range = (scale == .linear ? 0 : Self.bottom(of: lab))...Self.top
  }

  /// The power of two below all that is to be seen: it stays as it is until a loss falls below it.
  private static func bottom(of lab: Lab) -> Double {
    let losses =
      lab.course.evaluations.flatMap { [$0.training.bits, $0.validation.bits] }
      + [lab.facts?.floor?.bits ?? 1]
    let least = losses.filter { $0 > 0 }.min() ?? 1
    var bottom = 0.25
    while bottom > max(least * 0.9, 1e-3) { bottom /= 2 }
    return bottom
  }

  /// How far up a loss is, 0 at the bottom of the plot and 1 at its top; beyond them where it is beyond the
  /// scale. What is no number is above all.
  public func height(_ loss: Information) -> Double {
    let bits = loss.bits
    guard bits.isFinite else { return .infinity }
    switch scale {
    case .linear: return (bits - range.lowerBound) / (range.upperBound - range.lowerBound)
    case .logarithmic:
      return log2(max(bits, 1e-9) / range.lowerBound) / log2(range.upperBound / range.lowerBound)
    }
  }

  /// The dot of a step and a loss, counted from the plot's top left, two columns and four rows of dots a
  /// cell; what lies beyond the scale is drawn at its ends.
  public func dot(step: Int, _ loss: Information) -> (x: Int, y: Int) {
    let rows = plot.rows * 4
    let up = height(loss).clamped(to: 0...1)
    return (x(ofStep: step), rows - 1 - Int(nearest: up * Double(rows - 1)))
  }

  /// The column of dots of a step.
  public func x(ofStep step: Int) -> Int { step * (plot.columns * 2 - 1) / lastStep }

  /// The column of a step.
  public func column(ofStep step: Int) -> Int { plot.column + x(ofStep: step) / 2 }

  /// The row of a loss.
  public func row(of loss: Information) -> Int { plot.row + dot(step: 0, loss).y / 4 }

  /// The place of the evaluation nearest to a column, which may lie beyond the plot; nil for none.
  func place(atColumn column: Int, in course: TrainingCourse) -> Int? {
    course.evaluations.indices.min {
      distance(course.evaluations[$0], column) < distance(course.evaluations[$1], column)
    }
  }

  private func distance(_ evaluation: Evaluation, _ column: Int) -> Int {
    abs(2 * (column - plot.column) + 1 - x(ofStep: evaluation.step))
  }

  /// The losses that are labelled on the left, in bits.
  public var ticks: [Double] {
    switch scale {
    case .linear: return plot.rows >= 9 ? [0, 2, 4, 6, 8] : [0, 4, 8]
    case .logarithmic:
      var ticks: [Double] = []
      var bits = range.upperBound
      while bits >= range.lowerBound * 0.999 {
        ticks.append(bits)
        bits /= 2
      }
      return ticks
    }
  }
}

extension Explorer {
  /// The chart of the lab, where it is shown.
  public var chartGeometry: ChartGeometry? {
    guard isInLab, let lab else { return nil }
    return screen.chart.flatMap { ChartGeometry($0, lab) }
  }

  /// Looks at the checkpoint nearest to the pointer.
  mutating func pointAtChart(column: Int) {
    guard let chart = chartGeometry, let lab,
      let place = chart.place(atColumn: column, in: lab.course)
    else { return }
    look(at: place == lab.course.evaluations.count - 1 ? nil : place)
  }

  /// How many rows each line of the text takes: in the lab bars stand below it, and those of the source
  /// below them; on a large screen bars and a free line.
  public var rowsPerLine: Int {
    guard let rows = screen.text?.rows, isInLab || rows >= Self.rowsOfLargeText else { return 1 }
    let hasSource = lab?.watchedText?.source.isEmpty == false
    let most = !isInLab ? 4 : hasSource ? 3 : 2
    return (1...most).last { layout.lineCount * $0 <= rows } ?? 1
  }

  /// The rows from which on lines of a text stand apart.
  private static let rowsOfLargeText = 20
}
