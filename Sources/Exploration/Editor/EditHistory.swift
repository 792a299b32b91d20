/// What was done to a text, as small differences, so that it can be undone.
struct EditHistory: Sendable {
  /// At an offset, some bytes gave way to others.
  struct Edit: Equatable, Sendable {
    var offset: Int
    var removed: [UInt8]
    var inserted: [UInt8]

    /// The edit that takes this one back.
    var inverse: Edit { Edit(offset: offset, removed: inserted, inserted: removed) }
  }

  private var done: [Edit] = []
  private var undone: [Edit] = []
  /// Whether the next edit may become one with the last: they are typed in a row.
  private var isOpen = false

  /// Whether there is something to take back, or to make again.
  var canUndo: Bool { !done.isEmpty }
  var canRedo: Bool { !undone.isEmpty }

  /// Remembers an edit that changes something. A run of typing within a word, or of deleting, becomes one edit.
  mutating func record(_ edit: Edit) {
    guard edit.removed != edit.inserted else { return }
    undone = []
    if isOpen, let last = done.last, let joined = join(last, edit) {
      done[done.count - 1] = joined
    } else {
      done.append(edit)
    }
    isOpen = edit.inserted.count + edit.removed.count <= 8
  }

  /// Ends a run: what comes next is undone by itself.
  mutating func endRun() { isOpen = false }

  /// Takes the last edit off and returns what takes it back.
  mutating func undo() -> Edit? {
    isOpen = false
    guard let edit = done.popLast() else { return nil }
    undone.append(edit)
    return edit.inverse
  }

  /// Returns the edit that was taken back last, to be made again.
  mutating func redo() -> Edit? {
    isOpen = false
    guard let edit = undone.popLast() else { return nil }
    done.append(edit)
    return edit
  }

  private func join(_ a: Edit, _ b: Edit) -> Edit? {
    let beginsWord = b.inserted.first == 0x20 || b.inserted.first == 0x0A
    if a.removed.isEmpty, b.removed.isEmpty, b.offset == a.offset + a.inserted.count, !beginsWord {
      return Edit(offset: a.offset, removed: [], inserted: a.inserted + b.inserted)
    }
    guard a.inserted.isEmpty, b.inserted.isEmpty else { return nil }
    if b.offset + b.removed.count == a.offset {
      return Edit(offset: b.offset, removed: b.removed + a.removed, inserted: [])
    }
    return b.offset == a.offset
      ? Edit(offset: a.offset, removed: a.removed + b.removed, inserted: []) : nil
  }
}
