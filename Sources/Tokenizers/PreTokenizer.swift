/// How a text is split before it is encoded; merges never cross the borders of these pieces.
///
/// Adding one is a line in ``all``, and a scanner where its pattern is new.
package struct PreTokenizer: Sendable {
  /// What model files call it.
  let names: [String]
  /// Splits that are applied one after the other, each to the pieces of the one before.
  let steps: [Scanner]

  /// Every pre-tokenizer that is known.
  static let all = [
    PreTokenizer(
      names: ["gpt-2", "phi-2", "jina-es", "jina-de", "gigachat", "mpt", "olmo", "jais"],
      steps: [GPT2Pattern.endOfPiece]),
    PreTokenizer(
      names: ["smollm", "starcoder", "refact", "command-r", "codeshell"],
      steps: [endOfNumberOrRest, GPT2Pattern.endOfPiece]),
  ]

  /// The pre-tokenizer of a name.
  package static func named(_ name: String) throws(TokenizerError) -> PreTokenizer {
    guard let match = all.first(where: { $0.names.contains(name) }) else {
      throw .unknownPreTokenizer(name, known: all.flatMap(\.names))
    }
    return match
  }

  /// The pieces of a part of a text.
  package func pieces(_ part: Range<Int>) -> Pieces { Pieces(steps: steps, part: part) }

  /// Goes through the pieces of a part of a text, in order.
  package struct Pieces {
    private let steps: [Scanner]
    private var place: Int
    /// Where the part ends, and where the current piece of each step ends.
    private var ends: [Int]

    fileprivate init(steps: [Scanner], part: Range<Int>) {
      self.steps = steps
      place = part.lowerBound
      ends = [part.upperBound] + steps.map { _ in part.lowerBound }
    }

    /// The next piece, which is not empty; nil at the end.
    package mutating func next(_ text: Span<UInt8>) -> Range<Int>? {
      guard place < ends[0] else { return nil }
      for (index, step) in steps.enumerated() where ends[index + 1] == place {
        ends[index + 1] = step(text, place, ends[index])
      }
      let start = place
      place = ends[steps.count]
      return start..<place
    }
  }
}

/// Returns where the piece that begins at `start` ends: behind `start`, and not behind `end`, which is
/// where the text ends as far as the scanner knows.
typealias Scanner = @Sendable (_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int

/// The pattern `\p{N}`: every number alone, and whatever stands between numbers.
@Sendable func endOfNumberOrRest(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
  var place = start
  while place < end {
    let next = CharacterClass.at(place, text, end: end)
    if next.class == .number { return place == start ? place + next.length : place }
    place += next.length
  }
  return end
}

/// The pattern of GPT-2 (Radford et al. 2019):
///
///     's|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\s\p{L}\p{N}]+|\s+(?!\S)|\s+
enum GPT2Pattern {
  @Sendable static func endOfPiece(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int {
    if text[start] == UInt8(ascii: "'"), let piece = endOfContraction(text, start, end) {
      return piece
    }
    let first = CharacterClass.at(start, text, end: end)
    if text[start] == UInt8(ascii: " "), start + 1 < end {
      let second = CharacterClass.at(start + 1, text, end: end)
      if second.class != .space {
        return endOfRun(of: second.class, text, start + 1 + second.length, end).end
      }
    }
    let run = endOfRun(of: first.class, text, start + first.length, end)
    // White space leaves its last character to the word behind it, unless that is all there is.
    return first.class == .space && run.end < end && run.last > start ? run.last : run.end
  }

  /// Where a run of one class ends, and where its last character begins.
  private static func endOfRun(
    of class: CharacterClass, _ text: Span<UInt8>, _ start: Int, _ end: Int
  ) -> (end: Int, last: Int) {
    var place = start
    var last = 0
    while place < end {
      let next = CharacterClass.at(place, text, end: end)
      guard next.class == `class` else { break }
      last = place
      place += next.length
    }
    return (place, last)
  }

  private static func endOfContraction(_ text: Span<UInt8>, _ start: Int, _ end: Int) -> Int? {
    guard start + 1 < end else { return nil }
    let second = text[start + 1]
    if "stmd".utf8.contains(second) { return start + 2 }
    guard start + 2 < end else { return nil }
    switch (second, text[start + 2]) {
    case (UInt8(ascii: "r"), UInt8(ascii: "e")), (UInt8(ascii: "v"), UInt8(ascii: "e")),
      (UInt8(ascii: "l"), UInt8(ascii: "l")):
      return start + 3
    default: return nil
    }
  }
}
