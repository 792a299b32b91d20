import CDeflate
import InformationTheory
import Scoring
import Basics

/// Models from the simplest on, to measure a better one by: how many bits each needs for a text.
///
/// Read upwards, it is what training does: each rung knows more of the language and is less surprised.
public struct Ladder: Sendable {
  /// What n-grams are counted in, and what that is called.
  private let trainingName: String
  private let models: [Ngrams]

  /// A ladder whose n-grams are counted in a training text. O(*n* log *n*) in its bytes.
  ///
  /// - Parameters:
  ///   - orders: The lengths of the n-grams, one rung each.
  ///   - name: What the training text is called.
  public init(countingIn training: [UInt8], name: String, orders: [Int] = [1, 2, 3, 5]) {
    trainingName = name
    models = orders.map { Ngrams(of: training, order: $0) }
  }

  /// Measures a part of a text, the worst models first, and reports each rung as soon as it is known. All rungs are
  /// about the same bytes; what stands before them is known to a model that looks back, and costs nothing.
  ///
  /// - Parameters:
  ///   - part: The bytes to measure: those that have a score from the model to be measured.
  ///   - tokens: The number of tokens that the model to be measured splits these into.
  ///   - vocabularySize: The size of its vocabulary.
  ///   - isWanted: Whether anybody waits for more of it; asked often.
  /// - Complexity: O(*n* · 256 · Σ orders) in the bytes of the part.
  public func measure(
    _ part: Range<Int>, of text: [UInt8], tokens: Int, vocabularySize: Int,
    while isWanted: () -> Bool = { true }, _ report: (Rung) -> Void
  ) {
    guard !part.isEmpty else { return }
    let letters = Set(text[part]).count
    func rung(_ name: String, _ bits: Double) -> Rung {
      Rung(name: name, bits: bits, bytes: part.count)
    }
    let even = [
      rung("uniform over \(vocabularySize) tokens", Double(tokens) * log2(Double(vocabularySize))),
      rung("uniform over 256 bytes", Double(part.count) * 8),
      rung(
        "a fair die, a face for each of \(letters) bytes",
        Double(part.count) * log2(Double(letters))),
    ]
    even.forEach(report)
    for model in models {
      let name = model.order == 1 ? "single bytes" : "\(model.order)-grams"
      var bits = 0.0
      for start in stride(from: part.lowerBound, to: part.upperBound, by: 1 << 14) {
        guard isWanted() else { return }
        bits += model.bits(of: start..<min(start + 1 << 14, part.upperBound), in: text)
      }
      report(rung("\(name) in \(trainingName)", bits))
    }
    guard isWanted() else { return }
    report(rung("zlib, at its tightest", Double(deflatedSize(of: Array(text[part]))) * 8))
  }
}

/// The size of a text packed by zlib, in bytes.
public func deflatedSize(of text: [UInt8]) -> Int {
  unsafe text.withUnsafeBufferPointer { unsafe deflated_size($0.baseAddress, $0.count) }
}
