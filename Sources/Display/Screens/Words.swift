import Exploration
import InformationTheory
import Scoring
import ShownText

// What several parts of the screen say in the same words.
extension Explorer {
  /// `T 0.70`.
  var atTemperature: String { "T \(figureText(.temperature))" }

  /// A figure as it is written wherever it stands, large or small; a dash where nothing is known yet.
  package func figureText(_ figure: BigFigure) -> String {
    let surprisal = surprisalInterval(of: describedToken)
    let loss = figures.crossEntropyInterval
    let text: String? =
      switch figure {
      case .loss: loss.map { between($0, unit.format) }
      case .perplexity: loss.map { between($0) { threeDigits($0.perplexity) } }
      case .surprise: surprisal.map { between($0, unit.format) }
      case .probability:
        surprisal.map { between($0.logProbabilities) { percentage(logProbability: $0) } }
      case .rank: rank(of: describedToken).map { rankText($0, unknown: "unlisted") }
      case .temperature: ShownText.format(temperature: temperature.value)
      }
    return text ?? "–"
  }

  /// Whether the temperature is the one that goes without saying.
  var isAtOne: Bool { temperature == .one }

  /// ` at T 0.70`, where that is worth saying.
  var temperatureSuffix: String { isAtOne ? "" : " at \(atTemperature)" }

  /// An amount with its sign.
  func signed(_ amount: Information) -> String {
    (amount.nats > 0 ? "+" : "") + unit.format(amount)
  }

  /// `… I ate a purple sp`: as much of what stands before an offset as fits.
  func contextEnd(before offset: Int, width: Int) -> String {
    let start = max(offset - max(width, 0) * 4, 0)
    let first = start > 0 ? startOfCharacter(in: text, from: start, to: offset) : 0
    var cells = displayCells(Array(text[first..<min(offset, text.count)]))
    var total = cells.reduce(0) { $0 + $1.width }
    guard first > 0 || total > width else { return cells.map(\.text).joined() }
    var dropped = 0
    while total > width - 2, dropped < cells.count {
      total -= cells[dropped].width
      dropped += 1
    }
    // Rather begin with a whole word, where one begins soon.
    if let space = cells[dropped...].prefix(14).firstIndex(where: { $0.text == " " }) {
      dropped = space + 1
    }
    cells.removeFirst(dropped)
    return "… " + cells.map(\.text).joined()
  }
}
