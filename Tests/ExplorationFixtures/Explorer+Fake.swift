import Exploration
import Scoring

extension Explorer {
  /// An explorer whose model is loaded and whose text is scored.
  ///
  /// - Parameter opening: Whether the focus settles on a token that makes a point.
  package static func ready(
    _ text: String, rows: Int = 24, columns: Int = 80, opening: Bool = false
  ) -> Explorer {
    var explorer = Explorer(text: Array(text.utf8))
    explorer.offerForms(Self.forms)
    if opening { explorer.open(inviting: false) }
    _ = explorer.update(.resized(rows: rows, columns: columns))
    let effects = explorer.update(
      .modelLoaded(FakeScorer.model, FakeScorer.vocabulary, FakeScorer.starts))
    explorer.answer(effects)
    return explorer
  }

  /// Forms in which texts can be taken away.
  package static let forms = [
    TakenForm(name: "html", summary: "a page of its own", fileExtension: "html"),
    TakenForm(name: "svg", summary: "a picture", fileExtension: "svg"),
    TakenForm(name: "saved", summary: "a file that opens here", fileExtension: "surprisal"),
  ]

  /// An explorer whose model is loaded, and has scored only the first tokens of its text so far.
  package static func scored(firstTokens count: Int, of text: String) -> Explorer {
    var explorer = Explorer(text: Array(text.utf8))
    _ = explorer.update(.modelLoaded(FakeScorer.model, FakeScorer.vocabulary))
    let tokens = FakeScorer.tokenize(explorer.text)
    let request = explorer.lastRequest
    _ = explorer.update(.tokenized(tokens, FakeScorer.settings, request: request))
    _ = explorer.update(
      .scored(FakeScorer.predictions(tokens, from: 0, to: count), request: request))
    return explorer
  }

  /// Does what the runtime does with a request: everything at once, and whatever follows from it.
  package mutating func answer(_ effects: [Effect]) {
    var waiting = effects[...]
    while let effect = waiting.popFirst() {
      switch effect {
      case .score(let text, let kept, let request):
        let tokens = FakeScorer.tokenize(text)
        var settings = FakeScorer.settings
        settings.startToken = FakeScorer.starts.token(of: start)
        let first = kept?.predictions(holdingFor: tokens, settings).leadingCount ?? 0
        answer(update(.tokenized(tokens, settings, request: request)))
        let hasStart = settings.startToken != nil
        answer(
          update(
            .scored(
              FakeScorer.predictions(tokens, from: first, hasStart: hasStart), request: request)))
        answer(update(.expectedBehind(FakeScorer.behind, request: request)))
        answer(update(.finished(request: request)))
      case .findParts(let work, let request):
        answer(update(.partsFound(work.done(), request: request)))
      case .inspect(let wish, let known, let request):
        answer(wish, known, request)
      case .generate(let question, let request):
        // What draws asks for token after token, more than a small stack has frames for.
        let next = update(.generated(FakeScorer.answer(to: question), request: request))
        waiting = next + waiting
      case .compareModels(let order, let request):
        answer(order, request)
      case .train(let order, let run, let number): train(order, run: run, number: number)
      case .takeAway(_, let form, let file, _):
        answer(update(.tookAway(.written("\(form) in \(file)"))))
      default: break
      }
    }
  }

  /// Says what becomes of an order about two models.
  private mutating func answer(_ order: ComparisonOrder, _ request: Int) {
    guard let reference = modelComparison?.reference else { return }
    for news in FakeRival.news(of: order, beside: reference) {
      answer(update(.modelsCompared(news, request: request)))
    }
  }

  /// Apart, since answers lie above one another on the stack.
  @inline(never)
  private mutating func answer(_ wish: Inspection.Wish, _ known: Int, _ request: Int) {
    for news in FakeInsight.news(of: wish, known: known) {
      answer(update(.inspected(news, request: request)))
    }
  }

  /// Presses a key, and lets the fake scorer answer.
  @discardableResult
  package mutating func press(_ key: Key, _ modifiers: Modifiers = [], times: Int = 1) -> [Effect] {
    var effects: [Effect] = []
    for _ in 0..<times {
      effects = update(.input(.key(key, modifiers)))
      answer(effects)
    }
    return effects
  }

  /// Types characters, one key each.
  package mutating func type(_ text: String) {
    for character in text { press(character == "\n" ? .enter : .character(character)) }
  }

  /// What the mouse did, with nobody answering.
  package mutating func mouse(_ action: MouseAction, _ row: Int, _ column: Int) -> [Effect] {
    update(.input(.mouse(action, row: row, column: column)))
  }

  /// The text, as a string.
  package var string: String { String(decoding: text, as: UTF8.self) }
}

/// What an effect is, without its payload.
package func kind(_ effect: Explorer.Effect) -> String {
  switch effect {
  case .score: "score"
  case .generate: "generate"
  case .stopScoring: "stop"
  case .measure: "measure"
  case .stopMeasuring: "stop measuring"
  case .limitContext: "limit"
  case .scoreNear: "near"
  case .startAfter: "start"
  case .findParts: "find parts"
  case .inspect: "inspect"
  case .stopInspecting: "stop inspecting"
  case .copy: "copy"
  case .suspend: "suspend"
  case .redraw: "redraw"
  case .play: "play"
  case .save: "save"
  case .takeAway: "take away"
  case .quit: "quit"
  case .useModel: "use model"
  case .train: "train"
  case .listModels: "list"
  case .switchModel(let order): "\(order)"
  case .compareModels(let order, _):
    switch order {
    case .open(let reference, _): "open \(reference) beside"
    case .score: "score by the other"
    case .diverge(_, let temperature): "diverge at \(temperature.value)"
    case .stop: "stop comparing"
    case .close: "close the other"
    }
  }
}
