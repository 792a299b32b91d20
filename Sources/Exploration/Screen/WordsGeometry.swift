import ShownText

/// How rows of words share an area: the text, its bars and its numbers below one another, and a free
/// line before the next row where there is room.
public struct WordsGeometry: Equatable, Sendable {
  /// The smallest area that shows a word with its bar and number.
  static let smallest = (rows: 3, columns: 16)

  /// The area.
  public let area: Area
  /// How many rows of words are shown at once.
  public let shownRows: Int
  /// How tall a bar can be, in rows.
  public let barRows: Int
  /// From one row of words to the next.
  let pitch: Int

  /// Divides an area among so many rows of words: all, as tall as they can be, or as many as can be read
  /// at once.
  init(_ area: Area, rowCount: Int) {
    self.area = area
    shownRows =
      rowCount * 3 <= area.rows ? max(rowCount, 1) : min(max((area.rows + 1) / 4, 1), rowCount)
    let hasGap = (area.rows + 1) / shownRows >= 4
    pitch = (area.rows + (hasGap ? 1 : 0)) / shownRows
    barRows = pitch - (hasGap ? 3 : 2)
  }

  /// Divides an area among rows of words that are so many rows apart, a free line among these.
  package init(_ area: Area, pitch: Int) {
    (self.area, self.pitch) = (area, pitch)
    shownRows = (area.rows + 1) / pitch
    barRows = pitch - 3
  }

  /// The screen's row of the text of a shown row of words.
  public func textRow(_ row: Int) -> Int { area.row + row * pitch }

  /// The screen's row of the numbers.
  public func numberRow(_ row: Int) -> Int { textRow(row) + barRows + 1 }

  /// The area of a word's bar.
  public func bar(of word: Word, inRow row: Int) -> Area {
    Area(
      row: textRow(row) + 1, column: area.column + word.columns.lowerBound, rows: barRows,
      columns: word.columns.count)
  }

  /// The shown row of words at a row of the screen, which may lie beyond them.
  func row(at screenRow: Int) -> Int {
    ((screenRow - area.row) / pitch).clamped(to: 0...shownRows - 1)
  }
}

extension Explorer {
  /// How the words share the text's area; nil while the text is running.
  public var wordsGeometry: WordsGeometry? {
    guard let layout = reading.words, let area = screen.text else { return nil }
    return WordsGeometry(area, rowCount: layout.rowCount)
  }

  /// The words of a row that is shown, with their places; none below the last. O(the row's length).
  public func words(inRow row: Int) -> [Word] {
    guard let layout = reading.words, topLine + row < layout.rowCount else { return [] }
    return layout.row(topLine + row, of: text, tokens)
  }

  /// The number of lines of the text as it is shown: rows of words, or lines of running text.
  public var lineCount: Int { reading.words?.rowCount ?? layout.lineCount }

  /// How many of them are shown at once.
  public var shownLines: Int {
    wordsGeometry?.shownRows ?? (screen.text?.rows ?? 0) / rowsPerLine
  }

  /// The word at a place of the screen, or the nearest to it.
  func word(atRow row: Int, column: Int) -> Int? {
    guard let geometry = wordsGeometry else { return nil }
    return word(inRow: geometry.row(at: row), atColumn: column - geometry.area.column)
      ?? reading.words.map { $0.wordCount - 1 }
  }

  /// The word of a shown row at a column of the text's area, or the nearest before it.
  private func word(inRow row: Int, atColumn column: Int) -> Int? {
    let all = words(inRow: row)
    return (all.last { $0.columns.lowerBound <= column } ?? all.first)?.place
  }

  // MARK: The setting

  /// What the words are to be laid out for on a screen with room for them, as far as a person wants
  /// them; nil where running text is shown whatever its length.
  private func wordsWish(in area: Area?) -> WordsLayout.Wish? {
    let stays = preferences.view == .automatic ? reveal?.hasWords : nil
    let isSplit = reading.isSplit || (phase == .tokenizing && screen.wish.words)
    guard preferences.view != .running, stays != false, isSplit, !isEditing, !isInLab,
      !text.isEmpty || reveal != nil,
      let area, area.rows >= WordsGeometry.smallest.rows,
      area.columns >= WordsGeometry.smallest.columns
    else { return nil }
    return WordsLayout.Wish(
      width: area.columns, numberWidth: lens.numberWidth,
      rowLimit: preferences.view == .automatic && stays == nil ? area.rows / 3 : nil,
      mark: !reading.isSplit ? .unsplit : lastPlace == tokens.count ? .hidden : nil)
  }

  func screen(words: Bool, overview: Bool) -> ScreenLayout {
    ScreenLayout(
      rows: rows, columns: columns,
      .init(
        panel: panel, board: board, hasPage: lesson != nil, words: words,
        bigFigures: preferences.bigFigures, isASCII: isASCII, hasChart: isInLab,
        hasSample: lab?.coversText == true && panel != .text, branchCount: branchCount,
        hasOverview: overview))
  }

  /// Divides the screen, with bars below the words where that is wanted and the words fit.
  mutating func divideScreen() {
    let wide = screen(words: true, overview: false)
    if reveal != nil, reveal?.hasWords == nil {
      let first = wordsWish(in: wide.text)
      reading.layOutWords(first)
      let fits = reading.words != nil
      reveal?.hasWords = fits
    }
    let wish = wordsWish(in: wide.text)
    reading.layOutWords(wish)
    // What was shown as words until now is no more, once its beginning has no room.
    if wish?.mark == .unsplit, reading.words == nil { reading.layOutWords(nil) }
    screen =
      reading.words == nil ? screen(words: false, overview: screen.wish.hasOverview) : wide
  }

  /// Divides the screen again where the words have changed, or whether they are wanted, or how many branches
  /// there are. O(1) otherwise.
  mutating func settleWords() {
    if !wordsAreSettled || screen.wish.branchCount != branchCount
      || screen.wish.hasOverview != wantsOverview
    {
      refreshScreen()
    }
  }

  /// Whether the words are laid out as they are wanted, and the screen is divided for them. O(1).
  var wordsAreSettled: Bool {
    screen.wish.words == (reading.words != nil)
      && wordsWish(in: screen(words: true, overview: false).text) == reading.wordsWish
  }

  /// Shows bars below the words, or running text: of two settings that would do it the automatic one.
  mutating func switchView() {
    let (before, wasRunning) = (preferences.view, reading.words == nil)
    for view in [TextView.automatic, wasRunning ? .words : .running] {
      preferences.view = view
      refreshScreen()
      guard (reading.words == nil) == wasRunning else {
        say(Sentence(viewSentence))
        return
      }
    }
    preferences.view = before
    refreshScreen()
    say(
      reading.isSplit
        ? "there is no room here for bars below the words"
        : "the text is not split into tokens yet")
  }

  private var viewSentence: String {
    let shown = reading.words == nil ? "running text" : "each token above its bar and number"
    return preferences.view == .automatic
      ? "view: automatic, here \(shown)" : "view: \(shown), whatever its length"
  }
}
