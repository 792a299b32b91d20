import InformationTheory
import Scoring

extension Explorer {
  mutating func startEditing() -> [Effect] {
    let effects = endGeneration()
    desk.place.seeksPeak = false
    panel = .text
    refreshScreen()
    cursor = focusedToken?.bytes.upperBound ?? text.count
    revealFocus()
    return effects
  }

  mutating func stopEditing() {
    followCursor()
    cursor = nil
    desk.history.endRun()
    revealFocus()
  }

  /// While editing, the focus is on the token just before the cursor.
  mutating func followCursor() {
    guard let cursor else { return }
    let token = token(at: max(cursor - 1, 0)) ?? 0
    if token != focus { resetCandidates() }
    focus = token
  }

  /// Puts bytes in at the cursor.
  mutating func type(_ bytes: [UInt8]) -> [Effect] {
    guard let cursor else { return [] }
    return replace(cursor..<cursor, with: bytes)
  }

  /// Deletes, or begins a line.
  mutating func change(_ command: Command) -> [Effect] {
    guard let cursor else { return [] }
    switch command {
    case .newline: return type([0x0A])
    case .deleteBackward: return delete(previousGlyph(before: cursor), cursor)
    case .deleteForward: return delete(cursor, nextGlyph(after: cursor))
    case .deleteWord: return delete(wordStart(before: cursor), cursor)
    case .deleteToLineStart:
      let start = lineBounds(around: cursor).lowerBound
      return delete(start == cursor ? previousGlyph(before: cursor) : start, cursor)
    default:
      let end = lineBounds(around: cursor).upperBound
      return delete(cursor, end == cursor ? nextGlyph(after: cursor) : end)
    }
  }

  private mutating func delete(_ start: Int, _ end: Int) -> [Effect] {
    start < end ? replace(start..<end, with: []) : []
  }

  /// Replaces a part of the text, remembers it for undo, and asks for new scores.
  mutating func replace(_ range: Range<Int>, with bytes: [UInt8]) -> [Effect] {
    guard !range.isEmpty || !bytes.isEmpty else { return [] }
    let effects = endGeneration()
    desk.history.record(
      .init(offset: range.lowerBound, removed: Array(text[range]), inserted: bytes))
    return effects + apply(range, bytes)
  }

  /// Replaces a part of the text without remembering it, and asks for new scores.
  mutating func apply(_ range: Range<Int>, _ bytes: [UInt8]) -> [Effect] {
    let effects = endContextLimit()
    // The changed text becomes the original of the next change, when the original is shown.
    if comparison?.subject == .variant { renewOriginal() }
    reading.replace(range, with: bytes)
    if isEditing { cursor = range.lowerBound + bytes.count }
    followCursor()
    focus = min(focus, max(validTokens - 1, 0))
    revealFocus()
    return effects + score()
  }

  mutating func undo() -> [Effect] {
    endGeneration() + withWholeText { $0.make($0.desk.history.undo()) }
  }

  mutating func redo() -> [Effect] {
    endGeneration() + withWholeText { $0.make($0.desk.history.redo()) }
  }

  private mutating func make(_ edit: EditHistory.Edit?) -> [Effect] {
    guard let edit else { return [] }
    return apply(edit.offset..<edit.offset + edit.removed.count, edit.inserted)
  }
}
