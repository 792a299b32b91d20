import GGUF
import JSON
import Safetensors
import SafetensorsFixtures
import TestSupport
import Testing
import Tokenizers

/// What `tokenizer.json` says, against what Hugging Face's package `tokenizers` makes of texts with it:
/// `Reference/make_tokenizers.py` wrote both.
@Suite struct TokenizerTests {
  private static let reference = Result {
    try JSONDocument(
      TestFiles.bytes(
        of: TestFiles.packageFolder + "/Tests/SafetensorsTests/Reference/tokenizers.json"))
  }

  static let kinds = [
    "gpt-2", "nfc", "smollm", "llama-bpe", "dbrx", "qwen2", "llama", "metaspace", "gemma",
  ]

  private func member(_ names: String...) throws -> JSONValue {
    var value = try Self.reference.get().root
    for name in names { value = try #require(value[name]) }
    return value
  }

  /// The text of a value in the reference.
  private func text(_ value: JSONValue) -> String {
    String(decoding: value.document.bytes[value.range], as: UTF8.self)
  }

  /// `tokenizer.json` of a kind, with its vocabulary and merges put back.
  private func document(
    _ kind: String, joinsMerges: Bool = false, reversesMerges: Bool = false
  ) throws -> String {
    let vocabulary = try #require(try member("kinds", kind, "vocabulary").string)
    let tokens = try #require(try member("vocabularies", vocabulary, "tokens").elements)
    let entries = tokens.enumerated().map { "\(text($1)):\($0)" }.joined(separator: ",")
    let pairs = try #require(try member("vocabularies", vocabulary, "merges").elements)
    let written = pairs.map { pair in
      let parts = pair.elements?.map(text) ?? []
      return joinsMerges
        ? "\(parts[0].dropLast()) \(parts[1].dropFirst())" : "[\(parts[0]),\(parts[1])]"
    }
    let merges = (reversesMerges ? written.reversed() : written).joined(separator: ",")
    return text(try member("kinds", kind, "document")).replacing(
      "\"model\":{", with: "\"model\":{\"vocab\":{\(entries)},\"merges\":[\(merges)],")
  }

  private func tokenizer(_ document: String, vocabulary: Int = 700) throws -> Tokenizer {
    try Tokenizer(metadata(document, vocabulary))
  }

  private func metadata(_ document: String, _ vocabulary: Int = 700) throws -> Metadata {
    let fixture = RepositoryFixture.sample {
      $0.tokenizer = document
      $0.set("\"vocab_size\":258", "\"vocab_size\":\(vocabulary)")
      $0.set("\"bos_token_id\":256,\"eos_token_id\":257,", "")
    }
    return try fixture.open().metadata
  }

  @Test(arguments: kinds, [false, true])
  func `texts have the tokens that the package tokenizers gives them`(
    kind: String, joinsMerges: Bool
  ) throws {
    let tokenizer = try tokenizer(document(kind, joinsMerges: joinsMerges))
    let texts = try #require(try member("texts").elements)
    let composed = Array(try #require(try member("composed").elements))
    let wanted = try #require(try member("kinds", kind, "ids").elements)
    var count = 0
    for (place, (text, ids)) in zip(texts, wanted).enumerated() {
      let bytes = try #require(text.utf8)
      // A visible space in a text is no space, but bytes.
      if text.string?.contains("\u{2581}") == true, tokenizer.kind(of: 0) == .unknown { continue }
      // SentencePiece puts a space before a text that begins with one as well, where Metaspace does not.
      if kind == "metaspace", text.string?.unicodeScalars.first == " " { continue }
      // Normal form C is not made, so a text in another one has other tokens.
      if ["nfc", "qwen2"].contains(kind), composed[place].integer == 0 { continue }
      let found = tokenizer.encode(bytes, special: true).map(\.id)
      #expect(found == ids.elements?.compactMap(\.integer), "\(text.string ?? "")")
      count += 1
    }
    #expect(count > 250)
  }

  @Test(arguments: kinds) func `the token before a text is the template's`(kind: String) throws {
    let tokenizer = try tokenizer(document(kind))
    let first = ["llama": 1, "metaspace": 1, "gemma": 1, "llama-bpe": 550][kind]
    #expect(tokenizer.bosToken == first && tokenizer.addsBOS == (first != nil))
  }

  @Test func `tokens that nothing stands for fill up to the size of the model`() throws {
    let tokenizer = try tokenizer(document("gpt-2"), vocabulary: 600)
    #expect(tokenizer.count == 600)
    #expect(tokenizer.kind(of: 549) == .normal && tokenizer.kind(of: 550) == .control)
    #expect((551..<600).allSatisfy { tokenizer.kind(of: $0) == .unused })
    #expect(tokenizer.bytes(of: 550) == Array("<|end|>".utf8))
  }

  @Test(arguments: [false, true], [false, true])
  func `pieces have the scores of the first merges that make them, in whatever order merges are`(
    joinsMerges: Bool, reversesMerges: Bool
  ) throws {
    let document = try document(
      "gemma", joinsMerges: joinsMerges, reversesMerges: reversesMerges)
    let scores = try #require(try metadata(document).floatArray("tokenizer.ggml.scores"))
    let vocabulary = try #require(try member("kinds", "gemma", "vocabulary").string)
    let tokens = try #require(try member("vocabularies", vocabulary, "tokens").elements)
    let merges = try #require(try member("vocabularies", vocabulary, "merges").elements).map {
      $0.elements?.compactMap(\.utf8).flatMap { $0 } ?? []
    }
    var places: [[UInt8]: Int] = [:]
    for piece in reversesMerges ? merges.reversed() : merges where places[piece] == nil {
      places[piece] = places.count
    }
    try #require(places.count > 100)
    for (id, token) in tokens.enumerated() {
      let place = try places[#require(token.utf8)]
      #expect(scores[id] == place.map { -Float($0) } ?? -1e9)
    }
  }

  @Test func `what SentencePiece's tokens are is told`() throws {
    let tokenizer = try tokenizer(document("llama"))
    #expect(tokenizer.kind(of: 0) == .unknown && tokenizer.unknownToken == 0)
    #expect(tokenizer.kind(of: 1) == .control)
    #expect((3..<259).allSatisfy { tokenizer.kind(of: $0) == .byte })
  }

  @Test(arguments: [
    (#""type":"BPE""#, #""type":"Unigram""#, "Unigram"),
    (#""type":"BPE""#, #""type":"WordPiece""#, "WordPiece"),
    (#""dropout":null"#, #""dropout":0.1"#, "dropout"),
    (#""end_of_word_suffix":null"#, #""end_of_word_suffix":"</w>""#, "</w>"),
    (#""continuing_subword_prefix":null"#, #""continuing_subword_prefix":"$$""#, "$$"),
    (#""normalizer":null"#, #""normalizer":{"type":"Lowercase"}"#, "Lowercase"),
    (#""use_regex":true"#, #""use_regex":false"#, "ByteLevel"),
    (
      #""pre_tokenizer":{"type":"ByteLevel","add_prefix_space":false"#,
      #""pre_tokenizer":{"type":"ByteLevel","add_prefix_space":true"#, "ByteLevel"
    ),
    (
      #""pre_tokenizer":{"type":"ByteLevel""#, #""pre_tokenizer":{"type":"Whitespace""#,
      "Whitespace"
    ),
    (
      #""post_processor":{"type":"ByteLevel""#, #""post_processor":{"type":"RobertaProcessing""#,
      "RobertaProcessing"
    ),
  ])
  func `what is not known is refused by its name`(old: String, new: String, name: String) throws {
    let document = try document("gpt-2")
    try #require(document.contains(old))
    let fixture = RepositoryFixture.sample {
      $0.tokenizer = document.replacing(old, with: new, maxReplacements: 1)
      $0.set("\"vocab_size\":258", "\"vocab_size\":700")
    }
    let problem = fixture.problem
    #expect(problem?.description.contains(name) == true, "\(String(describing: problem))")
    #expect(problem?.file == "tokenizer.json")
  }

  @Test(arguments: [
    (#""id":256"#, #""id":0"#), (#""id":256"#, #""id":-1"#), (#""id":256"#, #""id":2097152"#),
    (#""id":256"#, #""id":1e99"#), (#""content":"<|256|>""#, #""content":7"#),
    (#""a":97"#, #""a":98"#),
    (#""a":97"#, #""a":"97""#), (#""merges":[]"#, #""merges":[["a"]]"#),
    (#""merges":[]"#, #""merges":[1]"#),
    (#""merges":[]"#, #""merges":{}"#), (#""merges":[]"#, #""x":[]"#),
    (#""vocab":{"#, #""vocab":[],"x":{"#),
    (#""model":{"#, #""x":{"#), (#""id":257"#, #""id":300"#),
  ])
  func `a vocabulary that does not fit together is refused`(old: String, new: String) {
    let fixture = RepositoryFixture.sample {
      #expect($0.tokenizer.contains(old))
      $0.tokenizer = $0.tokenizer.replacing(old, with: new, maxReplacements: 1)
    }
    #expect(fixture.problem?.file == "tokenizer.json", "\(String(describing: fixture.problem))")
  }
}
