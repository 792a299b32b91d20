/// What control tokens are usually called, for servers that do not say which tokens are.
enum ControlName {
  private static let names: Set = [
    "<s>", "</s>", "<bos>", "<eos>", "<pad>", "<unk>", "<mask>", "<cls>", "<sep>",
    "<start_of_turn>", "<end_of_turn>", "<start_of_image>", "<end_of_image>", "[INST]", "[/INST]",
    "[CLS]",
    "[SEP]", "[MASK]", "[PAD]", "[UNK]", "[BOS]", "[EOS]", "<think>", "</think>", "<tool_call>",
    "</tool_call>",
  ]
  /// How the others begin and end.
  private static let brackets = [("<|", "|>"), ("<｜", "｜>"), ("<unused", ">"), ("<reserved", ">")]

  /// Whether a token is called as control tokens are.
  static func matches(_ token: String) -> Bool {
    names.contains(token)
      || brackets.contains { begin, end in
        token.hasPrefix(begin) && token.hasSuffix(end) && token.count > begin.count + end.count
      }
  }

  /// What a server cuts a text into, of which the name of a control token is plain text: as a server takes such a name
  /// for the token wherever it stands whole, the text is cut behind its first letter.
  static func cut<Piece>(
    _ text: [UInt8], into pieces: ([UInt8]) throws -> [Piece], named name: (Piece) -> String
  ) rethrows -> [Piece] {
    let found = try pieces(text)
    guard let control = found.lazy.map(name).first(where: { matches($0) }),
      let place = text.firstRange(of: Array(control.utf8))?.lowerBound
    else { return found }
    let end = place + (control.unicodeScalars.first.map { UTF8.width($0) } ?? 1)
    guard end < text.count else { return found }
    return try cut(Array(text[..<end]), into: pieces, named: name)
      + cut(Array(text[end...]), into: pieces, named: name)
  }
}
