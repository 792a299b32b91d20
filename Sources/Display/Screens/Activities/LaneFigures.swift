import Exploration
import InformationTheory
import Scoring
import ShownText

/// Mean surprise and entropy of a lane, large: at its own temperature, and beside that, smaller, as the
/// model was trained.
struct LaneFigures: Widget {
  let explorer: Explorer
  let lane: SideBySide.Lane
  /// The scale of the figures at the lane's own temperature.
  let scale: Int

  /// The rows of a figure with its label and the gap below.
  static func rows(scale: Int, isASCII: Bool) -> Int {
    BigLetters.rows(ofDots: BigFont.capHeight, scale: scale, isASCII: isASCII) + 2
  }

  func draw(in area: Area, on frame: inout Frame) {
    let own = lane.means(at: lane.temperature)
    let trained = lane.temperature == .one ? nil : lane.means(at: .one)
    let figures = [
      ("surprise", own?.surprise, trained?.surprise), ("entropy", own?.entropy, trained?.entropy),
    ]
    let pitch = Self.rows(scale: scale, isASCII: frame.isASCII)
    for (index, (name, own, trained)) in figures.enumerated() {
      let place = area.dropping(rows: index * pitch)
      draw(own, name, in: place.part(0, 20 * scale), on: &frame)
      if let trained { draw(trained, in: place.part(20 * scale + 3, area.columns), on: &frame) }
    }
  }

  private func draw(
    _ amount: Information?, _ name: String, in area: Area, on frame: inout Frame
  ) {
    frame.write(
      [("\(name) in \(explorer.unit.rawValue)", .faint)], row: area.row, column: area.column,
      limit: area.columns)
    let number = BigText(amount.map(explorer.unit.format) ?? "–", as: .actual)
    frame.draw(number.atMost(scale: scale), in: area.dropping(rows: 1))
  }

  private func draw(_ amount: Information, in area: Area, on frame: inout Frame) {
    frame.write(
      [("at T 1", .faint)], row: area.row, column: area.column, limit: area.columns)
    let number = BigText(explorer.unit.format(amount), as: .strong)
    frame.draw(number.atMost(scale: scale - 1), in: area.dropping(rows: 1))
  }
}

/// How surprising each token of a lane is to the model as it was trained, a column each, the last ones
/// where there are many.
struct LaneBars: Widget {
  /// The surprisals, in bits.
  let bits: [Double]
  let unit: Scoring.Unit

  func draw(in area: Area, on frame: inout Frame) {
    frame.draw(Heading("a bar a token, full \(Lens.surprise.fullBar(in: unit))"), in: area)
    let room = Area(
      row: area.row + 1, column: area.column + 2, rows: area.rows - 1, columns: area.columns - 3)
    for (index, value) in bits.suffix(room.columns).enumerated() {
      let column = room.part(index, index + 1)
      frame.draw(TokenBar(value, lens: .surprise), in: column)
    }
  }
}
