import GGUF
import JSON

// The tokens that begin and end a text.
extension ModelHead {
  /// Adds which token begins a text, which ends it, and whether the first is put before every text: where the
  /// post-processor's template does it.
  mutating func addEnds(
    _ processor: JSONValue?, _ configuration: Configuration, tokenCount: Int
  ) throws(SafetensorsError) {
    let added = try firstToken(processor)
    let known = 0..<tokenCount
    if let added, !known.contains(added) {
      throw SafetensorsError(
        .tokenizer(
          "the token \(added) is put before a text, but the vocabulary has \(known.count) tokens"))
    }
    // Configurations name such tokens by habit, also where the vocabulary has none.
    let first = added ?? configuration.token("bos_token_id")
    let last = configuration.token("eos_token_id")
    for (key, id) in [("bos_token_id", first), ("eos_token_id", last)] {
      if let id, known.contains(id) { addToTokenizer(key, .unsigned(UInt32(id))) }
    }
    addToTokenizer("add_bos_token", .bool(added != nil))
  }

  /// The token that a template puts before a text; nil where it puts none.
  private func firstToken(_ processor: JSONValue?) throws(SafetensorsError) -> Int? {
    guard let processor else { return nil }
    switch processor["type"]?.string ?? "" {
    case "ByteLevel": return nil
    case "Sequence":
      var found: Int?
      for part in processor["processors"]?.elements.map(Array.init) ?? [] {
        found = try firstToken(part) ?? found
      }
      return found
    case "TemplateProcessing": return try firstToken(ofTemplate: processor)
    case let kind:
      throw SafetensorsError(
        .unsupported(
          what: "the post-processor", value: kind, known: "ByteLevel, TemplateProcessing"),
        at: processor.position)
    }
  }

  private func firstToken(ofTemplate template: JSONValue) throws(SafetensorsError) -> Int? {
    var names: [String] = []
    for piece in template["single"]?.elements.map(Array.init) ?? [] {
      guard let name = piece["SpecialToken"]?["id"]?.string else { break }
      names.append(name)
    }
    guard let name = names.first else { return nil }
    let ids = template["special_tokens"]?[name]?["ids"]?.elements.map(Array.init) ?? []
    guard names.count == 1, ids.count == 1, let id = ids[0].integer else {
      throw SafetensorsError(
        .unsupported(
          what: "what the post-processor puts before a text",
          value: names.joined(separator: " "), known: "one token"), at: template.position)
    }
    return id
  }
}

extension Configuration {
  /// The id of a token; of several, the first. Nil where there is none.
  fileprivate func token(_ name: String) -> Int? {
    guard let value = self[name] else { return nil }
    var several = value.elements
    return value.integer ?? several?.next()?.integer
  }
}
