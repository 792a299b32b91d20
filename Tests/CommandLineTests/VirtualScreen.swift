/// What a terminal would show: a grid, the cursor, and the modes, from the bytes written to it.
///
/// It knows what our program may send and nothing else: any other escape sequence, control
/// character, or malformed text is kept in `faults`.
struct VirtualScreen {
  private(set) var rows: Int
  private(set) var columns: Int
  private(set) var cells: [[String]]
  private(set) var row = 0
  private(set) var column = 0
  /// The rows that scroll (`ESC [ top ; bottom r`).
  private var region: Range<Int>
  /// The private modes (`ESC [ ? n h`) that were ever set or reset, by their last state.
  private(set) var modes: [Int: Bool] = [:]
  /// Whether attributes or colours are on.
  private(set) var isStyled = false
  /// Whether any colour was ever chosen.
  private(set) var hasColor = false
  private(set) var faults: [String] = []
  private var pending: [UInt8] = []
  /// The screen behind the full-screen one, and its cursor.
  private var behind: (cells: [[String]], row: Int, column: Int)?

  init(rows: Int, columns: Int) {
    self.rows = rows
    self.columns = columns
    region = 0..<rows
    cells = Array(repeating: Array(repeating: " ", count: columns), count: rows)
  }

  var lines: [String] { cells.map { $0.joined() } }
  var text: String { lines.joined(separator: "\n") }

  /// Modes of a full-screen program that are still on; the cursor (25) counts when it is hidden.
  var leftovers: [String] {
    let on = modes.filter { $0.value && $0.key != 25 && $0.key != 7 }.map { "?\($0.key)" }
    return on.sorted() + (modes[25] == false ? ["hidden cursor"] : [])
      + (isStyled ? ["attributes"] : [])
  }

  mutating func resize(rows: Int, columns: Int) {
    var other = VirtualScreen(rows: rows, columns: columns)
    for row in 0..<min(rows, self.rows) {
      for column in 0..<min(columns, self.columns) {
        other.cells[row][column] = cells[row][column]
      }
    }
    (self.rows, self.columns, cells, region) = (rows, columns, other.cells, 0..<rows)
    (row, column) = (min(row, rows - 1), min(column, columns))
  }

  mutating func write(_ bytes: ArraySlice<UInt8>) {
    for byte in bytes {
      pending.append(byte)
      consume()
    }
  }

  // MARK: Grammar

  private mutating func consume() {
    switch pending[0] {
    case 0x1B: consumeEscape()
    case 0x08: finish { $0.column = max($0.column - 1, 0) }
    case 0x09: finish { $0.column = min(($0.column / 8 + 1) * 8, $0.columns - 1) }
    case 0x0A: finish { $0.feedLine() }
    case 0x0D: finish { $0.column = 0 }
    case 0x0F: pending = []  // vt100's “plain” ends with it
    case 0x20...0x7E: finish { [byte = pending[0]] in $0.put(String(UnicodeScalar(byte))) }
    case 0xC2...0xF4: consumeCharacter()
    default: fault()
    }
  }

  private mutating func finish(_ action: (inout Self) -> Void) {
    action(&self)
    pending = []
  }

  private mutating func fault() {
    faults.append(pending.map { String($0, radix: 16) }.joined(separator: " "))
    pending = []
  }

  private mutating func consumeCharacter() {
    let length = pending[0] < 0xE0 ? 2 : pending[0] < 0xF0 ? 3 : 4
    guard pending.count == length else { return }
    guard let text = String(validating: pending, as: UTF8.self),
      let scalar = text.unicodeScalars.first,
      scalar.value >= 0xA0
    else { return fault() }
    finish { $0.put(text, isMark: scalar.properties.generalCategory == .nonspacingMark) }
  }

  private mutating func consumeEscape() {
    guard pending.count > 1 else { return }
    switch pending[1] {
    case UInt8(ascii: "["):
      guard let final = pending.dropFirst(2).last, (0x40...0x7E).contains(final) else {
        return pending.count > 64 ? fault() : ()
      }
      control(String(decoding: pending[2...], as: UTF8.self))
    case UInt8(ascii: "]"):  // the clipboard
      guard pending.last == 0x07 else { return }
      let isClipboard = pending.starts(with: "\u{1B}]52;c;".utf8)
      isClipboard ? pending = [] : fault()
    case UInt8(ascii: "("), UInt8(ascii: ")"): if pending.count == 3 { pending = [] }
    case UInt8(ascii: "="), UInt8(ascii: ">"), UInt8(ascii: "7"), UInt8(ascii: "8"): pending = []
    case UInt8(ascii: "M"): finish { $0.feedLineBack() }
    default: fault()
    }
  }

