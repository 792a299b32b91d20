import CKernels
import InformationTheory
import Basics

extension Divergences {
  /// The divergences of what two models expect, from all logits of both, in float64.
  ///
  /// - Complexity: O(*n*), where *n* is the size of the vocabulary: some 3 ns an entry.
  package init(
    of base: Span<Float>, _ other: Span<Float>, at temperature: Temperature,
    on set: InstructionSet = .best
  ) {
    precondition(base.count == other.count, "both rows are of the same vocabulary")
    var sums = [0.0, 0.0, 0.0, 0.0]
    if temperature.beta.isFinite {
      unsafe base.withUnsafeBufferPointer { base in
        unsafe other.withUnsafeBufferPointer { other in
          unsafe set.kernels.pointee.diverge(
            base.baseAddress, other.baseAddress, base.count, temperature.beta, &sums)
        }
      }
    }
    let difference = log(sums[1]) - log(sums[0])
    self.init(
      forward: .nats(sums[2] / sums[0] + difference),
      reverse: .nats(sums[3] / sums[1] - difference))
    guard forward.nats.isFinite, reverse.nats.isFinite else {
      // Something is impossible, or the temperature a limit.
      self.init(ofLogits: base.doubles, other.doubles, at: temperature)
      return
    }
  }
}

extension Span<Float> {
  /// The same numbers in an array.
  fileprivate var doubles: [Double] { indices.map { Double(self[$0]) } }
}
