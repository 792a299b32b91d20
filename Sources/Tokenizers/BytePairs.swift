import Basics

/// Byte-level byte-pair encoding: a text is split by a pattern, and the bytes of each piece are merged
/// in the order of a list (Radford et al. 2019, GPT-2).
struct BytePairs: Sendable {
  let preTokenizer: PreTokenizer
  /// The token of each byte, or ``Merge/noToken``.
  let byteTokens: [UInt32]
  let merges: MergeTable
  /// The normal entries, which pieces are taken for whole; nil where the merges decide.
  let whole: WholeEntries?

  /// Adds the tokens of a part of a text.
  func encode(
    _ text: Span<UInt8>, _ part: Range<Int>, _ merger: inout Merger, into tokens: inout TokenList
  ) {
    var pieces = preTokenizer.pieces(part)
    while let piece = pieces.next(text) {
      if let id = whole?.find(text, piece) {
        tokens.append(id, piece)
      } else {
        merge(text, piece, &merger, into: &tokens)
      }
    }
  }

  private func merge(
    _ text: Span<UInt8>, _ piece: Range<Int>, _ merger: inout Merger, into tokens: inout TokenList
  ) {
    var start = piece.lowerBound
    merger.merge(piece.count, by: merges) {
      byteTokens[Int(text[piece.lowerBound + $0])]
    } report: { id, end in
      tokens.append(id, start..<piece.lowerBound + end)
      start = piece.lowerBound + end
    }
  }
}

/// The normal entries of a byte-level vocabulary.
struct WholeEntries: Sendable {
  let table: TokenTable
  /// The kind of each entry; empty when all are normal.
  let kinds: [TokenKind]

  /// The entry of a piece of a text; nil when there is none. O(*n*) in its length.
  func find(_ text: Span<UInt8>, _ piece: Range<Int>) -> UInt32? {
    guard piece.count <= TokenizerError.Limits.tokenBytes else { return nil }
    var written: [UInt8] = []
    for place in piece { ByteAlphabet.append(text[place], to: &written) }
    guard let id = table.find(written), kinds.isEmpty || kinds[id] == .normal else { return nil }
    return UInt32(id)
  }
}
