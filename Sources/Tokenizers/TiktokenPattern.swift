/// The pattern of tiktoken's `cl100k_base`, as Llama 3 and Qwen took it over:
///
///     (?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}
///       | ?[^\s\p{L}\p{N}]+[\r\n]*|\s*[\r\n]+|\s+(?!\S)|\s+
struct TiktokenPattern: Sendable {
  /// The most digits of a piece.
  let digits: Int
  /// Whether the marks of `\p{M}` count as letters: `[\p{L}\p{M}]` for `\p{L}`.
  var hasMarks = false

  @Sendable func endOfPiece(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    if text[start] == UInt8(ascii: "'"),
      let piece = endOfContraction(text, start, end, ignoringCase: true)
    {
      return piece
    }
    let first = at(start, text, end)
    if let piece = endOfWord(first, text, start, end) { return piece }
    switch first.class {
    case .number: return endOfNumber(text, start, end)
    case .symbol: return endOfSymbols(text, start + first.length, end)
    case .space, .letter: break
    }
    if text[start] == UInt8(ascii: " "), start + 1 < end {
      let second = at(start + 1, text, end)
      if second.class == .symbol { return endOfSymbols(text, start + 1 + second.length, end) }
    }
    return endOfLines(text, start, end) ?? endOfSpaces(text, start, end)
  }

  private func at(_ place: Int, _ text: Span<UInt8>, _ end: Int) -> (
    class: CharacterClass, length: Int
  ) {
    CharacterClass.at(place, text, end: end, mark: mark)
  }

  private var mark: CharacterClass { hasMarks ? .letter : .symbol }

  /// `[^\r\n\p{L}\p{N}]?\p{L}+`
  private func endOfWord(
    _ first: (class: CharacterClass, length: Int), _ text: Span<UInt8>, _ start: Int, _ end: Int
  ) -> Int? {
    var place = start + first.length
    if first.class != .letter {
      guard first.class != .number, !isLineEnd(text[start]), place < end else { return nil }
      let second = at(place, text, end)
      guard second.class == .letter else { return nil }
      place += second.length
    }
    return endOfRun(of: .letter, text, place, end, mark: mark)
  }

  /// `\p{N}{1,3}`
  private func endOfNumber(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var place = start
    for _ in 0..<digits where place < end {
      let next = at(place, text, end)
      guard next.class == .number else { break }
      place += next.length
    }
    return place
  }

  /// `[^\s\p{L}\p{N}]*[\r\n]*`
  private func endOfSymbols(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    var place = endOfRun(of: .symbol, text, start, end, mark: mark)
    while place < end, isLineEnd(text[place]) { place += 1 }
    return place
  }

  /// `\s*[\r\n]+`
  private func endOfLines(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    let run = endOfRun(of: .space, text, start, end, mark: mark)
    return (start..<run).last { isLineEnd(text[$0]) }.map { $0 + 1 }
  }

  private func isLineEnd(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "\n") || byte == UInt8(ascii: "\r")
  }
}
