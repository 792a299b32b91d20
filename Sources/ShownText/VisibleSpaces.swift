/// Returns a token's bytes with the spaces at its ends, or all of a token of white space, as symbols, and spaces
/// of another kind, which look like nothing, by their numbers.
public func visibleSpaces(_ bytes: [UInt8]) -> String {
  guard !bytes.isEmpty else { return "(nothing)" }
  let leading = bytes.prefix { $0 == 0x20 }.count
  let core = bytes.lastIndex { $0 != 0x20 && $0 != 0x0A && $0 != 0x09 } ?? 0
  let start = core == 0 ? 0 : leading
  let end = max(core + 1, start)
  func marked(_ part: ArraySlice<UInt8>) -> String {
    part.split(separator: 0x20, omittingEmptySubsequences: false)
      .map { display(Array($0)) }.joined(separator: "␣")
  }
  guard core > 0 else { return marked(bytes[...]) }
  return marked(bytes[..<start]) + numbered(display(Array(bytes[start..<end])))
    + marked(bytes[end...])
}

/// A text with the spaces in it that are not the usual one as `⟨00A0⟩`.
private func numbered(_ text: String) -> String {
  guard text.utf8.contains(where: { $0 >= 0x80 }) else { return text }
  return text.unicodeScalars.map { scalar in
    scalar.properties.generalCategory == .spaceSeparator && scalar != " "
      ? "⟨\(hexadecimal(scalar.value, digits: 4, uppercase: true))⟩" : String(scalar)
  }.joined()
}
