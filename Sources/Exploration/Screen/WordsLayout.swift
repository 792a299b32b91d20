import Basics
import Scoring
import ShownText

/// Where the tokens of a text stand when each is above its own bar and its own number: in rows, a token
/// on one line.
///
/// A number has a fixed number of columns, whatever its value, so that nothing moves while values do:
/// the token behind a narrow one begins further right. Rows are broken where the text has a space, and
/// elsewhere only where half of a row would be left empty.
public struct WordsLayout: Equatable, Sendable {
  /// What is laid out, and how.
  public struct Wish: Equatable, Sendable {
    /// The columns of a row, and those that a number may take.
    public var width: Int, numberWidth: Int
    /// The most rows that are wanted; nil for as many as there are.
    public var rowLimit: Int?
    /// What stands behind the last token, for what is not shown.
    public var mark: Mark?

    package init(width: Int, numberWidth: Int, rowLimit: Int? = nil, mark: Mark? = nil) {
      (self.width, self.numberWidth, self.rowLimit, self.mark) = (
        width, numberWidth, rowLimit, mark
      )
    }
  }

  /// What stands for a part of the text that is not shown.
  public enum Mark: String, Sendable {
    /// It is hidden, to be guessed.
    case hidden = "?"
    /// It is not split into tokens yet.
    case unsplit = "…"
  }

  /// What was laid out, and how.
  public let wish: Wish
  /// How many words there are: the tokens, and the mark behind them.
  public let wordCount: Int
  /// The first word of each row. `[rows]`
  private var starts: [Int] = []

  /// Lays out tokens; nil where they need more rows than are wanted. O(*n*) in what the rows hold.
  package init?(_ text: [UInt8], _ tokens: ArraySlice<Token>, _ wish: Wish) {
    self.wish = wish
    wordCount = tokens.count + (wish.mark == nil ? 0 : 1)
    var (pen, place) = (Pen(wish), 0)
    var lastBreak: Int?
    while place < wordCount {
      let word = WordText(text, tokens, at: place, wish)
      let (columns, beginsRow) = pen.place(word)
      if beginsRow, !word.hasGap, let start = lastBreak {
        (pen, place, lastBreak) = (Pen(wish), start, nil)
        continue
      }
      if beginsRow {
        if starts.count == wish.rowLimit { return nil }
        starts.append(place)
      }
      if beginsRow || word.endsLine { lastBreak = nil }
      if !beginsRow, word.hasGap { lastBreak = columns.lowerBound >= wish.width / 2 ? place : nil }
      place += 1
    }
  }

  /// The number of rows.
  public var rowCount: Int { starts.count }

  /// The words of a row.
  public func words(ofRow row: Int) -> Range<Int> {
    starts[row]..<(row + 1 < starts.count ? starts[row + 1] : wordCount)
  }

  /// The row that holds a word. O(log *n*).
  public func row(holding word: Int) -> Int {
    max(starts.partitioningIndex { $0 > word } - 1, 0)
  }

  /// The words of a row, with their places. O(the row's length).
  package func row(_ row: Int, of text: [UInt8], _ tokens: ArraySlice<Token>) -> [Word] {
    var pen = Pen(wish)
    var end = 0
    return words(ofRow: row).map { place in
      let text = WordText(text, tokens, at: place, wish)
      let columns = pen.place(text).columns
      defer { end = columns.upperBound }
      let isJoined = place > starts[row] && !text.hasGap && !text.beginsWithLineEnd
      return Word(
        place: place, cells: text.cells, columns: columns,
        join: isJoined ? end..<columns.lowerBound : nil)
    }
  }
}

/// A token where it stands in its row.
public struct Word: Equatable, Sendable {
  /// Its place among the tokens; that behind the last for a mark.
  public var place: Int
  /// What is written, without the space that it begins with.
  public var cells: [DisplayCell]
  /// The columns of the text and of the bar below it.
  public var columns: Range<Int>
  /// The columns between it and the word before, where the text has nothing there.
  public var join: Range<Int>?
}

/// Puts one word behind the other.
private struct Pen {
  let wish: WordsLayout.Wish
  /// Where the last word's text ends, and where its number surely does; nil before the first word.
  private var ends: (text: Int, number: Int)?
  /// Whether the last word ended a line.
  private var hasEnded = false

  init(_ wish: WordsLayout.Wish) { self.wish = wish }

  /// The columns of the next word, and whether it begins a row.
  mutating func place(_ word: WordText) -> (columns: Range<Int>, beginsRow: Bool) {
    var start = ends.map { max($0.text + (word.hasGap ? 1 : 0), $0.number + 1) } ?? wish.width
    let beginsRow =
      start + max(word.width, wish.numberWidth) > wish.width
      || (hasEnded && !word.beginsWithLineEnd)
    if beginsRow { start = 0 }
    let columns = start..<min(start + word.width, wish.width)
    ends = (columns.upperBound, start + wish.numberWidth)
    hasEnded = word.endsLine
    return (columns, beginsRow)
  }
}

/// A token as it is written on one line: spaces at its ends as symbols, but for the one that begins a
/// word, which is left blank.
private struct WordText {
  private(set) var hasGap = false, beginsWithLineEnd = false, endsLine = false
  private let bytes: ArraySlice<UInt8>
  /// Nil for a text of which every byte is drawn as itself.
  private var special: [DisplayCell]?

  init(_ text: [UInt8], _ tokens: ArraySlice<Token>, at word: Int, _ wish: WordsLayout.Wish) {
    guard word < tokens.count else {
      hasGap = true
      bytes = []
      special = displayCells(Array(" \(wish.mark?.rawValue ?? "") ".utf8))
      return
    }
    // No glyph has more bytes than this, so that a row is full before the rest could be seen.
    let all = text[tokens[word].bytes].prefix(128 * (wish.width + 1))
    hasGap = all.count > 1 && all.first == 0x20 && !all[all.startIndex + 1].isWhiteSpace
    bytes = hasGap ? all.dropFirst() : all
    guard !bytes.isPlain else { return }
    special = displayCells(Array(visibleSpaces(Array(bytes)).utf8))
    beginsWithLineEnd = bytes.first == 0x0A || bytes.first == 0x0D
    endsLine = bytes.contains(0x0A)
  }

  /// The columns that it takes.
  var width: Int { special?.reduce(0) { $0 + $1.width } ?? bytes.count }

  /// What is written.
  var cells: [DisplayCell] { special ?? displayCells(Array(bytes)) }
}

extension ArraySlice<UInt8> {
  /// Whether it is ASCII that can be seen, with spaces only between.
  fileprivate var isPlain: Bool {
    first != 0x20 && last != 0x20 && !isEmpty && allSatisfy { (0x20..<0x7F).contains($0) }
  }
}
