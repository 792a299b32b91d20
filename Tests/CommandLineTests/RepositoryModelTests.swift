import Basics
import FoundationEssentials
import SafetensorsFixtures
import Testing

/// A model in Hugging Face's own layout, by the built program.
@Suite struct `A folder of safetensors` {
  private let home: TemporaryFolder

  init() throws { home = try TemporaryFolder() }

  private func run(_ arguments: String...) throws -> ProgramRun { try run(arguments) }

  private func run(_ arguments: [String]) throws -> ProgramRun {
    try ProgramRun(arguments, environment: ["HOME": home.path(""), "PATH": "/usr/bin:/bin"])
  }

  /// Writes the files of a small model into a folder; in a cache, they are links.
  private func write(_ model: RepositoryFixture, to folder: String) throws {
    try home.write(Array(model.settings.utf8), to: "\(folder)/config.json")
    try home.write(Array(model.tokenizer.utf8), to: "\(folder)/tokenizer.json")
    for shard in model.shards { try home.write(shard.bytes, to: "\(folder)/\(shard.name)") }
  }

  private let snapshot =
    ".cache/huggingface/hub/models--org--small-2x/snapshots/0123456789abcdef0123456789abcdef01234567"

  @Test func `is scored, listed and shown by the name that people know`() throws {
    try write(.small, to: "models/Small-1K")
    try write(.small, to: snapshot)
    let scored = try run(
      "score", "--model", home.path("models/Small-1K"), "--format", "json", "abc")
    #expect(scored.status == 0, "\(scored.errors)")
    #expect(scored.text.contains("\"Small-1K\"") && scored.text.contains("\"surprisal_bits\""))
    let other = try run("score", "--model", "hf:org/small-2x", "--format", "json", "abc")
    #expect(other.text.contains("\"small-2x\""), "\(other.errors)")
    let listed = try run("models").lines.first { $0.hasPrefix("hf:org/small-2x ") }
    #expect(listed?.contains(" F32 ") == true && listed?.hasSuffix(" yes") == true)
    let shown = try run("models", "show", home.path("models/Small-1K/model.safetensors"))
    #expect(shown.text.contains("llama.block_count") && shown.text.contains("yes"))
  }

  @Test func `of which a file is missing is named once, by a path from anywhere`() throws {
    try write(.small, to: "größe/model")
    try FileManager.default.removeItem(atPath: home.path("größe/model/model.safetensors"))
    let index = #"{"weight_map":{"norm.weight":"model-00001-of-00001.safetensors"}}"#
    try home.write(Array(index.utf8), to: "größe/model/model.safetensors.index.json")
    let up = String(repeating: "../", count: 40)
    let whole = home.path("größe/model")
    for folder in [whole, up + whole.dropFirst()] {
      let run = try run("score", "--model", folder, "x")
      #expect(run.status == 65 && run.errors.contains(folder))
      #expect(run.errors.ranges(of: "/model/").count == 1, "\(run.errors)")
      #expect(run.errors.contains("/model/model-00001-of-00001.safetensors: "), "\(run.errors)")
    }
  }

  @Test func `is as large as the files of its model, whatever else lies beside them`() throws {
    try write(.small, to: snapshot)
    try home.write(Array(repeating: 0, count: 5_000), to: "\(snapshot)/consolidated.safetensors")
    let bytes = RepositoryFixture.small.shards[0].bytes.count
    let listed = try run("models", "--format", "json").lines.first { $0.contains("small-2x") }
    #expect(listed?.contains("\"size_bytes\": \(bytes),") == true, "\(listed ?? "")")
  }

  @Test func `is told by the hash of what sha256sum says of its files`() throws {
    try write(.small, to: "model")
    try home.write(Array("a\nb\n".utf8), to: "a.txt")
    try home.write(Array("text\na\n".utf8), to: "a.csv")
    let list = try ["config.json", "tokenizer.json", "model.safetensors"].map { name in
      "\(SHA256(of: try home.read("model/\(name)")).hexadecimal)  \(name)\n"
    }
    let digest = SHA256(of: list.joined().utf8).hexadecimal
    let model = ["--model", home.path("model")]
    let lines = try run(
      ["score", "--lines", home.path("a.txt"), "-o", home.path("out")] + model)
    #expect(lines.status == 0, "\(lines.errors)")
    let receipt = String(decoding: try home.read("out.receipt.json"), as: UTF8.self)
    #expect(receipt.contains("\"model_sha256\": [\"\(digest)\"]"))
    let items = try run(["score", "--items", home.path("a.csv")] + model)
    #expect(items.status == 0 && items.text.contains(",\(digest),"), "\(items.errors)")
  }

  @Test func `is shown as an object too`() throws {
    struct Shown: Decodable {
      struct Sum: Decodable { let type: String, count: Int, size_bytes: Int }
      let reference: String, name: String, architecture: String, files: [String]
      let size_bytes: Int, runs: Bool, license: String?, tensors: [Sum]
    }
    try write(.small, to: snapshot)
    let run = try run("models", "show", "hf:org/small-2x", "--format", "json")
    let shown = try JSONDecoder().decode(Shown.self, from: Data(run.text.utf8))
    #expect(shown.name == "small-2x" && shown.reference == "hf:org/small-2x" && shown.runs)
    #expect(shown.architecture == "llama" && shown.license == nil)
    #expect(shown.files == [home.path(snapshot)])
    #expect(shown.tensors.map(\.type) == ["F32"] && shown.tensors.map(\.count) == [11])
    #expect(run.text.contains("\"llama.block_count\": 1"))
    #expect(run.text.contains("\"tokenizer.ggml.tokens\": {\"values\": 258}"))
  }

  @Test func `says which of its files is wrong, and where`() throws {
    var model = RepositoryFixture.small
    model.settings = model.settings.replacing("\"llama\"", with: "\"mamba\"")
    try write(model, to: snapshot)
    let scored = try run("score", "--model", "hf:org/small-2x", "abc")
    #expect(scored.status == 65)
    #expect(scored.errors.contains("\(home.path(snapshot))/config.json: the model type \"mamba\""))
    let listed = try run("models").lines.first { $0.hasPrefix("hf:org/small-2x ") }
    #expect(listed?.contains("no: config.json: the model type \"mamba\"") == true)
  }
}
