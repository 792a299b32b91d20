import ShownText
import InformationTheory
import Scoring
import Basics

/// A token of the vocabulary at the focused position, as its sheet needs it.
private struct ExplainedToken {
  var name: String
  /// Measured from the largest, in logits.
  var logit: Double
  var logProbability: Double
  /// What is certain of its surprisal.
  var surprisals: ClosedRange<Information>
}

extension Explorer {
  /// How the probability and the surprise of a token come from its logit.
  var surpriseSheet: Worksheet {
    guard let token = explainedToken, let prediction = scored?.predictions[focus] else {
      return unscoredSheet(.surprise)
    }
    let title = "surprise of “\(token.name)”"
    let surprisal = Information.surprisal(ofLogProbability: token.logProbability)
    let shown = [percentage(logProbability: token.logProbability), unit.format(surprisal)]
    let sheet =
      hasSteps && token.logit > Double(LogPartition.impossible)
      ? Worksheet.ending(
        in: shown,
        from: logPartitions(token, prediction).map { logPartition in
          { surpriseSheet(title, token, prediction, logPartition: logPartition, digits: $0) }
        }) : nil
    var explained = sheet ?? limitSheet(title, surprisal: surprisal)
    if let remark = unknownRemark { explained.introduction = remark + explained.introduction }
    return explained.concluding(
      [
        (
          "probability",
          between(token.surprisals.logProbabilities) { percentage(logProbability: $0) }
        ), ("surprise", "\(between(token.surprisals, unit.format)) \(unit.rawValue)"),
      ],
      meaning: explained.powerOfTenSentence
        ?? "A probability of 1/2 is a surprise of 1 bit, 1/4 of 2 bits, 1/8 of 3 bits."
    ).introduced(by: openSentence(token.surprisals, unit.format))
      .introduced(by: fewTokensSentence)
  }

  /// What is to be known of the figures of a token that stands near the beginning.
  private var fewTokensSentence: String? {
    fewTokensRemark.map {
      "With \($0) before it, much of this is that the model misses the beginning."
    }
  }

  /// What is to be said where the token that came stands for bytes that the vocabulary does not have.
  private var unknownRemark: String? {
    guard explanation.candidate == nil, let token = focusedToken, token.isUnknown else {
      return nil
    }
    let entry = visibleSpaces(bytes(ofEntry: token.id))
    return "The vocabulary has no token for this: it is unknown, and read as “\(entry)”, whose "
      + "probability this is. "
  }

  /// The token that came, or the candidate that was chosen in its place.
  private var explainedToken: ExplainedToken? {
    guard let token = focusedToken, let surprisal = surprisal(of: focus), let scored else {
      return nil
    }
    guard let place = explanation.candidate else {
      return ExplainedToken(
        name: visibleSpaces(bytes(of: token)),
        logit: Double(scored.predictions[focus].actualLogit), logProbability: -surprisal.nats,
        surprisals: surprisalInterval(of: focus) ?? surprisal...surprisal)
    }
    let candidates = scored.predictions.candidates(at: focus, temperature: temperature)
    let bounds = scored.predictions.local(focus).map {
      $0.predictions.candidateIntervals(at: $0.position, temperature: temperature)
    }
    guard candidates.indices.contains(place), let bounds = bounds?[place].logProbability else {
      return nil
    }
    return ExplainedToken(
      name: visibleSpaces(bytes(ofEntry: candidates[place].id)),
      logit: scored.predictions[focus].candidates[place].logit,
      logProbability: candidates[place].logProbability,
      surprisals: .surprisal(ofLogProbability: bounds.upperBound)
        ... .surprisal(ofLogProbability: bounds.lowerBound))
  }

  /// The logarithm of the sum of all exponentials: as the best candidate's probability has it, and,
  /// should rounding in the last place count, as the token's own has it.
  private func logPartitions(_ token: ExplainedToken, _ prediction: Prediction) -> [Double] {
    let best = scored?.predictions.candidates(at: focus, temperature: temperature).first
    let own = temperature.beta * token.logit - token.logProbability
    return (best.map { [-$0.logProbability] } ?? []) + [own]
  }

