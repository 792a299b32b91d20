import GGUF
import Inference
import InformationTheory
import Safetensors
import SafetensorsFixtures
import Scoring
import Testing

/// Every architecture as Hugging Face's package transformers stores it: the same keys and tensors as those of the
/// GGUF file of the same model, and the same probabilities.
@Suite struct RepositoryTests {
  /// What a GGUF file says that follows from the rest, or that it says under an older name.
  private static let omitted: Set = [
    "llama.vocab_size", "llama.rope.dimension_count", "llama.rope.scale_linear",
    "smollm3.vocab_size", "smollm3.rope.dimension_count",
    "phi3.rope.scaling.original_context_length",
  ]

  @Test(arguments: try ReferenceRepository.names)
  func `a repository says what the GGUF file says`(name: String) throws {
    let pair = try ReferencePair(named: name)
    let metadata = try pair.fixture.open().metadata
    let keys = pair.model.keys
    for (key, value) in keys.texts { #expect(try metadata.string(key) == value, "\(key)") }
    for (key, value) in keys.truths { #expect(try metadata.bool(key) == value, "\(key)") }
    for (key, value) in keys.integers where !Self.omitted.contains(key) {
      // A window of no tokens is none.
      if value == 0 && key.hasSuffix("sliding_window") { continue }
      #expect(try metadata.unsigned(key) == UInt64(value), "\(key)")
    }
    for (key, value) in keys.numbers where !Self.omitted.contains(key) {
      let found = try #require(try metadata.float(key), "\(key)")
      #expect(abs(found - Double(value)) <= 1e-6 * Double(value), "\(key)")
    }
    for (key, value) in keys.lists {
      #expect(metadata.count(of: key) == value.count, "\(key)")
    }
  }

  @Test(arguments: try ReferenceRepository.names)
  func `a repository has the tensors of the GGUF file`(name: String) throws {
    let pair = try ReferencePair(named: name)
    let file = try pair.fixture.open()
    file.make()
    let all = try ModelFile(bytes: pair.file.bytes).tensors
    // A GGUF file has all experts in one tensor, a repository each in its own.
    let wanted = all.filter { !$0.name.contains("_exps") }
    let experts = all.filter { $0.name.contains("_exps") }.flatMap { tensor in
      (0..<tensor.dimensions[2]).map { tensor.name.replacing("_exps", with: ".\($0)") }
    }
    #expect(Set(file.tensors.map(\.name)) == Set(wanted.map(\.name) + experts))
    let isPaired = try file.metadata.string("general.architecture").map {
      ["llama", "smollm3"].contains($0)
    }
    for tensor in wanted {
      #expect(file.tensor(tensor.name)?.dimensions == tensor.dimensions, "\(tensor.name)")
      // Rows of queries and keys stay in the order of the repository, and a key says so.
      let isTurned = ["attn_q.", "attn_k."].contains { tensor.name.contains($0) }
      if isPaired == true && isTurned { continue }
      let (found, numbers) = (file.floats(tensor.name), pair.numbers(tensor.name))
      #expect(
        found.count == numbers.count
          && zip(found, numbers).allSatisfy { abs($0 - $1) <= 1e-6 * abs($1) }, "\(tensor.name)")
    }
  }

  @Test func `what is wrong with a tensor names it as the repository does`() throws {
    let whole = try ReferencePair(named: "llama").fixture
    func error(_ edit: (inout RepositoryFixture) -> Void) -> InferenceError? {
      var fixture = whole
      edit(&fixture)
      do {
        _ = try Engine(fixture.open(), threads: 1, InstructionSet.available[0])
        return nil
      } catch { return error as? InferenceError }
    }
    #expect(error { _ in } == nil)
    for name in ["model.layers.1.mlp.up_proj.weight", "model.norm.weight"] {
      #expect(error { $0.shards[0].tensors.removeAll { $0.name == name } } == .missingTensor(name))
    }
    let name = "model.layers.0.mlp.down_proj.weight"
    let turned = error { fixture in
      for index in fixture.shards[0].tensors.indices
      where fixture.shards[0].tensors[index].name == name {
        fixture.shards[0].tensors[index].shape.reverse()
      }
    }
    guard case .wrongDimensions(name, _, _)? = turned else {
      Issue.record("\(turned.map { "\($0)" } ?? "nothing")")
      return
    }
  }

  @Test(arguments: try ReferenceRepository.names)
  func `a repository has the reference's probabilities`(name: String) throws {
    let pair = try ReferencePair(named: name)
    let engine = try Engine(pair.fixture.open(), threads: 1, InstructionSet.available[0])
    let text = pair.model.text
    let tokens = text.enumerated().map { Token(id: $1, bytes: $0..<$0 + 1) }
    let predictions = try engine.predictions(tokens, window: text.count)
    let found = Figures(predictions, at: .one).logProbabilities.dropFirst().map(Double.init)
    try #require(found.count == pair.model.logprob.count)
    let distances = zip(found, pair.model.logprob).map { abs($0 - $1) }
    let worst = distances.contains(where: \.isNaN) ? .infinity : distances.max() ?? .infinity
    #expect(worst < 1e-3, "\(pair.model.about)")
  }
}

extension ModelFile {
  /// The numbers of a tensor of floats.
  fileprivate func floats(_ name: String) -> [Float] {
    guard let tensor = tensor(name), tensor.type == .f32 else { return [] }
    let bytes = unsafe bytes(of: tensor)
    return (0..<tensor.elementCount).map {
      unsafe bytes.loadUnaligned(fromByteOffset: 4 * $0, as: Float.self)
    }
  }
}
