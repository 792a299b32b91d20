/// The pattern of GPT-2 (Radford et al. 2019):
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
@Sendable func endOfGPT2Piece(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
  if text[start] == UInt8(ascii: "'"),
    let piece = endOfContraction(text, start, end, ignoringCase: false)
  {
    return piece
  }
  let first = CharacterClass.at(start, text, end: end)
  if text[start] == UInt8(ascii: " "), start + 1 < end {
    let second = CharacterClass.at(start + 1, text, end: end)
    if second.class != .space {
      return endOfRun(of: second.class, text, start + 1 + second.length, end)
    }
  }
  if first.class == .space { return endOfSpaces(text, start, end) }
  return endOfRun(of: first.class, text, start + first.length, end)
}

/// Where a run of one class ends, `mark` being that of the marks of `\p{M}`.
func endOfRun(
  of class: CharacterClass, _ text: Span<UInt8>, _ start: Int, _ end: Int,
  mark: CharacterClass = .symbol
) -> Int {
  var place = start
  while place < end {
    let next = CharacterClass.at(place, text, end: end, mark: mark)
    guard next.class == `class` else { break }
    place += next.length
  }
  return place
}

/// The patterns `\s+(?!\S)|\s+`: white space leaves its last character to the word behind it, unless that
/// is all there is.
func endOfSpaces(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
  var (place, last) = (start, start)
  while place < end {
    let next = CharacterClass.at(place, text, end: end)
    guard next.class == .space else { return last > start ? last : place }
    last = place
    place += next.length
  }
  return place
}

/// The patterns `'s|'t|'re|'ve|'m|'ll|'d`, of letters of either case where that is ignored.
func endOfContraction(
  _ text: Span<UInt8>, _ start: Int, _ end: Int, ignoringCase: Bool
) -> Int? {
  func letter(_ place: Int) -> UInt8? {
    guard place < end else { return nil }
    return ignoringCase && (0x41...0x5A).contains(text[place]) ? text[place] | 0x20 : text[place]
  }
  guard let second = letter(start + 1) else { return nil }
  if "stmd".utf8.contains(second) { return start + 2 }
  // The long s is an s of another case.
  if ignoringCase, start + 2 < end, text[start + 1] == 0xC5, text[start + 2] == 0xBF {
    return start + 3
  }
  guard let third = letter(start + 2) else { return nil }
  switch (second, third) {
  case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
    (UInt8(ascii: "l"), UInt8(ascii: "l")):
    return start + 3
  default: return nil
  }
}
