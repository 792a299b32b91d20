import JSON

/// What a request to `/tokenize` asks for.
struct TokenizeRequest {
  var model: String?
  var text: [UInt8]
  /// Whether the model's beginning token stands before it, where its file asks for one.
  var addsSpecialTokens: Bool
  /// Whether the name of a control token stands for it; nil for what the server was told.
  var isSpecial: Bool?
  /// Whether the tokens' bytes are told.
  var returnsTokenStrings: Bool

  /// Reads a body.
  init(_ body: [UInt8]) throws(APIError) {
    let fields = try RequestFields(body)
    model = try fields.string("model")
    guard let text = try fields.read("prompt", "a string", { $0.utf8 }) else {
      throw APIError("`prompt` is missing: send the text to cut into tokens", about: "prompt")
    }
    self.text = text
    addsSpecialTokens =
      fields["add_special_tokens"] == nil ? true : try fields.flag("add_special_tokens")
    isSpecial = fields["parse_special"] == nil ? nil : try fields.flag("parse_special")
    returnsTokenStrings = try fields.flag("return_token_strs")
    try fields.checkAllKnown()
  }
}

/// What a request to `/detokenize` asks for.
struct DetokenizeRequest {
  var model: String?
  var ids: [Int]

  /// Reads a body.
  init(_ body: [UInt8]) throws(APIError) {
    let fields = try RequestFields(body)
    model = try fields.string("model")
    guard let ids = try fields.ids("tokens") else {
      throw APIError("`tokens` is missing: send a list of token ids", about: "tokens")
    }
    self.ids = ids
    try fields.checkAllKnown()
  }
}
