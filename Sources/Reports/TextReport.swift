import ShownText
import InformationTheory
import Scoring
import Basics

extension ReportFormat {
  /// A table for people.
  public static let text = ReportFormat(
    name: "text", summary: "a table for people", extensions: ["txt"], layout: TextReport())
}

/// A table for people: a line a token, whose place is counted from 1 as the explorer counts, then the text's
/// figures. The token stands last in its line,
/// where no character's width can push a column.
struct TextReport: ReportLayout {
  func beginning(_ header: ReportHeader) -> String {
    let names = Self.columns(["place", "bits", "probability", "rank", "entropy"])
    return "\(heading(header))\n\(names)  token\(header.topCount > 0 ? "   (expected)" : "")\n"
  }

  /// What stands before parts of a text.
  func beginning(_ header: ReportHeader, partsIn unit: TextUnit) -> String {
    let names = Self.columns(["place", "bits", "- entropy", "rank", "tokens"])
    return "\(heading(header))\n\(names)  \(unit.rawValue)\n"
  }

  private func heading(_ header: ReportHeader) -> String {
    let server = header.model.server.map {
      "\nserver \(visibleText($0.address)), \($0.logProbabilities) log-probabilities, tokens by the \($0.tokenizer)"
    }
    return """
      model \(header.model.shownName)\(server ?? "")
      T \(shortest(header.temperature.value)), start token \(header.startTokenText), \
      window \(header.settings.window), stride \(header.settings.stride)

      """
  }

  func row(_ row: ReportRow, _ header: ReportHeader) -> String {
    let figures =
      row.score.map {
        Self.columns([
          String(row.index + 1), decimals($0.surprisal.bits, 2),
          significant(exponentialOf: Double($0.logProbability)),
          $0.rank.map(String.init) ?? beyond(header),
          decimals($0.entropy.bits, 2),
        ])
      } ?? Self.columns([String(row.index + 1), "–", "–", "–", "–"])
    return figures + "  " + quoted(row.bytes) + (row.token.isUnknown ? "   unknown" : "")
      + (row.token.isSpaceAdded ? "   with a space before it" : "") + expected(row.top) + "\n"
  }

  /// The rank of a token of which a server says only that it is beyond its candidates.
  private func beyond(_ header: ReportHeader) -> String {
    header.model.server?.candidates.map { ">\($0)" } ?? "–"
  }

  private func expected(_ top: [ReportRow.Alternative]) -> String {
    guard !top.isEmpty else { return "" }
    let items = top.map {
      quoted($0.bytes) + " " + significant(exponentialOf: $0.logProbability)
    }
    return "   (" + items.joined(separator: ", ") + ")"
  }

  func ending(_ summary: Summary, _ header: ReportHeader) -> String {
    figures(summary, header) + "\n" + origin(header)
  }

  /// Where the numbers come from.
  private func origin(_ header: ReportHeader) -> String {
    let lines = header.receiptLines.filter {
      ["file", "SHA-256", "tokenizer", "made by"].contains($0.name)
    }
    return lines.map { name, value in
      name + String(repeating: " ", count: max(14 - name.count, 1)) + value + "\n"
    }.joined()
  }

  private func figures(_ summary: Summary, _ header: ReportHeader) -> String {
    let counts = "\n\(counts(summary))\n\(unknown(summary))"
    guard let loss = summary.scored.crossEntropy else {
      let reason = summary.tokens == 0 ? "nothing to score" : "no token has a score"
      return counts + reason + "\n"
    }
    let temperature = shortest(header.temperature.value)
    return counts + """
      loss at T \(temperature)   \(decimals(loss.nats, 4)) nats, \(decimals(loss.bits, 4)) bits a token
      perplexity    \(significant(exponentialOf: loss.nats))
      total         \(decimals(summary.scored.total.bits, 2)) bits\(bitsPerByte(summary))\(bitsPerWord(summary))
      \(summary.standardErrors.map(standardErrors).joined())\
      mean entropy  \(summary.scored.meanEntropy.map { decimals($0.bits, 4) } ?? "–") bits
      \(best(summary))

      """
  }

  /// How much of the text there is, and how much of that the figures are about.
  private func counts(_ summary: Summary) -> String {
    "\(counted(summary.tokens, "token")), \(summary.scored.tokens) scored; "
      + "\(counted(summary.bytes, "byte")), \(summary.scored.bytes) scored"
  }

  private func counted(_ count: Int, _ noun: String) -> String {
    "\(count) \(plural(noun, count))"
  }

  private func unknown(_ summary: Summary) -> String {
    guard summary.unknownTokens > 0 else { return "" }
    return "\(counted(summary.unknownTokens, "byte")) unknown: the vocabulary has no token for "
      + (summary.unknownTokens == 1 ? "it" : "them") + ", and the unknown token is scored instead\n"
  }

  private func bitsPerByte(_ summary: Summary) -> String {
    summary.scored.bitsPerByte.map { ", \(decimals($0, 4)) a byte" } ?? ""
  }

  private func bitsPerWord(_ summary: Summary) -> String {
    summary.bitsPerWord.map { ", \(decimals($0, 4)) a word" } ?? ""
  }

  /// A line of standard errors; none where there are too few units.
  private func standardErrors(_ errors: StandardErrors) -> String {
    guard let loss = errors.crossEntropy, let perplexity = errors.perplexity else { return "" }
    let per = [("byte", errors.bitsPerByte), ("word", errors.bitsPerWord)].map { unit, error in
      error.map { ", \(decimals($0, 4)) a \(unit)" } ?? ""
    }
    return "std. error    loss \(decimals(loss.nats, 4)) nats, \(decimals(loss.bits, 4)) bits"
      + per.joined() + "; perplexity \(significant(exponentialOf: log(perplexity))) "
      + "(over \(errors.units) \(errors.over.rawValue))\n"
  }

  private func best(_ summary: Summary) -> String {
    guard let (temperature, loss) = summary.best else { return "" }
    let slider = Temperature.sliderRange
    let beyond =
      temperature == slider.lowerBound
      ? " or below" : temperature == slider.upperBound ? " or above" : ""
    return "best loss     \(decimals(loss.nats, 4)) nats, "
      + "at T \(decimals(temperature.value, 3))\(beyond)"
  }

  /// The columns of figures, to the right of their widths.
  static func columns(_ texts: [String]) -> String {
    zip(texts, [7, 9, 12, 7, 8]).map { text, width in
      String(repeating: " ", count: max(0, width - text.count)) + text
    }.joined()
  }
}