  private func surpriseSheet(
    _ title: String, _ token: ExplainedToken, _ prediction: Prediction, logPartition: Double,
    digits: Int
  ) -> Worksheet {
    var sheet = Worksheet(title: title)
    let logit = PrintedNumber(token.logit, decimals: digits)
    sheet.add("logit − the largest", "", logit)
    let temperature = PrintedNumber(self.temperature.value, digits: digits + 1)
    let scaled = PrintedNumber(logit.value / temperature.value, decimals: digits)
    sheet.add("÷ T", "\(logit.text) ÷ \(temperature.text)", scaled)
    let weight = PrintedNumber(exponentialOf: scaled.value, digits: digits + 1)
    sheet.add("e to the power", "e^\(scaled.text)", weight)
    let sum = addSum(of: prediction, logPartition: logPartition, digits: digits, to: &sheet)
    let probability = PrintedNumber(
      exponentialOf: weight.logarithm - sum.logarithm, digits: digits + 1)
    sheet.add("share = probability", "\(weight.text) ÷ \(sum.text)", probability)
    let nats = PrintedNumber(max(-probability.logarithm, 0), decimals: digits)
    sheet.add("surprise: −ln of it", "−ln \(probability.text)", nats, unit: "nats")
    let amount = unit == .bits ? addBits(nats, digits: digits, to: &sheet) : nats
    sheet.ends = [percentage(logProbability: probability.logarithm), decimal(amount.value, 2)]
    return sheet
  }

  /// The line that adds up the exponentials of all tokens, those beyond the candidates as one term.
  private func addSum(
    of prediction: Prediction, logPartition: Double, digits: Int, to sheet: inout Worksheet
  ) -> PrintedNumber {
    let candidates = prediction.candidates
    let best = candidates.reduce(0) { $0 + exp(temperature.beta * $1.logit) }
    let total = exp(logPartition)
    let rest = max(total - best, 0)
    let decimals = max(digits - Int(nearest: log10(total).rounded(.towardZero)), 0)
    let others = (scored?.predictions.vocabularySize ?? 0) - candidates.count
    let first = PrintedNumber(total - rest, decimals: decimals)
    guard others > 0 else {
      sheet.add("sum of all \(candidates.count)", "", first)
      return first
    }
    let second = PrintedNumber(rest, decimals: decimals)
    let sum = PrintedNumber(first.value + second.value, decimals: decimals)
    sheet.add(
      "sum: \(candidates.count) best + rest", "\(first.text) + \(second.text)",
      sum)
    return sum
  }

  /// The line that turns nats into bits.
  private func addBits(
    _ nats: PrintedNumber, digits: Int, to sheet: inout Worksheet
  ) -> PrintedNumber {
    let natsPerBit = PrintedNumber(Information.natsPerBit, decimals: digits + 1)
    let bits = PrintedNumber(nats.value / natsPerBit.value, decimals: digits)
    sheet.add("in bits: ÷ ln 2", "\(nats.text) ÷ \(natsPerBit.text)", bits, unit: "bits")
    return bits
  }

  /// How the entropy comes from all probabilities: the terms of the best candidates, and the rest of
  /// the vocabulary as one term.
  func entropySheet(terms: Int) -> Worksheet {
    guard let entropy = entropy(before: focus), let predictions = scored?.predictions else {
      return unscoredSheet(.entropy)
    }
    let title = "entropy: probability × surprise of every token"
    let entropies = entropyInterval(before: focus) ?? entropy...entropy
    let shown = unit.format(entropy)
    let sheet =
      hasSteps
      ? Worksheet.ending(
        in: [shown],
        from: [
          { digits in
            entropySheet(title, predictions, entropy, terms: terms, digits: digits)
          }
        ]) : nil
    return (sheet ?? limitSheet(title, surprisal: entropy)).concluding(
      [("entropy", "\(between(entropies, unit.format)) \(unit.rawValue)")],
      meaning:
        "As unsure as among \(between(entropies) { threeDigits($0.perplexity) }) equally likely tokens."
    ).introduced(by: openSentence(entropies, unit.format)).introduced(by: fewTokensSentence)
  }

