import ShownText
import InformationTheory
import Scoring
import Basics

extension Explorer {
  /// How the loss comes from the surprises of the tokens: the first of them, and the rest as one term.
  func lossSheet(terms: Int) -> Worksheet {
    let title = "loss: the mean surprise of the text"
    guard let loss = figures.crossEntropy else { return emptySheet(title) }
    let shown = [unit, unit.next].map { $0.format(loss) }
    return textSheet(title, endingIn: shown) { lossSheet(title, terms: terms, digits: $0) }
      .concluding(
        zip(["loss", ""], [unit, unit.next]).map { name, unit in
          (
            name,
            "\(between(figures.crossEntropyInterval ?? loss...loss, unit.format)) \(unit.rawValue)"
          )
        },
        meaning: "Training makes this number small on the texts that the model learns from."
          + errorSentence(lossError.map { "\($0) \(unit.rawValue)" })
      ).introduced(by: openSentence(figures.crossEntropyInterval) { unit.format($0) })
      .introduced(by: shareSentence)
  }

  /// Over how much of a long text a number of the text is, while that is not all.
  private var shareSentence: String? {
    scoredShare.map { "This is over the \(Int($0 * 100))% of the text that is scored so far." }
  }

  private func lossSheet(_ title: String, terms: Int, digits: Int) -> Worksheet {
    var sheet = Worksheet(title: title)
    var (sum, count) = (0.0, 0)
    for (name, surprisal) in firstSurprisals(terms) {
      let amount = PrintedNumber(unit.amount(surprisal), decimals: digits)
      sheet.add(name, "", amount)
      sum += amount.value
      count += 1
    }
    if figures.scoredCount > count {
      let rest = PrintedNumber(unit.amount(figures.total) - sum, decimals: digits)
      let more = figures.scoredCount - count
      sheet.add("\(grouped(more)) more \(plural("token", more))", "", rest)
      sum += rest.value
    }
    let total = PrintedNumber(sum, decimals: digits)
    sheet.add("all surprises", Worksheet.sumOfLines, total, unit: unit.rawValue)
    let mean = PrintedNumber(total.value / Double(figures.scoredCount), decimals: digits)
    sheet.add(
      "÷ scored tokens", "\(total.text) ÷ \(figures.scoredCount)", mean,
      unit: unit.rawValue)
    let converted = convert(mean, digits: digits, in: &sheet)
    sheet.ends = [decimal(mean.value, 2), decimal(converted.value, 2)]
    return sheet
  }

  /// The names and the surprises of the first scored tokens, of the text as it was scored.
  private func firstSurprisals(_ count: Int) -> [(name: String, surprisal: Information)] {
    guard let scored else { return [] }
    return scored.tokens.enumerated().lazy.compactMap { place, token in
      figures.surprisal(at: place).map { (visibleSpaces(Array(scored.text[token.bytes])), $0) }
    }.prefix(count).map { $0 }
  }

  /// The line that turns an amount into the other unit.
  private func convert(
    _ amount: PrintedNumber, digits: Int, in sheet: inout Worksheet
  ) -> PrintedNumber {
    let natsPerBit = PrintedNumber(Information.natsPerBit, decimals: digits + 1)
    let isBits = unit == .bits
    let result = PrintedNumber(
      isBits ? amount.value * natsPerBit.value : amount.value / natsPerBit.value, decimals: digits)
    sheet.add(
      "in \(unit.next.rawValue): \(isBits ? "×" : "÷") ln 2",
      "\(amount.text) \(isBits ? "×" : "÷") \(natsPerBit.text)", result, unit: unit.next.rawValue)
    return result
  }

  /// How the perplexity comes from the loss, in nats and in bits.
  var perplexitySheet: Worksheet {
    let title = "perplexity: the loss as a number of choices"
    guard let loss = figures.crossEntropy else { return emptySheet(title) }
    let shown = threeDigits(loss.perplexity)
    let losses = figures.crossEntropyInterval ?? loss...loss
    return textSheet(title, endingIn: [shown, shown]) { perplexitySheet(title, loss, digits: $0) }
      .concluding(
        [("perplexity", between(losses) { threeDigits($0.perplexity) })],
        meaning: "As if each token were guessed among \(shown) that are equally likely."
          + errorSentence(perplexityError)
      ).introduced(by: openSentence(losses) { threeDigits($0.perplexity) })
      .introduced(by: shareSentence)
  }

