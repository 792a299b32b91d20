import JSON
import Scoring

// Tokens.
extension VLLM {
  func tokenize(
    _ text: [UInt8], special: Bool, _ isWanted: () -> Bool
  ) throws -> [Token] {
    guard !text.isEmpty else { return [] }
    try server.checkUTF8(text)
    // This program leaves such names alone.
    let pieces =
      special || isOwn
      ? try spelled(text, special: special, isWanted)
      : try ControlName.cut(
        text, into: { try spelled($0, special: special, isWanted) }, named: { $0.name })
    guard let tokens = [Token](pieces.map { ($0.id, $0.bytes) }, of: text) else {
      throw server.otherText
    }
    return tokens
  }

  func pieces(of text: String, adding: Bool) throws -> [(id: Int, bytes: [UInt8])] {
    try spelled(Array(text.utf8), adding: adding, special: false).map { ($0.id, $0.bytes) }
  }

  private func spelled(
    _ text: [UInt8], adding: Bool = false, special: Bool, _ isWanted: () -> Bool = { true }
  ) throws -> [(id: Int, bytes: [UInt8], name: String)] {
    var body = RequestBody()
    body.add("model", name)
    body.add("prompt", text)
    body.add("add_special_tokens", adding)
    body.add("return_token_strs", true)
    if isOwn { body.add("parse_special", special) }
    let root = try server.ask(ServerRequest("/tokenize", body: body.whole), isWanted: isWanted).root
    let names = root["token_strs"]?.elements?.compactMap(\.string) ?? []
    guard let ids = root["tokens"]?.tokenIds, ids.count == names.count,
      ids.count == root["count"]?.integer
    else { throw server.lacks("token_strs, the bytes of tokens") }
    let spelling = isOwn ? TokenSpelling.byteLetters : TokenSpelling(names)
    return zip(ids, names).map { id, name in
      let bytes = spelling.bytes(of: name) ?? Array(name.utf8)
      self.bytes.know(id, bytes)
      return (id, bytes, name)
    }
  }
}
