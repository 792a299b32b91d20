/// Bytes as text in which everything can be seen and nothing acts on a terminal: line ends, control
/// and invisible characters are escaped as in Swift (`\n`, `\u{1b}`), and bytes that are no
/// character are shown in hexadecimal (`⟨E4 BD⟩`).
///
/// - Complexity: O(*n*), where *n* is the number of bytes.
public func visibleText(_ bytes: some Sequence<UInt8>) -> String {
  var result = ""
  var broken: [UInt8] = []
  func flush() {
    guard !broken.isEmpty else { return }
    result += "⟨" + broken.map { hexadecimal($0).uppercased() }.joined(separator: " ") + "⟩"
    broken = []
  }
  for piece in UTF8Pieces(bytes) {
    switch piece {
    case .scalar(let scalar):
      flush()
      result += visible(scalar, isFirst: result.isEmpty)
    case .broken(let bytes): broken += bytes
    }
  }
  flush()
  return result
}

/// Two hexadecimal digits.
func hexadecimal(_ byte: UInt8) -> String {
  (byte < 16 ? "0" : "") + String(byte, radix: 16)
}

private func visible(_ scalar: Unicode.Scalar, isFirst: Bool) -> String {
  switch scalar {
  case "\n": "\\n"
  case "\t": "\\t"
  case "\r": "\\r"
  case "\\": "\\\\"
  case " ": " "
  default:
    isInvisible(scalar) || (isFirst && joinsItsNeighbour(scalar))
      ? "\\u{" + String(scalar.value, radix: 16) + "}" : String(scalar)
  }
}

/// Whether a character has no look of its own, or changes that of the line around it.
func isInvisible(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .control, .format, .lineSeparator, .paragraphSeparator, .surrogate, .privateUse, .unassigned:
    true
  case .spaceSeparator: scalar != " "
  default: scalar.properties.isDefaultIgnorableCodePoint
  }
}

/// Whether a character is drawn upon the one before it.
private func joinsItsNeighbour(_ scalar: Unicode.Scalar) -> Bool {
  switch scalar.properties.generalCategory {
  case .nonspacingMark, .spacingMark, .enclosingMark: true
  default: false
  }
}

/// Bytes taken apart into characters and bytes that are none.
struct UTF8Pieces<Bytes: Sequence<UInt8>>: Sequence, IteratorProtocol {
  enum Piece {
    case scalar(Unicode.Scalar)
    case broken([UInt8])
  }

  private var bytes: [UInt8]
  private var position = 0
  private var iterator: IndexingIterator<[UInt8]>
  private var parser = Unicode.UTF8.ForwardParser()

  init(_ bytes: Bytes) {
    self.bytes = Array(bytes)
    iterator = self.bytes.makeIterator()
  }

  mutating func next() -> Piece? {
    switch parser.parseScalar(from: &iterator) {
    case .valid(let encoded):
      position += encoded.count
      return .scalar(Unicode.UTF8.decode(encoded))
    case .error(let length):
      defer { position += length }
      return .broken(Array(bytes[position..<position + length]))
    case .emptyInput: return nil
    }
  }
}
