/// How a text is split before it is encoded; merges never cross the borders of these pieces.
///
/// Adding one is a row of ``all``, and a scanner where its pattern is new.
package struct PreTokenizer: Sendable {
  /// What model files call it.
  package let names: [String]
  /// Splits that are applied one after the other, each to the pieces of the one before.
  let steps: [Scanner]
  /// Whether a piece that is an entry of the vocabulary is taken whole, whatever the merges would make.
  package var ignoresMerges = false
  /// Whether a text begins with the token for that where the file does not say.
  var addsBOS = false

  /// Every pre-tokenizer that is known.
  package static let all = [
    PreTokenizer(
      names: [
        "gpt-2", "phi-2", "jina-es", "jina-de", "jina-v2-es", "jina-v2-de", "gigachat", "mpt",
        "olmo",
        "jais", "trillion", "granite-docling", "mellum", "modern-bert", "exaone4", "a.x-4.0",
      ],
      steps: [endOfGPT2Piece]),
    PreTokenizer(
      names: [
        "smollm", "starcoder", "refact", "command-r", "codeshell", "exaone", "minerva-7b",
        "mellum2",
      ],
      steps: [endOfNumberOrRest, endOfGPT2Piece]),
    PreTokenizer(
      names: [
        "llama-bpe", "llama3", "llama-v3", "falcon3", "falcon-h1", "pixtral", "midm-2.0", "lfm2",
      ],
      steps: [TiktokenPattern(digits: 3).endOfPiece], ignoresMerges: true, addsBOS: true),
    PreTokenizer(
      names: ["glm4", "glm5"], steps: [TiktokenPattern(digits: 3).endOfPiece], ignoresMerges: true),
    PreTokenizer(
      names: ["dbrx", "smaug-bpe", "chatglm-bpe"], steps: [TiktokenPattern(digits: 3).endOfPiece]),
    PreTokenizer(
      names: [
        "qwen2", "deepseek-r1-qwen", "stablelm2", "megrez", "hunyuan", "solar-open", "grok-2",
        "kormo",
      ],
      steps: [TiktokenPattern(digits: 1).endOfPiece]),
    PreTokenizer(names: ["qwen35"], steps: [TiktokenPattern(digits: 1, hasMarks: true).endOfPiece]),
    PreTokenizer(
      names: ["default"],
      steps: [
        endOfPunctuationOrRest(and: "$+<=>^~|"), endOfGPT2Piece, endOfNumbersOrRest,
        endOfThreeDigitsOrRest,
      ]),
    PreTokenizer(
      names: ["falcon"],
      steps: [endOfPunctuationOrRest(and: "$+<=>^~|`"), endOfGPT2Piece, endOfThreeDigitsOrRest]),
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
