/// A run at one step: all that it takes to go on, or to look at what was learnt.
public struct Checkpoint: Hashable, Sendable {
  /// How the network learns.
  public let recipe: Recipe
  /// The steps that were taken.
  public let stepCount: Int
  /// The weights, tensor by tensor as the network's layout says.
  package let weights: [Float]
  /// What the optimizer remembers, laid out as the weights; empty before the first step.
  package let moments: [[Float]]

  /// A run at a step.
  package init(recipe: Recipe, stepCount: Int, weights: [Float], moments: [[Float]]) {
    self.recipe = recipe
    self.stepCount = stepCount
    self.weights = weights
    self.moments = moments
  }

  /// The same without what only the optimizer needs: a third of the memory, to look at.
  public var withoutMoments: Checkpoint {
    Checkpoint(recipe: recipe, stepCount: stepCount, weights: weights, moments: [])
  }
}
