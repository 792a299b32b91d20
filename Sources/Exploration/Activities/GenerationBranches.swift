import Scoring
import ShownText

// How a text goes on: a token is put behind it, taken off, or another branch is shown.
extension Explorer {
  // MARK: Going on

  mutating func take(candidate place: Int) -> [Effect] {
    guard let (expected, position, _) = expectedNext else { return [] }
    var prediction = expected[position]
    let candidates = prediction.candidates
    guard candidates.indices.contains(place), case .ready(_, let vocabulary) = model else {
      return []
    }
    let candidate = candidates[place]
    guard !vocabulary.isControl(candidate.id) else {
      say("\(display(bytes(ofEntry: candidate.id))) would end the text")
      return []
    }
    prediction.actualLogit = Float(candidate.logit)
    prediction.actualRank = Int32(1 + candidates.count { $0.logit > candidate.logit })
    generation?.remaining = 0
    return goOn(with: candidate.id, prediction)
  }

  /// Puts a token behind the focused one and focuses it. What stood there stays in a branch of its
  /// own, as does the text as it was; a token that comes there anyhow is only stepped to.
  mutating func goOn(with entry: Int, _ prediction: Prediction) -> [Effect] {
    guard let scored, let branches = generation?.branches else { return [] }
    generation?.selected = 0
    let place = nextPlace
    var effects: [Effect] = []
    if place < tokens.count {
      // What stands there without a score becomes a branch too: nothing can be drawn behind it.
      guard tokens[place].id != entry || !hasPrediction(place) else {
        focus(on: place)
        return []
      }
      generation?.branches.fork(at: place, leaving: scored)
      effects = show(reading.prefix(tokens: place))
    } else if branches.current == 0 {
      generation?.branches.fork(at: place, leaving: scored)
    }
    effects += dropRequest()
    reading.append(entry, bytes(ofEntry: entry), prediction)
    focus(on: place)
    return effects
  }

  mutating func takeBack() -> [Effect] {
    generation?.remaining = 0
    let last = tokens.count - 1
    let effects = show(reading.prefix(tokens: last))
    focus(on: last - 1)
    return effects
  }

  // MARK: Branches

  mutating func walk(branchesFurther count: Int) -> [Effect] {
    guard let scored, let branches = generation?.branches else { return [] }
    let places = branches.places
    guard let place = places.firstIndex(where: { $0.branch == branches.current }) else { return [] }
    let target = places[min(max(place + count, 0), places.count - 1)].branch
    guard target != branches.current,
      let text = generation?.branches.go(to: target, leaving: scored)
    else { return [] }
    return show(branch: text)
  }

  /// Shows another branch, at its end; the first one at the place where the others left it.
  mutating func show(branch text: ScoredText) -> [Effect] {
    generation?.remaining = 0
    let effects = show(ReadText(text, width: layout.width, at: temperature))
    let forks = generation?.branches.all.filter { $0.parent == 0 }.map(\.fork) ?? []
    focus(on: generation?.branches.current == 0 ? (forks.max() ?? 1) - 1 : tokens.count - 1)
    return effects
  }

  /// Puts another text in the place of the present one, and goes on scoring it where that was not done.
  private mutating func show(_ shown: ReadText) -> [Effect] {
    let effects = dropRequest()
    reading.become(shown)
    focus = min(focus, max(tokens.count - 1, 0))
    revealFocus()
    return effects + (shown.split?.isComplete == true ? [] : score())
  }

  mutating func select(candidatesFurther count: Int) {
    guard let (expected, position, _) = expectedNext else { return }
    let all = expected[position].candidates.count
    let selected = (generation?.selected ?? 0) + count
    generation?.selected = min(max(selected, 0), max(all - 1, 0))
  }
}
