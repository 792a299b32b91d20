import Basics
import FoundationEssentials
import Tables
import Testing

/// `surprisal compare`.
@Suite struct CompareTests {
  private let folder: TemporaryFolder
  private let cat: String, dog: String
  private static let text = "the cat sat on the mat and the dog sat on the log."

  init() throws {
    folder = try TemporaryFolder()
    try folder.write(Array(Self.text.utf8), to: "cat.txt")
    try folder.write(Array("a dog and a cat and another dog sat there. ".utf8), to: "dog.txt")
    (cat, dog) = ("ngram:\(folder.path("cat.txt"))", "ngram:\(folder.path("dog.txt"))")
  }

  private struct Document: Decodable {
    struct Comparison: Decodable {
      struct Side: Decodable {
        struct Model: Decodable { var name: String }
        var model: Model, model_sha256: String?
      }
      struct Spread: Decodable { var mean: Double, max: Double, min: Double }
      struct Estimate: Decodable { var mean: Double? }
      struct Summary: Decodable {
        var compared: Int, base_total_bits: Double, other_total_bits: Double
        var base_bits_per_byte: Double?
        var ppl: Double?, ppl_base: Double?, kld: Spread?, kld_reverse: Spread?
        var same_top: Estimate?, ln_ppl_ratio: Estimate?
      }
      struct Token: Decodable {
        var index: Int, id: Int?, text: String, base_surprisal_bits: Double?
        var other_surprisal_bits: Double?, delta_bits: Double?, kl_bits: Double?
      }
      var base: Side, other: Side, same_vocabulary: Bool, note: String?
      var summary: Summary, tokens: [Token]
    }
    var comparisons: [Comparison]
  }

  private struct Score: Decodable {
    struct Summary: Decodable { var total_bits: Double, perplexity: Double }
    struct Token: Decodable { var id: Int, surprisal_bits: Double? }
    var tokens: [Token], summary: Summary
  }

  private func compare(_ arguments: String...) throws -> [Document.Comparison] {
    let run = try ProgramRun(
      ["compare", "--format", "json"] + arguments, environment: TestModel.environment)
    try #require(run.status == 0, "\(run.errors)")
    let decoder = JSONDecoder()
    decoder.nonConformingFloatDecodingStrategy = .convertFromString(
      positiveInfinity: "inf", negativeInfinity: "-inf", nan: "nan")
    return try decoder.decode(Document.self, from: Data(run.output)).comparisons
  }

  private func score(_ arguments: String...) throws -> Score {
    let run = try ProgramRun(
      ["score", "--format", "json"] + arguments, environment: TestModel.environment)
    return try JSONDecoder().decode(Score.self, from: Data(run.output))
  }

