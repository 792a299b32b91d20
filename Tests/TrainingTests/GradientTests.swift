import Computing
import Scoring
import Testing
import Training

/// The gradients of all weights, against an independent implementation in float64.
@Suite struct GradientTests {
  @Test(arguments: Reference.names)
  func `gradients are those of an independent float64 implementation`(name: String) throws {
    let reference = try Reference(name)
    for set in InstructionSet.learning {
      let learner = try reference.learner(on: set)
      let (loss, norm) = learner.differentiate(Reference.windows(step: 0))
      #expect(abs(loss - reference.loss) < 2e-6 * reference.loss, "\(set.name)")
      var squares = 0.0
      for (gradient, expected) in zip(learner.gradients, reference.gradients) {
        let size = gradient.reduce(0.0) { $0 + Double($1) * Double($1) }.squareRoot()
        #expect(abs(size - expected.norm) < 1e-4 * expected.norm, "\(expected.tensor)")
        for (place, value) in expected.entries {
          let error = abs(Double(gradient[place]) - value) / expected.norm
          #expect(error < 1e-4, "\(set.name), \(expected.tensor) at \(place)")
        }
        squares += expected.norm * expected.norm
      }
      #expect(abs(norm - squares.squareRoot()) < 1e-5 * norm)
    }
  }

  @Test(arguments: Reference.names)
  func `the same bits come of AVX-512, AVX2, one thread and more`(name: String) throws {
    let reference = try Reference(name)
    var all: [[[Float]]] = []
    for set in InstructionSet.learning where set.name != "portable" {
      for threads in [1, 2, 3] {
        let learner = try reference.learner(threads: threads, on: set)
        _ = learner.differentiate(Reference.windows(step: 0))
        all.append(learner.gradients)
      }
    }
    for gradients in all { #expect(gradients == all[0]) }
  }

  @Test(arguments: Reference.names)
  func `the first loss is 8 bits, exactly`(name: String) throws {
    let network = try #require(Reference.networks[name])
    let learner = try Learner(network, windowLength: 64, threads: 1, InstructionSet.learning[0])
    learner.weights.fill(network.layout.initialWeights(seed: 1))
    let losses = learner.losses(of: Reference.windows(step: 0)).joined().filter { $0 != 0 }
    #expect(!losses.isEmpty && losses.allSatisfy { $0 == Float(5.545177444479562) })
  }
}
