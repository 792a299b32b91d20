import JSON
import Scoring

// Tokens.
extension VLLM {
  func tokenize(_ text: [UInt8], special: Bool) throws -> [Token] {
    guard !text.isEmpty else { return [] }
    try server.checkUTF8(text)
    let pieces = try self.pieces(of: text[...], special: special)
    guard let tokens = [Token](pieces, of: text) else { throw server.otherText }
    return tokens
  }

  func pieces(of text: String, adding: Bool) throws -> [(id: Int, bytes: [UInt8])] {
    try spelled(Array(text.utf8), adding: adding, special: false).map { ($0.id, $0.bytes) }
  }

  /// The tokens of a text, in which the name of a control token is plain text unless it is asked for.
  ///
  /// The server takes such a name for the token wherever it stands whole, so the text is cut behind its first letter.
  private func pieces(
    of text: ArraySlice<UInt8>, special: Bool
  ) throws -> [(id: Int, bytes: [UInt8])] {
    let tokens = try spelled(Array(text), adding: false, special: special)
    guard !special, !isOwn,
      let named = tokens.firstIndex(where: { ControlName.matches($0.name) })
    else { return tokens.map { ($0.id, $0.bytes) } }
    let before = tokens[..<named].reduce(text.startIndex) { $0 + $1.bytes.count }
    let cut = before + (tokens[named].name.unicodeScalars.first.map { UTF8.width($0) } ?? 1)
    guard cut < text.endIndex else { return tokens.map { ($0.id, $0.bytes) } }
    return try pieces(of: text[..<cut], special: false) + pieces(of: text[cut...], special: false)
  }

  private func spelled(
    _ text: [UInt8], adding: Bool, special: Bool
  ) throws -> [(id: Int, bytes: [UInt8], name: String)] {
    var body = RequestBody()
    body.add("model", name)
    body.add("prompt", text)
    body.add("add_special_tokens", adding)
    body.add("return_token_strs", true)
    if isOwn { body.add("parse_special", special) }
    let root = try server.ask(ServerRequest("/tokenize", body: body.whole)).root
    let ids = root["tokens"]?.elements?.compactMap(\.integer) ?? []
    let names = root["token_strs"]?.elements?.compactMap(\.string) ?? []
    guard ids.count == names.count, ids.count == root["count"]?.integer, ids.allSatisfy({ $0 >= 0 })
    else { throw server.lacks("token_strs, the bytes of tokens") }
    let spelling = isOwn ? TokenSpelling.byteLetters : TokenSpelling(names)
    return zip(ids, names).map { id, name in
      let bytes = spelling.bytes(of: name) ?? Array(name.utf8)
      self.bytes.know(id, bytes)
      return (id, bytes, name)
    }
  }
}
