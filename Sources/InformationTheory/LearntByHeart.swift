import Basics

/// How far a model is below the floor of a text: what it must have learnt by heart.
///
/// A model that has not seen a text drawn from a source gives it 2^k times the source's probability with a
/// probability of at most 2^−k: the mean of the ratio is at most one (Markov's inequality). For the best of
/// several models it is as many times that.
public struct LearntByHeart: Hashable, Sendable {
  /// What the model saved below the source's own surprisal of the text; zero where it did not.
  public let saved: Information
  /// log₂ of the most that the chance can be of saving as much on a text that was not seen; at most 0.
  public let log2OfChance: Double

  /// Compares a model's surprisal of a text with its source's; a text that the source can never make
  /// proves nothing.
  ///
  /// - Parameter models: How many models it is the best of.
  public init(model: Information, source: Information, bestOf models: Int = 1) {
    let bits = source.bits - model.bits
    saved = .bits(bits > 0 && source.bits.isFinite ? bits : 0)
    log2OfChance = min(log2(Double(max(models, 1))) - saved.bits, 0)
  }
}
