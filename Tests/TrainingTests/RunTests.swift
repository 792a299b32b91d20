import InformationTheory
import Scoring
import Testing
import Training

/// A text of short lines that can be learnt: the same few words in many orders.
func smallText(_ lines: Int, seed: UInt64) -> [UInt8] {
  var random = SplitMix64(seed: seed)
  let words = ["the", "cat", "dog", "sees", "a", "red", "house", "and"]
  return (0..<lines).flatMap { _ -> [UInt8] in
    let line = (0..<5).map { _ in words[Int(random.next() % 8)] }.joined(separator: " ")
    return Array((line + ".\n").utf8)
  }
}

/// Small recipes, one for each network.
let smallRecipes: [Recipe] = [
  Recipe(.table), Recipe(.perceptron(lookBack: 4, embedding: 16, hidden: 32)),
  Recipe(.transformer(layers: 1, width: 32, feedForward: 64)),
].map {
  var recipe = $0
  (recipe.windowLength, recipe.windowCount) = (64, 4)
  return recipe
}

@Suite struct RunTests {
  @Test(arguments: Reference.names, ["adamw", "sgd"])
  func `ten steps lose what an independent float64 implementation loses`(
    name: String, optimizer: String
  ) throws {
    let reference = try Reference(name)
    let expected = try #require(reference.traces[optimizer])
    var recipe = Recipe(reference.network)
    recipe.optimizer = optimizer == "sgd" ? .descent(momentum: 0.9) : .adamw()
    (recipe.rate, recipe.warmUp) = (optimizer == "sgd" ? 0.1 : 0.01, 4)
    (recipe.decay, recipe.clip) = (0.1, 0.5)
    recipe.windowLength = Reference.tokens
    let start = Checkpoint(
      recipe: recipe, stepCount: 0, weights: reference.weights, moments: [])
    let run = try Run(resuming: start, on: smallText(9, seed: 1))
    for (step, loss) in expected.enumerated() {
      let found = run.step(on: Reference.windows(step: step)).loss.nats
      #expect(abs(found - loss) < 2e-5, "step \(step)")
    }
  }

  @Test(arguments: smallRecipes)
  func `a run that was stopped goes on to the same bits, with any threads`(recipe: Recipe) throws {
    let text = smallText(40, seed: 2)
    let whole = try Run(recipe, on: text)
    for _ in 0..<12 { _ = whole.step() }
    let half = try Run(recipe, on: text, threads: 2)
    for _ in 0..<5 { _ = half.step() }
    let rest = try Run(resuming: half.checkpoint, on: text, threads: 3)
    for _ in 0..<7 { _ = rest.step() }
    #expect(rest.checkpoint == whole.checkpoint)
  }

  @Test(arguments: smallRecipes)
  func `forty steps on AVX-512 and AVX2 come to the same bits, without either nearly to them`(
    recipe: Recipe
  ) throws {
    var checkpoints: [String: Checkpoint] = [:]
    var losses: [String: Double] = [:]
    for name in InstructionSet.available.map(\.name) {
      let run = try Run(recipe, on: smallText(40, seed: 3), instructionSet: name)
      for _ in 0..<40 { _ = run.step() }
      (checkpoints[name], losses[name]) = (run.checkpoint, run.loss(of: run.text).nats)
    }
    // The one without fused multiply-adds: whoever asks for it is not given another.
    let (portable, loss) = (checkpoints["portable"], losses["portable"])
    let fused = checkpoints.filter { $0.key != "portable" }.values
    #expect(Set(fused).count <= 1 && fused.allSatisfy { $0 != portable })
    #expect(losses.values.allSatisfy { abs($0 - (loss ?? .nan)) < 1e-5 })
  }

  @Test func `an instruction set that is not there is refused, and those that are there are named`()
    throws
  {
    let recipe = smallRecipes[0]
    for body in [
      { _ = try Run(recipe, on: smallText(4, seed: 1), instructionSet: "abacus") },
      {
        let run = try Run(recipe, on: smallText(4, seed: 1))
        _ = try TrainedModel(run.checkpoint, name: "Now", instructionSet: "abacus")
      },
    ] {
      let refusal = #expect(throws: InstructionSet.Unavailable.self) { try body() }
      #expect(refusal?.description.contains("SURPRISAL_ISA=abacus") == true)
      #expect(refusal?.description.contains("portable") == true)
    }
  }

