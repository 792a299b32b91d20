/// What the screen offers in words, beside the footer: only where the keys that it names do it.
package enum Offer: Hashable, Sendable, CaseIterable {
  /// Going on with a scoring that was stopped.
  case resume
  /// Stopping what the scorer does.
  case stop
  /// Staying with the model at hand.
  case keepModel
  /// Ending what is done with the text.
  case end
  /// Writing a text where there is none, and leaving the editor then.
  case write, leaveEditor
  /// Revealing what is hidden, or what is expected of it.
  case reveal
  /// What a lesson's page says further up, and further down.
  case pageAbove, pageBelow
}

extension Offer {
  /// What is offered.
  fileprivate func sentence(in explorer: Explorer) -> Sentence {
    switch self {
    case .resume where explorer.reveal != nil: "\(key: .reveal(.all)) goes on."
    case .resume: "\(key: .resumeScoring) goes on."
    case .stop: "(\(key: .leave) stops)"
    case .keepModel: "(\(leaving: .change) keeps them)"
    case .end: "(\(leaving: .activity) ends it)"
    case .write: "Press \(key: .edit) and type one, or paste one."
    case .leaveEditor: "Type a text, or paste one. \(key: .leave) leaves the editor."
    case .reveal:
      "Hidden: \(key: .reveal(.next)) reveals what comes, "
        + "\(key: .reveal(.switchExpectation)) what is expected."
    case .pageAbove: "\(key: .lesson(.previous)) ↑"
    case .pageBelow: "\(key: .lesson(.next)) ↓"
    }
  }

  /// Whether there is anything to be offered.
  fileprivate func isDue(in explorer: Explorer) -> Bool {
    switch self {
    case .resume: explorer.phase == .stopped && explorer.isModelReady
    case .stop: explorer.escapeStopsScorer
    case .keepModel: explorer.modelOnItsWay != nil
    case .end: explorer.modelComparison?.isRunning == true
    case .write: explorer.text.isEmpty && explorer.reveal == nil && !explorer.isEditing
    case .leaveEditor: explorer.text.isEmpty && explorer.isEditing && explorer.stage == nil
    case .reveal: explorer.isExpectationHidden
    case .pageAbove: explorer.lessonGoesOn.above
    case .pageBelow: explorer.lessonGoesOn.below
    }
  }
}

extension Explorer {
  /// What an offer says now; nil where it is not made.
  package func words(of offer: Offer) -> String? { sentence(of: offer).map(written) }

  /// Every sentence on the screen that names keys, but for those that list keys and nothing else.
  package var sayings: [Sentence] {
    (said.map { [$0] } ?? []) + Offer.allCases.compactMap(sentence(of:))
  }

  /// An offer that is made now.
  private func sentence(of offer: Offer) -> Sentence? {
    guard offer.isDue(in: self) else { return nil }
    let sentence = offer.sentence(in: self)
    return isTrue(sentence) && !isHidden(sentence) ? sentence : nil
  }

  /// Whether each key of a sentence does what is said of it, or the palette does where none is there.
  private func isTrue(_ sentence: Sentence) -> Bool {
    sentence.pieces.allSatisfy { piece in
      switch piece {
      case .words: true
      case .key(let command):
        tables.first(of: command) { $0 } != nil && refusal(of: command) == nil
      case .wayOut(let goal): presses(toLeave: goal) != nil
      }
    }
  }

  /// Whether a key of a sentence does something else before.
  private func isHidden(_ sentence: Sentence) -> Bool {
    sentence.pieces.contains { piece in
      guard case .key(let command) = piece else { return false }
      return tables.chord(for: command) == nil
        && tables.first(of: command) { $0.chords.first } != nil
    }
  }

  /// Says no more what is not true any more.
  mutating func settleNotice() {
    if let said, !isTrue(said) { say(nil) }
  }
}
