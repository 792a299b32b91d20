import JSON
import Scoring

// Tokens.
extension SGLang {
  func ids(
    of text: [UInt8], adding: Bool, _ isWanted: () -> Bool = { true }
  ) throws -> [Int] {
    var body = RequestBody()
    body.add("model", name)
    body.add("prompt", text)
    body.add("add_special_tokens", adding)
    let root = try server.ask(ServerRequest("/tokenize", body: body.whole), isWanted: isWanted).root
    guard let ids = root["tokens"]?.tokenIds, ids.count == root["count"]?.integer else {
      throw server.lacks("ids of tokens")
    }
    return ids
  }

  /// What each token is by itself.
  private func names(of ids: [Int], _ isWanted: () -> Bool) throws -> [String] {
    var body = RequestBody()
    body.add("model", name)
    body.add("tokens", json: "[" + ids.map { "[\($0)]" }.joined(separator: ",") + "]")
    body.add("skip_special_tokens", false)
    let root = try server.ask(ServerRequest("/detokenize", body: body.whole), isWanted: isWanted)
      .root
    let names = root["text"]?.elements?.compactMap(\.string) ?? []
    guard names.count == ids.count else { throw server.lacks("text of tokens") }
    return names
  }

  private func named(
    _ text: [UInt8], _ isWanted: () -> Bool
  ) throws -> [(id: Int, name: String)] {
    let ids = try ids(of: text, adding: false, isWanted)
    return Array(zip(ids, try names(of: ids, isWanted)))
  }

  func tokenize(
    _ text: [UInt8], special: Bool, _ isWanted: () -> Bool
  ) throws -> [Token] {
    guard !text.isEmpty else { return [] }
    try server.checkUTF8(text)
    let tokens =
      special
      ? try named(text, isWanted)
      : try ControlName.cut(text, into: { try named($0, isWanted) }, named: { $0.name })
    guard let pieces = Fragments.bytes(of: tokens, in: text) else {
      throw server.otherText
    }
    for piece in pieces where !piece.isGuess { bytes.know(piece.id, piece.bytes) }
    guard let tokens = [Token](pieces.map { ($0.id, $0.bytes) }, of: text) else {
      throw server.otherText
    }
    return tokens
  }
}
