import JSON
import Serving
import Testing

/// What is refused, with which status, and what about.
@Suite struct RefusalTests {
  private let service = AlphabetModel.service(hosts: ["localhost", "127.0.0.1", "[::1]"])

  private func error(
    _ body: String, status: Int = 400, at path: String = "/v1/completions",
    _ location: SourceLocation = #_sourceLocation
  ) throws -> (message: String, parameter: String?) {
    let answer = try service.answer("POST", path, body)
    #expect(answer.status == status, "\(answer.text)", sourceLocation: location)
    let error = try #require(try answer.json()["error"], sourceLocation: location)
    #expect(error["type"]?.string == "invalid_request_error", sourceLocation: location)
    return (error["message"]?.string ?? "", error["param"]?.string)
  }

  @Test(arguments: [
    "", "nonsense", #"{"prompt": "a""#, #"{"prompt": "a", "prompt": "b"}"#, "[1]", "{} {}",
    #"{"prompt": "\#u{0}"}"#, String(repeating: "[", count: 100_000),
    #"{"x": \#(String(repeating: "[", count: 40))\#(String(repeating: "]", count: 40))}"#,
  ])
  func `a body that is no object of JSON is a sentence`(body: String) throws {
    #expect(try error(body).message.hasPrefix("the body is no JSON"))
  }

