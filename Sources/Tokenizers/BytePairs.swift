/// Byte-level byte-pair encoding: a text is split by a pattern, and the bytes of each piece are merged
/// in the order of a list (Radford et al. 2019, GPT-2).
struct BytePairs: Sendable {
  let preTokenizer: PreTokenizer
  /// The token of each byte, or ``Merge/noToken``.
  let byteTokens: [UInt32]
  let merges: MergeTable

  /// Adds the tokens of a part of a text.
  func encode(
    _ text: Span<UInt8>, _ part: Range<Int>, _ merger: inout Merger, into tokens: inout TokenList
  ) {
    var pieces = preTokenizer.pieces(part)
    while let piece = pieces.next(text) {
      var start = piece.lowerBound
      merger.merge(piece.count, by: merges) {
        byteTokens[Int(text[piece.lowerBound + $0])]
      } report: { id, end in
        tokens.append(id, start..<piece.lowerBound + end)
        start = piece.lowerBound + end
      }
    }
  }
}
