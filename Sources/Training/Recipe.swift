import Basics

/// All that decides how a network learns, but for the text: equal recipes and texts come to equal bits.
public struct Recipe: Hashable, Sendable {
  /// What learns.
  public var network: Network
  /// Bytes that are read together: a multiple of 32, and the most that the network ever looks back.
  public var windowLength = 96
  /// Windows in a step.
  public var windowCount = 12
  /// How gradients become changes of the weights.
  public var optimizer = Optimizer.adamw()
  /// The learning rate.
  public var rate: Double
  /// The steps in which the rate rises from nothing.
  public var warmUp = 20
  /// What becomes of the rate then.
  public var schedule = Schedule.constant
  /// How fast weights shrink, as a part of the rate; vectors do not.
  public var decay: Double
  /// The largest norm of a gradient, to which a larger one is scaled down; infinite for none.
  public var clip = 1.0
  /// Decides the first weights and which windows come.
  public var seed: UInt64 = 1

  /// How gradients become changes of the weights.
  public enum Optimizer: Hashable, Sendable {
    /// By their means, measured by the root of their mean squares (Loshchilov and Hutter 2019).
    case adamw(beta1: Double = 0.9, beta2: Double = 0.99, epsilon: Double = 1e-8)
    /// By their running sum (Polyak 1964); with a momentum of 0, plain gradient descent.
    case descent(momentum: Double = 0)
  }

  /// What becomes of the rate after the warm-up.
  public enum Schedule: Hashable, Sendable {
    /// It stays.
    case constant
    /// From a step on it falls by half a cosine, until another step, to a fraction of what it was.
    case cosine(from: Int, until: Int, fraction: Double)
  }

  /// The recipe that suits a network.
  public init(_ network: Network = .transformer()) {
    self.network = network
    switch network {
    case .table: (rate, decay) = (0.05, 0)
    case .perceptron: (rate, decay) = (3e-3, 0)
    case .transformer: (rate, decay) = (2e-3, 0.1)
    }
  }

  /// The learning rate of a step, counted from 0.
  public func rate(ofStep step: Int) -> Double {
    let warm = min(1, Double(step + 1) / Double(max(warmUp, 1)))
    guard case .cosine(let first, let last, let fraction) = schedule, step > first else {
      return rate * warm
    }
    let share = min(1, Double(step - first) / Double(max(last - first, 1)))
    return rate * warm * (fraction + (1 - fraction) * (1 + cos(.pi * share)) / 2)
  }
}
