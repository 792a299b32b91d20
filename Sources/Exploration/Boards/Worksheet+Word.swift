import Basics
import InformationTheory
import Scoring
import ShownText

extension Explorer {
  /// How the surprise of the focused word comes from its tokens and from where it ends, where the text is
  /// read by words; nil where it is not, and where the word is not corrected.
  var wordSheet: Worksheet? {
    guard textUnit == .word, explanation.candidate == nil, hasSteps else { return nil }
    let part = part(of: focus)
    guard let word = wordScores.corrected(part), word.plain.nats.isFinite, word.plain.nats < 1e9
    else { return nil }
    let title = "surprise of the word “\(name(of: part))”"
    let shown = unit.format(word.corrected)
    return Worksheet.ending(in: [shown], from: [{ wordSheet(title, part, word, digits: $0) }])?
      .concluding(
        [("surprise", "\(shown) \(unit.rawValue)")],
        meaning: "That a word has ended is seen by the token behind it, which begins with a space: "
          + "the word itself has to pay for it.")
  }

  private func wordSheet(
    _ title: String, _ part: Range<Int>, _ word: CorrectedSurprisal, digits: Int
  ) -> Worksheet {
    var sheet = Worksheet(title: title)
    var sum = 0.0
    for token in part {
      let amount = PrintedNumber(
        unit.amount(surprisal(of: token) ?? .zero), decimals: digits)
      sheet.add(visibleSpaces(bytes(of: tokens[token])), "", amount)
      sum += amount.value
    }
    let plain = PrintedNumber(sum, decimals: digits)
    sheet.add("its tokens", Worksheet.sumOfLines, plain, unit: unit.rawValue)
    let before = addEnd("the end before: −log p", word.before, digits: digits, to: &sheet)
    let after = addEnd("its own end: −log p", word.after, digits: digits, to: &sheet)
    let corrected = PrintedNumber(plain.value - before.value + after.value, decimals: digits)
    sheet.add(
      "tokens − before + own", "\(plain.text) − \(before.text) + \(after.text)", corrected,
      unit: unit.rawValue)
    sheet.ends = [decimal(corrected.value, 2)]
    return sheet
  }

  /// The surprise of an end, from its probability.
  private func addEnd(
    _ label: String, _ end: Information, digits: Int, to sheet: inout Worksheet
  ) -> PrintedNumber {
    let probability = PrintedNumber(exponentialOf: -end.nats, digits: digits + 1)
    let nats = max(-probability.logarithm, 0)
    let amount = PrintedNumber(
      unit.amount(.nats(nats)), decimals: digits)
    sheet.add(
      label, "\(unit == .bits ? "−log2" : "−ln") \(probability.text)", amount, unit: unit.rawValue)
    return amount
  }

  /// The beginning of what some tokens spell, without the white space before it.
  package func name(of part: Range<Int>) -> String {
    guard let first = part.first, let last = part.last, tokens.indices.contains(last) else {
      return ""
    }
    let bytes = text[
      tokens[first].bytes.lowerBound..<min(tokens[last].bytes.upperBound, text.count)]
    let rest = bytes.drop { $0.isWhiteSpace }
    return visibleSpaces(Array(rest.prefix(48)))
  }
}