  @Test func `each window of a step is another, as are those of each step and each seed`() throws {
    let text = smallText(40, seed: 8)
    let weights = smallRecipes[2].network.layout.initialWeights(seed: 1)
    // One step from equal weights: what it changes is what its windows are.
    func learnt(seed: UInt64 = 1, step: Int = 0, windows: Int = 4) throws -> [Float] {
      var recipe = smallRecipes[2]
      (recipe.optimizer, recipe.warmUp) = (.descent(), 1)
      (recipe.seed, recipe.windowCount) = (seed, windows)
      let start = Checkpoint(recipe: recipe, stepCount: step, weights: weights, moments: [])
      let run = try Run(resuming: start, on: text)
      _ = run.step()
      return run.checkpoint.weights
    }
    let first = try learnt()
    #expect(try learnt() == first)
    for other in try [learnt(seed: 2), learnt(step: 1), learnt(step: 2), learnt(windows: 1)] {
      // Far more than what rounding does.
      #expect(zip(first, other).contains { abs($0 - $1) > 1e-5 })
    }
  }

  @Test(arguments: smallRecipes)
  func `a loss falls from 8 bits, on what was read and on what was not`(recipe: Recipe) throws {
    let unseen = WindowedText(smallText(20, seed: 5), windowLength: recipe.windowLength)
    let run = try Run(recipe, on: smallText(200, seed: 4))
    #expect(abs(run.loss(of: unseen).bits - 8) < 1e-6)
    let first = run.step().loss.bits
    #expect(abs(first - 8) < 1e-6)
    for _ in 0..<150 { _ = run.step() }
    #expect(run.loss(of: unseen).bits < 3)
    #expect(run.loss(of: run.text).bits < 3)
  }

  @Test(arguments: smallRecipes)
  func `the predictions of a text add up to its loss`(recipe: Recipe) throws {
    let text = smallText(30, seed: 7)
    let run = try Run(recipe, on: text)
    for _ in 0..<30 { _ = run.step() }
    let predictions = run.predictions(of: run.text)
    #expect(predictions.count == text.count)
    let mean =
      -Figures(predictions, at: .one).logProbabilities.reduce(0.0) { $0 + Double($1) }
      / Double(text.count)
    #expect(abs(mean - run.loss(of: run.text).nats) < 1e-5)
  }

  @Test func `descent with far too large a rate leaves numbers that are none, and says so`() throws
  {
    var recipe = smallRecipes[2]
    (recipe.optimizer, recipe.rate, recipe.clip) = (.descent(momentum: 0), 1e4, .infinity)
    recipe.warmUp = 1
    let run = try Run(recipe, on: smallText(40, seed: 6))
    let losses = (0..<20).map { _ in run.step().loss.bits }
    #expect(losses.contains { !$0.isFinite })
    #expect(run.predictions(of: run.text).actualRanks.allSatisfy { $0 == 0 })
    let model = try TrainedModel(run.checkpoint, name: "Lost")
    #expect(throws: TrainedModel.Damaged.self) {
      try model.scorer.expectation(Context([10]))
    }
  }

  @Test func `a recipe that cannot be is refused in a sentence`() throws {
    let text = smallText(4, seed: 1)
    var recipes = [Recipe](repeating: Recipe(), count: 3)
    recipes[0].windowLength = 40
    recipes[1].network = .transformer(layers: 1, width: 40, feedForward: 64)
    recipes[2].network = .perceptron(lookBack: 1, embedding: 16, hidden: 32)
    for recipe in recipes { #expect(throws: Run.Unusable.self) { try Run(recipe, on: text) } }
    #expect(throws: Run.Unusable.self) { try Run(Recipe(), on: []) }
  }

  @Test func `the rate rises, stays, and falls by half a cosine`() {
    var recipe = Recipe()
    recipe.rate = 1
    #expect([0, 9, 19, 20, 5_000].map { recipe.rate(ofStep: $0) } == [0.05, 0.5, 1, 1, 1])
    recipe.schedule = .cosine(from: 300, until: 2_300, fraction: 0.02)
    for (step, rate) in [(300, 1), (1_300, 0.51), (2_300, 0.02), (9_000, 0.02)] {
      #expect(abs(recipe.rate(ofStep: step) - rate) < 1e-12)
    }
  }
}
