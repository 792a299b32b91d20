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
  /// for the token wherever it stands whole, the text is cut behind the first letter of each.
  static func cut<Piece>(
    _ text: [UInt8], into pieces: ([UInt8]) throws -> [Piece], named name: (Piece) -> String
  ) rethrows -> [Piece] {
    let found = try pieces(text)
    var parts: [[UInt8]] = []
    var (start, place) = (0, 0)
    for piece in found {
      let control = name(piece)
      guard matches(control), let range = text[place...].firstRange(of: Array(control.utf8))
      else { continue }
      let end = range.lowerBound + (control.unicodeScalars.first.map { UTF8.width($0) } ?? 1)
      parts.append(Array(text[start..<end]))
      (start, place) = (end, range.upperBound)
    }
    guard !parts.isEmpty else { return found }
    parts.append(Array(text[start...]))
    return try parts.flatMap { try cut($0, into: pieces, named: name) }
  }
}
