import ShownText

/// Byte-pair encoding as SentencePiece does it (Kudo and Richardson 2018): characters are merged to
/// whatever the vocabulary has, that of the highest score first, and what it lacks is written byte by
/// byte. A space is a visible character, `▁` (U+2581).
///
/// A `▁` of the text is no space, though SentencePiece takes it for one: it is written byte by byte, so
/// that the bytes of the tokens are the text.
struct SentencePieces: Sendable {
  /// The entries that text is merged to.
  let table: TokenTable
  /// When each entry comes, the smallest first.
  let ranks: [UInt32]
  /// The most bytes of an entry.
  let longest: Int
  /// The token of each byte, or ``Merge/noToken``.
  let byteTokens: [UInt32]
  /// Whether a space is put before a text, and before what follows a control token.
  let addsSpace: Bool

  /// How a space is written.
  static let space: [UInt8] = Array("\u{2581}".utf8)

  /// The bytes that an entry stands for.
  static func bytes(_ entry: [UInt8]) -> [UInt8] {
    var bytes: [UInt8] = []
    var place = 0
    while place < entry.count {
      if entry[place...].starts(with: space) {
        bytes.append(UInt8(ascii: " "))
        place += space.count
      } else {
        bytes.append(entry[place])
        place += 1
      }
    }
    return bytes
  }

  /// The rank of a score: a float's bits in the order of the numbers, the highest first.
  static func rank(_ score: Float) -> UInt32 {
    let bits = (score + 0).bitPattern  // of −0 and 0, which are equal, the same
    let ascending = bits >> 31 == 1 ? ~bits : bits | 1 << 31
    return min(~ascending, Merge.noRank - 1)
  }

  /// Adds the tokens of a part of a text.
  ///
  /// - Complexity: O(*n* log *n*).
  func encode(
    _ text: Span<UInt8>, _ part: Range<Int>, _ merger: inout Merger, into tokens: inout TokenList
  ) {
    var run = Run(start: part.lowerBound)
    var place = part.lowerBound
    while place < part.upperBound {
      let decoded = DecodedScalar(text, at: place, end: part.upperBound)
      let character = place..<place + decoded.length
      switch decoded.scalar?.value {
      case 0x20: run.appendSpace()
      case nil, 0x2581:
        merge(run, text, &merger, into: &tokens)
        appendBytes(character, text, into: &tokens)
        run = Run(start: character.upperBound)
      case .some: run.append(text, character)
      }
      place = character.upperBound
    }
    merge(run, text, &merger, into: &tokens)
  }

  private func merge(
    _ run: Run, _ text: Span<UInt8>, _ merger: inout Merger, into tokens: inout TokenList
  ) {
    let rule = Rule(pieces: self, run: run)
    var start = 0
    merger.merge(run.count, by: rule) {
      rule.token($0..<$0 + 1)
    } report: { id, end in
      let bytes = run.sources[start]..<run.sources[end]
      if id == Merge.noToken {
        appendBytes(bytes, text, into: &tokens)
      } else {
        tokens.append(id, bytes)
      }
      start = end
    }
  }

  /// Adds what the vocabulary has no entry for, byte by byte.
  private func appendBytes(
    _ bytes: Range<Int>, _ text: Span<UInt8>, into tokens: inout TokenList
  ) {
    for place in bytes {
      let id = byteTokens[Int(text[place])]
      if id == Merge.noToken {
        tokens.appendUnknown(place..<place + 1)
      } else {
        tokens.append(id, place..<place + 1)
      }
    }
  }
}

extension SentencePieces {
  /// Characters as the vocabulary writes them, and where they stand in the text.
  private struct Run {
    private(set) var written: [UInt8] = []
    /// Where each character begins, and where the last one ends: as it is written, and in the text.
    private(set) var places = [0]
    private(set) var sources: [Int]

    init(start: Int) { sources = [start] }

    var count: Int { places.count - 1 }

    mutating func appendSpace() {
      written += SentencePieces.space
      end(1)
    }

    /// Adds a character as the text has it.
    mutating func append(_ text: Span<UInt8>, _ character: Range<Int>) {
      for place in character { written.append(text[place]) }
      end(character.count)
    }

    private mutating func end(_ length: Int) {
      places.append(written.count)
      sources.append(sources[sources.count - 1] + length)
    }
  }

  /// What neighbours make is the entry of both, joined.
  private struct Rule: MergeRule {
    let pieces: SentencePieces
    let run: Run

    func merge(_ left: UInt32, _ right: UInt32, _ symbols: Range<Int>) -> Merge {
      let token = token(symbols)
      return token == Merge.noToken
        ? .none : Merge(rank: pieces.ranks[Int(token)], token: token)
    }

    /// The entry of some characters, or ``Merge/noToken``.
    func token(_ symbols: Range<Int>) -> UInt32 {
      let range = run.places[symbols.lowerBound]..<run.places[symbols.upperBound]
      guard range.count <= pieces.longest else { return Merge.noToken }
      return unsafe pieces.table.find(run.written.span.bytes, range).map { UInt32($0) }
        ?? Merge.noToken
    }
  }
}
