/// Returns a text of any bytes as it may be shown: what would move the cursor, turn the direction of
/// writing or be invisible is written out, and what is no UTF-8 appears as its bytes.
///
/// Everything foreign that reaches a screen passes here: texts, tokens, names of models and files,
/// messages of errors.
///
///     display(Array("a\u{1B}[2J".utf8))  // "a␛[2J"
///     display([0xE4, 0xBD])  // "⟨E4 BD⟩"
///
/// - Complexity: O(*n*) in the number of bytes.
public func display(_ bytes: [UInt8]) -> String { displayCells(bytes).map(\.text).joined() }

/// Returns a string as it may be shown: see ``display(_:)-([UInt8])``. O(*n*).
public func display(_ string: String) -> String { display(Array(string.utf8)) }

/// A piece of text that fills one, two or no columns: at most one spacing code point and its marks.
public struct DisplayCell: Equatable, Sendable {
  /// The code points to draw.
  public var text: String
  /// The columns that they fill, 1 or 2.
  public var width: Int

  /// A cell.
  public init(text: String, width: Int) {
    self.text = text
    self.width = width
  }
}

/// Returns the cells that show a text of any bytes in one line, neighbouring stray bytes joined as
/// `⟨E4 BD⟩`. O(*n*).
public func displayCells(_ bytes: [UInt8]) -> [DisplayCell] {
  var cells: [DisplayCell] = []
  var stray: [UInt8] = []
  func flush() {
    guard !stray.isEmpty else { return }
    cells += narrowCells(strayBytes(stray))
    stray = []
  }
  for glyph in Glyphs(bytes) {
    if case .invalid(let byte) = glyph.kind {
      stray.append(byte)
    } else {
      flush()
      cells += glyph.cells
    }
  }
  flush()
  return cells
}

extension Glyph {
  /// The cells that show it in a list, where line feeds and tabs are symbols.
  public var cells: [DisplayCell] {
    switch kind {
    case .ascii(let byte): [DisplayCell(text: asciiStrings[Int(byte)], width: 1)]
    case .newline: [DisplayCell(text: "↵", width: 1)]
    case .tab: [DisplayCell(text: "⇥", width: 1)]
    case .invalid(let byte): narrowCells(strayBytes([byte]))
    case .cluster(let cluster): clusterCells(cluster)
    }
  }

  /// The columns that it fills in running text, from a column on (which matters to a tab).
  public func width(atColumn column: Int) -> Int {
    switch kind {
    case .ascii: 1
    case .newline: 0
    case .tab: tabWidth - column % tabWidth
    case .invalid: 4
    case .cluster: cells.reduce(0) { $0 + $1.width }
    }
  }
}

/// The distance between tab stops, in columns.
public let tabWidth = 4

/// The most marks that a cell of a terminal can carry.
private let marksPerCell = 4

private func clusterCells(_ cluster: String) -> [DisplayCell] {
  var cells: [DisplayCell] = []
  var marks = marksPerCell
  for scalar in cluster.unicodeScalars {
    let width = columnWidth(of: scalar)
    if width == 0, marks < marksPerCell {
      cells[cells.count - 1].text.unicodeScalars.append(scalar)
      marks += 1
    } else if let width, width > 0 {
      cells.append(DisplayCell(text: String(scalar), width: width))
      marks = 0
    } else if isVariationSelector(scalar), marks < marksPerCell {
      continue  // asks for another drawing of the same character, whose width would be unknown
    } else {
      cells += escape(scalar)
      marks = marksPerCell
    }
  }
  return cells
}

private func escape(_ scalar: Unicode.Scalar) -> [DisplayCell] {
  switch scalar.value {
  case 0..<0x20: [DisplayCell(text: String(Unicode.Scalar(0x2400 + scalar.value) ?? "?"), width: 1)]
  case 0x7F: [DisplayCell(text: "␡", width: 1)]
  default: narrowCells("⟨\(hexadecimal(scalar.value, digits: 4, uppercase: true))⟩")
  }
}

private func narrowCells(_ text: String) -> [DisplayCell] {
  text.map { DisplayCell(text: String($0), width: 1) }
}

private let asciiStrings: [String] = (0..<128).map { String(Unicode.Scalar(UInt8($0))) }
