import InformationTheory
import Scoring

// Asking the engine how the focused token came to be expected, while a board shows it.
extension Explorer {
  /// What is to be looked at; nil where no board shows it, and where there is nothing to be asked.
  var wish: Inspection.Wish? {
    guard let subject = board.inspects, case .ready(let model, _) = model, !isInLab, game == nil,
      models.change == nil, let scored = reading.split, tokens.indices.contains(focus),
      rank(of: focus) != nil
    else { return nil }
    let first = min(scored.settings.window(scoring: focus).tokens.lowerBound, focus)
    return Inspection.Wish(
      subject: subject, tokens: Array(tokens[first...focus]), settings: scored.settings,
      first: first, model: model, reference: models.inUse)
  }

  /// Asks for what a board shows of the focused token, once the model has nothing else to do, and for nothing that
  /// none shows. O(*n*) in what the model reads before the token, while one does.
  mutating func pursueInspection() -> [Effect] {
    guard let wish else { return dropInspection() }
    if wish == inspection?.wish, inspection?.isRunning == false || !phase.isRunning {
      return []
    }
    guard !phase.isRunning else { return dropInspection() }
    inspection = Inspection(wish, at: temperature)
    requests.inspecting += 1
    return [.inspect(wish, request: requests.inspecting)]
  }

  /// Keeps what is shown at the temperature. O(*n*) in the answers where that is another.
  mutating func settleInspection() {
    let temperature = temperature
    inspection?.settle(at: temperature)
  }

  private mutating func dropInspection() -> [Effect] {
    guard inspection != nil else { return [] }
    inspection = nil
    requests.inspecting += 1
    return [.stopInspecting]
  }

  /// Takes in what the engine shows. What was ended before it was all is asked for again.
  mutating func take(_ news: Inspection.News, inspecting request: Int) {
    guard request == requests.inspecting, inspection?.take(news) == true else { return }
    if case .ended = news, inspection?.isComplete == false { inspection = nil }
  }

  /// Whether something is still to be shown of the focused token.
  package var isInspecting: Bool { inspection?.isRunning == true }
}

extension Inspection {
  /// Whether it is all known, or known that it cannot be.
  var isComplete: Bool {
    failure != nil || (wish.subject == .layers ? count > 0 : count == wanted)
  }

  /// How many tokens can be left out: all that stand before the token, unless that is one with nothing before it.
  var wanted: Int {
    wish.context == 1 && wish.settings.startToken == nil ? 0 : wish.context
  }
}

extension Board {
  /// What it shows of the focused token that only the engine knows; nil for most.
  var inspects: Inspection.Subject? {
    switch self {
    case .layers: .layers
    case .bought: .bought
    case .expectation, .sum, .plane, .ladder, .branches: nil
    }
  }
}
