import ShownText
import InformationTheory
import Scoring

extension Explorer {
  /// Whether the text is being edited.
  package var isEditing: Bool { cursor != nil }

  mutating func respond(to input: Input) -> [Effect] {
    if isInviting, endsInvitation(input) { return [] }
    desk.place.wantedPeak = nil
    partList?.goesThere = false
    switch input {
    case .key(let key, let modifiers): return respond(to: key, modifiers)
    case .mouse(let action, let row, let column):
      return respond(to: action, row: row, column: column)
    case .paste(let bytes): return paste(bytes)
    case .invalid(let bytes): return isEditing ? type(bytes) : []
    case .focus: return []
    }
  }

  private mutating func respond(to key: Key, _ modifiers: Modifiers) -> [Effect] {
    let chord = Chord(key, modifiers).normalized
    say(nil)
    if let command = command(for: chord) {
      isAtALoss = false
      return perform(command)
    }
    guard typesLetters else {
      hintAtHelp(insteadOf: chord)
      return []
    }
    if chord.modifiers.isEmpty, case .character(let character) = chord.key {
      return type(character)
    }
    return []
  }

  /// Does what a key asked for.
  mutating func perform(_ command: Command) -> [Effect] {
    switch command {
    case .line, .page, .moving(.halfPage), .cursor(.up), .cursor(.down), .cursor(.pageUp),
      .cursor(.pageDown):
      break
    default: desk.place.desiredColumn = nil
    }
    if let refusal = refusal(of: command) {
      say(refusal.sentence)
      return []
    }
    switch command {
    case .step, .line, .page, .firstToken, .lastToken, .nextPeak, .previousPeak, .withinCorner,
      .nextCorner:
      move(command)
    case .moving(let command): perform(command)
    case .find(let command): perform(command)
    case .parts(let command): perform(command)
    case .notches, .temperatureOne, .bestTemperature: changeTemperature(command)
    case .switchUnit, .switchLens, .switchTheme, .switchMarks, .switchView,
      .switchBigFigures, .switchTextUnit, .nextPanel, .previousPanel, .scroll:
      changeView(command)
    case .board(let board): toggle(board)
    case .generation(let command): return perform(command)
    case .sideBySide(let command): return perform(command)
    case .explain(let step): explain(step)
    case .layer(let count): chooseLayer(by: count)
    case .bought(let command): perform(command)
    case .reveal(let command): return perform(command)
    case .whatIf(let command): return endGeneration() + perform(command)
    case .edit, .undo, .redo, .copyFigures, .copyText, .resumeScoring, .replaceWithPaste,
      .insertPaste:
      return act(command)
    case .leave, .help, .redraw, .suspend, .quit, .quitAtOnce: return control(command)
    case .lesson(let command): return perform(command)
    case .cursor(let motion): moveCursor(motion)
    case .newline, .deleteBackward, .deleteForward, .deleteWord, .deleteToLineStart,
      .deleteToLineEnd:
      return change(command)
    case .game(let command): return perform(command)
    case .switchStart: return switchStart()
    case .context(let command): return perform(command)
    case .lab(let command): return perform(command)
    case .models(let command): return perform(command)
    case .takeAway(let command): return perform(command)
    case .palette(let command): return perform(command)
    }
    return []
  }

  private mutating func move(_ command: Command) {
    switch command {
    case .step(let count): step(by: count)
    case .line(let count): moveFocus(lines: count)
    case .page(let count): stage == nil ? moveFocus(pages: count) : scrollHelp(pages: count)
    case .firstToken: jump(to: 0)
    case .lastToken: jump(to: lastPlace)
    case .nextPeak: moveToPeak(1)
    case .withinCorner(let direction): moveWithinCorner(direction)
    case .nextCorner: moveToNextCorner()
    default: moveToPeak(-1)
    }
  }

