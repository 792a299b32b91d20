import ShownText
import InformationTheory
import Scoring

// What comes next is asked for, and taken in.
extension Explorer {
  /// The place behind the focused token: where the next one is drawn.
  var nextPlace: Int { focus + 1 }

  mutating func draw(_ count: Int) {
    guard generation != nil else { return }
    if !phase.isRunning { phase = .idle }  // a failure is forgotten: it is tried again
    if generation?.remaining == 0 { generation?.run = .init() }
    generation?.remaining = count
  }

  /// Asks for the next token to be drawn, or for what may come, when that is wanted and nothing else
  /// is under way.
  mutating func pursueGeneration() -> [Effect] {
    guard sideBySide == nil else { return pursueSideBySide() }
    guard let generation, let scored, phase == .idle, stage == nil,
      case .ready = model
    else { return [] }
    let isDrawing = generation.remaining > 0
    guard isDrawing || expectedNext == nil, hasPrediction(focus) else { return [] }
    let sampler = Sampler(
      temperature: temperature, truncation: generation.truncation, seed: generation.seed)
    requests.last += 1
    phase = .generating
    let place = nextPlace
    let question = GenerationRequest(
      tokens: scored.tokens[..<place].map(\.id),
      given: min(generation.branches.given ?? place, place), settings: scored.settings,
      sampler: isDrawing ? sampler : nil)
    self.generation?.asked = question.tokens
    return [.generate(question, request: requests.last)]
  }

  /// Takes in how the text goes on, unless another beginning is shown or focused meanwhile.
  mutating func take(_ answer: GenerationAnswer) {
    phase = .idle
    if sideBySide != nil {
      if let drawn = answer.drawn { sideBySide?.take(drawn) }
      return
    }
    guard let asked = generation?.asked else { return }
    generation?.asked = nil
    guard let scored, nextPlace <= tokens.count,
      asked.elementsEqual(tokens[..<nextPlace].lazy.map(\.id))
    else {
      generation?.remaining = 0
      return
    }
    if let drawn = answer.drawn {
      generation?.count(drawnAt: answer.moment)
      if drawn.isEnd {
        generation?.remaining = 0
        say("\(display(bytes(ofEntry: drawn.entry))) was drawn: the text ends here")
      } else {
        _ = goOn(with: drawn.entry, drawn.prediction)  // nothing is asked for now
      }
    }
    guard let branch = generation?.branches.current else { return }
    var expected = Predictions(vocabularySize: scored.predictions.vocabularySize)
    expected.append(answer.next)
    let place = nextPlace
    generation?.next = .init(branch: branch, place: place, expected: expected)
  }

  /// What is expected behind the focused token, and the token that comes there as the text is now;
  /// nil while it is not known.
  package var expectedNext: (expected: Predictions, position: Int, token: Token?)? {
    guard let generation, let scored else { return nil }
    if hasPrediction(nextPlace), let (all, position) = scored.predictions.local(nextPlace) {
      return (all, position, tokens[nextPlace])
    }
    guard let next = generation.next, next.branch == generation.branches.current,
      next.place == nextPlace
    else { return nil }
    return (next.expected, 0, nil)
  }

  /// At least how much of what is expected next may be drawn, and whether that is all.
  package var cut: (kept: Truncation.Cut, isAll: Bool)? {
    guard let generation, let (expected, position, _) = expectedNext else { return nil }
    let candidates = expected.candidates(at: position, temperature: temperature)
    let probabilities = candidates.map { Information.nats($0.logProbability).perplexity }
      .filter { $0 > 0 }
    let possible =
      probabilities.count < candidates.count ? probabilities.count : expected.vocabularySize
    if let cut = generation.truncation.cut(probabilities, of: possible) { return (cut, true) }
    return (generation.truncation.leastCut(probabilities, of: possible), false)
  }
}
