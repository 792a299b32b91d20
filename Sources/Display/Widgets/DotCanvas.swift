/// A drawing of dots, two columns and four rows of them in a cell.
struct DotCanvas {
  let columns: Int, rows: Int
  private var masks: [UInt8]

  init(columns: Int, rows: Int) {
    self.columns = columns
    self.rows = rows
    masks = Array(repeating: 0, count: columns * rows)
  }

  /// Sets a dot, counted from the top left.
  mutating func set(x: Int, y: Int) {
    guard x >= 0, y >= 0, x < columns * 2, y < rows * 4 else { return }
    let bits: [[UInt8]] = [[0x01, 0x08], [0x02, 0x10], [0x04, 0x20], [0x40, 0x80]]
    masks[y / 4 * columns + x / 2] |= bits[y % 4][x % 2]
  }

  /// With the dots of another one of its size in the cells where it has dots itself.
  func adding(_ other: DotCanvas) -> DotCanvas {
    var result = self
    for cell in masks.indices where masks[cell] != 0 { result.masks[cell] |= other.masks[cell] }
    return result
  }

  /// With all dots of another one of its size.
  func united(with other: DotCanvas) -> DotCanvas {
    var result = self
    for cell in masks.indices { result.masks[cell] |= other.masks[cell] }
    return result
  }

  /// The braille pattern of a cell; nil where there is no dot.
  func glyph(row: Int, column: Int) -> String? {
    let mask = masks[row * columns + column]
    return mask == 0 ? nil : Unicode.Scalar(0x2800 + UInt32(mask)).map { String($0) }
  }
}
