import InformationTheory
import Scoring
import ShownText

/// What holds of an explorer after every event, whatever came before it.
package struct Invariant: Sendable {
  /// What holds, in a sentence.
  package let sentence: String
  /// Whether it does. O(*n*) in the text.
  let holds: @Sendable (Explorer) -> Bool

  /// Every invariant.
  static let all = ofText + ofLab + ofActivity + ofModels + ofPlaces + ofRequests

  // MARK: What is shown belongs to the text at hand

  private static let ofText = [
    Invariant("tokens are the bytes of the text, from its start on") { explorer in
      let tokens = explorer.tokens
      let isJoined = zip(tokens, tokens.dropFirst()).allSatisfy {
        $0.bytes.upperBound == $1.bytes.lowerBound
      }
      return isJoined && (tokens.first?.bytes.lowerBound ?? 0) == 0
        && (tokens.last?.bytes.upperBound ?? 0) <= explorer.text.count
        && tokens.allSatisfy { token in
          token.bytes.upperBound <= explorer.scored?.text.count ?? 0
            && explorer.scored?.text[token.bytes].elementsEqual(explorer.text[token.bytes]) == true
        }
    },
    Invariant("predictions and figures are as many as one another, and no more than tokens") {
      let known = $0.scored?.predictions
      return known?.end ?? 0 <= $0.scored?.tokens.count ?? 0
        && known?.count ?? 0 == known?.ranges.reduce(0) { $0 + $1.count } ?? 0
        && $0.figures.ranges == known?.ranges ?? []
    },
    Invariant("of each unit those positions have predictions that it begins with") { explorer in
      guard let known = explorer.scored?.predictions, let text = explorer.scored else {
        return true
      }
      return known.division == ScoringDivision(text.settings)
        && (0..<known.division.unitCount(of: text.tokens.count)).reduce(0) {
          $0 + known.count(inUnit: $1)
        } == known.count
    },
    Invariant("words, lines and sentences are those of the tokens at hand") { explorer in
      explorer.reading.divisions.allSatisfy {
        $1 == TextDivision(explorer.text, explorer.tokens, into: $0)
      }
        && (explorer.awaitsParts || explorer.tokens.isEmpty || !explorer.reading.isSplit
          || explorer.textUnit == .token || explorer.reading.divisions[explorer.textUnit] != nil)
    },
    Invariant("a list that is still to come was asked for") {
      $0.partList?.isComing != true || $0.awaitsParts
    },
    Invariant("an overview that is still to come was asked for") {
      !$0.overview.isComing || $0.awaitsParts || $0.tokens.isEmpty || !$0.reading.isSplit
    },
    Invariant("the overview shows of the text what its colours show") { explorer in
      explorer.overview.isComing || explorer.phase.isRunning
        || explorer.overview.peaks.allSatisfy { peak in
          peak.map { explorer.value(of: $0.token) == $0.value } ?? true
        }
    },
    Invariant("a token's rank is that of the candidate that it is") { explorer in
      guard let scored = explorer.scored else { return true }
      return scored.predictions.ranges.joined().allSatisfy { place in
        let prediction = scored.predictions[place]
        let rank = Int(prediction.actualRank)
        guard rank > 0, rank <= LogPartition.candidateCount else { return true }
        // Tokens that tie for a rank are candidates in the order of their ids.
        return prediction.ids.indices.contains {
          prediction.ids[$0] == scored.tokens[place].id
            && prediction.logits[$0] == prediction.actualLogit
        } || prediction.logits[LogPartition.candidateCount - 1] == prediction.actualLogit
      }
    },
    Invariant("figures are at the temperature of the screen") {
      $0.figures.temperature == $0.temperature
        && $0.comparison?.baseline.figures.temperature ?? $0.temperature == $0.temperature
        && $0.modelComparison?.contrast?.figures.temperature ?? $0.temperature == $0.temperature
        && $0.reveal?.whole.figures.temperature ?? $0.temperature == $0.temperature
    },
    Invariant("the sums are those of the figures") {
      guard let predictions = $0.scored?.predictions else { return $0.figures.scoredCount == 0 }
      let again = TextFigures(predictions, at: $0.temperature)
      return again.scoredCount == $0.figures.scoredCount
        && isNear(again.total, $0.figures.total)
        && isNear(again.totalEntropy, $0.figures.totalEntropy)
    },
    Invariant("the curve is that of the predictions") {
      $0.curve == $0.scored?.predictions.curve ?? LossCurve()
    },
    Invariant("lines are those of the text") {
      $0.layout == TextLayout($0.text, width: $0.layout.width)
    },
    Invariant("finds are those of the text at hand") { explorer in
      guard let finding = explorer.finding else { return true }
      return finding.starts == TextSearch(finding.line.text)?.starts(in: explorer.text) ?? []
        && finding.current.map(finding.starts.indices.contains) != false
    },
    Invariant("words are the tokens, laid out for the screen at hand") { explorer in
      let wish = explorer.reading.wordsWish
      return explorer.reading.words
        == wish.flatMap { WordsLayout(explorer.text, explorer.tokens, $0) }
        && explorer.wordsAreSettled
    },
  ]

  // MARK: The lab shows its own

  private static let ofLab = [
    Invariant("in the lab the watched text is on the desk, as its checkpoint expects it") {
      guard $0.isInLab, let lab = $0.lab else { return true }
      guard let text = lab.watchedText, let place = lab.lookedAt else { return $0.text.isEmpty }
      let expected = lab.checkpoints[place].predictions[lab.watched.rawValue]
      let shown = $0.scored?.predictions
      return $0.text == text.bytes && shown?.count == expected.count
        && (0..<expected.count).allSatisfy {
          shown?[$0].actualLogit.bitPattern == expected.actualLogits[$0].bitPattern
        }
    },
    Invariant("every evaluation has its checkpoint, and the one that is looked at is there") {
      guard let lab = $0.lab else { return true }
      return lab.checkpoints.count == lab.course.evaluations.count
        && lab.chosen.map { $0 < lab.checkpoints.count } ?? true
    },
    Invariant("the lowest validation loss is the lowest, and the first of its height") {
      guard let course = $0.lab?.course, let place = course.lowestPlace else { return true }
      let losses = course.evaluations.map(\.validation)
      return losses.firstIndex(of: losses.min() ?? .zero) == place
    },
    Invariant("lines in the lab are those that were asked for, and no more") {
      guard let lab = $0.lab, let sample = lab.sample else { return true }
      return lab.sampleAsked != nil && sample.lines.count <= sample.wish.lineCount
        && sample.wish.step <= lab.course.steps && ($0.panel != .text || !$0.isTextCovered)
    },
    Invariant("nothing is done with the text in the lab") {
      guard $0.isInLab else { return true }
      return $0.activity.row == nil && !$0.isEditing && $0.contextLimit == nil
        && !$0.phase.isRunning
    },
    Invariant("in a lesson the lab is its own, where a page watches a training, and only there") {
      guard let lesson = $0.lesson, $0.lab != nil else { return true }
      return lesson.openPage.scene.hasTraining == $0.isInLab
        && (!$0.isInLab || lesson.labAside != nil)
    },
  ]

  private static func isNear(_ a: Information, _ b: Information) -> Bool {
    a == b || abs(a.nats - b.nats) <= 1e-3 * max(1, abs(a.nats))
  }

  // MARK: One activity at a time

  private static let ofActivity = [
    Invariant("what is revealed is the beginning of the whole text") {
      guard let whole = $0.reveal?.whole else { return true }
      return whole.bytes.starts(with: $0.text)
    },
    Invariant("a comparison is with the text at hand") {
      guard let alignment = $0.comparison?.baseline.alignment, let split = $0.reading.split,
        let baseline = $0.comparison?.baseline.scored
      else { return true }
      return alignment == TokenAlignment(from: baseline, to: split)
    },
    Invariant("the tokens of what a text is compared with reach to its end") {
      guard let baseline = $0.comparison?.baseline.scored else { return true }
      return baseline.tokens.last?.bytes.upperBound ?? 0 == baseline.text.count
    },
    Invariant("changes are shown only of a comparison") {
      $0.lens != .change || $0.hasChanges
    },
    Invariant("two models are compared over the text at hand") {
      guard let comparison = $0.modelComparison else { return true }
      guard let contrast = comparison.contrast else { return comparison.divergences == nil }
      let tokens = Array($0.tokens)
      return contrast.other.text == $0.text
        && (!$0.reading.isSplit
          || contrast.spans == ComparedSpan.all(tokens, contrast.other.tokens))
        && comparison.divergences?.places.count ?? 0 <= tokens.count
    },
    Invariant("a short context is of the same text, unless that is edited") {
      guard $0.contextLimit != nil, let baseline = $0.comparison?.baseline else { return true }
      return baseline.scored.text == $0.text
    },
    Invariant("branches are shown only of a generation") {
      $0.board != .branches || $0.generation != nil
    },
    Invariant("what is revealed or generated is not edited") {
      !$0.isEditing || $0.reveal == nil && $0.generation == nil
    },
    Invariant("the present branch begins with what it shares with its parent") {
      guard let branches = $0.generation?.branches else { return true }
      return branches.all[branches.current].fork <= $0.tokens.count
    },
  ]

  // MARK: One model at a time

  private static let ofModels = [
    Invariant("while another model is on its way, the text is only read") {
      guard $0.models.change != nil else { return true }
      return $0.activity.row == nil && !$0.isEditing && $0.lesson == nil && $0.game == nil
        && !$0.isInLab
    },
    Invariant("the model of one's own text is the one in use, but in lessons and in the lab") {
      guard $0.lesson == nil, $0.models.wanted == $0.models.inUse else { return true }
      if $0.lab?.isExploredWith == true { return true }
      return $0.models.own == $0.models.inUse
    },
  ]

  // MARK: Focus and cursor are inside the text

  private static let ofPlaces = [
    Invariant("a token is focused, or the place behind the last where that is asked") {
      (0...max($0.lastPlace, 0)).contains($0.focus)
    },
    Invariant("the cursor is in the text, between characters") { explorer in
      guard let cursor = explorer.cursor else { return true }
      guard (0...explorer.text.count).contains(cursor) else { return false }
      return true
    },
    Invariant("the lines that are visible are there") {
      $0.screen.text == nil || $0.topLine >= 0 && $0.topLine < max($0.lineCount, 1)
    },
    Invariant("the candidate that is selected is there") {
      $0.selectedCandidate >= 0
        && ($0.selectedCandidate < $0.candidateLines.count || $0.candidateLines.isEmpty)
    },
    Invariant("the panel that holds the keyboard has its place on the screen") {
      $0.screen.text == nil || $0.panel != .candidates || $0.screen.candidates != nil
        || $0.screen.header == nil
    },
  ]

  // MARK: Every request is answered or dropped

  private static let ofRequests = [
    Invariant("nothing is idle while what is scored is not the text") {
      guard case .ready = $0.model, $0.phase == .idle, $0.game == nil, $0.generation == nil
      else { return true }
      let whole = $0.reveal?.whole ?? $0.reading
      guard !whole.bytes.isEmpty else { return true }
      return whole.split?.isComplete == true && $0.desk.contextOfScores == $0.contextLimit
    },
    Invariant("what is scored was scored after what is said") {
      guard case .ready = $0.model, $0.phase == .idle, !$0.isInLab, $0.game == nil,
        $0.generation == nil,
        let settings = ($0.reveal?.whole ?? $0.reading).split?.settings
      else { return true }
      return settings.startToken == $0.models.starts.token(of: $0.desk.start)
    },
    Invariant("what is shown of the inside is of the focused token, as the model at hand reads it")
    {
      guard let inspection = $0.inspection else { return true }
      return inspection.wish == $0.wish && inspection.figures.temperature == $0.temperature
        && inspection.count <= max(inspection.wanted, 1024)
    },
    Invariant("what was shown of the inside before is something, and not much") {
      $0.earlierInspections.count <= Explorer.inspectionsAside
        && $0.earlierInspections.allSatisfy { $0.wish.subject == .bought && $0.count > 0 }
    },
    Invariant("nothing is looked into while something is scored") {
      !$0.isInspecting || !$0.phase.isRunning
    },
    Invariant("nothing runs without a model") {
      if case .ready = $0.model { return true }
      return !$0.phase.isRunning
    },
    Invariant("nothing is said to be stopped while the text is continued") {
      $0.phase != .stopped || $0.generation == nil
    },
    Invariant("what is generated belongs to a generation") {
      $0.phase != .generating || $0.generation != nil
    },
    Invariant("an empty text has no tokens, but for one that is nothing but an added space") {
      !$0.text.isEmpty || $0.tokens.allSatisfy { $0.bytes.isEmpty && $0.isSpaceAdded }
    },
  ]

  private init(_ sentence: String, holds: @escaping @Sendable (Explorer) -> Bool) {
    self.sentence = sentence
    self.holds = holds
  }
}

extension Explorer {
  /// The invariants that do not hold: none, ever. O(*n*) in the text.
  package var brokenInvariants: [String] {
    Invariant.all.filter { !$0.holds(self) }.map(\.sentence)
  }

  /// The number of the request that was made last.
  package var lastRequest: Int { requests.last }
}