  private func entropySheet(
    _ title: String, _ predictions: TextPredictions, _ entropy: Information, terms: Int, digits: Int
  ) -> Worksheet {
    var sheet = Worksheet(title: title)
    let candidates = predictions.candidates(at: focus, temperature: temperature)
    let surprisals = candidates.map { Information.surprisal(ofLogProbability: $0.logProbability) }
    var sum = 0.0
    for (candidate, surprisal) in zip(candidates, surprisals).prefix(terms) {
      let probability = PrintedNumber(exponentialOf: -surprisal.nats, digits: digits + 1)
      let surprise = PrintedNumber(unit.amount(surprisal), decimals: digits)
      let product = PrintedNumber(probability.value * surprise.value, decimals: digits)
      sheet.add(
        visibleSpaces(bytes(ofEntry: candidate.id)), "\(probability.text) × \(surprise.text)",
        product)
      sum += product.value
    }
    let further = surprisals.dropFirst(terms).reduce(0) { $0 + unit.amount($1) / $1.perplexity }
    for (name, amount) in others(
      further: (candidates.count - terms, further),
      beyond: predictions.vocabularySize - candidates.count, left: unit.amount(entropy) - sum)
    {
      let term = PrintedNumber(max(amount, 0), decimals: digits)
      sheet.add(name, "", term)
      sum += term.value
    }
    let result = PrintedNumber(sum, decimals: digits)
    sheet.add("entropy", Worksheet.sumOfLines, result, unit: unit.rawValue)
    sheet.ends = [decimal(result.value, 2)]
    return sheet
  }

  /// The terms of an entropy that have no line each: the further candidates, and what is left for the
  /// rest of the vocabulary.
  private func others(
    further: (count: Int, amount: Double), beyond: Int, left: Double
  ) -> [(name: String, amount: Double)] {
    guard beyond > 0 else {
      return further.count > 0 ? [("\(further.count) more candidates", left)] : []
    }
    guard further.count > 0 else { return [("the other \(grouped(beyond)) tokens", left)] }
    return [
      ("\(further.count) more candidates", further.amount),
      ("the other \(grouped(beyond)) tokens", left - further.amount),
    ]
  }

  /// Whether the temperature is one of those at which the steps are those of the formula.
  var hasSteps: Bool { (1e-3...1e3).contains(temperature.value) }

  /// What there is to say where some tokens share all of the probability, or a token has none.
  private func limitSheet(_ title: String, surprisal: Information) -> Worksheet {
    var sheet = Worksheet(title: title)
    guard !hasSteps else {
      sheet.introduction =
        surprisal.nats.isFinite
        ? Worksheet.tooExtreme
        : "The model rules this token out: its logit is −∞, at every temperature."
      return sheet
    }
    guard temperature.value == 0 || temperature.value == .infinity else {
      sheet.introduction = Worksheet.tooExtreme
      return sheet
    }
    let isCold = temperature.value == 0
    sheet.introduction =
      isCold
      ? "At temperature 0 every logit below the largest falls infinitely far behind: the best token "
        + "has all of the probability, and tokens that tie for the best share it."
      : "At temperature ∞ all logits become 0: every token of the vocabulary is equally likely."
    guard surprisal.nats.isFinite, surprisal.perplexity < 1e9 else {
      sheet.introduction += " This token has none of it."
      return sheet
    }
    let count = PrintedNumber(surprisal.perplexity.rounded(), decimals: 0)
    let probability = PrintedNumber(1 / count.value, digits: 7)
    sheet.add("probability: one of \(count.text)", "1 ÷ \(count.text)", probability)
    let nats = PrintedNumber(max(-probability.logarithm, 0), decimals: 5)
    sheet.add("surprise: −ln of it", "−ln \(probability.text)", nats, unit: "nats")
    if unit == .bits { _ = addBits(nats, digits: 5, to: &sheet) }
    return sheet
  }

  private func unscoredSheet(_ number: Explanation.Number) -> Worksheet {
    var sheet = Worksheet(title: number.rawValue)
    sheet.introduction =
      hasPrediction(focus)
      ? "Nothing stands before the first token, so the model expected nothing in particular."
      : "This token is not scored yet."
    return sheet
  }
}
