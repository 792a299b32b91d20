import Exploration
import ShownText

/// A line of the ladder to be read from afar: its bits per byte, its name, and a bar, all three rows high.
struct LargeRung: Widget {
  /// Its bits per byte, and its name.
  let number: String, name: String
  /// The bar, as wide as `barColumns` where it is full.
  let bar: String
  let isModel: Bool
  /// What is said below the name in ordinary letters, where it is said.
  let note: String
  /// The columns that the names have.
  let nameColumns: Int

  /// From one line to the next.
  static let pitch = BigLetters.line(scale: 1, isASCII: false)
  /// Where names begin, and what the bars have at least.
  private static let nameStart = 26, fewestBarColumns = 40

  /// The columns of the names of lines: as many as the widest of them has, if bars have room beside.
  static func nameColumns(of names: [String], in columns: Int) -> Int {
    let room = columns - nameStart - fewestBarColumns
    return names.map { width(of: shown($0, in: room)) }.filter { $0 <= room }.max() ?? room
  }

  /// The columns that are left for bars.
  static func barColumns(beside names: Int, in columns: Int) -> Int {
    max(columns - nameStart - names - 3, 0)
  }

  func draw(in area: Area, on frame: inout Frame) {
    let role: Role = isModel ? .actual : .plain
    let number = BigText(number, as: isModel ? .actual : .strong).atMost(scale: 1)
    let end = Self.nameStart - 4
    frame.draw(number, in: area.part(max(end - number.size(scale: 1).columns, 0), end))
    if isModel {
      frame.write("▸", row: area.row + 1, column: area.column + Self.nameStart - 3, as: role)
    }
    let name = Self.shown(name, in: nameColumns)
    let names = area.part(Self.nameStart, Self.nameStart + nameColumns)
    frame.draw(BigText(name, as: role).atMost(scale: 1), in: names)
    frame.write(
      note, row: area.row + area.rows - 1, column: names.column, as: role, limit: names.columns)
    for row in area.row..<area.row + area.rows - 1 {
      frame.write(
        bar, row: row, column: names.column + nameColumns + 2, as: isModel ? .actual : .bar)
    }
  }

  /// A name, or its beginning up to a comma where only that has room in large letters.
  private static func shown(_ name: String, in columns: Int) -> String {
    let versions = [name, name.split(separator: ",").first.map(String.init) ?? name]
    return versions.first { width(of: $0) <= columns } ?? name
  }

  private static func width(of name: String) -> Int {
    BigText(name, as: .plain).size(scale: 1).columns
  }
}
