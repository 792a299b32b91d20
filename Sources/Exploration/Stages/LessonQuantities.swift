import InformationTheory
import Lessons
import Scoring

extension Explorer {
  /// What a quantity that a lesson names is now; nil while it is unknown.
  ///
  /// - Complexity: O(*n*) in the tokens where the quantity has a temperature of its own.
  package func value(of quantity: Quantity) -> Value? {
    if quantity.measure.isOfTraining { return trainingValue(of: quantity) }
    guard quantity.measure.kind != .word else { return word(of: quantity) }
    if quantity.measure == .temperature { return .number(temperature.value) }
    if quantity.measure.isOfInsight { return insightValue(of: quantity) }
    guard let scored, reading.isSplit else { return nil }
    let figures = figures(at: quantity.temperature, of: scored)
    return quantity.measure.isOfToken
      ? tokenValue(of: quantity, figures) : textValue(of: quantity.measure, figures, scored)
  }

  private func figures(at temperature: Temperature?, of scored: ScoredText) -> TextFigures {
    guard let temperature, temperature != self.temperature else { return self.figures }
    return TextFigures(scored.predictions, at: temperature)
  }

  /// A setting of the screen, or the words of a text.
  private func word(of quantity: Quantity) -> Value? {
    switch quantity.measure {
    case .unit: .word(unit.rawValue)
    case .lens: .word(lens.rawValue)
    case .panel: .word(panel.rawValue)
    case .board: .word(board.rawValue)
    case .text: .word(String(decoding: text, as: UTF8.self))
    case .corner:
      tokens(of: quantity.subject).flatMap { planePoint(of: $0.lowerBound) }
        .map { .word($0.corner.name) }
    default:
      switch quantity.subject {
      case .focus: focusedToken.map { .word(String(decoding: bytes(of: $0), as: UTF8.self)) }
      case .words(let words): .word(words.text)
      case .candidate(let place, let words):
        candidate(place, before: words).map {
          .word(String(decoding: bytes(ofEntry: $0.id), as: UTF8.self))
        }
      }
    }
  }

  /// What a board shows of the focused token, while it does.
  private func insightValue(of quantity: Quantity) -> Value? {
    switch quantity.measure {
    case .bought:
      // Of words of several tokens, the one that changed most: what they bought together is not known.
      tokens(of: quantity.subject)?.compactMap(bought(by:)).max { abs($0.nats) < abs($1.nats) }
        .map(Value.information)
    case .layer: layerCount > 0 ? .number(Double(chosenLayer)) : nil
    case .layerSurprise: layerLine(chosenLayer).map { .information($0.surprisal) }
    case .layerRank: layerLine(chosenLayer).map { .number(Double($0.rank)) }
    default: settledLayer.map { .number(Double($0)) }
    }
  }

  private func textValue(
    of measure: Measure, _ figures: TextFigures, _ scored: ScoredText
  ) -> Value? {
    switch measure {
    case .loss: return figures.crossEntropy.map(Value.information)
    case .meanEntropy: return figures.meanEntropy.map(Value.information)
    case .perplexity: return figures.crossEntropy.map { .number($0.perplexity) }
    case .total: return .information(figures.total)
    case .bitsPerByte: return ScoredSums(figures, of: scored.tokens).bitsPerByte.map(Value.number)
    case .tokens: return .number(Double(tokens.count))
    case .accuracy:
      let first = scored.predictions.firstRankCount
      return figures.scoredCount == 0
        ? nil : .share(Double(first) / Double(figures.scoredCount))
    case .bestLoss: return curve.best.map { .information($0.loss) }
    case .bestTemperature: return curve.best.map { .number($0.temperature.value) }
    default: return nil
    }
  }

  private func tokenValue(of quantity: Quantity, _ figures: TextFigures) -> Value? {
    if case .candidate(let place, let words) = quantity.subject {
      return candidateValue(of: quantity, place, before: words)
    }
    guard let tokens = tokens(of: quantity.subject) else { return nil }
    let first = tokens.lowerBound
    switch quantity.measure {
    case .surprise: return surprisal(of: tokens, figures).map(Value.information)
    case .probability: return surprisal(of: tokens, figures).map { .share(1 / $0.perplexity) }
    case .wordSurprise: return wordSurprise(of: tokens, figures).map(Value.information)
    case .rank: return rank(of: first).map { .number(Double($0)) }
    case .entropy: return figures.entropy(at: first).map(Value.information)
    default:
      guard let surprisal = figures.surprisal(at: first), let entropy = figures.entropy(at: first)
      else { return nil }
      return .information(surprisal - entropy)
    }
  }

  /// The surprisal of several tokens together; nil where none of them has one.
  private func surprisal(of tokens: Range<Int>, _ figures: TextFigures) -> Information? {
    let all = tokens.compactMap(figures.surprisal(at:))
    return all.isEmpty ? nil : all.reduce(.zero, +)
  }

  /// The surprisal of the words that some tokens belong to, corrected for where they end; nil where it is
  /// not known. O(*n*) in the text.
  private func wordSurprise(of tokens: Range<Int>, _ figures: TextFigures) -> Information? {
    let words = TextDivision(text, self.tokens, into: .word)
    guard let last = tokens.last, last < words.tokenCount else { return nil }
    let first = words.tokens(of: words.part(of: tokens.lowerBound)).lowerBound
    let end = words.tokens(of: words.part(of: last)).upperBound
    return wordScores(with: BoundaryReader(figures.temperature)) { figures.surprisal(at: $0) }
      .corrected(first..<end)?.corrected
  }

  private func candidateValue(
    of quantity: Quantity, _ place: Int, before words: Words?
  ) -> Value? {
    let temperature = quantity.temperature ?? temperature
    guard let candidate = candidate(place, before: words, at: temperature) else { return nil }
    switch quantity.measure {
    case .surprise: return .information(.nats(-candidate.logProbability))
    case .probability: return .share(Information.nats(candidate.logProbability).perplexity)
    case .rank: return .number(Double(place))
    default: return nil
    }
  }

  /// What the model put in a place, from 1, before some words, or else before the focused token.
  private func candidate(
    _ place: Int, before words: Words?, at temperature: Temperature = .one
  ) -> (id: Int, logProbability: Double)? {
    let token = words.map { tokens(of: $0)?.lowerBound } ?? focus
    guard let scored, let token, hasPrediction(token) else { return nil }
    let candidates = scored.predictions.candidates(at: token, temperature: temperature)
    return candidates.indices.contains(place - 1) ? candidates[place - 1] : nil
  }

  private func tokens(of subject: Quantity.Subject) -> Range<Int>? {
    switch subject {
    case .words(let words): tokens(of: words)
    case .focus, .candidate: focusedToken.map { _ in focus..<focus + 1 }
    }
  }

  /// The tokens that some words of the text are made of; nil when the text does not have them.
  /// O(*n*) in the bytes of the text.
  func tokens(of words: Words) -> Range<Int>? {
    guard let start = firstByte(of: words, in: text), let first = token(at: start),
      let last = token(at: start + words.text.utf8.count - 1)
    else { return nil }
    return first..<last + 1
  }
}
