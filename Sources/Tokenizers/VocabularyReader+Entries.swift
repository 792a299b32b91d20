import GGUF

// The entries.
extension VocabularyReader {
  /// The entries of a vocabulary, and the kind of each; no kinds when all are normal.
  struct Entries {
    var tokens: TokenStrings
    var kinds: [TokenKind]
  }

  func entries() throws(TokenizerError) -> Entries {
    let tokens = TokenStrings(try self.tokens())
    try checkLengths(of: tokens)
    return Entries(tokens: tokens, kinds: try kinds(tokens.count))
  }

  func checkCount(_ count: Int) throws(TokenizerError) {
    guard count > 0 else { throw .emptyVocabulary }
    let limit = TokenizerError.Limits.tokens
    guard count <= limit else { throw .tooManyTokens(count: count, limit: limit) }
  }

  private func checkLengths(of tokens: TokenStrings) throws(TokenizerError) {
    let limit = TokenizerError.Limits.tokenBytes
    for id in 0..<tokens.count where tokens.range(id).count > limit {
      throw .tokenTooLong(id: id, byteCount: tokens.range(id).count, limit: limit)
    }
  }

  func checkLength(_ found: Int, _ key: String, _ count: Int) throws(TokenizerError) {
    guard found == count else {
      throw .lengthMismatch(key: Self.prefix + key, count: found, tokens: count)
    }
  }

  private func kinds(_ count: Int) throws(TokenizerError) -> [TokenKind] {
    guard let numbers = try value("token_type", metadata.intArray) else { return [] }
    try checkLength(numbers.count, "token_type", count)
    var kinds: [TokenKind] = []
    kinds.reserveCapacity(count)
    for (id, number) in numbers.enumerated() {
      guard let kind = UInt8(exactly: number).flatMap(TokenKind.init) else {
        throw .unknownTokenKind(number, id: id)
      }
      kinds.append(kind)
    }
    return kinds
  }

  /// The tokens that are found by their names; on the way, tokens that stand for bytes are checked.
  func names(
    _ entries: Entries, _ method: EncodingMethod
  ) throws(TokenizerError) -> [SpecialTokens.Name] {
    let limit = TokenizerError.Limits.specialTokenBytes
    var names: [SpecialTokens.Name] = []
    for (id, kind) in entries.kinds.enumerated() where kind != .normal {
      let name = metadata.withBytes { $0.copy(entries.tokens.range(id)) }
      switch kind {
      case .control, .userDefined, .unknown:
        guard name.count <= limit else {
          throw .tokenTooLong(id: id, byteCount: name.count, limit: limit)
        }
        names.append((method.bytes(name, kind), id))
      case .byte:
        guard byteValue(name) != nil else { throw .malformedByteToken(id: id, name: name) }
      case .normal, .unused: break
      }
    }
    return names
  }
}

/// The byte that a name such as `<0x0A>` stands for: exactly two hexadecimal digits.
func byteValue(_ name: [UInt8]) -> UInt8? {
  guard name.count == 6, name.starts(with: "<0x".utf8), name[5] == UInt8(ascii: ">") else {
    return nil
  }
  guard let high = digit(name[3]), let low = digit(name[4]) else { return nil }
  return high << 4 | low
}

private func digit(_ character: UInt8) -> UInt8? {
  switch character {
  case UInt8(ascii: "0")...UInt8(ascii: "9"): character - UInt8(ascii: "0")
  case UInt8(ascii: "a")...UInt8(ascii: "f"): character - UInt8(ascii: "a") + 10
  case UInt8(ascii: "A")...UInt8(ascii: "F"): character - UInt8(ascii: "A") + 10
  default: nil
  }
}
