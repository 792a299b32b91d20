import GGUF
import Testing

import Inference

@Suite struct `The card of a model` {
  @Test func `says what the head of its file says`() throws {
    let tiny = TinyModel(seed: 1)
    let card = ModelCard(try ModelFile(bytes: tiny.fixture.bytes), threads: 2)
    #expect(card.architecture == "llama" && card.quantization == "F32")
    #expect(card.parameters == tiny.weights.values.map(\.count).reduce(0, +))
    #expect(card.contextLength == 1_024)
    let need = try card.memory.get()
    #expect(need.weights == tiny.fixture.bytes.count)
    // Keys and values of each layer's heads, four bytes each.
    #expect(need.perToken == 2 * 2 * tiny.keyHeads * tiny.headWidth * 4)
  }

  @Test(arguments: [(15, "Q4_K_M"), (11, "Q3_K_S"), (0, "F32"), (1024, "F32")])
  func `calls a mix of types by its name, and else the type that prevails`(
    said: UInt32, name: String
  ) throws {
    var tiny = TinyModel(seed: 1)
    tiny.fixture.set("general.file_type", .uint32(said))
    #expect(ModelCard(try ModelFile(bytes: tiny.fixture.bytes)).quantization == name)
  }

  @Test(arguments: [
    ("general.architecture", "alien", "alien"), ("tokenizer.ggml.model", "bert", "bert"),
    ("tokenizer.ggml.pre", "elsewhere", "elsewhere"),
  ])
  func `says why it does not run`(key: String, value: String, mention: String) throws {
    var tiny = TinyModel(seed: 1)
    tiny.fixture.set(key, .string(value))
    let card = ModelCard(try ModelFile(bytes: tiny.fixture.bytes))
    guard case .failure(let refusal) = card.memory else {
      Issue.record("it is said to run")
      return
    }
    #expect(refusal.description.contains(mention))
    // The engine says the same.
    do {
      _ = try Engine(ModelFile(bytes: tiny.fixture.bytes), path: "", instructionSet: nil)
      Issue.record("it runs")
    } catch {
      #expect("\(error)" == refusal.description)
    }
  }

  @Test func `names an unknown architecture before its tokenizer`() throws {
    var tiny = TinyModel(seed: 1)
    tiny.fixture.set("general.architecture", .string("gemma9"))
    tiny.fixture.set("tokenizer.ggml.model", .string("bert"))
    let card = ModelCard(try ModelFile(bytes: tiny.fixture.bytes))
    #expect("\(card.memory)".contains("gemma9"))
  }

  @Test func `counts the memory of a context, and the longest that fits`() {
    let need = MemoryNeed(weights: 1_000, perToken: 10, work: 500)
    #expect(need.total(context: 100) == 2_500)
    #expect(need.total(context: .max) == .max)
    #expect(need.context(fitting: 1_500 + 10 * 1_000) == 768)
    #expect(need.context(fitting: 1_500 + 10 * 255) == nil)
    #expect(need.context(fitting: 0) == nil)
  }

  @Test func `a shorter context is what the engine then has`() throws {
    let file = try ModelFile(bytes: TinyModel(seed: 1).fixture.bytes)
    let engine = try Engine(file, path: "", instructionSet: nil, contextLimit: 64)
    #expect(engine.model.contextLength == 64)
    #expect(
      try Engine(file, path: "", instructionSet: nil, contextLimit: 9_999).model.contextLength
        == 1_024)
  }
}
