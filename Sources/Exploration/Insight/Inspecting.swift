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
    return Inspection.Wish(
      subject: subject, question: .init(focus, of: tokens, scored.settings), model: model,
      reference: models.inUse)
  }

  /// Asks for what a board shows of the focused token, once the model has nothing else to do, and for nothing that
  /// none shows. O(*n*) in what the model reads before the token, while one does.
  mutating func pursueInspection() -> [Effect] {
    guard let wish else { return dropInspection() }
    if wish == inspection?.wish, inspection?.isRunning == false || !phase.isRunning {
      return []
    }
    guard !phase.isRunning else { return dropInspection() }
    let isAsked = isInspecting
    putInspectionAside()
    let begun = takeUpInspection(wish)
    inspection = begun
    guard begun.isRunning || isAsked else { return [] }
    requests.inspecting += 1
    return begun.isRunning
      ? [.inspect(wish, known: begun.count, request: requests.inspecting)] : [.stopInspecting]
  }

  /// How many are put aside.
  static let inspectionsAside = 4

  /// Keeps what took long for when its token is looked at again.
  private mutating func putInspectionAside() {
    if let inspection, inspection.wish.subject == .bought, inspection.failure == nil,
      inspection.count > 0
    {
      earlierInspections.insert(inspection, at: 0)
      earlierInspections.removeLast(max(earlierInspections.count - Self.inspectionsAside, 0))
    }
    inspection = nil
  }

  /// What was put aside of the same, or nothing yet.
  private mutating func takeUpInspection(_ wish: Inspection.Wish) -> Inspection {
    guard let place = earlierInspections.firstIndex(where: { $0.wish == wish }) else {
      return Inspection(wish, at: temperature)
    }
    return earlierInspections.remove(at: place).resumed(at: temperature)
  }

  /// Keeps what is shown at the temperature. O(*n*) in the answers where that is another.
  mutating func settleInspection() {
    let temperature = temperature
    inspection?.settle(at: temperature)
  }

  private mutating func dropInspection() -> [Effect] {
    guard inspection != nil else { return [] }
    putInspectionAside()
    requests.inspecting += 1
    return [.stopInspecting]
  }

  /// Takes in what the engine shows. Of what was ended before it was all the rest is asked for again.
  mutating func take(_ news: Inspection.News, inspecting request: Int) {
    guard request == requests.inspecting, inspection?.take(news) == true else { return }
    if case .ended = news, inspection?.isComplete == false { putInspectionAside() }
  }

  /// Whether something is still to be shown of the focused token.
  package var isInspecting: Bool { inspection?.isRunning == true }
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
