import JSON

// Engines that do not say how likely each token of a given text is, or not in a way that can be trusted: they go on with
// texts, and are recognised and refused for all else, with what to do in their place.
extension RemoteEngine {
  /// Ollama: it speaks only of what it generates.
  static let ollama = refusing(
    "Ollama", prefix: "ollama-api", gives: "what it generates alone: 20 candidates to draw from",
    recognise: { server in
      let (status, document) = try server.probe(ServerRequest("/api/version"))
      return status == 200 ? document?.root["version"]?.string : nil
    },
    because: { opening in
      let name = opening.address.model ?? "NAME"
      return """
        it gives numbers of what it generates alone, and cuts no text into tokens: open its own file with \
        --model ollama:\(name) on the machine where it runs
        """
    }, generator: TextGenerator.ollama)

  /// Whatever else has an interface like OpenAI's.
  static let openAI = refusing(
    "the server", prefix: "openai", gives: "what it generates alone: 20 candidates to draw from",
    recognise: { server in
      let (status, document) = try server.probe(ServerRequest("/v1/models"))
      return status == 200 && document?.root["data"]?.elements != nil ? "" : nil
    },
    because: { opening in
      "\(try faultOfEcho(opening)): run the model with vLLM, SGLang or llama-server"
    }, generator: TextGenerator.openAI)

  private static func refusing(
    _ name: String, prefix: String, gives: String,
    recognise: @escaping @Sendable (Server) throws -> String?,
    because reason: @escaping @Sendable (Opening) throws -> String,
    generator: @escaping @Sendable (Opening) throws -> RemoteModel
  ) -> RemoteEngine {
    RemoteEngine(
      name: name, prefix: prefix, gives: gives, recognise: recognise,
      open: { opening in
        if opening.wishes.generates { return try generator(opening) }
        throw RemoteError.cannot(engine: name, missing: try reason(opening))
      })
  }
}

/// Why the numbers of a text that a server is to echo cannot be used.
private func faultOfEcho(_ opening: Opening) throws -> String {
  let server = opening.server
  var body = RequestBody()
  body.add("model", try opening.modelName())
  body.add("prompt", Canary.text)
  body.add("max_tokens", 1)
  body.add("temperature", 1)
  body.add("echo", true)
  body.add("logprobs", 5)
  let (status, document) = try server.probe(ServerRequest("/v1/completions", body: body.whole))
  guard status == 200 else {
    let message = Server.message(document?.bytes ?? [])
    return "it refuses to give the numbers of a given text with status \(status), “\(message)”"
  }
  let choice = document?.root["choices"]?.elements?.first { _ in true }
  let tokens = choice?["logprobs"]?["tokens"]?.elements?.compactMap(\.string) ?? []
  guard tokens.joined().hasPrefix(Canary.text) else {
    return "it ignores echo, and so gives no numbers of a given text"
  }
  // Where all are aligned, what was generated is among them.
  return tokens.joined() != choice?["text"]?.string
    ? "it gives the numbers of the token behind each"
    : "it gives numbers by text, and no ids of tokens"
}