  private func perplexitySheet(_ title: String, _ loss: Information, digits: Int) -> Worksheet {
    var sheet = Worksheet(title: title)
    let nats = PrintedNumber(loss.nats, decimals: digits)
    sheet.add("loss", "", nats, unit: "nats")
    let natural = PrintedNumber(exponentialOf: nats.value, digits: digits)
    sheet.add("e to the power", "e^\(nats.text)", natural)
    let natsPerBit = PrintedNumber(Information.natsPerBit, decimals: digits + 1)
    let bits = PrintedNumber(nats.value / natsPerBit.value, decimals: digits)
    sheet.add("in bits: ÷ ln 2", "\(nats.text) ÷ \(natsPerBit.text)", bits, unit: "bits")
    let binary = PrintedNumber(exponentialOf: bits.value * log(2), digits: digits)
    sheet.add("2 to the power", "2^\(bits.text)", binary)
    sheet.ends = [threeDigits(natural.value), threeDigits(binary.value)]
    return sheet
  }

  /// How the bits per byte come from the loss: the surprise of the text, spread over its bytes.
  var bitsPerByteSheet: Worksheet {
    let title = "bits per byte: the surprise over the length"
    guard let sums = scored.map({ ScoredSums(figures, of: $0.tokens) }),
      let loss = sums.crossEntropy, let bitsPerByte = sums.bitsPerByte
    else { return emptySheet(title) }
    let shown = decimal(bitsPerByte, 3)
    return textSheet(title, endingIn: [shown]) {
      bitsPerByteSheet(title, loss, bytes: sums.bytes, digits: $0)
    }.concluding(
      [("bits per byte", sums.bitsPerByteInterval.map { between($0) { decimal($0, 3) } } ?? shown)],
      meaning: "Of all these, only this compares models that split texts into different tokens."
        + errorSentence(bitsPerByteError)
    ).introduced(by: openSentence(sums.bitsPerByteInterval) { decimal($0, 3) })
      .introduced(by: shareSentence)
  }

  private func bitsPerByteSheet(
    _ title: String, _ loss: Information, bytes: Int, digits: Int
  ) -> Worksheet {
    var sheet = Worksheet(title: title)
    let mean = PrintedNumber(loss.bits, decimals: digits + 2)
    sheet.add("loss", "", mean, unit: "bits")
    let total = PrintedNumber(mean.value * Double(figures.scoredCount), decimals: digits)
    sheet.add(
      "× scored tokens", "\(mean.text) × \(figures.scoredCount)", total, unit: "bits")
    let share = PrintedNumber(total.value / Double(bytes), decimals: digits)
    sheet.add("÷ their bytes", "\(total.text) ÷ \(bytes)", share)
    sheet.ends = [decimal(share.value, 3)]
    return sheet
  }

  private func emptySheet(_ title: String) -> Worksheet {
    var sheet = Worksheet(title: title)
    sheet.introduction = "No token is scored yet."
    return sheet
  }

  /// The sheet of a number of the text, in words where the sum has more digits than anybody adds up.
  private func textSheet(
    _ title: String, endingIn shown: [String], from attempt: (_ digits: Int) -> Worksheet
  ) -> Worksheet {
    let sheet =
      figures.total.nats < 1e9
      ? withoutActuallyEscaping(attempt) { Worksheet.ending(in: shown, from: [$0]) } : nil
    return sheet ?? wordsSheet(title)
  }

  private func wordsSheet(_ title: String) -> Worksheet {
    var sheet = Worksheet(title: title)
    sheet.introduction =
      figures.total.nats.isFinite
      ? Worksheet.tooExtreme
      : "At this temperature the model rules out a token that came: its surprise is infinite, and "
        + "so is every mean that it is in."
    return sheet
  }
}
