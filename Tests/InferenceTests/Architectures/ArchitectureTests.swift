import GGUF
import GGUFFixtures
import Inference
import InformationTheory
import Scoring
import Testing

/// Every architecture, by tiny models of it, against what `Reference/make_architectures.py` computed in
/// float64 with another implementation.
@Suite struct ArchitectureTests {
  /// The models that are not run yet: a name is taken out when its model is.
  static let notYet: Set<String> = []

  /// How far a number may be from the reference, in nats.
  private static func bound(_ set: InstructionSet) -> Double { set.splits ? 1e-3 : 1e-4 }

  @Test(arguments: try ReferenceModel.names, InstructionSet.tested.map(\.name))
  func `a text read in batches has the reference's probabilities`(
    name: String, set: String
  ) throws {
    try compare(name, set) { engine, text in
      let tokens = text.enumerated().map { Token(id: $1, bytes: $0..<$0 + 1) }
      let predictions = try engine.predictions(tokens, window: text.count)
      return Figures(predictions, at: .one).logProbabilities.dropFirst().map(Double.init)
    }
  }

  @Test(arguments: try ReferenceModel.names, InstructionSet.tested.map(\.name))
  func `a text read one token at a time has the reference's probabilities`(
    name: String, set: String
  ) throws {
    try compare(name, set) { engine, text in
      try (1..<text.count).map { count in
        let context = Context(Array(text.prefix(count)), given: 1)
        let logits = try engine.scorer.expectation(context).logits.map(Double.init)
        return logits[text[count]] - logPartition(logits)
      }
    }
  }

  @Test(arguments: try ReferenceModel.names)
  func `numbers that are none are an error in each tensor that has a part in the result`(
    name: String
  ) throws {
    let model = try ReferenceModel(named: name)
    let (whole, expected) = (model.file, model.logprob)
    let text = model.text.prefix(7).enumerated().map { Token(id: $1, bytes: $0..<$0 + 1) }
    for index in whole.tensors.indices {
      let tensor = String(decoding: whole.tensors[index].name, as: UTF8.self)
      let layer = tensor.split(separator: ".").dropFirst().first.flatMap { Int($0) } ?? 0
      // Of very many layers the first two and the last are enough.
      if model.layers > 7, (2..<model.layers - 1).contains(layer) { continue }
      for value in [Float.nan, .infinity] {
        var file = whole
        let count = file.tensors[index].data.count / 4
        file.tensors[index].data = (0..<count).flatMap { _ in littleEndian(value.bitPattern) }
        let model = try ModelFile(bytes: file.bytes)
        let engine = try? Engine(model, threads: 1, InstructionSet.available[0])
        guard let found = try? engine?.predictions(text) else { continue }
        // Factors for longer contexts, say.
        let numbers = Figures(found, at: .one).logProbabilities.dropFirst()
        let worst = zip(numbers, expected).map { abs(Double($0) - $1) }.max() ?? .infinity
        #expect(
          worst < Self.bound(InstructionSet.available[0]),
          "\(value) in \(tensor)")
      }
    }
  }

  /// Compares what an engine of a model says of each token, and holds that it does not run where that is
  /// said.
  private func compare(
    _ name: String, _ set: String, _ score: (Engine, [Int]) throws -> [Double]
  ) throws {
    let set = try #require(InstructionSet.tested(set))
    let model = try ReferenceModel(named: name)
    try withKnownIssue("not run yet") {
      let engine = try Engine(ModelFile(bytes: model.file.bytes), threads: 1, set)
      let found = try score(engine, model.text)
      try #require(found.count == model.logprob.count)
      let distances = zip(found, model.logprob).map { abs($0 - $1) }
      let worst = distances.contains(where: \.isNaN) ? .infinity : distances.max() ?? .infinity
      #expect(worst < Self.bound(set), "\(model.about)")
    } when: {
      Self.notYet.contains(name)
    }
  }

  @Test func `what is not run yet is a model of the reference`() throws {
    #expect(Self.notYet.isSubset(of: try ReferenceModel.names))
  }
}
