import Exploration
import InformationTheory
import Scoring

/// The temperature on a logarithmic scale, with ticks at 1 and at the best.
struct SliderLine: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let slider = SliderGeometry(area)
    let track = slider.track
    frame.fill("─", row: slider.row, columns: track, as: .curve)
    let knob = slider.column(of: explorer.temperature)
    frame.fill("━", row: slider.row, columns: track.lowerBound..<knob, as: .curve)
    frame.write("├", row: slider.row, column: track.lowerBound - 1, as: .curve)
    frame.write("┤", row: slider.row, column: track.upperBound, as: .curve)
    if slider.isRoomy {
      frame.write("0.05", row: slider.row, column: track.lowerBound - 6, as: .faint)
      frame.write("5", row: slider.row, column: track.upperBound + 2, as: .faint)
    }
    frame.write("┼", row: slider.row, column: slider.column(of: .one), as: .strong)
    if let best = explorer.curve.best {
      frame.write("◆", row: slider.row, column: slider.column(of: best.temperature), as: .best)
    }
    frame.write("●", row: slider.row, column: knob, as: .knob)
    frame.write(
      explorer.atTemperature, row: slider.row, column: track.upperBound + (slider.isRoomy ? 6 : 2),
      as: .knob)
  }
}
