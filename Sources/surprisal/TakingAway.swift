import Basics
import Display
import Exploration
import Reports
import Runtime
import Scoring
import ShownText

/// Writes texts that are taken away from the explorer.
struct TakingAway: Sendable {
  /// Whether names of control tokens in a text stand for these.
  let readsControlTokens: Bool
  /// What the program was asked for as `--model`; empty for the default model.
  let reference: String
  /// A saved text whose receipt and reference go on with it, as its model is not here.
  let known: SavedText?

  /// Writes a text into a file, and says what became of it.
  func write(_ text: TakenText, as form: String, into file: String, replacing: Bool) -> TakenAway {
    guard replacing || !WritingPlace(file).isTaken else { return .exists(file) }
    do throws(CommandError) {
      try writeFile(file, bytes(text, form), replacing: replacing)
      return .written("wrote \(visibleText(file))")
    } catch {
      return .failed(visibleText(error.sentence))
    }
  }

  private func bytes(_ text: TakenText, _ form: String) -> [UInt8] {
    guard let format = ReportFormat.all.first(where: { $0.name == form }) else {
      return saved(text).bytes
    }
    if let form = ComparisonForm(rawValue: form), let compared = compared(text) {
      var result: [UInt8] = []
      compared.write(as: form) { result += $0.utf8 }
      return result
    }
    var look = ReportLook.usual
    (look.lens, look.unit) = (text.lens, text.unit)
    let header = ReportHeader(
      model: text.model, vocabulary: text.vocabulary, settings: text.scored.settings,
      temperature: text.temperature, topCount: 0, isBounded: text.scored.predictions.isBounded,
      receipt: receipt(of: text), look: look)
    var (report, result) = (
      ScoreReport(of: text.scored.text, tokens: text.scored.tokens, header, as: format), [UInt8]()
    )
    let write = { (piece: String) in result += piece.utf8 }
    report.begin(write)
    for start in stride(from: 0, to: text.scored.tokens.count, by: 512) {
      report.add(text.scored.predictions(from: start, count: 512), write)
    }
    report.end(write)
    return result
  }

  /// A text to be kept in a file.
  func saved(_ text: TakenText) -> SavedText {
    var view = SavedText.View()
    (view.temperature, view.lens, view.unit) = (text.temperature, text.lens, text.unit)
    (view.textUnit, view.token, view.source) = (text.textUnit, text.token, text.source)
    view.reference = text.reference ?? origin(of: text)?.view.reference ?? reference
    let scored = text.scored
    return SavedText(
      scored.text, scored.tokens, scored.predictions(from: 0, count: scored.tokens.count),
      scored.settings, readsControlTokens: readsControlTokens, model: text.model,
      vocabulary: text.vocabulary, boundaries: text.boundaries, receipt: receipt(of: text),
      view: view)
  }

  /// The saved text that a text comes from, where its scores are those of that file.
  private func origin(of text: TakenText) -> SavedText? { known?.model == text.model ? known : nil }

  func receipt(of text: TakenText) -> Receipt {
    if let origin = origin(of: text) { return origin.receipt }
    let reference = text.reference ?? (reference.isEmpty ? nil : reference)
    return Receipt(reference)
  }
}

extension ScoredText {
  /// The predictions of some tokens, those that are missing without a score. O(*n*).
  func predictions(from start: Int, count: Int) -> Predictions {
    var block = Predictions(vocabularySize: predictions.vocabularySize)
    for place in start..<min(start + count, tokens.count) { block.append(predictions[place]) }
    return block
  }
}

extension ReportFormat {
  /// The forms as the explorer lists them, those for people first.
  static var takenForms: [TakenForm] {
    let saved = TakenForm(
      name: "saved", summary: "all scores, to go on with here, without the model",
      fileExtension: "surprisal")
    let forms = all.map {
      TakenForm(name: $0.name, summary: $0.summary, fileExtension: $0.extensions[0])
    }
    let first = ["html", "svg"]
    return forms.filter { first.contains($0.name) }.reversed() + [saved]
      + forms.filter { !first.contains($0.name) }
  }
}

extension Receipt {
  /// What this program, on this machine, makes of the model of a reference.
  init(_ reference: String?) {
    self.init(
      version: Assets.version, modelDigest: try? ModelReference(reference).digest(),
      instructionSet: (try? InstructionSet.chosen(wantedInstructionSet).name) ?? "")
  }
}

extension ReportLook {
  /// The explorer's colours, and what a page needs.
  static var usual: ReportLook {
    var look = ReportLook()
    (look.light, look.dark) = (ReportColors(.light), ReportColors(.dark))
    (look.style, look.script) = (Assets.pageStyle, Assets.pageScript)
    return look
  }
}

extension ReportColors {
  /// Those of a theme.
  init(_ name: ThemeName) {
    let theme = Theme(name)
    func text(_ role: Role) -> String { theme.webColors(of: role).text }
    let ramp = (0..<Role.steps).map { theme.webColors(of: .surprise($0)) }
    let changes = (-Lens.middleStep...Lens.middleStep).map { theme.webColors(of: .change($0)) }
    self.init(
      paper: theme.webColors(of: .plain).ground, ink: text(.plain), faint: text(.faint),
      rule: text(.rule), accent: text(.curve), actual: text(.actual), best: text(.best),
      ramp: ramp.map(\.ground), rampInk: ramp.map(\.text),
      changes: changes.map(\.ground), changeInk: changes.map(\.text))
  }
}
