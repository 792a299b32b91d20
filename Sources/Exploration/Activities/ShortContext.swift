import InformationTheory
import Scoring

/// How many tokens back the model may look, as a knob.
public enum ContextCommand: Hashable, Sendable {
  /// Lets the model see less, or more.
  case less, more
}

extension Activity.Row {
  /// The text stands beside itself, read with all of its context.
  static let context = Activity.Row(
    name: { $0.comparison?.name },
    keys: .context,
    refusals: [
      Refusal(
        "first let the model read the whole context again: \(leaving: .activity)", lasts: true
      ) { command in
        switch command {
        case .whatIf, .generation(.begin), .sideBySide(.begin), .reveal(.hide), .switchStart,
          .models(.open), .models(.compare):
          true
        default: false
        }
      } when: {
        $0.contextLimit != nil
      }
    ],
    end: { $0.restoreContext() })
}

extension Explorer {
  /// The limits that the knob goes through; behind the last one there is none.
  static let contextLimits = [
    0, 1, 2, 3, 4, 6, 8, 12, 16, 24, 32, 48, 64, 96, 128, 192, 256, 384, 512,
  ]

  /// Turns the knob. What each token loses by it is measured against the whole context, which comes
  /// back at once when the knob is turned to its end.
  mutating func perform(_ command: ContextCommand) -> [Effect] {
    let limits = Self.contextLimits.filter { $0 < max(tokens.count - 1, 1) }
    let wanted: Int? =
      switch command {
      case .less: limits.last { $0 < contextLimit ?? .max } ?? 0
      case .more: contextLimit.flatMap { now in limits.first { $0 > now } }
      }
    guard let wanted else { return restoreContext() }
    guard wanted != contextLimit else { return [] }
    let effects = contextLimit == nil ? endActivity() : []
    if contextLimit == nil { measureAgainstWholeContext() }
    comparison?.subject = .wholeContext(limit: wanted)
    return effects + [.limitContext(wanted)] + score()
  }

  /// Remembers the text as it is scored with all of its context.
  private mutating func measureAgainstWholeContext() {
    guard let scored = reading.split else { return }
    compare(
      with: Baseline(scored, for: scored, at: temperature),
      as: .wholeContext(limit: 0))
  }

  /// Lets the model read the whole context again, whose figures were kept.
  mutating func restoreContext() -> [Effect] {
    let whole = comparison?.baseline
    endComparison()
    guard let whole, whole.scored.text == text else { return [.limitContext(nil)] + score() }
    reading.become(ReadText(whole.scored, width: layout.width, at: temperature))
    desk.contextOfScores = nil
    requests.last += 1  // what is still on its way belongs to the short context
    phase = .idle
    return [.limitContext(nil), .stopScoring]
  }

  /// Ends the limit where what it was measured against is no more; the caller asks for new scores.
  mutating func endContextLimit() -> [Effect] {
    guard contextLimit != nil else { return [] }
    endComparison()
    reading.truncatePredictions(to: 0)  // nobody may go on from what the short context let expect
    return [.limitContext(nil)]
  }
}