  private mutating func control(_ sequence: String) {
    let final = sequence.last ?? " "
    let parameters = sequence.dropLast()
    let isPrivate = parameters.first == "?"
    let numbers = parameters.drop { $0 == "?" }.split(
      separator: ";", omittingEmptySubsequences: false
    ).map { Int($0) ?? 0 }
    let first = numbers.first ?? 0
    let count = max(first, 1)
    switch (final, isPrivate) {
    case ("h", true), ("l", true): for mode in numbers { set(mode, final == "h") }
    case ("h", false), ("l", false), ("t", false): break
    case ("r", false):
      let (top, bottom) = (count - 1, min(numbers.dropFirst().first ?? rows, rows))
      region = top < bottom ? top..<bottom : 0..<rows
      (row, column) = (0, 0)
    case ("m", false):
      isStyled = numbers.last.map { ![0, 39, 49].contains($0) } ?? false
      hasColor = hasColor || numbers.contains { (30...38).contains($0) || (40...48).contains($0) }
    case ("H", false): (row, column) = (count - 1, max(numbers.dropFirst().first ?? 1, 1) - 1)
    case ("A", false): row -= count
    case ("B", false): row += count
    case ("C", false): column += count
    case ("D", false): column -= count
    case ("G", false): column = count - 1
    case ("d", false): row = count - 1
    case ("c", true): break  // the shape of the Linux console's cursor
    case ("J", false): erase(from: first == 2 ? 0 : row * columns + column, to: rows * columns)
    case ("K", false):
      erase(
        from: row * columns + (first == 1 ? 0 : column),
        to: row * columns + (first == 1 ? column + 1 : columns))
    case ("X", false):
      erase(from: row * columns + column, to: row * columns + min(column + count, columns))
    case ("@", false), ("P", false):
      let moved = min(count, columns - column)
      let blanks = Array(repeating: " ", count: moved)
      let kept = Array(cells[row][column...])
      cells[row].replaceSubrange(
        column...,
        with: final == "@" ? blanks + Array(kept.dropLast(moved)) : kept.dropFirst(moved) + blanks)
    case ("b", false):
      let glyph = column > 0 ? cells[row][column - 1] : " "
      for _ in 0..<count { put(glyph) }
    default: return fault()
    }
    (row, column) = (min(max(row, 0), rows - 1), min(max(column, 0), columns - 1))
    pending = []
  }

  private mutating func set(_ mode: Int, _ isOn: Bool) {
    modes[mode] = isOn
    guard mode == 1049 else { return }
    if isOn {
      behind = behind ?? (cells, row, column)
      erase(from: 0, to: rows * columns)
    } else if let behind {
      let size = (rows, columns)
      (rows, columns) = (behind.cells.count, behind.cells.first?.count ?? 0)
      (cells, row, column) = behind
      self.behind = nil
      resize(rows: size.0, columns: size.1)
    }
  }

  // MARK: Grid

  private mutating func erase(from start: Int, to end: Int) {
    for place in start..<max(start, end) { cells[place / columns][place % columns] = " " }
  }

  private mutating func feedLine() {
    guard row + 1 == region.upperBound else { return row = min(row + 1, rows - 1) }
    cells.remove(at: region.lowerBound)
    cells.insert(Array(repeating: " ", count: columns), at: region.upperBound - 1)
  }

  private mutating func feedLineBack() {
    guard row == region.lowerBound else { return row = max(row - 1, 0) }
    cells.remove(at: region.upperBound - 1)
    cells.insert(Array(repeating: " ", count: columns), at: region.lowerBound)
  }

  private mutating func put(_ glyph: String, isMark: Bool = false) {
    guard !isMark else { return cells[row][min(max(column - 1, 0), columns - 1)] += glyph }
    let isWide = glyph.unicodeScalars.first.map { $0.isWide } ?? false
    if column >= columns {
      column = 0
      feedLine()
    }
    cells[row][column] = glyph
    if isWide, column + 1 < columns { cells[row][column + 1] = "" }
    column += isWide ? 2 : 1
  }
}

extension Unicode.Scalar {
  fileprivate var isWide: Bool {
    (0x1100...0x115F).contains(value) || (0x2E80...0xA4CF).contains(value)
      || (0xAC00...0xD7A3).contains(value) || (0xF900...0xFAFF).contains(value)
      || (0xFE30...0xFE6F).contains(value) || (0xFF00...0xFF60).contains(value)
      || (0x1F300...0x1F64F).contains(value) || (0x20000...0x3FFFD).contains(value)
  }
}
