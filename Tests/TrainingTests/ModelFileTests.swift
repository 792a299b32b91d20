import GGUF
import Inference
import InformationTheory
import Scoring
import Testing
import Training

/// What was learnt, as a file and as a scorer.
@Suite struct ModelFileTests {
  /// A network after some steps.
  private func checkpoint(_ recipe: Recipe) throws -> Checkpoint {
    let run = try Run(recipe, on: smallText(100, seed: 1))
    for _ in 0..<60 { _ = run.step() }
    return run.checkpoint
  }

  /// ln p of each byte of a text behind the newline that the file asks for.
  private func scores(_ text: [UInt8], by scorer: Scorer) throws -> [Double] {
    let tokens = try scorer.tokenize(text, false)
    #expect(tokens.map(\.id) == text.map(Int.init))
    let start = try StartToken.automatic.resolved(scorer.boundaries, vocabularySize: 256)
    let settings = ScoringSettings(startToken: start, window: scorer.model.contextLength, stride: 1)
    var all = Predictions(vocabularySize: 256)
    try scorer.score(tokens, settings, 0) {
      all.append($0)
      return true
    }
    return Figures(all, at: .one).logProbabilities.map(Double.init)
  }

  /// A line that fits into a window.
  private let line = Array("the dog sees a red house and the cat.\n".utf8)

  private func loss(_ checkpoint: Checkpoint) throws -> Double {
    let run = try Run(resuming: checkpoint, on: line)
    return run.loss(of: run.text).nats
  }

  @Test func `a transformer's file opens in the engine, and scores as it learnt`() throws {
    let checkpoint = try checkpoint(smallRecipes[2])
    let expected = try loss(checkpoint)
    let file = try ModelFile(bytes: checkpoint.modelFile(name: "Small"))
    for set in InstructionSet.available {
      let engine = try Engine(file, set)
      #expect(engine.model.name == "Small" && engine.model.contextLength == 64)
      let scores = try scores(line, by: engine.scorer)
      let tolerance = set.name == "amx" ? 1e-3 : 1e-5
      #expect(abs(-scores.reduce(0, +) / Double(line.count) - expected) < tolerance)
    }
  }

  @Test(arguments: smallRecipes)
  func `a checkpoint scores as it learnt without a file`(recipe: Recipe) throws {
    let checkpoint = try checkpoint(recipe)
    let model = try TrainedModel(checkpoint.withoutMoments, name: "Now")
    let scores = try scores(line, by: model.scorer)
    #expect(abs(-scores.reduce(0, +) / Double(line.count) - (try loss(checkpoint))) < 1e-5)
  }

  @Test(arguments: [0, 1])
  func `a table's and a perceptron's file is run by what wrote it`(index: Int) throws {
    let checkpoint = try checkpoint(smallRecipes[index])
    let expected = try scores(line, by: TrainedModel(checkpoint, name: "Now").scorer)
    for storage in ModelFileWriter.Storage.allCases {
      let file = try ModelFile(bytes: checkpoint.modelFile(name: "Then", storage: storage))
      #expect(TrainedModel.knows(file))
      let model = try TrainedModel(file, path: "then.gguf")
      #expect(model.model.name == "then")
      let found = try scores(line, by: model.scorer)
      for (found, expected) in zip(found, expected) {
        #expect(abs(found - expected) < (storage == .f32 ? 1e-12 : 0.1))
      }
    }
  }

  @Test func `a perceptron's file is run by the kernels that are asked for`() throws {
    let checkpoint = try checkpoint(smallRecipes[1])
    let file = try ModelFile(bytes: checkpoint.modelFile(name: "Then", storage: .q8Zero))
    var all: [String: [Double]] = [:]
    for name in InstructionSet.available.map(\.name) {
      let model = try TrainedModel(file, path: "then.gguf", instructionSet: name)
      all[name] = try scores(line, by: model.scorer)
    }
    let portable = try #require(all["portable"])
    let fused = all.filter { $0.key != "portable" }.values
    #expect(Set(fused).count <= 1 && fused.allSatisfy { $0 != portable })
    for (found, expected) in fused.joined().enumerated() {
      #expect(abs(expected - portable[found % portable.count]) < 1e-5)
    }
  }

  @Test func `a transformer's file in Q8_0 is a quarter as long, and scores nearly the same`()
    throws
  {
    let checkpoint = try checkpoint(smallRecipes[2])
    let bytes = checkpoint.modelFile(name: "Small", storage: .q8Zero)
    #expect(bytes.count * 3 < checkpoint.modelFile(name: "Small").count)
    let engine = try Engine(ModelFile(bytes: bytes), InstructionSet.available[0])
    #expect(engine.model.quantization == "Q8_0")
    let scores = try scores(line, by: engine.scorer)
    #expect(abs(-scores.reduce(0, +) / Double(line.count) - (try loss(checkpoint))) < 0.02)
  }

  @Test func `a damaged file of a table is refused in a sentence`() throws {
    let checkpoint = try checkpoint(smallRecipes[1])
    let bytes = checkpoint.modelFile(name: "Then")
    // The first size of a dimension of the first tensor.
    let name = Array("token_embd.weight".utf8)
    let place =
      try #require(bytes.indices.first { bytes[$0...].starts(with: name) }) + name.count + 4
    var damaged = bytes
    damaged[place] = 32
    damaged[place + 8] = 128
    damaged[place + 9] = 0
    let file = try ModelFile(bytes: damaged)
    #expect(throws: TrainedModel.Damaged.self) { try TrainedModel(file, path: "") }
  }

  @Test(arguments: smallRecipes)
  func `what a text draws from is what it is scored by`(recipe: Recipe) throws {
    let scorer = try TrainedModel(checkpoint(recipe), name: "Now").scorer
    let tokens = try scorer.tokenize(line, false)
    let read = [10] + tokens.map(\.id)
    let expectation = try scorer.expectation(Context(Array(read.prefix(9))))
    var all = Predictions(vocabularySize: 256)
    try scorer.score(tokens, ScoringSettings(startToken: 10, window: 64, stride: 1), 0) {
      all.append($0)
      return true
    }
    #expect(expectation.prediction(of: read[9]).logits == all[8].logits)
    #expect(expectation.prediction(of: read[9]).actualRank == all[8].actualRank)
  }
}
