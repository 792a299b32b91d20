import Exploration
import ShownText

/// The figures that a class needs, large, each below its name.
struct BigFiguresPanel: Widget {
  let explorer: Explorer
  let geometry: BigFiguresGeometry

  func draw(in area: Area, on frame: inout Frame) {
    if geometry.isPanel { frame.draw(Heading("the text and this token"), in: area) }
    for (index, figure) in geometry.figures.enumerated() {
      let place = geometry.place(index)
      frame.write(label(of: figure), row: place.row, column: place.column, limit: place.columns)
      let number = BigText(explorer.figureText(figure), as: role(of: figure))
      frame.draw(number.atMost(scale: geometry.scale), in: place.dropping(rows: 1))
    }
  }

  private func label(of figure: BigFigure) -> StyledText {
    switch figure {
    case .loss: [("loss in \(explorer.unit.rawValue)", .faint)]
    case .perplexity: [("perplexity", .faint)]
    case .surprise: [("surprise in \(explorer.unit.rawValue)  ", .faint)] + name
    case .probability: [("probability", .faint)]
    case .rank: [("rank", .faint)]
    case .temperature: [("temperature", .faint)]
    }
  }

  /// The token whose figures these are.
  private var name: StyledText {
    guard let token = explorer.tokenDescribed else { return [] }
    return [(visibleSpaces(explorer.bytes(of: token)), .actual)]
  }

  private func role(of figure: BigFigure) -> Role {
    switch figure {
    case .loss, .perplexity: .strong
    case .surprise, .probability, .rank: .actual
    case .temperature: .knob
    }
  }
}
