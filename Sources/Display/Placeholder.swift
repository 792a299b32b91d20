import Exploration

/// A placeholder for the looks, which are written elsewhere.
public struct Theme: Sendable {
  public init() {}
  public func style(of role: Role, colors: Int) -> Style {
    switch role {
    case .plain: Style()
    case .faint: Style(dim: true)
    case .strong: Style(bold: true)
    case .surprise(let step): Style(foreground: colors > 8 ? 20 + step : nil, reverse: colors == 0)
    }
  }
}

extension Explorer {
  public var theme: Theme { Theme() }
}

public func render(_ explorer: Explorer, rows: Int, columns: Int) -> Frame {
  var frame = Frame(rows: rows, columns: columns)
  func write(_ text: String, _ row: Int, _ role: Role = .plain) {
    guard row >= 0, row < rows else { return }
    var column = 0
    for character in text {
      let isWide = (0x2E80...0xD7FF).contains(character.unicodeScalars.first!.value) || character.unicodeScalars.first!.value > 0xFFFF
      guard column + (isWide ? 1 : 0) < columns else { return }
      frame.cells[row * columns + column] = Frame.Cell(glyph: String(character), role: role)
      if isWide { frame.cells[row * columns + column + 1] = Frame.Cell(glyph: "", role: role) }
      column += isWide ? 2 : 1
    }
  }
  write("surprisal \(rows)x\(columns) \(explorer.notice) pasted \(explorer.pasted)", 0, .strong)
  write(String(decoding: explorer.text.prefix(400).filter { $0 >= 32 }, as: UTF8.self), 1)
  let tenths = explorer.temperature
  write("T \(tenths / 20).\(tenths % 20 * 5 < 10 ? "0" : "")\(tenths % 20 * 5)", rows - 2, .surprise(1))
  write("q quit ─│·", rows - 1, .faint)
  return frame
}