  private mutating func changeTemperature(_ command: Command) {
    switch command {
    case .notches(let count): set(temperature.moved(byNotches: count))
    case .bestTemperature:
      guard let best = curve.best else { break }
      set(best.temperature)
      let open = openBest.map { open in
        ", the middle of \(between(open) { format(temperature: $0.value) })"
      }
      say(
        "the temperature that suits this text best: \(format(temperature: temperature.value))\(open ?? "")"
      )
    default: set(.one)
    }
  }

  private mutating func changeView(_ command: Command) {
    switch command {
    case .switchUnit: unit = unit.next
    case .switchLens: lens = lens.next(isComparing: hasChanges)
    case .switchTheme:
      theme = theme.next
      say("colours: \(theme.rawValue)")
    case .switchMarks: showsMarks.toggle()
    case .switchView: switchView()
    case .switchBigFigures: switchBigFigures()
    case .switchTextUnit: switchTextUnit()
    case .nextPanel: show(panel(furtherBy: 1))
    case .previousPanel: show(panel(furtherBy: -1))
    case .scroll(let count):
      if stage != nil {
        scrollHelp(by: count)
      } else {
        selectCandidate(by: count)
      }
    default: break
    }
  }

  /// The panel that follows, or comes before, where this screen has them in turn.
  func panel(furtherBy count: Int) -> Panel {
    let turn: [Panel] = (isInLab ? [.chart] : []) + [.text, .candidates, .curve]
    let place = turn.firstIndex(of: panel) ?? 0
    return turn[(place + count + turn.count) % turn.count]
  }

  /// Gives the keyboard to a panel, or to the text where this screen has no room for it.
  mutating func show(_ wanted: Panel) {
    panel = wanted
    refreshScreen()
  }

  private mutating func act(_ command: Command) -> [Effect] {
    switch command {
    case .edit: return startEditing()
    case .undo: return undo()
    case .redo: return redo()
    case .copyText:
      say("copied the text, \(grouped(text.count)) \(plural("byte", text.count))")
      return [.copy(text)]
    case .copyFigures:
      guard let line = figuresLine else { break }
      say("copied: \(display(line))")
      return [.copy(Array(line.utf8))]
    case .resumeScoring: return goOnWithText()
    case .replaceWithPaste: return takePaste(replacing: true)
    case .insertPaste: return takePaste(replacing: false)
    default: break
    }
    return []
  }

  private mutating func control(_ command: Command) -> [Effect] {
    switch command {
    case .help: stage = .help(top: 0, over: stage)
    case .leave: return leave()
    case .quit: return quit()
    case .redraw: return [.redraw]
    case .suspend: return [.suspend]
    default: return [.quit]
    }
    return []
  }

  /// The focused token's figures as a line for the clipboard.
  private var figuresLine: String? {
    guard let token = focusedToken else { return nil }
    let name = "\"\(display(bytes(of: token)))\""
    guard let surprisal = surprisalInterval(of: focus), let rank = rank(of: focus),
      let entropy = entropyInterval(before: focus)
    else { return "\(name)\tno context" }
    let figures = [
      name,
      "surprisal \(between(surprisal) { decimal($0.bits, 4) }) bits "
        + "(\(between(surprisal) { decimal($0.nats, 4) }) nats)",
      "probability "
        + between(surprisal.logProbabilities) { significant(exponentialOf: $0) },
      "rank \(rank < Int(Prediction.unknownRank) ? String(rank) : "unlisted")",
      "entropy \(between(entropy) { decimal($0.bits, 4) }) bits",
      "T \(format(temperature: temperature.value))",
    ]
    let start = startTokenName.map { ["start token \($0)"] } ?? []
    return (figures + start).joined(separator: "\t")
  }
}

extension CaseIterable where Self: Equatable, AllCases.Index == Int {
  /// The case that follows, the first after the last.
  package var next: Self {
    let all = Self.allCases
    let place = all.firstIndex(of: self) ?? all.startIndex
    return all[(place + 1) % all.count]
  }
}
