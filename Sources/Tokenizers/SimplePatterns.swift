import ShownText

/// The pattern `\p{N}`: every number alone, and whatever stands between numbers.
@Sendable func endOfNumberOrRest(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
  let first = CharacterClass.at(start, text, end: end)
  return first.class == .number
    ? start + first.length : endOfRun(text, start, end, of: isNumber)
}

/// The pattern `\p{N}+`, and whatever stands between.
@Sendable func endOfNumbersOrRest(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
  endOfRun(text, start, end, of: isNumber)
}

/// The pattern `[0-9][0-9][0-9]`, and whatever stands between.
@Sendable func endOfThreeDigitsOrRest(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
  var place = start
  while place + 3 <= end {
    if (place..<place + 3).allSatisfy({ (0x30...0x39).contains(text[$0]) }) {
      return place == start ? place + 3 : place
    }
    place += 1
  }
  return end
}

/// The pattern `[\p{P}…]+` with some more characters of ASCII, and whatever stands between.
func endOfPunctuationOrRest(and others: String) -> Scanner {
  let others = Array(others.utf8)
  return {
    endOfRun($0, $1, $2) { text, place, end in
      others.contains(text[place]) || isPunctuation(text, place, end)
    }
  }
}

/// Whether a character is of some kind.
private typealias Test = (_ text: Span<UInt8>, _ place: Int, _ end: Int) -> Bool

/// Where a run of characters of some kind ends, or of others where those are at the start.
private func endOfRun(_ text: Span<UInt8>, _ start: Int, _ end: Int, of kind: Test) -> Int {
  let isOfKind = kind(text, start, end)
  var place = start
  while place < end, kind(text, place, end) == isOfKind {
    place += DecodedScalar(text, at: place, end: end).length
  }
  return place
}

private func isNumber(_ text: Span<UInt8>, _ place: Int, _ end: Int) -> Bool {
  CharacterClass.at(place, text, end: end).class == .number
}

/// `\p{P}`
private func isPunctuation(_ text: Span<UInt8>, _ place: Int, _ end: Int) -> Bool {
  switch DecodedScalar(text, at: place, end: end).scalar?.properties.generalCategory {
  case .connectorPunctuation, .dashPunctuation, .openPunctuation, .closePunctuation,
    .initialPunctuation, .finalPunctuation, .otherPunctuation:
    true
  default: false
  }
}
