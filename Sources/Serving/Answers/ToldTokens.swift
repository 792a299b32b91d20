import Reports

/// The tokens of an answer and their probabilities, in the shape that OpenAI's completions have.
struct ToldTokens {
  let names: TokenNames
  /// Whether tokens are called by their ids.
  let byID: Bool
  private var tokens: [JSONValue] = []
  private var logprobs: [JSONValue] = []
  private var offsets: [JSONValue] = []
  private var characters = CharacterCount()

  init(_ names: TokenNames, byID: Bool) {
    self.names = names
    self.byID = byID
  }

  /// No tokens, behind those that there are.
  func following() -> ToldTokens {
    var others = ToldTokens(names, byID: byID)
    others.characters = characters
    return others
  }

  /// Adds the next token.
  ///
  /// - Parameter bytes: What it stands for in the text.
  /// - Returns: What was expected in its place, as an element of `top_logprobs`.
  mutating func add(_ id: Int, _ entries: [ExpectedEntry]?, _ bytes: some Sequence<UInt8>) -> String
  {
    let separator = tokens.isEmpty ? "" : ", "
    tokens.append(.string(names.name(of: id, byID: byID)))
    logprobs.append(.optional(entries?.first) { .float($0.logprob) })
    offsets.append(.integer(characters.value))
    characters.add(bytes)
    guard let entries else { return separator + "null" }
    // Two tokens may have one name: the likelier one, or the one that came, stands for both.
    var known: Set<String> = []
    let members = entries.compactMap { entry -> (String, JSONValue)? in
      let name = names.name(of: Int(entry.id), byID: byID)
      return known.insert(name).inserted ? (name, .float(entry.logprob)) : nil
    }
    return separator + JSONValue.object(members).text
  }

  /// The members that stand behind `top_logprobs`.
  var members: String {
    let lists = [("tokens", tokens), ("token_logprobs", logprobs), ("text_offset", offsets)]
    return lists.map { ", \"\($0)\": \(JSONValue.array($1).text)" }.joined()
  }
}

extension TokenNames {
  /// What was expected at a place of a prompt, in vLLM's shape: by ids, the token that came first. O(*n*): of a
  /// whole vocabulary millions of bytes.
  func expectations(_ entries: [ExpectedEntry], _ decoded: Members?) -> [UInt8] {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(72 * entries.count)
    for entry in entries {
      bytes += bytes.isEmpty ? "{\"".utf8 : ",\"".utf8
      bytes += String(entry.id).utf8
      bytes += "\":{\"logprob\":".utf8
      bytes += (entry.logprob == 0 ? "0" : entry.logprob.description).utf8
      bytes += ",\"rank\":".utf8
      bytes += String(entry.rank).utf8
      if let decoded {
        bytes += decoded[Int(entry.id)]
      } else {
        bytes += decodedMember(Int(entry.id))
      }
    }
    bytes.append(UInt8(ascii: "}"))
    return bytes
  }
}
