import InformationTheory
import Scoring

/// A model whose logits at each place of a text are given, whatever stands there.
struct TableScorer: Sendable {
  /// The logits of each place, of `start` and those behind it.
  var rows: [[Float]]
  /// The tokens that it reads before the first row.
  var start = 1
  var block = 7
  /// What is thrown in place of a place's answer.
  var fault: (place: Int, sentence: String)?

  struct Fault: Error, CustomStringConvertible { var description: String }

  private func row(_ place: Int) throws -> [Float] {
    if let fault, fault.place == place { throw Fault(description: fault.sentence) }
    return rows[place - start]
  }

  private func prediction(_ token: Token, at place: Int) throws -> Prediction {
    place < start
      ? .unscored : Prediction(foldingLogits: try row(place).map(Double.init), actual: token.id)
  }

  /// Reports block after block, with the rows behind it.
  @Sendable private func blocks(
    _ tokens: [Token], _ first: Int, _ report: (WholePredictions) -> Bool
  ) throws {
    for start in stride(from: first, to: tokens.count, by: block) {
      var predictions = Predictions(vocabularySize: rows[0].count)
      for place in start..<min(start + block, tokens.count) {
        predictions.append(try prediction(tokens[place], at: place))
      }
      let whole = WholePredictions(predictions) { places, body in
        for place in places {
          let row = try self.row(start + place)
          guard body(place, row.span) else { return false }
        }
        return true
      }
      guard report(whole) else { return }
    }
  }

  @Sendable private func expectation(
    _ context: Context, _ isWanted: () -> Bool
  ) throws -> Scoring.Expectation {
    Scoring.Expectation(logits: try row(context.tokens.count))
  }

  /// - Parameter isWhole: Whether it gives all logits.
  func scorer(isWhole: Bool = true, name: String = "table") -> Scorer {
    let size = rows[0].count
    return Scorer(
      model: ModelDescription(
        name: name, file: "", architecture: "", quantization: "", vocabularySize: size,
        contextLength: 999),
      vocabulary: Vocabulary(count: size) { [UInt8($0)] },
      tokenize: { text, _, _ in Token.each(byteOf: text) },
      score: { tokens, _, first, report in try blocks(tokens, first) { report($0.predictions) } },
      scoreWhole: { tokens, _, first, report in try blocks(tokens, first, report) },
      expectation: isWhole ? expectation : nil)
  }
}
