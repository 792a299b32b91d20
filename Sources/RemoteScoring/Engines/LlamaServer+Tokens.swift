import JSON
import Scoring

// Tokens.
extension LlamaServer {
  func tokenize(
    _ text: [UInt8], special: Bool, _ isWanted: () -> Bool
  ) throws -> [Token] {
    guard !text.isEmpty else { return [] }
    try server.checkUTF8(text)
    let pieces = try self.pieces(of: text, adding: false, special: special, isWanted)
    guard let tokens = [Token](pieces, of: text) else { throw server.otherText }
    return tokens
  }

  func pieces(
    of text: [UInt8], adding: Bool, special: Bool = false, _ isWanted: () -> Bool = { true }
  ) throws -> [(id: Int, bytes: [UInt8])] {
    var body = RequestBody()
    body.add("content", text)
    body.add("add_special", adding)
    body.add("parse_special", special)
    body.add("with_pieces", true)
    let root = try server.ask(ServerRequest("/tokenize", body: body.whole), isWanted: isWanted).root
    guard let tokens = root["tokens"]?.elements else { throw server.lacks("tokens") }
    return try tokens.map { token in
      guard let id = token["id"]?.integer, (0..<vocabularySize).contains(id),
        let bytes = token["piece"]?.utf8 ?? token["piece"]?.byteArray
      else { throw server.lacks("ids and bytes of tokens") }
      self.bytes.know(id, bytes)
      return (id, bytes)
    }
  }
}
