import ShownText
import InformationTheory
import Scoring

/// A table for people: a line a token, then the text's figures. The token stands last in its line,
/// where no character's width can push a column.
struct TextReport: ReportLayout {
  func beginning(_ header: ReportHeader) -> String {
    let model = [header.model.name, header.model.quantization]
      .filter { !$0.isEmpty }.map { visibleText($0) }.joined(separator: " ")
    return """
      model \(model)
      T \(shortest(header.temperature.value)), start token \(startToken(header)), \
      window \(header.settings.window), stride \(header.settings.stride)

      \(columns("index", "bits", "probability", "rank", "entropy"))  token\
      \(header.topCount > 0 ? "   (expected)" : "")

      """
  }

  private func startToken(_ header: ReportHeader) -> String {
    guard let id = header.settings.startToken else { return "none" }
    return "\(id) \(quoted(header.vocabulary.bytes(id)))"
  }

  func row(_ row: ReportRow, _ header: ReportHeader) -> String {
    let figures =
      row.score.map {
        columns(
          String(row.index), decimals($0.surprisal.bits, 2),
          significant(exponentialOf: Double($0.logProbability)), String($0.rank),
          decimals($0.entropy.bits, 2))
      } ?? columns(String(row.index), "–", "–", "–", "–")
    return figures + "  " + quoted(row.bytes) + expected(row.top) + "\n"
  }

  private func expected(_ top: [ReportRow.Alternative]) -> String {
    guard !top.isEmpty else { return "" }
    let items = top.map {
      quoted($0.bytes) + " " + significant(exponentialOf: $0.logProbability)
    }
    return "   (" + items.joined(separator: ", ") + ")"
  }

  func ending(_ summary: Summary, _ header: ReportHeader) -> String {
    let count = "\(summary.tokens) tokens, \(summary.scoredTokens) scored, \(summary.bytes) bytes\n"
    guard let loss = summary.crossEntropy else {
      return "\n" + count + (summary.tokens == 0 ? "nothing to score\n" : "")
    }
    let temperature = shortest(header.temperature.value)
    return "\n" + count + """
      loss at T \(temperature)   \(decimals(loss.nats, 4)) nats, \(decimals(loss.bits, 4)) bits a token
      perplexity    \(significant(exponentialOf: loss.nats))
      total         \(decimals(summary.total.bits, 2)) bits\(bitsPerByte(summary))
      mean entropy  \(summary.meanEntropy.map { decimals($0.bits, 4) } ?? "–") bits
      \(best(summary))

      """
  }

  private func bitsPerByte(_ summary: Summary) -> String {
    summary.bitsPerByte.map { ", \(decimals($0, 4)) a byte" } ?? ""
  }

  private func best(_ summary: Summary) -> String {
    guard let temperature = summary.bestTemperature, let loss = summary.bestCrossEntropy else {
      return ""
    }
    let slider = Temperature.sliderRange
    let beyond =
      temperature == slider.lowerBound
      ? " or below" : temperature == slider.upperBound ? " or above" : ""
    return "best loss     \(decimals(loss.nats, 4)) nats, "
      + "at T \(decimals(temperature.value, 3))\(beyond)"
  }

  private func decimals(_ value: Double, _ count: Int) -> String {
    decimal(value, count, infinity: "inf")
  }

  private func quoted(_ bytes: some Sequence<UInt8>) -> String {
    "\"" + visibleText(bytes).replacing("\"", with: "\\\"") + "\""
  }

  /// The columns of figures, to the right of their widths.
  private func columns(_ texts: String...) -> String {
    zip(texts, [7, 9, 12, 7, 8]).map { text, width in
      String(repeating: " ", count: max(0, width - text.count)) + text
    }.joined()
  }
}