  @Test(arguments: [
    ("prompt", #"{"model": "abc"}"#), ("prompt", #"{"prompt": 3}"#), ("prompt", #"{"prompt": []}"#),
    ("prompt", #"{"prompt": [1, "a"]}"#), ("prompt", #"{"prompt": [[1], "a"]}"#),
    ("prompt", #"{"prompt": [1.5]}"#), ("prompt", #"{"prompt": ["a", null]}"#),
    ("prompt", #"{"prompt": ""}"#), ("prompt", #"{"prompt": [[]]}"#),
    ("prompt", #"{"prompt": [258]}"#),
    ("prompt", #"{"prompt": [-1]}"#), ("prompt", #"{"prompt": [99999999999999999999]}"#),
    ("max_tokens", #"{"prompt": "a", "max_tokens": -1}"#),
    ("max_tokens", #"{"prompt": "a", "max_tokens": "9"}"#),
    ("max_tokens", #"{"prompt": "a", "max_tokens": 0}"#),
    ("max_tokens", #"{"prompt": "a", "max_tokens": 48}"#),
    ("max_tokens", #"{"prompt": "a", "max_tokens": 9223372036854775807}"#),
    ("temperature", #"{"prompt": "a", "temperature": -1}"#),
    ("temperature", #"{"prompt": "a", "temperature": "hot"}"#),
    ("top_p", #"{"prompt": "a", "top_p": 0}"#), ("top_p", #"{"prompt": "a", "top_p": 1.1}"#),
    ("top_k", #"{"prompt": "a", "top_k": -2}"#), ("min_p", #"{"prompt": "a", "min_p": 2}"#),
    ("seed", #"{"prompt": "a", "seed": 1.5}"#), ("stop", #"{"prompt": "a", "stop": 3}"#),
    ("logprobs", #"{"prompt": "a", "logprobs": -1}"#),
    ("logprobs", #"{"prompt": "a", "logprobs": true}"#),
    ("prompt_logprobs", #"{"prompt": "a", "prompt_logprobs": -2}"#),
    ("prompt_logprobs", #"{"prompt": "a", "prompt_logprobs": 1, "stream": true}"#),
    ("echo", #"{"prompt": "a", "echo": 1}"#), ("model", #"{"prompt": "a", "model": 7}"#),
    ("stream", #"{"prompt": "a", "stream": "yes"}"#),
  ])
  func `what a field cannot be is refused by its name`(name: String, body: String) throws {
    let error = try error(body)
    #expect(error.parameter == name)
    #expect(error.message.contains("`\(name)`") || error.message.contains("prompt"), "\(error)")
  }

  @Test(arguments: [
    ("n", "2", "1"), ("best_of", "3", "1"), ("repetition_penalty", "1.1", "1.0"),
    ("presence_penalty", "0.5", "0"), ("frequency_penalty", "-0.5", "0.0"),
    ("length_penalty", "2", "1"), ("min_tokens", "1", "0"), ("use_beam_search", "true", "false"),
    ("ignore_eos", "true", "false"), ("suffix", #"" end""#, #""""#),
    ("logit_bias", #"{"5": 1}"#, "{}"), ("stop_token_ids", "[1]", "[]"),
    ("bad_words", #"["x"]"#, "[]"), ("allowed_token_ids", "[1, 2]", "null"),
    ("truncate_prompt_tokens", "3", "null"), ("guided_regex", #""a*""#, "null"),
    ("repeat_penalty", "1.1", "1"),
    ("response_format", #"{"type": "json_object"}"#, #"{"type": "text"}"#),
  ])
  func `what would change the numbers is refused, and passes where it would not`(
    name: String, other: String, neutral: String
  ) throws {
    let error = try error(#"{"prompt": "a", "\#(name)": \#(other)}"#)
    #expect(error.parameter == name && error.message.contains("leave it out"))
    _ = try service.complete(
      #"{"prompt": "a", "\#(name)": \#(neutral), "user": "me", "stream": null}"#)
  }

  @Test(arguments: [
    ("/v1/completions", "n_predict", #""prompt": "a""#),
    ("/v1/completions", "return_token_strs", #""prompt": "a""#),
    ("/v1/completions", "Temperature", #""prompt": "a""#),
    ("/tokenize", "add_special", #""prompt": "a""#), ("/detokenize", "prompt", #""tokens": [97]"#),
  ])
  func `a field that nobody here knows is refused by its name, and no other`(
    path: String, name: String, rest: String
  ) throws {
    let error = try error(#"{\#(rest), "\#(name)": 1}"#, at: path)
    #expect(error.parameter == name && error.message.contains("`\(name)` is no field"))
    let empty = try service.answer("POST", path, #"{\#(rest), "\#(name)": null, "user": "me"}"#)
    #expect(empty.status == 200)
  }

  @Test func `another model is not found, and this one has its names`() throws {
    for (path, rest) in [
      ("/v1/completions", #""prompt": "a""#), ("/tokenize", #""prompt": "a""#),
      ("/detokenize", #""tokens": [97]"#),
    ] {
      let error = try error(#"{"model": "gpt", \#(rest)}"#, status: 404, at: path)
      #expect(error.parameter == "model" && error.message.contains("alphabet"))
      for name in ["alphabet", "abc"] {
        let answer = try service.answer("POST", path, #"{"model": "\#(name)", \#(rest)}"#)
        #expect(answer.status == 200)
      }
    }
  }

  @Test func `a prompt and its answer have to fit the context`() throws {
    func body(_ count: Int, _ more: Int) -> String {
      #"{"prompt": "\#(String(repeating: "a", count: count))", "echo": true, "max_tokens": \#(more)}"#
    }
    #expect(try error(body(49, 0)).message.contains("at most 48 tokens"))
    #expect(try error(body(40, 9)).parameter == "max_tokens")
    #expect(try service.choice(body(40, 8))["text"]?.string?.count ?? 0 >= 41)
    #expect(try service.choice(body(48, 0))["text"]?.string?.count == 48)
  }

  @Test func `what is nowhere, or done otherwise, says what there is`() throws {
    let nowhere = try service.answer("GET", "/v1/chat/completions")
    #expect(nowhere.status == 404 && nowhere.text.contains("POST /v1/completions"))
    #expect(try service.answer("GET", "/v1/completions").status == 405)
    #expect(try service.answer("POST", "/health").status == 405)
    let form = try service.answer("POST", "/tokenize", "prompt=a", contentType: "text/plain")
    #expect(form.status == 415 && form.text.contains("application/json"))
    let request = ServedRequest(method: "POST", path: "/tokenize", isTooLarge: true)
    guard case .answer(let answer) = service.reply(to: request, .init(id: "", created: 0, seed: 0))
    else { return #expect(Bool(false)) }
    #expect(answer.status == 413)
  }

  @Test func `a server of this machine alone answers to no other name`() throws {
    for host in ["evil.example", "evil.example:8000", "127.0.0.1.evil.example", "[::2]:80"] {
      #expect(try service.answer("GET", "/version", host: host).status == 403, "\(host)")
    }
    for host in ["", "127.0.0.1", "localhost:8000", "LOCALHOST", "[::1]", "[::1]:8000"] {
      #expect(try service.answer("GET", "/version", host: host).status == 200, "\(host)")
    }
    let open = AlphabetModel.service(hosts: nil)
    #expect(try open.answer("GET", "/version", host: "evil.example").status == 200)
  }
}
