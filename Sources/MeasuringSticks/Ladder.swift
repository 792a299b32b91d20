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

  /// Measures a text, the worst models first, and reports each rung as soon as it is known; stops when
  /// `report` returns false.
  ///
  /// - Parameters:
  ///   - tokens: The number of tokens that the model to be measured splits the text into.
  ///   - vocabularySize: The size of its vocabulary.
  /// - Complexity: O(*n* · 256 · Σ orders) in the bytes of the text.
  public func measure(
    _ text: [UInt8], tokens: Int, vocabularySize: Int, _ report: (Rung) -> Bool
  ) {
    guard !text.isEmpty else { return }
    let letters = Set(text).count
    let even = [
      Rung(
        name: "uniform over \(vocabularySize) tokens",
        bits: Double(tokens) * log2(Double(vocabularySize))),
      Rung(name: "uniform over 256 bytes", bits: Double(text.count) * 8),
      Rung(
        name: "a fair die, a face for each of \(letters) bytes",
        bits: Double(text.count) * log2(Double(letters))),
    ]
    for rung in even { guard report(rung) else { return } }
    for model in models {
      let name = model.order == 1 ? "single bytes" : "\(model.order)-grams"
      let rung = Rung(name: "\(name) in \(trainingName)", bits: bits(of: text, by: model))
      guard report(rung) else { return }
    }
    _ = report(Rung(name: "zlib, at its tightest", bits: Double(deflatedSize(of: text)) * 8))
  }
}

/// The sum of the surprisals of a text's bytes, in bits.
private func bits(of text: [UInt8], by model: Ngrams) -> Double {
  text.indices.reduce(0) { sum, place in
    let context = text[max(place - model.order + 1, 0)..<place]
    return sum - log2(model.probabilities(after: context)[Int(text[place])])
  }
}

/// The size of a text packed by zlib, in bytes.
private func deflatedSize(of text: [UInt8]) -> Int {
  unsafe text.withUnsafeBufferPointer { unsafe deflated_size($0.baseAddress, $0.count) }
}
