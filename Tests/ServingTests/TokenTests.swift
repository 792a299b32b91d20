import JSON
import Serving
import Testing

/// What is answered beside completions.
@Suite struct TokenTests {
  private let service = AlphabetModel.service(startToken: AlphabetModel.beginning)

  @Test func `a text is cut into tokens as the model reads it`() throws {
    func tokenized(_ more: String) throws -> JSONValue {
      try service.answer("POST", "/tokenize", #"{"prompt": "a é"\#(more)}"#).json()
    }
    let whole = try tokenized(#", "return_token_strs": true"#)
    #expect(whole["tokens"]?.ids == [257, 97, 32, 195, 169])
    #expect(whole["count"]?.integer == 5 && whole["max_model_len"]?.integer == 48)
    // The alphabet of GPT-2 (Radford et al. 2019): a space is Ġ, other bytes are letters of Latin-1.
    let strings = whole["token_strs"]?.list.map(\.string)
    #expect(strings == ["<|begin|>", "a", "Ġ", "Ã", "©"])
    let plain = try tokenized(#", "add_special_tokens": false"#)
    #expect(plain["tokens"]?.ids == [97, 32, 195, 169] && plain["token_strs"] == nil)
  }

  @Test func `the name of a control token is plain text, unless somebody says otherwise`() throws {
    func ids(_ service: Service, _ more: String = "") throws -> [Int]? {
      let body = #"{"prompt": "<|end|>", "add_special_tokens": false\#(more)}"#
      return try service.answer("POST", "/tokenize", body).json()["tokens"]?.ids
    }
    let special = AlphabetModel.service(isSpecial: true)
    #expect(try ids(service)?.count == 7 && ids(special) == [256])
    #expect(try ids(service, #", "parse_special": true"#) == [256])
    #expect(try ids(special, #", "parse_special": false"#)?.count == 7)
    // What has no name in a text is not told by a name.
    let plain = try service.answer("GET", "/tokenizer_info").json()
    #expect(plain["eos_token"] == nil && plain["bos_token"] == nil && plain.members != nil)
    #expect(plain["add_bos_token"]?.bool == true)
    let named = try special.answer("GET", "/tokenizer_info").json()
    #expect(named["eos_token"]?.string == "<|end|>" && named["bos_token"]?.string == "<|begin|>")
    #expect(named["add_bos_token"]?.bool == false)
    let text = #"{"prompt": "<|end|>", "max_tokens": 0, "echo": true, "return_token_ids": true}"#
    #expect(try special.choice(text)["prompt_token_ids"]?.ids == [256])
    #expect(try service.choice(text)["prompt_token_ids"]?.ids.count == 8)
  }

  @Test func `ids become the text that they stand for`() throws {
    func text(_ ids: String) throws -> String? {
      try service.answer("POST", "/detokenize", #"{"tokens": \#(ids)}"#).json()["prompt"]?.string
    }
    #expect(try text("[257, 97, 32, 195, 169, 256]") == "a é")
    #expect(try text("[195]") == "\u{FFFD}")
    #expect(try text("[]") == "")
    #expect(try service.answer("POST", "/detokenize", #"{"tokens": [258]}"#).status == 400)
    #expect(try service.answer("POST", "/detokenize", #"{"tokens": "a"}"#).status == 400)
  }

  @Test func `the server says what it is and what it serves`() throws {
    let version = try service.answer("GET", "/version").json()
    #expect(version["version"]?.string == "9.9" && version["engine"]?.string == "surprisal")
    let models = try service.answer("GET", "/v1/models").json()["data"]?.list ?? []
    #expect(models.map { $0["id"]?.string } == ["alphabet"])
    #expect(models.first?["max_model_len"]?.integer == 48)
    #expect(models.first?["meta"]?["n_vocab"]?.integer == AlphabetModel.count)
    let health = try service.answer("GET", "/health")
    #expect(health.status == 200 && health.text.isEmpty)
  }
}
