// Where words begin and texts end.
extension Tokenizer {
  /// The tokens that end a text or a turn of a conversation, those that the file names.
  public var endTokens: [Int] { [eosToken, eotToken].compactMap(\.self) }

  /// For each entry whether its bytes begin with a space.
  ///
  /// - Complexity: O(*n*) in the number of entries: a millisecond for 49 thousand.
  public var startsWithSpace: [Bool] {
    metadata.withBytes { bytes in
      (0..<count).map { id in
        let entry = vocabulary.tokens.range(id)
        func begins(with sign: StaticString) -> Bool {
          entry.count >= sign.utf8CodeUnitCount
            && sign.withUTF8Buffer { sign in
              sign.indices.allSatisfy {
                unsafe sign[$0] == bytes.byte(at: entry.lowerBound + $0)
              }
            }
        }
        return switch (kind(of: id), vocabulary.method) {
        case (.normal, .bytePairs): begins(with: "Ġ")
        case (.normal, .sentencePieces), (.userDefined, .sentencePieces):
          begins(with: "▁") || begins(with: " ")
        case (.userDefined, .bytePairs): begins(with: " ")
        case (.byte, _): begins(with: "<0x20>")
        case (.control, _), (.unknown, _), (.unused, _): false
        }
      }
    }
  }
}
