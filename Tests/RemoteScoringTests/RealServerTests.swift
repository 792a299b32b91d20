import FoundationEssentials
import InformationTheory
import RemoteScoring
import Scoring
import Testing

/// A server that runs somewhere, which `SURPRISAL_TEST_SERVER` names: what `make test-engines` asks.
@Suite(.enabled(if: RealServer.address != nil, "no server: name one in SURPRISAL_TEST_SERVER"))
struct `A real server` {
  /// Plain words; and bytes within characters, and the name of a control token.
  static let texts = [
    "The capital of France is Paris.", "日本語 😀 naïve <|im_end|> b",
  ]

  @Test(arguments: texts)
  func `scores a text whose tokens are its bytes`(text: String) throws {
    let connection = try RealServer.connection()
    let scorer = connection.scorer
    let text = Array(text.utf8)
    let tokens = try scorer.tokenize(text, false)
    #expect(tokens.flatMap { text[$0.bytes] } == text)
    let settings = ScoringSettings(startToken: nil, window: scorer.model.contextLength, stride: 64)
    var predictions = Predictions(vocabularySize: scorer.model.vocabularySize)
    try scorer.score(tokens, settings, 0) {
      predictions.append($0)
      return true
    }
    #expect(predictions.count == tokens.count && predictions.actualRanks[0] == 0)
    // Those that take text alone know neither numbers nor bytes within a character.
    if connection.receipt.candidates != 0 || text.allSatisfy({ $0 < 0x80 }) {
      #expect(predictions.actualRanks.dropFirst().allSatisfy { $0 > 0 })
      // What the model has seen last is what it expects again.
      #expect(tokens.allSatisfy { scorer.vocabulary.bytes($0.id) == Array(text[$0.bytes]) })
    }
    // Alone and among others, from the beginning and from the middle, the numbers are the same but for rounding.
    try scorer.scoreAll([TextToScore(tokens, from: 3), TextToScore(tokens)], settings) {
      index, found in
      let kept = predictions.actualLogits.dropFirst(index == 0 ? 3 : 0)
      #expect(found.count == kept.count)
      for (one, other) in zip(found.actualLogits, kept) where !other.isNaN {
        #expect(abs(one - other) < 1e-2)
      }
      return true
    }
  }
}

/// The server that is named.
enum RealServer {
  static let address = ProcessInfo.processInfo.environment["SURPRISAL_TEST_SERVER"]

  static func connection(_ wishes: RemoteWishes = .init()) throws -> RemoteConnection {
    let reference = try #require(ServerReference(address ?? ""))
    return try RemoteConnection(
      reference, over: .network(reference.address, limits: .init(idleSeconds: 300)), wishes: wishes)
  }
}
