import Basics
import InformationTheory

/// What one of the extremes comes to at a position.
struct ColdReading {
  /// ln of the sum of all weights, measured from the best token's; and the entropy.
  let logSum: Double, entropy: Double

  init(_ figures: Figures, _ predictions: Predictions, at position: Int) {
    logSum =
      figures.temperature.beta * Double(predictions.actualLogits[position])
      - Double(figures.logProbabilities[position])
    entropy = Double(figures.entropies[position])
  }

  var isFinite: Bool { logSum.isFinite }
}

extension BoundedTail {
  /// The ends of the entropy below T = 1, as `BoundedRest.value` has them, from the two extremes.
  ///
  /// With w the share of the rest, h the binary entropy and H that of the candidates alone, S = h(w) + (1 − w)H +
  /// w·(the entropy of the rest alone). The flat reading gives (1 − w)H; the packed one has another w. The ends are
  /// S with the least sum of the rest in the fewest tokens, and with the largest sum in all of them alike.
  func entropy(
    at temperature: Temperature, _ flatReading: ColdReading, _ packedReading: ColdReading
  ) -> ClosedRange<Double> {
    let beta = temperature.beta
    let logCount = Double(logCount)
    let logCap = beta * Double(cap) - flatReading.logSum
    // The sums of the rest in weights of the largest that one can have.
    let logFlat = logCount + beta * Double(flat - cap)
    let (flatSum, packedSum) = (exp(logFlat), Double(full) + exp(beta * Double(left)))
    let capShare = exp(logCap)
    let ratio = exp(flatReading.logSum - packedReading.logSum)
    let flatShare = min(flatSum * capShare, 1)
    let packedShare = min(packedSum * capShare * ratio, 1)
    let ofKnown = max(flatReading.entropy - binaryEntropy(flatShare) - flatShare * logCount, 0)
    let most = binaryEntropy(packedShare) + ratio * ofKnown + packedShare * logCount
    guard logCap + most > -1 / (1 - temperature.value) else {
      return ordered(flatReading.entropy, packedReading.entropy)
    }
    let left = flatSum - flatSum.rounded(.down)
    let packedEntropy = flatSum > 0 ? logFlat - (left > 0 ? left * log(left) : 0) / flatSum : 0
    let least = flatReading.entropy - flatShare * max(logCount - max(packedEntropy, 0), 0)
    return ordered(max(least, 0), max(most, 0))
  }
}

/// The entropy of a coin with this probability.
func binaryEntropy(_ probability: Double) -> Double {
  guard probability > 0, probability < 1 else { return 0 }
  return -probability * log(probability) - (1 - probability) * log1p(-probability)
}
