/// One screenful as a value: drawn by a terminal, compared by a test, exported as a picture.
///
/// A cell holds one grapheme cluster. A cluster two columns wide occupies its cell and the next,
/// whose glyph is then empty.
public struct Frame: Equatable, Sendable {
  /// One place of the screen.
  public struct Cell: Equatable, Sendable {
    /// The cluster drawn here: printable, or empty behind a wide one.
    public var glyph: String
    /// What the cell means; a theme decides how that looks.
    public var role: Role
    /// A cell.
    public init(glyph: String = " ", role: Role = .plain) {
      self.glyph = glyph
      self.role = role
    }
  }

  /// The number of rows.
  public let rows: Int
  /// The number of columns.
  public let columns: Int
  /// The cells, row by row: `[rows * columns]`.
  public internal(set) var cells: [Cell]
  /// Where the hardware cursor rests, so that screen readers can follow; nil hides it.
  public var cursor: (row: Int, column: Int)? {
    get { cursorCell.map { ($0 / max(columns, 1), $0 % max(columns, 1)) } }
    set { cursorCell = newValue.map { $0.row * columns + $0.column } }
  }
  private var cursorCell: Int?
  /// Whether it is for a screen that has ASCII alone, where drawings of halves of a cell look poor.
  package let isASCII: Bool

  /// An empty screen.
  public init(rows: Int, columns: Int, isASCII: Bool = false) {
    self.isASCII = isASCII
    self.rows = rows
    self.columns = columns
    cells = Array(repeating: Cell(), count: rows * columns)
  }
}
