import ShownText
import InformationTheory
import Scoring

/// Something that a key asks of the comparison of a text with what it might have been.
public enum WhatIfCommand: Hashable, Sendable {
  /// Puts the selected candidate in the place of the focused token.
  case replace
  /// Remembers the text as the original; shows the other text when there are two.
  case compare
  /// Keeps the text that is shown and forgets the other.
  case keep
}

extension Activity.Row {
  /// The text stands beside what it was, or might have been.
  static let whatIf = Activity.Row(
    name: { $0.comparison?.name },
    opening: Binding(
      "Remember this text as the original, to see what a change of it changes.",
      footer: .init("what if", rank: 15), [Action("what-if", .whatIf(.compare), .letter("x"))]),
    keys: .whatIf,
    refusals: [
      Refusal("first keep one of the two texts: \(key: .whatIf(.keep))", lasts: true) { command in
        switch command {
        case .context, .switchStart, .models(.open), .models(.compare): true
        default: false
        }
      } when: {
        $0.comparison != nil && $0.contextLimit == nil
      },
      // The scorer works on the text that is shown: the other would stay half scored.
      Refusal("the text is not scored to its end yet") {
        $0 == .whatIf(.compare)
      } when: {
        $0.comparison != nil && $0.contextLimit == nil && !$0.text.isEmpty
          && $0.reading.split?.isComplete != true
      },
    ],
    end: {
      $0.endComparison()
      return []
    },
    leave: { $0.takeBackChange() })
}

extension Explorer {
  mutating func perform(_ command: WhatIfCommand) -> [Effect] {
    switch command {
    case .replace: return replaceFocusedToken()
    case .compare where comparison == nil: pinOriginal()
    case .compare: return exchange()
    case .keep: endComparison()
    }
    return []
  }

  /// Puts the selected candidate in the place of the focused token.
  private mutating func replaceFocusedToken() -> [Effect] {
    guard let token = focusedToken, case .ready(_, let vocabulary) = model,
      let line = candidateLines.first(where: { $0.place == selectedCandidate })
    else { return [] }
    let bytes = bytes(ofEntry: line.id)
    guard !vocabulary.isControl(line.id) else {
      say("“\(display(bytes))” is a control token: no text can hold it")
      return []
    }
    guard bytes != self.bytes(of: token) else {
      say(
        "that is what stands here: \(key: .scroll(-1)) and \(key: .scroll(1)) choose another candidate"
      )
      return []
    }
    if comparison == nil { pinOriginal() }
    guard comparison != nil else { return [] }
    desk.history.endRun()
    desk.place.focusOffset = token.bytes.lowerBound
    let effects = replace(token.bytes, with: bytes)
    say(
      "replaced: \(leaving: .activity) takes it back, \(key: .whatIf(.keep)) keeps this text"
    )
    return effects
  }

  /// Remembers the text as it is: what is changed from now on is measured against it.
  private mutating func pinOriginal() {
    guard let original = reading.split else { return }
    compare(
      with: Baseline(original, for: original, at: temperature), as: .original)
    say("this is the original: \(key: .edit) edits the text" + waysToCandidates)
  }

  /// How one comes from here to a candidate in the place of a token.
  private var waysToCandidates: Sentence {
    guard board == .expectation else { return "" }
    switch panel {
    case .text: return ", \(key: .nextPanel) leads to the candidates"
    case .candidates: return ", \(key: .whatIf(.replace)) takes a candidate"
    case .curve: return ", \(key: .previousPanel) leads to the candidates"
    case .chart: return ""
    }
  }

  /// Shows the original again, with its scores, and forgets the change; undo makes it again.
  mutating func takeBackChange() -> [Effect] {
    guard let comparison else { return [] }
    let isChanged =
      comparison.subject == .original && comparison.baseline.scored.text != text
    let effects = isChanged ? exchange() : []
    endComparison()
    if isChanged { say("the original is back: \(key: .undo) makes the change again") }
    return effects
  }

  /// Ends what is being done so that something else can begin, and says where one of two texts stays
  /// without having been chosen.
  mutating func makeWay() -> [Effect] {
    let isUndecided = comparison.map { $0.baseline.scored.text != text } ?? false
    let effects = endActivity()
    if isUndecided { say("the text on the screen is kept: undo brings back the other") }
    return effects
  }

  /// Takes the text that is shown for the original from now on, and forgets the other.
  mutating func renewOriginal() {
    endComparison()
    pinOriginal()
  }

  /// Shows the other of the two texts, at once: its predictions were kept.
  private mutating func exchange() -> [Effect] {
    guard let comparison else { return [] }
    let other = comparison.baseline
    requests.last += 1  // what is still on its way belongs to this text
    let shown = reading.split ?? other.scored.prefix(0)  // of no text, or of one that is taken back
    desk.history.endRun()
    let difference = ByteDifference(from: text, to: other.scored.text)
    desk.history.record(
      .init(
        offset: difference.removed.lowerBound, removed: Array(text[difference.removed]),
        inserted: Array(other.scored.text[difference.inserted])))
    desk.history.endRun()
    let focus = other.alignment.old(of: focus) ?? other.alignment.replaced.lowerBound
    let baseline = Baseline(shown, for: other.scored, at: temperature)
    self.comparison?.baseline = baseline
    self.comparison?.subject = comparison.subject == .original ? .variant : .original
    reading.become(ReadText(other.scored, width: layout.width, at: temperature))
    self.focus(on: focus)
    phase = .idle
    return reading.split?.isComplete == true ? [.stopScoring] : score()
  }
}
