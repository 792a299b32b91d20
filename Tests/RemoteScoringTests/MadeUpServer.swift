import JSON
import RemoteScoring
import Scoring
import Synchronization

/// A server that is only a function, and what it was asked.
final class MadeUpServer: Sendable {
  /// What comes back: a status and a body.
  typealias Answer = (status: Int, body: String)

  private struct State {
    var asked: [ServerRequest] = []
    var waited: [Double] = []
    var faults: [ServerAnswer] = []
  }

  private let state: Mutex<State>
  private let answer: @Sendable (String, JSONValue?) -> Answer
  private let pieces: Int

  /// - Parameters:
  ///   - faults: What is answered to the first questions beyond the first ones that find out what it is.
  ///   - pieces: A body comes in pieces of so many bytes.
  init(pieces: Int = 1_000, answer: @escaping @Sendable (String, JSONValue?) -> Answer) {
    self.answer = answer
    self.pieces = pieces
    state = Mutex(State())
  }

  /// What it was asked so far.
  var asked: [ServerRequest] { state.withLock { $0.asked } }
  /// How long it was waited for.
  var waited: [Double] { state.withLock { $0.waited } }

  /// Answers the next requests so, before it answers as ever.
  func fail(with faults: [ServerAnswer]) { state.withLock { $0.faults = faults } }

  /// The way to it.
  var transport: Transport {
    Transport(
      exchange: { [self] request, receive, isWanted in
        let fault = state.withLock { state in
          state.asked.append(request)
          return state.faults.isEmpty ? nil : state.faults.removeFirst()
        }
        guard isWanted() else { throw TransportFault.cancelled }
        if let fault {
          try receive(fault.status, Array(#"{"error":{"message":"not \u001b[31mnow"}}"#.utf8))
          return fault
        }
        let document = try request.body.map { try JSONDocument($0) }
        let (status, body) = answer(request.path, document?.root)
        let bytes = Array(body.utf8)
        for start in stride(from: 0, to: bytes.count, by: pieces) {
          try receive(status, Array(bytes[start..<min(start + pieces, bytes.count)]))
        }
        return ServerAnswer(status: status)
      },
      wait: { [self] seconds, isWanted in
        state.withLock { $0.waited.append(seconds) }
        return isWanted()
      }, chance: { 0.5 })
  }

  /// A model of it, opened and tried.
  func connection(
    _ address: String = "http://host:1", wishes: RemoteWishes = .init(),
    remark: @escaping @Sendable (String) -> Void = { _ in }
  ) throws -> RemoteConnection {
    guard let reference = ServerReference(address) else { throw RemoteError.text(address) }
    return try RemoteConnection(reference, over: transport, wishes: wishes, remark: remark)
  }

  static let nothing: Answer = (404, #"{"detail":"Not Found"}"#)
}

extension JSONValue {
  /// The integers of an array.
  var integers: [Int] { elements?.compactMap(\.integer) ?? [] }
}

/// What a model predicts of a text's tokens from one on, in windows that are its context by default.
func predictions(
  _ scorer: Scorer, _ text: [UInt8], startToken: Int? = nil, window: Int? = nil, first: Int = 0
) throws -> Predictions {
  let settings = ScoringSettings(
    startToken: startToken, window: window ?? scorer.model.contextLength, stride: 8)
  var predictions = Predictions(vocabularySize: scorer.model.vocabularySize)
  try scorer.score(scorer.tokenize(text, false), settings, first) {
    predictions.append($0)
    return true
  }
  return predictions
}

/// What is said where something is refused; empty where it is not.
func refusal(_ body: () throws -> Void) -> String {
  do { try body() } catch { return "\(error)" }
  return ""
}
