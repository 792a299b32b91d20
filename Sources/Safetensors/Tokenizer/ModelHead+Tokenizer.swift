import GGUF
import JSON

extension ModelHead {
  /// Adds what `tokenizer.json` says, as the keys of a GGUF file.
  mutating func addTokenizer(
    _ document: JSONDocument, _ configuration: Configuration
  ) throws(SafetensorsError) {
    let root = document.root
    guard let model = root["model"] else { throw SafetensorsError(.document(.missing("model"))) }
    let kind = model.tokenizerKind ?? (model["merges"] == nil ? "of no name" : "BPE")
    guard kind == "BPE" else {
      throw SafetensorsError(
        .unsupported(what: "the tokenizer", value: kind, known: "BPE"), at: model.position)
    }
    try refuseOptions(of: model)
    let isOfPieces = model["byte_fallback"]?.bool == true
    if isOfPieces { try addKindOfPieces(root) } else { try addKindOfByteLevel(root, model) }
    let count =
      document.isCut
      ? try addUnreadTokens(configuration, hasScores: isOfPieces)
      : try addTokens(root, model, configuration, hasScores: isOfPieces)
    try addEnds(root["post_processor"], configuration, tokenCount: count)
  }

  /// Adds the tokens and how they are merged, and returns their number.
  private mutating func addTokens(
    _ root: JSONValue, _ model: JSONValue, _ configuration: Configuration, hasScores: Bool
  ) throws(SafetensorsError) -> Int {
    guard let vocabulary = model["vocab"] else {
      throw SafetensorsError(.document(.missing("vocab")), at: model.position)
    }
    var tokens = try TokenList(vocabulary)
    try tokens.add(root["added_tokens"])
    try pad(&tokens, configuration)
    let unknown = model["unk_token"]?.utf8.flatMap { tokens.id(of: $0) }
    if hasScores {
      try addPieces(model, &tokens, unknown: unknown)
    } else {
      try addMerges(of: model)
    }
    addToTokenizer("tokens", tokens.written)
    addToTokenizer("token_type", .integers(tokens.kinds))
    if let unknown { addToTokenizer("unknown_token_id", .unsigned(UInt32(unknown))) }
    return tokens.count
  }

  /// Adds as many tokens as the model has embeddings, all without a name: where only the head of the document was
  /// read, to tell what the model is.
  private mutating func addUnreadTokens(
    _ configuration: Configuration, hasScores: Bool
  ) throws(SafetensorsError) -> Int {
    let count = Int(try configuration.required("vocab_size", configuration.size))
    guard count <= SafetensorsLimits.tokens else {
      throw SafetensorsError(.tokenizer("\(count) tokens are more than the limit"))
    }
    addToTokenizer("tokens", .writtenStrings(.init(emptyOnes: count)))
    if hasScores {
      addToTokenizer("scores", .floats(Array(repeating: 0, count: count)))
    } else {
      addToTokenizer("merges", .strings([]))
    }
    return count
  }

  /// What would split texts in another way.
  private func refuseOptions(of model: JSONValue) throws(SafetensorsError) {
    for name in ["continuing_subword_prefix", "end_of_word_suffix"] {
      guard let value = model[name]?.string, !value.isEmpty else { continue }
      throw SafetensorsError(
        .unsupported(what: name, value: value, known: "none"), at: model.position)
    }
    if let dropout = model["dropout"]?.number, dropout != 0 {
      throw SafetensorsError(
        .unsupported(what: "dropout", value: "\(dropout)", known: "none"), at: model.position)
    }
  }

  /// As many tokens as the model has embeddings: files leave room, which no token of theirs fills.
  private func pad(
    _ tokens: inout TokenList, _ configuration: Configuration
  ) throws(SafetensorsError) {
    guard let size = try configuration.size("vocab_size") else { return }
    guard tokens.count <= size else {
      throw SafetensorsError(
        .tokenizer(
          "it has tokens up to the id \(tokens.count - 1), where \(Repository.settingsName) has room "
            + "for \(size)"))
    }
    tokens.pad(to: Int(size))
  }

  /// Says that bytes are merged, and how a text is split before.
  private mutating func addKindOfByteLevel(
    _ root: JSONValue, _ model: JSONValue
  ) throws(SafetensorsError) {
    try refuseNormalizer(root["normalizer"])
    addToTokenizer("model", .string("gpt2"))
    addToTokenizer(
      "pre",
      .string(
        try PreTokenization.name(
          of: root["pre_tokenizer"], takesWhole: model["ignore_merges"]?.bool ?? false)))
  }

  private mutating func addMerges(of model: JSONValue) throws(SafetensorsError) {
    let strings = model.document.strings
    var merges = ModelFileWriter.Strings()
    try forEachMerge(of: model) { left, right in
      merges.append { bytes in
        strings.append(left, to: &bytes)
        if let right {
          bytes.append(UInt8(ascii: " "))
          strings.append(right, to: &bytes)
        }
      }
    }
    addToTokenizer("merges", .writtenStrings(merges))
  }

  /// Texts are read as they are; normal form C, which most are in, is not made.
  private func refuseNormalizer(_ normalizer: JSONValue?) throws(SafetensorsError) {
    guard let normalizer, let kind = normalizer["type"]?.string, kind != "NFC" else { return }
    throw SafetensorsError(
      .unsupported(what: "the normalizer", value: kind, known: "NFC"), at: normalizer.position)
  }

  /// Goes through the merges, which are two strings each, or one with a space in it: by their places.
  func forEachMerge(
    of model: JSONValue, _ body: (_ left: Range<Int>, _ right: Range<Int>?) -> Void
  ) throws(SafetensorsError) {
    guard let merges = model["merges"], merges.elements != nil else {
      throw SafetensorsError(.document(.missing("merges")), at: model.position)
    }
    let strings = model.document.strings
    let wrong = merges.forEachPair { left, right in
      if right == nil, let halves = strings.halves(of: left) {
        body(halves.0, halves.1)
      } else {
        body(left, right)
      }
    }
    if let wrong {
      throw SafetensorsError(
        .document(.wrongKind(name: "merges", needed: "a list of pairs")), at: wrong.position)
    }
  }
}

extension JSONValue {
  /// What kind of tokenizer a model says that it is. Older files do not say so: of the kinds only BPE knows dropout.
  var tokenizerKind: String? {
    self["type"]?.string
      ?? (members?.contains { $0.name.string == "dropout" } == true ? "BPE" : nil)
  }
}
