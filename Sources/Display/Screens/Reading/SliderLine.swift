import Exploration
import InformationTheory
import Scoring
import ShownText

/// The temperature on a logarithmic scale, with ticks at 1 and at the best.
struct SliderLine: Widget {
  let explorer: Explorer

  func draw(in area: Area, on frame: inout Frame) {
    let slider = SliderGeometry(area, hasReadout: explorer.isBounded)
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
    if let open = explorer.openBest {
      let columns = slider.column(of: open.lowerBound)...slider.column(of: open.upperBound)
      frame.fill(
        "┅", row: slider.row, columns: columns.lowerBound..<columns.upperBound + 1, as: .best)
    }
    frame.write("┼", row: slider.row, column: slider.column(of: .one), as: .strong)
    if let best = explorer.curve.best {
      frame.write("◆", row: slider.row, column: slider.column(of: best.temperature), as: .best)
    }
    frame.write("●", row: slider.row, column: knob, as: .knob)
    frame.write(
      explorer.atTemperature, row: slider.row, column: track.upperBound + (slider.isRoomy ? 6 : 2),
      as: .knob)
    drawOneTemperature(slider, on: &frame)
    guard let readout = slider.readout, let loss = explorer.figures.crossEntropyInterval else {
      return
    }
    let unit = explorer.unit
    let text = between(loss, unit.format)
    let pieces: StyledText = [(text, .strong), (" \(unit.rawValue)", .faint)]
    frame.write(
      pieces, row: slider.row, column: readout.upperBound - min(pieces.width + 1, readout.count),
      limit: readout.count)
  }

  /// Why there is nothing to slide to, where nothing is known but the tokens that came.
  private func drawOneTemperature(_ slider: SliderGeometry, on frame: inout Frame) {
    guard explorer.curve.isOfOneTemperature else { return }
    let end = slider.column(of: .one) - 2
    let sentences = [
      " nothing is known of the other tokens, so of no other T ", " no other T is known ",
    ]
    guard let text = sentences.first(where: { end - $0.count >= slider.track.lowerBound }) else {
      return
    }
    frame.write(text, row: slider.row, column: end - text.count, as: .faint)
  }
}