  private func expectClose(_ a: Double?, _ b: Double?, within tolerance: Double = 1e-9) {
    #expect(
      abs((a ?? .nan) - (b ?? .nan)) <= tolerance,
      "\(String(describing: a)), \(String(describing: b))")
  }

  @Test func `each model's numbers are those of score, and the differences theirs`() throws {
    let found = try compare("the dog", "--model", cat, "--model", dog)[0]
    let (base, other) = (try score("the dog", "--model", cat), try score("the dog", "--model", dog))
    #expect(found.same_vocabulary && found.note == nil && found.tokens.count == base.tokens.count)
    for (token, scores) in zip(found.tokens, zip(base.tokens, other.tokens)) {
      #expect(token.id == scores.0.id && token.base_surprisal_bits == scores.0.surprisal_bits)
      #expect(token.other_surprisal_bits == scores.1.surprisal_bits)
      if let delta = token.delta_bits {
        expectClose(delta, (scores.1.surprisal_bits ?? 0) - (scores.0.surprisal_bits ?? 0))
        #expect((token.kl_bits ?? -1) >= -1e-12)
      }
    }
    expectClose(found.summary.base_total_bits, base.summary.total_bits, within: 1e-6)
    expectClose(found.summary.ppl_base, base.summary.perplexity, within: 1e-4)
    expectClose(found.summary.ppl, other.summary.perplexity, within: 1e-4)
    #expect((found.summary.kld?.mean ?? 0) > 0.1)
    #expect(found.summary.kld?.mean != found.summary.kld_reverse?.mean)
  }

  @Test func `a model does not diverge from itself, at any temperature`() throws {
    for temperature in ["0", "0.3", "1", "inf"] {
      let found = try compare("a cat", "--model", cat, "--model", cat, "-T", temperature)[0]
      #expect(found.summary.kld?.max == 0 && found.summary.kld?.min == 0)
      #expect(
        found.summary.same_top?.mean == 1 && found.tokens.allSatisfy { ($0.delta_bits ?? 0) == 0 })
    }
  }

  @Test func `a server's numbers have ends that hold the truth at every temperature`() throws {
    try ServedProgram.run(["--model", "world"]) { server in
      _ = try server.client()
      let remote = "http://127.0.0.1:\(server.port)"
      for temperature in ["0.5", "1", "2"] {
        let run = try ProgramRun([
          "compare", Self.text, "--model", "world", "--model", remote, "--k", "4", "--format",
          "json",
          "-T", temperature,
        ])
        try #require(run.status == 0, "\(run.errors)")
        let found = try JSONDecoder().decode(OpenDocument.self, from: Data(run.output))
        let comparison = try #require(found.comparisons.first)
        // Both cut the text into the same tokens, so that tokens are compared.
        #expect(comparison.same_vocabulary && comparison.note?.contains("KL needs") == true)
        #expect((comparison.summary.ppl == nil) == (temperature != "1"))
        var widest = 0.0
        for token in comparison.tokens.dropFirst() {
          let exact = try #require(token.base_surprisal_bits)
          let low = try #require(token.other_surprisal_bits_low)
          let high = try #require(token.other_surprisal_bits_high)
          #expect(low - 1e-4 <= exact && exact <= high + 1e-4, "\(token)")
          widest = max(widest, high - low)
          #expect(abs((token.delta_bits_low ?? 9) - (low - exact)) < 1e-9)
          #expect(abs((token.delta_bits_high ?? 9) - (high - exact)) < 1e-9)
        }
        #expect(temperature == "1" ? widest == 0 : widest > 0.1)
      }
    }
  }

  private struct OpenDocument: Decodable {
    struct Comparison: Decodable {
      struct Summary: Decodable { var ppl: Double? }
      // swift-format-ignore: AlwaysUseLowerCamelCase
      struct Token: Decodable {
        var base_surprisal_bits: Double?, other_surprisal_bits_low: Double?
        var other_surprisal_bits_high: Double?, delta_bits_low: Double?, delta_bits_high: Double?
      }
      var same_vocabulary: Bool, note: String?, summary: Summary, tokens: [Token]
    }
    var comparisons: [Comparison]
  }

  @Test func `the temperature divides the logits of both`() throws {
    let warm = try compare("the dog", "--model", cat, "--model", dog)[0].summary
    let hot = try compare("the dog", "--model", cat, "--model", dog, "-T", "3")[0].summary
    #expect((hot.kld?.mean ?? 9) < (warm.kld?.mean ?? 0) / 2)
  }

  @Test func `several models are compared with the first, one after the other`() throws {
    let found = try compare("the dog", "--model", cat, "--model", dog, "--model", "world")
    #expect(found.map(\.base.model.name) == Array(repeating: "5-grams of cat.txt", count: 2))
    #expect(found[0].other.model.name == "5-grams of dog.txt")
    let csv = try ProgramRun(
      ["compare", "the dog", "--format", "csv"] + [cat, dog, cat].flatMap { ["--model", $0] })
    #expect(csv.lines.count == 2 + 2 * "the dog".utf8.count)
  }

  @Test func `models that cut a text differently are compared over spans, and it is said`() throws {
    let found = try compare("6 1 4", "--model", "dice:6", "--model", cat)[0]
    #expect(!found.same_vocabulary && found.summary.kld == nil && found.summary.ppl == nil)
    #expect(found.note?.contains("different vocabularies") == true)
    #expect(found.tokens.map(\.text).joined() == "6 1 4")
    #expect(found.tokens.allSatisfy { $0.id == nil && $0.kl_bits == nil })
    let text = try ProgramRun(["compare", "6 1 4", "--model", "dice:6", "--model", cat])
    #expect(text.text.contains("different vocabularies: spans of the text are compared"))
  }

  @Test(.disabled(if: TestModel.isAbsent, TestModel.advice))
  func `a context is what the model reads before the text`() throws {
    let found = try compare("Paris is", "--context-a", "The capital of France is")[0]
    let whole = try score("The capital of France is Paris is")
    #expect(found.tokens.map(\.text) == [" Paris", " is"])
    for (token, score) in zip(found.tokens, whole.tokens.suffix(2)) {
      expectClose(token.base_surprisal_bits, score.surprisal_bits, within: 2e-3)
    }
    #expect(found.tokens[0].other_surprisal_bits == nil)
    #expect((found.tokens[1].kl_bits ?? 0) > 0.1 && found.base.model_sha256?.count == 64)
    let both = try compare(
      "Paris", "--context-a", "The capital of France is", "--context-b", "I have never been to")[0]
    #expect((both.tokens[0].delta_bits ?? 0) > 1 && (both.tokens[0].kl_bits ?? 0) > 0.1)
  }

  @Test func `llama's protocol scores the second half of windows that do not overlap`() throws {
    let file = folder.path("cat.txt")
    let found = try compare(
      "-f", file, "--model", cat, "--model", dog, "--protocol", "llama-perplexity", "-c", "16")[0]
    #expect(found.tokens.map(\.index) == Array(9..<16) + Array(25..<32) + Array(41..<48))
    #expect(found.summary.compared == 21 && found.summary.kld != nil)
    // Each window stands alone.
    let letters = Array(Self.text)
    let window = try score(String(letters[16..<32]), "--model", cat)
    for (token, score) in zip(found.tokens[7..<14], window.tokens.suffix(7)) {
      #expect(token.base_surprisal_bits == score.surprisal_bits && token.id == score.id)
    }
  }

  @Test func `what cannot be compared is refused in a sentence`() throws {
    for (arguments, status, mention) in [
      (["-c", "64", "--protocol", "llama-perplexity", "--model", dog], 65, "fill no window of 64"),
      (["--protocol", "llama-perplexity", "--model", "dice:6"], 64, "different vocabularies"),
      (["--model", folder.path("none.gguf")], 66, "none.gguf"),
      (["--model", dog, "--protocol", "llama-perplexity", "--window", "8"], 64, "-c"),
      (["--model", dog, "--protocol", "llama-perplexity", "-c", "3"], 64, "4 or more"),
    ] as [([String], Int32, String)] {
      let run = try ProgramRun(["compare", "the cat", "--model", cat] + arguments)
      #expect(run.status == status && run.output.isEmpty, "\(run.errors)")
      #expect(run.errors.contains(mention), "\(run.errors)")
    }
  }

  /// The number behind a word.
  private func number(after word: String, in text: String) -> Double? {
    guard let start = text.firstRange(of: word)?.upperBound else { return nil }
    let digits = text[start...].drop { $0 == " " }.prefix { !$0.isWhitespace && $0 != "│" }
    return Double(digits.replacing("−", with: "-"))
  }

  @Test(arguments: ["1", "0.5"])
  func `the explorer shows the same numbers, from the start where two models are named`(
    temperature: String
  ) throws {
    try folder.write(Array("wait\nscreen one\nesc\nscreen two\n".utf8), to: "keys")
    let found = try compare("the dog", "--model", cat, "--model", dog, "-T", temperature)[0].summary
    let run = try ProgramRun([
      "explore", "the dog", "--model", cat, "--model", dog, "-T", temperature, "--script",
      folder.path("keys"), "--size", "40x120", "--screens", folder.path("out"),
    ])
    #expect(run.status == 0, "\(run.errors)")
    let screen = String(decoding: try folder.read("out/one.txt"), as: UTF8.self)
    #expect(screen.contains("TWO MODELS") && screen.contains("5-grams of cat.txt"))
    let (bits, perByte) = (
      number(after: "│  bits ", in: screen), number(after: "per byte", in: screen)
    )
    expectClose(bits, found.base_total_bits, within: 0.00501)
    expectClose(perByte, found.base_bits_per_byte, within: 0.000501)
    let forward = (found.kld?.mean ?? .nan) / log(2.0),
      back = (found.kld_reverse?.mean ?? .nan) / log(2.0)
    expectClose(number(after: "│  KL ", in: screen), forward, within: 0.00501 * forward)
    expectClose(number(after: "  back ", in: screen), back, within: 0.00501 * back)
    let after = String(decoding: try folder.read("out/two.txt"), as: UTF8.self)
    #expect(!after.contains("TWO MODELS") && after.contains("perplexity"))
  }

  @Test func `the explorer compares two models and no more`() throws {
    let run = try ProgramRun(
      ["explore", "the dog"] + [cat, dog, cat].flatMap { ["--model", $0] })
    #expect(run.status == 64 && run.errors.contains("compares two models"), "\(run.errors)")
  }

  @Test func `an empty text is no error`() throws {
    let run = try ProgramRun(["compare", "", "--model", cat, "--model", dog])
    #expect(run.status == 0 && run.text.contains("0 tokens, 0 compared"))
  }

  @Test func `the schema is printed`() throws {
    let run = try ProgramRun(["compare", "--schema"])
    #expect(run.status == 0)
    #expect(try run.output == Array(Project.text("Assets/schemas/compare.schema.json").utf8))
  }

  @Test(arguments: ["text", "csv", "json", "html"])
  func `equal input gives equal bytes, on any number of threads`(format: String) throws {
    let runs = try ["1", "2", "3"].map { threads in
      try ProgramRun([
        "compare", Self.text, "--model", "world", "--model", "world", "-T", "0.7", "--format",
        format,
        "--threads", threads,
      ])
    }
    #expect(runs.allSatisfy { $0.status == 0 && $0.output == runs[0].output })
  }

  @Test(arguments: ["json", "html"])
  func `what was written is opened again, to the byte in every form`(form: String) throws {
    let cases = [
      ["the dog", "--model", cat, "--model", dog, "-T", "0.7"],
      ["the dog", "--model", cat, "--model", dog, "-T", "0"],
      ["6 1 4", "--model", "dice:6", "--model", cat],
      [
        "-f", folder.path("cat.txt"), "--model", cat, "--model", dog, "--protocol",
        "llama-perplexity", "-c", "16",
      ],
      ["sat", "--model", cat, "--context-a", "the dog ", "--context-b", "a"],
      ["", "--model", cat, "--model", dog],
    ]
    for arguments in cases {
      let path = folder.path("both.\(form)")
      let run = try ProgramRun(["compare", "-o", path, "--force"] + arguments)
      #expect(run.status == 0, "\(run.errors)")
      for format in ["text", "csv", "json"] {
        let opened = try ProgramRun(["open", path, "--format", format])
        let printed = try ProgramRun(["compare", "--format", format] + arguments)
        #expect(
          opened.status == 0 && opened.output == printed.output, "\(arguments) \(opened.errors)")
      }
    }
    let table = folder.path("both.csv")
    let run = try ProgramRun(["open", folder.path("both.\(form)"), "-o", table])
    #expect(run.status == 0 && run.output.isEmpty)
    #expect(String(decoding: try folder.read("both.csv"), as: UTF8.self).hasPrefix("index,id,"))
  }

  @Test func `what is no comparison is refused in a sentence, and what to do instead is said`()
    throws
  {
    try folder.write(Array("{\"schema\": \"surprisal.compare/1\"}".utf8), to: "empty.json")
    let score = try ProgramRun(["score", "the dog", "--model", cat, "-o", folder.path("one.html")])
    #expect(score.status == 0)
    let saved = folder.path("one.surprisal")
    _ = try ProgramRun(["score", "the dog", "--model", cat, "--save", saved])
    for (arguments, status, mention) in [
      (["cat.txt"], 65, "surprisal compare has written"),
      (["empty.json"], 65, "comparisons is missing"),
      (["one.html"], 65, "the page of one model"), (["none.html"], 66, "none.html"),
      (["one.surprisal", "--format", "csv"], 64, "surprisal score -f"),
      (["cat.txt", "-o", folder.path("x.html")], 64, "says no form"),
    ] as [([String], Int32, String)] {
      let run = try ProgramRun(["open", folder.path(arguments[0])] + arguments.dropFirst())
      #expect(run.status == status && run.output.isEmpty, "\(arguments): \(run.errors)")
      #expect(run.errors.contains(mention), "\(run.errors)")
    }
  }

  @Test func `a page is of two models, and a form is asked for by the name of the file`() throws {
    let three = [cat, dog, cat].flatMap { ["--model", $0] }
    for (arguments, mention) in [
      (["--format", "html"] + three, "A page compares two models"),
      (["-o", "x.svg"] + three, "says no form"),
      (["--force"] + three, "name one"),
    ] {
      let run = try ProgramRun(["compare", "the dog"] + arguments)
      #expect(run.status == 64 && run.errors.contains(mention), "\(run.errors)")
    }
    let csv = try ProgramRun(["compare", "the dog", "-o", folder.path("x.csv")] + three)
    let printed = try ProgramRun(["compare", "the dog", "--format", "csv"] + three)
    #expect(csv.status == 0 && csv.output.isEmpty)
    #expect(try folder.read("x.csv") == printed.output)
    let again = try ProgramRun(["compare", "the dog", "-o", folder.path("x.csv")] + three)
    #expect(again.status == 73 && again.errors.contains("--force"))
  }

  @Test(arguments: ["csv", "json", "txt", "html"])
  func `the explorer writes both models as compare does`(form: String) throws {
    let (taken, printed) = ("taken.\(form)", "printed.\(form)")
    try folder.write(
      Array("wait\nE\nctrl-u\ntype \(folder.path(taken))\nenter\nwait\n".utf8), to: "keys")
    let models = ["the dog", "--model", cat, "--model", dog, "-T", "0.5", "--window", "64"]
    let run = try ProgramRun(
      [
        "explore", "--script", folder.path("keys"), "--size", "40x120", "--screens",
        folder.path("out"),
      ]
        + models)
    #expect(run.status == 0, "\(run.errors)")
    let compared = try ProgramRun(["compare", "-o", folder.path(printed)] + models)
    #expect(compared.status == 0, "\(compared.errors)")
    #expect(try folder.read(taken) == folder.read(printed))
  }
}
