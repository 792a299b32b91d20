import GGUF
import GGUFFixtures
import Testing

@Suite struct `A model has the name that people know it by` {
  /// What a file is called that says so much of itself.
  private func name(
    of path: String, name: String? = nil, basename: String? = nil, size: String? = nil,
    finetune: String? = nil
  ) throws -> String {
    let said = [
      ("name", name), ("basename", basename), ("size_label", size), ("finetune", finetune),
    ]
    let bytes = ModelFixture.sample { file in
      for (key, text) in said {
        if let text { file.set("general.\(key)", .string(text)) }
      }
    }
    return try ModelFile(bytes: bytes).modelName(path: path)
  }

  @Test(arguments: [
    ("SmolLM2-135M-Instruct.Q4_1.gguf", "SmolLM2-135M-Instruct"),
    ("/models/smollm2-135m-instruct-q8_0.gguf", "smollm2-135m-instruct"),
    ("smollm2_135M_iq2_xxs.GGUF", "smollm2_135M"),
    ("SmolLM2-135M-UD-Q4_K_XL.gguf", "SmolLM2-135M"),
    ("SmolLM2-135M.i1-IQ3_M.gguf", "SmolLM2-135M"),
    ("SmolLM2-135M-BF16-00001-of-00003.gguf", "SmolLM2-135M"),
    ("SmolLM2-135M-F16.gguf", "SmolLM2-135M"), ("SmolLM2-135M-TQ2_0.gguf", "SmolLM2-135M"),
    ("SmolLM2-135M-v0.2.gguf", "SmolLM2-135M-v0.2"),
    ("SmolLM2-135M-Q4you.gguf", "SmolLM2-135M-Q4you"),
  ])
  func `which is that of its file, without the format`(path: String, expected: String) throws {
    let name = try name(
      of: path, name: "Smollm2 135M 8k Lc100K Mix1 Ep2", basename: "smollm2", size: "135M",
      finetune: "8k-lc100k-mix1-ep2")
    #expect(name == expected)
  }

  @Test(arguments: [
    "model.gguf", "ggml-model-Q4_K_M.gguf", "unsloth.Q8_0.gguf", "favourite.gguf", "7.gguf",
    "sha256-b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53",
    "blobs/b179c9523d0e6a0f98a330c7562b682750a6f8c8c15e5bc70ea373728110db53", ".gguf", "/", "",
  ])
  func `or else what the file calls itself`(path: String) throws {
    #expect(try name(of: path, name: "Qwen2.5 0.5B Instruct") == "Qwen2.5 0.5B Instruct")
    #expect(try name(of: path, name: " Qwen2.5 0.5B Q4_K_M ") == "Qwen2.5 0.5B")
    #expect(
      try name(of: path, basename: "Qwen2.5", size: "0.5B", finetune: "Instruct")
        == "Qwen2.5-0.5B-Instruct")
  }

  @Test(arguments: [
    "12fd25f77366fa6b3b4b768ec3050bf629380bac", "Model", "", "  ", "hf", "42",
  ])
  func `and a folder's name in the file counts for nothing`(said: String) throws {
    #expect(try name(of: "a/mistral-7b-q4_0.gguf", name: said) == "mistral-7b")
    #expect(try name(of: "model.gguf", name: said, basename: "Mistral") == "Mistral")
  }

  @Test func `a file that says nothing has its own name, whatever that is`() throws {
    #expect(try name(of: "model.gguf") == "model")
    let number = ModelFixture.sample { $0.set("general.name", .uint32(7)) }
    #expect(try ModelFile(bytes: number).modelName(path: "a.gguf") == "a")
    #expect(try name(of: "Q4_0.gguf") == "Q4_0")
    #expect(try name(of: "\u{1B}[2J-7B.gguf") == "\u{1B}[2J-7B")
    #expect(try name(of: String(repeating: "a-", count: 5_000) + "Q4_0.gguf").count < 100)
    #expect(try name(of: "model.gguf", name: String(repeating: "b ", count: 5_000)).count < 100)
  }
}
