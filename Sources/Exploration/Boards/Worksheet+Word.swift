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

  /// How the surprise of the focused line or sentence comes from its tokens, where the text is read by these:
  /// the sum of the first of them and of the rest, and the mean. Nil elsewhere, and where it is not scored.
  func meanSheet(terms: Int) -> Worksheet? {
    guard textUnit == .line || textUnit == .sentence, explanation.candidate == nil, hasSteps else {
      return nil
    }
    let scored = part(of: focus).compactMap { token in
      surprisal(of: token).map { (token: token, surprisal: $0) }
    }
    let sum = scored.reduce(Information.zero) { $0 + $1.surprisal }
    guard !scored.isEmpty, sum.nats < 1e9 else { return nil }
    let title = "surprise of the \(textUnit.rawValue) “\(name(of: part(of: focus)))”"
    let shown = [sum, .nats(sum.nats / Double(scored.count))].map(unit.format)
    return Worksheet.ending(
      in: shown, from: [{ meanSheet(title, scored, sum, terms: terms, digits: $0) }])?
      .concluding(
        [("in all", "\(shown[0]) \(unit.rawValue)"), ("a token", "\(shown[1]) \(unit.rawValue)")],
        meaning: meaningOfMean(over: part(of: focus).count))
  }

  /// What the colours of a line or a sentence of so many tokens say.
  private func meaningOfMean(over count: Int) -> String {
    count > Self.mostTokens
      ? "A \(textUnit.rawValue) as long as this is coloured by the mean of the \(Self.mostTokens) tokens about "
        + "each place, a shorter one by the mean of all."
      : "A \(textUnit.rawValue) is coloured by the mean: so long ones and short ones compare."
  }

  private func meanSheet(
    _ title: String, _ scored: [(token: Int, surprisal: Information)], _ all: Information,
    terms: Int, digits: Int
  ) -> Worksheet {
    var sheet = Worksheet(title: title)
    var sum = 0.0
    for (token, surprisal) in scored.prefix(terms) {
      let amount = PrintedNumber(unit.amount(surprisal), decimals: digits)
      sheet.add(visibleSpaces(bytes(of: tokens[token])), "", amount)
      sum += amount.value
    }
    if scored.count > terms {
      let (rest, more) = (
        PrintedNumber(unit.amount(all) - sum, decimals: digits), scored.count - terms
      )
      sheet.add("\(grouped(more)) more \(plural("token", more))", "", rest)
      sum += rest.value
    }
    let total = PrintedNumber(sum, decimals: digits)
    sheet.add("its tokens", Worksheet.sumOfLines, total, unit: unit.rawValue)
    let mean = PrintedNumber(total.value / Double(scored.count), decimals: digits)
    sheet.add("÷ scored tokens", "\(total.text) ÷ \(scored.count)", mean, unit: unit.rawValue)
    sheet.ends = [decimal(total.value, 2), decimal(mean.value, 2)]
    return sheet
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
