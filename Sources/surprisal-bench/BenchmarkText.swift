import Scoring
import Tokenizers

/// The texts that are scored.
enum BenchmarkText {
  /// Thirty words.
  static let sentence = """
    The old lighthouse keeper counted the ships every evening, wrote their names in a small blue \
    book, and wondered which of them would still remember the harbour when the winter came.
    """

  /// The sentence again and again, as far as so many tokens.
  static func prose(tokens count: Int, _ tokenizer: Tokenizer) -> String {
    let once = tokenizer.encode(Array(sentence.utf8), special: false).count
    let text = Array(repeating: sentence, count: count / once + 1).joined(separator: " ")
    let bytes = Array(text.utf8)
    let tokens = tokenizer.encode(bytes, special: false)
    return String(decoding: bytes[..<tokens[count - 1].bytes.upperBound], as: UTF8.self)
  }

  /// Random tokens, so that nothing of an earlier text is used again.
  static func random(_ count: Int, seed: UInt64) -> [Token] {
    var random = SplitMix(state: seed)
    return (0..<count).map { _ in
      Token(id: Int.random(in: 100..<40_000, using: &random), bytes: 0..<1)
    }
  }
}

/// Numbers that look random and repeat with their seed (Steele, Lea and Flood 2014).
struct SplitMix: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9e37_79b9_7f4a_7c15
    var z = state
    z = (z ^ (z >> 30)) &* 0xbf58_476d_1ce4_e5b9
    z = (z ^ (z >> 27)) &* 0x94d0_49bb_1331_11eb
    return z ^ (z >> 31)
  }
}

extension Predictions {
  /// Positions made from a few random distributions, repeated.
  static func random(_ count: Int) -> Predictions {
    var random = SplitMix(state: 1)
    let some = (0..<64).map { _ in
      let logits = (0..<2000).map { _ in
        (0..<4).reduce(0.0) { sum, _ in sum + Double.random(in: -4...4, using: &random) }
      }
      return Prediction(foldingLogits: logits, actual: Int.random(in: 0..<2000, using: &random))
    }
    var predictions = Predictions(vocabularySize: 2000)
    for index in 0..<count { predictions.append(some[index % some.count]) }
    return predictions
  }
}
