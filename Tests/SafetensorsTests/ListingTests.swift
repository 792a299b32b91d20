import FoundationEssentials
import GGUF
import Safetensors
import SafetensorsFixtures
import Testing

/// What is read of a folder to say in a list what its model is.
@Suite struct `A model that is only listed` {
  /// Opens a small model of which something stands in another way, from a folder.
  private func open(
    isForList: Bool, _ edit: (inout RepositoryFixture) -> Void = { _ in }
  ) throws -> ModelFile {
    var model = RepositoryFixture.small
    // More than is read at once, and then what is no JSON.
    model.tokenizer.replace(
      "\"vocab\":{",
      with: "\"vocab\":{\"x\":0," + String(repeating: " ", count: 1 << 16) + "damaged")
    edit(&model)
    let folder = FileManager.default.temporaryDirectory.appending(path: UUID().uuidString)
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let files = [
      ("config.json", Array(model.settings.utf8)), ("tokenizer.json", Array(model.tokenizer.utf8)),
      ("model.safetensors", model.shards[0].bytes), ("consolidated.safetensors", [1, 2, 3]),
    ]
    for (name, bytes) in files { try Data(bytes).write(to: folder.appending(path: name)) }
    return try ModelFile.safetensors(in: folder.path, isForList: isForList)
  }

  @Test func `has its vocabulary not read`() throws {
    let file = try open(isForList: true)
    #expect(try file.metadata.string("tokenizer.ggml.pre") == "gpt-2")
    #expect(file.metadata.count(of: "tokenizer.ggml.tokens") == 258)
    #expect(try file.metadata.unsigned("tokenizer.ggml.eos_token_id") == 257)
    #expect(throws: SafetensorsError.self) { _ = try open(isForList: false) }
  }

  @Test
  func `of an older kind, which does not name its tokenizer, has its vocabulary not read either`()
    throws
  {
    let file = try open(isForList: true) {
      $0.tokenizer.replace("\"type\":\"BPE\"", with: "\"dropout\":null")
    }
    #expect(file.metadata.count(of: "tokenizer.ggml.tokens") == 258)
  }

  @Test func `is as large as the files that it consists of`() throws {
    let bytes = RepositoryFixture.small.shards[0].bytes
    #expect(try open(isForList: true).byteCount == bytes.count)
  }

  @Test(arguments: [
    ("\"ByteLevel\",\"add_prefix", "\"Elsewhere\",\"add_prefix"), ("\"BPE\"", "\"Unigram\""),
    ("\"normalizer\":null", "\"normalizer\":{\"type\":\"Lowercase\"}"),
  ])
  func `is refused for what stands before its vocabulary`(text: String, other: String) throws {
    #expect(throws: SafetensorsError.self) {
      _ = try open(isForList: true) { $0.tokenizer.replace(text, with: other) }
    }
  }

  @Test(arguments: [
    ("\"normalizer\":null,", ""), ("\"type\":\"BPE\",", ""),
    ("\"model\":{\"type\":\"BPE\",\"vocab\":{\"x\":0,", "\"model\":{\"type\":\"BPE\",\"vocab\":["),
  ])
  func `is read whole where something may stand behind`(text: String, other: String) throws {
    #expect(throws: SafetensorsError.self) {
      _ = try open(isForList: true) { $0.tokenizer.replace(text, with: other) }
    }
  }
}
