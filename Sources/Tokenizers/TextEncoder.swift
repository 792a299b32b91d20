/// Encodes a text, part after part: control tokens, and what stands between them.
struct TextEncoder {
  private let vocabulary: VocabularyReader.Contents
  private var merger = Merger()
  private var list: TokenList

  /// - Parameter unknown: The token of what the vocabulary lacks.
  init(_ vocabulary: VocabularyReader.Contents, unknown: Int) {
    self.vocabulary = vocabulary
    list = TokenList(unknown: unknown)
  }

  var tokens: [Tokenizer.Token] { list.tokens }

  /// Adds a token that is found by its name.
  mutating func append(_ id: Int, _ name: Range<Int>) {
    list.place = .init()
    list.append(UInt32(id), name)
  }

  /// Adds a part of the text without control tokens, with a space before it where that is due.
  mutating func append(_ text: [UInt8], _ part: Range<Int>) {
    guard !part.isEmpty, vocabulary.method.addsSpace else {
      list.place = .init()
      return encode(text.span, part)
    }
    list.place = .init(behindSpaceAt: part.lowerBound)
    let spaced = [UInt8(ascii: " ")] + text[part]
    encode(spaced.span, spaced.indices)
  }

  /// Encodes what stands between the names of user-defined tokens.
  private mutating func encode(_ text: Span<UInt8>, _ part: Range<Int>) {
    var place = part.lowerBound
    while let match = vocabulary.added.first(in: text, place..<part.upperBound) {
      encodePlain(text, place..<match.range.lowerBound)
      list.append(UInt32(match.id), match.range)
      place = match.range.upperBound
    }
    encodePlain(text, place..<part.upperBound)
  }

  /// Encodes what has no names in it, at most as much of it at once as can be merged.
  private mutating func encodePlain(_ text: Span<UInt8>, _ part: Range<Int>) {
    for start in stride(from: part.lowerBound, to: part.upperBound, by: Merger.capacity) {
      let part = start..<min(start + Merger.capacity, part.upperBound)
      switch vocabulary.method {
      case .bytePairs(let pairs): pairs.encode(text, part, &merger, into: &list)
      case .sentencePieces(let pieces): pieces.encode(text, part, &merger, into: &list)
      }
    }
  }
}
