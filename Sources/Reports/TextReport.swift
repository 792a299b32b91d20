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
    let names = Self.columns(
      ["place", "bits", "probability", "rank", "entropy"], isOpen: header.isBounded)
    return
      "\(heading(header))\(openness(header))\n\(names)  token\(header.topCount > 0 ? "   (expected)" : "")\n"
  }

  /// What stands before parts of a text.
  ///
  /// - Parameter isCorrected: Whether words are corrected, as far as the model says what begins one.
  func beginning(_ header: ReportHeader, partsIn unit: TextUnit, isCorrected: Bool) -> String {
    let names = Self.columns(
      ["place", "bits", "- entropy", "rank", "tokens"], isOpen: header.isBounded)
    let way =
      isCorrected
      ? "corrected for where it ends, as surprisal_bow_bits of --items are"
      : "those of its tokens: what begins a word is not known of this model"
    let remark = unit == .word ? "bits of a word are \(way)\n" : ""
    return "\(heading(header))\(openness(header))\(remark)\n\(names)  \(unit.rawValue)\n"
  }

  private func heading(_ header: ReportHeader) -> String {
    let server = header.model.server.map {
      "\nserver "
        + visibleText(
          "\($0.address), \($0.logProbabilities) log-probabilities, tokens by the \($0.tokenizer)")
    }
    return """
      model \(header.model.shownName)\(server ?? "")
      T \(shortest(header.temperature.value)), start token \(header.startTokenText), \
      window \(header.settings.window), stride \(header.settings.stride)

      """
  }

  /// What is to be known of numbers that are open.
  private func openness(_ header: ReportHeader) -> String {
    header.isBounded
      ? "the model says no more than its likeliest tokens: numbers are between what they are at least and at most\n"
      : ""
  }

  func row(_ row: ReportRow, _ header: ReportHeader) -> String {
    let figures =
      row.score.map {
        Self.columns(
          [
            String(row.index + 1), between($0.surprisals) { decimals($0.bits, 2) },
            between($0.logProbabilities) { significant(exponentialOf: $0) },
            $0.rank.map(String.init) ?? beyond(header),
            between($0.entropies) { decimals($0.bits, 2) },
          ], isOpen: header.isBounded)
      } ?? Self.columns([String(row.index + 1), "–", "–", "–", "–"], isOpen: header.isBounded)
    return figures + "  " + quoted(row.bytes) + (row.token.isUnknown ? "   unknown" : "")
      + (row.token.isSpaceAdded ? "   with a space before it" : "") + expected(row.top) + "\n"
  }

  /// Both ends, in the width of a column.
  func between<Value>(
    _ range: ClosedRange<Value>, _ written: (Value) -> String
  ) -> String {
    ShownText.between(range, by: "…", written)
  }

  /// The rank of a token of which a server says only that it is beyond its candidates.
  private func beyond(_ header: ReportHeader) -> String {
    header.model.server?.candidates.flatMap { $0 > 0 ? ">\($0)" : nil } ?? "–"
  }

  private func expected(_ top: [ReportRow.Alternative]) -> String {
    guard !top.isEmpty else { return "" }
    let items = top.map {
      quoted($0.bytes) + " "
        + between($0.logProbabilities) { significant(exponentialOf: $0) }
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
    let losses = summary.scored.crossEntropyInterval ?? loss...loss
    let total = summary.scored.totalInterval
    return counts + """
      loss at T \(temperature)   \(between(losses) { decimals($0.nats, 4) }) nats, \
      \(between(losses) { decimals($0.bits, 4) }) bits a token
      perplexity    \(between(losses) { significant(exponentialOf: $0.nats) })
      total         \(between(total) { decimals($0.bits, 2) }) bits\(bitsPerByte(summary))\(bitsPerWord(summary))
      \(summary.standardErrors.map(standardErrors).joined())\
      mean entropy  \(summary.scored.meanEntropyInterval.map { between($0) { decimals($0.bits, 4) } } ?? "–") bits
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
    summary.scored.bitsPerByteInterval.map { ", \(between($0) { decimals($0, 4) }) a byte" } ?? ""
  }

  private func bitsPerWord(_ summary: Summary) -> String {
    summary.bitsPerWordInterval.map { ", \(between($0) { decimals($0, 4) }) a word" } ?? ""
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
    guard let (temperature, loss) = summary.bestInterval else { return "" }
    let slider = Temperature.sliderRange
    let beyond =
      temperature.lowerBound == slider.lowerBound
      ? " or below" : temperature.upperBound == slider.upperBound ? " or above" : ""
    return "best loss     \(between(loss) { decimals($0.nats, 4) }) nats, "
      + "at T \(between(temperature) { decimals($0.value, 3) })\(beyond)"
  }

  /// The columns of figures, to the right of their widths; what is wider than its own keeps a space before it.
  static func columns(_ texts: [String], isOpen: Bool = false) -> String {
    zip(texts, isOpen ? [6, 14, 18, 6, 13] : [6, 8, 11, 6, 7]).map { text, width in
      " " + String(repeating: " ", count: max(0, width - text.count)) + text
    }.joined()
  }
}
