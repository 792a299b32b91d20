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

  /// The tokens of a text and what they are called. The name of a control token is plain text in it, unless it is asked
  /// for: as a server takes such a name for the token wherever it stands whole, the text is cut behind its first letter.
  static func cut(
    _ text: [UInt8], special: Bool, ids: ([UInt8]) throws -> [Int],
    names: ([Int]) throws -> [String]
  ) throws -> [(id: Int, name: String)] {
    let found = try ids(text)
    let tokens = Array(zip(found, try names(found))).map { (id: $0, name: $1) }
    guard !special, let name = tokens.first(where: { matches($0.name) })?.name,
      let place = text.firstRange(of: Array(name.utf8))?.lowerBound
    else { return tokens }
    let cut = place + (name.unicodeScalars.first.map { UTF8.width($0) } ?? 1)
    return try self.cut(Array(text[..<cut]), special: false, ids: ids, names: names)
      + self.cut(Array(text[cut...]), special: false, ids: ids, names: names)
  }
}
