import Display
import Exploration
import InformationTheory
import Scoring
import TerminalUI

/// What a move of the temperature slider costs: every token's figures and the text's, and the screen.
struct SliderBenchmarks {
  var work: Workload

  var all: [Measurement] {
    work.slides.flatMap { moves(tokens: $0.tokens, moves: $0.moves) }
      + [curve(tokens: work.slides[0].tokens)] + frames(moves: work.slides[0].moves)
  }

  private func moves(tokens: Int, moves: Int) -> [Measurement] {
    let predictions = Predictions.random(tokens)
    let notches = Temperature.notches
    var sum = 0.0
    var notch = 0
    let times = seconds(runs: moves) {
      notch = (notch + 1) % notches.count
      sum += Figures(predictions, at: notches[notch]).total.nats
    }.map { $0 * 1e3 }
    precondition(sum.isFinite)
    return Self.middleAndWorst(
      "move the slider, \(tokens.grouped) tokens", times,
      aim: [2048: "under 1", 500_000: "under 16"][tokens])
  }

  private func curve(tokens: Int) -> Measurement {
    let predictions = Predictions.random(tokens)
    let times = seconds(runs: 5) { _ = LossCurve(predictions) }.map { $0 * 1e3 }
    return Measurement("loss at all notches, \(tokens.grouped) tokens", times, unit: "ms")
  }

  /// Moves of the slider in the explorer, each drawn, and what differs from the frame before.
  private func frames(moves: Int) -> [Measurement] {
    var explorer = Explorer(scored: .random(work.frameTokens))
    let (rows, columns) = (60, 200)
    _ = explorer.update(.resized(rows: rows, columns: columns))
    var shown: StyledFrame?
    var drawing: [Double] = []
    var comparing: [Double] = []
    var runCount = 0
    for move in 0...moves {
      let clock = ContinuousClock()
      let start = clock.now
      _ = explorer.update(.input(.key(move / 10 % 2 == 0 ? .up : .down, [])))
      let frame = render(explorer, rows: rows, columns: columns)
      let drawn = clock.now
      let styled = StyledFrame(frame, theme: Theme(.dark), colors: 256)
      runCount += styled.runs(since: shown).count
      shown = styled
      guard move > 0 else { continue }
      drawing.append((drawn - start).seconds * 1e3)
      comparing.append((clock.now - start).seconds * 1e3)
    }
    precondition(runCount > 0, "a move of the slider changes the screen")
    let size = "\(columns)×\(rows), \(work.frameTokens.grouped) tokens"
    return Self.middleAndWorst("slider to frame, \(size)", drawing, aim: "under 4")
      + Self.middleAndWorst("slider to frame and changes, \(size)", comparing, aim: nil)
  }

  private static func middleAndWorst(
    _ name: String, _ times: [Double], aim: String?
  ) -> [Measurement] {
    let worst = Measurement(
      name + ": worst of \(times.count.grouped)", [times.max() ?? 0], unit: "ms")
    return [Measurement(name, times, unit: "ms").aiming(aim), worst.aiming(aim)]
  }
}

extension Explorer {
  /// An explorer of a made-up text, of which everything is known.
  init(scored predictions: Predictions) {
    let word = Array("word ".utf8)
    let count = predictions.count
    let tokens = (0..<count).map {
      Token(id: $0 % predictions.vocabularySize, bytes: $0 * word.count..<($0 + 1) * word.count)
    }
    self.init(text: (0..<count).flatMap { _ in word })
    let description = ModelDescription(
      name: "made up", file: "", architecture: "", quantization: "",
      vocabularySize: predictions.vocabularySize, contextLength: count)
    let vocabulary = Vocabulary(count: predictions.vocabularySize) { _ in word }
    let settings = ScoringSettings(startToken: nil, window: count, stride: count)
    for case .score(_, _, let request) in update(.modelLoaded(description, vocabulary)) {
      let answers: [Event] = [
        .tokenized(tokens, settings, request: request), .scored(predictions, request: request),
        .finished(request: request),
      ]
      for answer in answers { _ = update(answer) }
    }
  }
}
