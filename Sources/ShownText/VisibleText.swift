/// Bytes as text in which everything can be seen and nothing acts on a terminal: line ends, control
/// and invisible characters are escaped as in Swift (`\n`, `\u{1b}`), and bytes that are no
/// character are shown in hexadecimal (`⟨E4 BD⟩`).
///
/// Everything foreign that leaves the program as a line passes here: tokens, names of models and
/// files, what a file holds. What goes to a screen of cells passes ``display(_:)-([UInt8])``.
///
/// - Complexity: O(*n*), where *n* is the number of bytes.
public func visibleText(_ bytes: some Sequence<UInt8>) -> String {
  visiblePieces(bytes).joined()
}

/// A string in which everything can be seen: see ``visibleText(_:)-(Sequence<UInt8>)``. O(*n*).
public func visibleText(_ string: some StringProtocol) -> String { visibleText(string.utf8) }

/// Likewise, in at most so many columns; what was cut off is an ellipsis. O(*n*).
public func visibleText(_ bytes: some Sequence<UInt8>, columns: Int) -> String {
  var (result, width) = ("", 0)
  for piece in visiblePieces(bytes) {
    width += columnWidth(of: piece)
    guard width < columns else { return result + "…" }
    result += piece
  }
  return result
}

/// What a column of a table says: at most 20 columns of a text, and a dash where nothing is known.
public func tableCell(_ text: String?) -> String {
  text.flatMap { $0.isEmpty ? nil : visibleText($0.utf8, columns: 20) } ?? "—"
}

private func visiblePieces(_ bytes: some Sequence<UInt8>) -> [String] {
  var pieces: [String] = []
  var stray: [UInt8] = []
  func flush() {
    if !stray.isEmpty { pieces.append(strayBytes(stray)) }
    stray = []
  }
  for (scalar, bytes) in DecodedScalars(bytes) {
    guard let scalar else {
      stray += bytes
      continue
    }
    flush()
    pieces.append(visible(scalar, isFirst: pieces.isEmpty))
  }
  flush()
  return pieces
}

/// Bytes that are no character: `⟨E4 BD⟩`.
func strayBytes(_ bytes: some Sequence<UInt8>) -> String { "⟨\(hexadecimalPairs(bytes))⟩" }

private func visible(_ scalar: Unicode.Scalar, isFirst: Bool) -> String {
  switch scalar {
  case "\n": "\\n"
  case "\t": "\\t"
  case "\r": "\\r"
  case "\\": "\\\\"
  default:
    isInvisible(scalar) || (isFirst && joinsItsNeighbour(scalar)) ? escaped(scalar) : String(scalar)
  }
}

/// A character by its number: `\u{1b}`.
private func escaped(_ scalar: Unicode.Scalar) -> String {
  "\\u{\(hexadecimal(scalar.value, digits: 1))}"
}

/// Whether a character has no look of its own, or changes that of the line around it.
public func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  let properties = scalar.properties
  return properties.generalCategory.isUnseen || properties.isDefaultIgnorableCodePoint
    || (properties.generalCategory == .spaceSeparator && scalar != " ")
}

extension Unicode.GeneralCategory {
  /// Whether its characters steer or end something, or are none yet.
  var isUnseen: Bool {
    switch self {
    case .control, .format, .surrogate, .privateUse, .unassigned, .lineSeparator,
      .paragraphSeparator:
      true
    default: false
    }
  }
}

/// Whether a character is drawn upon the one before it.
private func joinsItsNeighbour(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .spacingMark, .enclosingMark: true
  default: false
  }
}

/// Bytes that come in pieces, as a text that can be shown while they come: characters that come in
/// parts are held back until they are whole, and nothing in it acts on a terminal. Line ends, tabs and
/// all that can be seen stay as they are.
public struct RunningText: Sendable {
  /// The beginning of a character whose end is still to come.
  private var begun: [UInt8] = []

  /// No text yet.
  public init() {}

  /// The text that some more bytes make. O(*n*), where *n* is their number.
  public mutating func add(_ bytes: some Sequence<UInt8>) -> String {
    let all = begun + bytes
    let whole = all.count - unfinishedBytes(all)
    begun = Array(all[whole...])
    return Self.shown(all[..<whole])
  }

  /// What was held back and never became whole.
  public mutating func end() -> String {
    defer { begun = [] }
    return Self.shown(begun)
  }

  private static func shown(_ bytes: some Sequence<UInt8>) -> String {
    DecodedScalars(bytes).map { scalar, bytes in
      switch scalar {
      case nil: strayBytes(bytes)
      case "\n"?, "\t"?: String(decoding: bytes, as: UTF8.self)
      case let scalar?:
        scalar == "\r" ? "\\r" : isInvisible(scalar) ? escaped(scalar) : String(scalar)
      }
    }.joined()
  }
}
