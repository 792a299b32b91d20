import InformationTheory
import Scoring

/// How a prompt goes on.
struct Generation {
  let model: ServedModel
  let prompt: PromptTokens
  let sampler: Sampler
  let maxTokens: Int
  let stops: [[UInt8]]
  /// What is told of each token; nil for nothing.
  let entries: ExpectedEntries?
  /// Whether somebody still waits.
  let isAwaited: () -> Bool

  /// A token that was drawn.
  struct Step {
    var id: Int
    var bytes: [UInt8]
    /// What can be shown since the step before.
    var text: String
    var entries: [ExpectedEntry]
    /// Why it is the last; nil where it is not.
    var finish: Finish?
  }

  /// Why a text ends.
  enum Finish: Equatable {
    case length
    /// A control token came.
    case end
    case stop([UInt8])

    /// What answers call it.
    var reason: String { self == .length ? "length" : "stop" }
  }

  /// Draws tokens, and tells each as soon as it is drawn. Stops where nobody waits.
  func forEach(_ body: (Step) -> Void) throws {
    var text = GeneratedText(endingAt: stops)
    var ids = prompt.ids
    if maxTokens > 0 { try readAhead() }
    for count in 0..<maxTokens where isAwaited() {
      let expectation = try model.scorer.expectation(
        Context(ids, given: prompt.tokens.count, origin: -prompt.startCount))
      let place = ids.count - prompt.startCount
      let id = sampler.draw(from: expectation.logits, at: place).entry
      let isEnd = model.scorer.vocabulary.isControl(id)
      var step = Step(id: id, bytes: model.bytes(of: id), text: "", entries: [])
      step.text = text.add(step.bytes)
      step.entries = told(of: id, expectation)
      step.finish =
        text.stop.map { .stop($0) } ?? (isEnd ? .end : count + 1 == maxTokens ? .length : nil)
      if step.finish != nil { step.text += text.end() }
      body(step)
      if step.finish != nil { return }
      ids.append(id)
    }
  }

  /// Reads a long prompt in parts, between which nobody may wait any more. What was read is not read again.
  private func readAhead() throws {
    guard prompt.tokens.count > 256 else { return }
    try model.scorer.score(prompt.tokens, model.settings, prompt.tokens.count - 1) { _ in
      isAwaited()
    }
  }

  private func told(of id: Int, _ expectation: Expectation) -> [ExpectedEntry] {
    guard let entries else { return [] }
    var predictions = Predictions(vocabularySize: expectation.logits.count)
    predictions.append(expectation.prediction(of: id))
    let figures = Figures(predictions, at: .one)
    let logits = expectation.logits
    return entries.entries(id, at: 0, of: predictions, figures, logits: logits.span)
  }
}
