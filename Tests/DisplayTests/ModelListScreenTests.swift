import Display
import Exploration
import Scoring
import Testing

@Suite struct `The list of models looks as it did` {
  private static let listing: ModelListing = {
    func model(
      _ reference: String, _ path: String, _ bytes: Int, _ kind: (String, String), _ count: Int,
      _ context: Int, no reason: String? = nil
    ) -> ListedModel {
      var model = ListedModel(
        reference: reference, path: "/home/ada/" + path, byteCount: bytes, reason: reason)
      (model.architecture, model.quantization) = kind
      (model.parameters, model.contextLength) = (count, context)
      return model
    }
    let gguf = "SmolLM2-135M-Instruct.Q4_1.gguf"
    return ModelListing(
      [
        model(
          gguf, ".local/share/surprisal/models/" + gguf, 98_362_432, ("llama", "Q4_1"),
          134_515_008, 8_192),
        model(
          "ollama:gemma3:270m", ".ollama/models/blobs/sha256-3a1c", 291_553_344, ("gemma3", "Q8_0"),
          268_098_176, 32_768),
        model(
          "hf:Qwen/Qwen3-0.6B-GGUF:Q8_0",
          ".cache/huggingface/hub/models--Qwen--Qwen3-0.6B-GGUF/snapshots/23749fef/Qwen3-0.6B-Q8_0.gguf",
          639_446_688, ("qwen3", "Q8_0"), 596_049_920, 40_960),
        model(
          "lmstudio:bartowski/Llama-3.3-70B-Instruct-GGUF",
          ".lmstudio/models/bartowski/Llama-3.3-70B-Instruct-GGUF/Llama-3.3-70B-Q4_K_M.gguf",
          42_520_395_584, ("llama", "Q4_K"), 70_553_706_560, 131_072,
          no:
            "needs 86.0 GB of memory (42.5 GB of weights, 42.9 GB for a context of 131072 tokens), and 12.4 GB are free: choose a smaller model"
        ),
        model(
          "hf:state-spaces/mamba", ".cache/huggingface/hub/models--state-spaces--mamba/m.gguf",
          260_000_000, ("mamba", "F16"), 129_000_000, 2_048,
          no: "the architecture “mamba” is not supported"),
        ListedModel(reference: "world"), ListedModel(reference: "uniform"),
      ], started: gguf)
  }()

  private func opened(_ rows: Int, _ columns: Int, typing line: String = "") -> Explorer {
    var explorer = Scene.breakfast.explorer(rows: rows, columns: columns)
    explorer.press("M")
    _ = explorer.update(.modelsListed(Self.listing))
    explorer.press(line)
    return explorer
  }

  @Test(arguments: [(24, 80), (40, 120), (60, 200), (16, 60), (6, 20)])
  func `at every size`(rows: Int, columns: Int) throws {
    var explorer = opened(rows, columns)
    explorer.press(.down, times: 3)  // one that does not run
    try expectGolden(explorer, "models-\(columns)x\(rows)")
  }

  @Test func `where nothing is known yet, and where nothing is called so`() throws {
    var explorer = Scene.breakfast.explorer(rows: 24, columns: 80)
    explorer.press("M")
    try expectGolden(explorer, "models-looking")
    try expectGolden(opened(24, 80, typing: "qwen"), "models-typed")
    try expectGolden(opened(16, 60, typing: "none"), "models-nothing")
  }

  @Test func `in ASCII too`() {
    var explorer = opened(24, 80)
    explorer.isASCII = true
    let text = render(explorer, rows: 24, columns: 80).inASCII.text
    #expect(text.utf8.allSatisfy { $0 < 0x80 } && text.contains(">x SmolLM2-135M-Instruct"))
  }

  @Test(arguments: [(16, 60), (24, 80), (60, 200)])
  func `and the scores of the one before are said to be its own while another comes`(
    rows: Int, columns: Int
  ) throws {
    var explorer = opened(rows, columns, typing: "gemma")
    let before = render(
      Scene.breakfast.explorer(rows: rows, columns: columns), rows: rows, columns: columns)
    explorer.press(.enter)
    let text = render(explorer, rows: rows, columns: columns).text
    #expect(text.contains("SmolLM2 135M Instruct"))
    #expect(text.contains("opening ollama:gemma3:270m"))
    let lines = text.split(separator: "\n", omittingEmptySubsequences: false)
    let old = before.text.split(separator: "\n", omittingEmptySubsequences: false)
    #expect(lines.dropFirst().dropLast(3).elementsEqual(old.dropFirst().dropLast(3)))
    try expectGolden(explorer, "models-switching-\(columns)x\(rows)")
  }

  @Test func `says in full why a model does not run, and where it lies`() {
    for (rows, columns) in [(24, 80), (40, 120), (60, 200)] {
      var explorer = opened(rows, columns, typing: "70B")
      let area = PaletteGeometry(ofModels: explorer).sentence
      let lines = render(explorer, rows: rows, columns: columns).text.split(
        separator: "\n", omittingEmptySubsequences: false)
      let said = lines[(area?.row ?? 0)..<(area?.row ?? 0) + (area?.rows ?? 0)].map {
        $0.dropFirst(area?.column ?? 0).prefix(area?.columns ?? 0).split(separator: " ").joined(
          separator: " ")
      }.joined(separator: " ")
      #expect(said.contains("/home/ada/.lmstudio/models/bartowski/Llama-3.3-70B-Instruct-GGUF/"))
      #expect(said.contains("and 12.4 GB are free: choose a smaller model"), "\(said)")
      explorer.press(.escape)
      #expect(explorer.stage == nil)
    }
  }
}
