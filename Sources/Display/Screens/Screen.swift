import Exploration
import ShownText

/// Draws an explorer on a screen of any size, as a value.
///
/// - Complexity: O(what is visible), if the explorer was told of this size by `.resized` before;
///   otherwise the whole text is laid out for it.
public func render(_ explorer: Explorer, rows: Int, columns: Int) -> Frame {
  let explorer = explorer.resized(rows: rows, columns: columns)
  var frame = Frame(
    rows: explorer.rows, columns: explorer.columns, isASCII: explorer.isASCII)
  frame.draw(explorer)
  return frame
}

extension Frame {
  /// Draws the parts of the screen, those that cover others last.
  fileprivate mutating func draw(_ explorer: Explorer) {
    let screen = explorer.screen
    guard let header = screen.header else { return drawTooSmall() }
    draw(HeaderLine(explorer: explorer), in: header)
    drawReading(explorer, on: screen)
    drawPanels(explorer, on: screen)
    if let geometry = screen.bigFigures {
      draw(BigFiguresPanel(explorer: explorer, geometry: geometry), in: geometry.area)
    }
    draw(FocusMark(explorer: explorer), in: screen.strip)
    draw(FiguresLine(explorer: explorer), in: screen.figures)
    draw(SliderLine(explorer: explorer), in: screen.slider)
    drawStage(explorer)
    if let invitation = explorer.invitation {
      draw(InvitationPanel(explorer: explorer, form: invitation.form), in: invitation.area)
    }
    let status = StatusLine(explorer: explorer)
    status.draw(on: &self)
    if !status.takesFooter {
      draw(FooterLine(items: explorer.footerItems), in: screen.footer)
    }
  }

  /// The text, and what accompanies it.
  private mutating func drawReading(_ explorer: Explorer, on screen: ScreenLayout) {
    if explorer.isInLab { return drawLab(explorer, on: screen) }
    draw(SummaryLine(explorer: explorer), in: screen.summary)
    if let words = explorer.wordsGeometry {
      draw(WordsPane(explorer: explorer, geometry: words), in: screen.text)
    } else {
      draw(TextPane(explorer: explorer), in: screen.text)
    }
    draw(OverviewStrip(explorer: explorer), in: screen.overview)
    draw(LessonPagePanel(explorer: explorer), in: screen.page)
    draw(LegendLine(explorer: explorer), in: screen.legend)
    draw(BarStrip(explorer: explorer), in: screen.strip)
  }

  /// A training, and the text that is watched.
  private mutating func drawLab(_ explorer: Explorer, on screen: ScreenLayout) {
    draw(RecipeLine(explorer: explorer), in: screen.summary)
    draw(ChartPanel(explorer: explorer), in: screen.chart)
    draw(CheckpointLine(explorer: explorer), in: screen.checkpoint)
    if !explorer.isTextCovered { draw(WatchedTextPane(explorer: explorer), in: screen.text) }
    draw(SamplePanel(explorer: explorer), in: screen.sample)
    draw(LearntPanel(explorer: explorer), in: screen.learnt)
    draw(LessonPagePanel(explorer: explorer), in: screen.page)
  }

  /// The panels, or the board that stands in their place.
  private mutating func drawPanels(_ explorer: Explorer, on screen: ScreenLayout) {
    draw(explorer.activity.candidates(for: explorer), in: screen.candidates)
    draw(DetailsPanel(explorer: explorer), in: screen.details)
    draw(explorer.activity.curve(for: explorer), in: screen.curve)
    if let board = explorer.board.widget(for: explorer) { draw(board, in: screen.board) }
  }

  /// What covers everything between header and footer.
  private mutating func drawStage(_ explorer: Explorer) {
    if let sideBySide = explorer.sideBySide {
      draw(SideBySideStage(explorer: explorer, sideBySide: sideBySide), in: explorer.stageArea)
    }
    switch explorer.stage {
    case .game(let game): draw(GameStage(explorer: explorer, state: game), in: explorer.gameArea)
    case .help(let top, _):
      draw(HelpStage(page: explorer.helpPage, top: top), in: explorer.helpArea)
    case .palette(let palette, _):
      draw(PaletteStage(explorer: explorer, palette: palette), in: explorer.helpArea)
    case .models(let list):
      draw(ModelListStage(explorer: explorer, list: list), in: explorer.helpArea)
    case .lessons(let selected):
      draw(LessonListStage(explorer: explorer, selected: selected), in: explorer.helpArea)
    case .takeAway(let list):
      draw(TakeAwayStage(explorer: explorer, list: list), in: explorer.helpArea)
    case .parts(let list):
      draw(PartListStage(explorer: explorer, list: list), in: explorer.helpArea)
    case .pasted, .marks, .quitting, nil: break
    }
  }

  private mutating func drawTooSmall() {
    let smallest = ScreenLayout.smallest
    let sentence = "needs \(smallest.columns)×\(smallest.rows)"
    let column = max((columns - columnWidth(of: sentence)) / 2, 0)
    write(sentence, row: rows / 2, column: column, limit: columns)
  }
}
