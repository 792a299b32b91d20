import JSON

/// A server that is asked: who it is in messages, how requests get there, and what is done where it is busy.
struct Server: Sendable {
  /// How messages name it, and exports.
  var name: String
  var transport: Transport
  /// Whether requests carry a key.
  var hasKey: Bool
  /// Where a sentence goes that says what is waited for; an empty one ends it.
  var remark: @Sendable (String) -> Void

  /// The most bytes of an answer that is read whole, and of a message of an error.
  static let wholeLimit = 256 << 20, messageLimit = 1 << 16
  /// The most bytes of what a server says of itself, which may be all that it expects of some tokens.
  static let probeLimit = 64 << 20
  /// How often a request is sent again, and the longest that a server may be waited for.
  static let retries = 2, longestWait = 60.0

  /// Asks, and reads the answer whole. Throws `RemoteError`.
  func ask(_ request: ServerRequest, isWanted: () -> Bool = { true }) throws -> JSONDocument {
    var body: [UInt8] = []
    try ask(request, isWanted: isWanted) { piece in
      guard body.count + piece.count <= Self.wholeLimit else {
        throw RemoteError.unreachable(server: name, .bodyTooLarge(limit: Self.wholeLimit))
      }
      body += piece
    }
    return try document(body)
  }

  /// Asks, and hands the body of an answer on as it comes. What is asked changes nothing there, so that it may be asked
  /// again; of a try that failed nothing is handed on. Throws `RemoteError`.
  func ask(
    _ request: ServerRequest, isWanted: () -> Bool, take: ([UInt8]) throws -> Void
  ) throws {
    var tries = 0
    while true {
      var message: [UInt8] = []
      let answer = try exchange(request, isWanted) { status, piece in
        if status == 200 {
          try take(piece)
        } else if message.count < Self.messageLimit {
          message += piece
        }
      }
      if answer.status == 200 { return }
      let fault = fault(answer, message)
      guard let pause = pause(answer, tries) else { throw fault }
      try wait(pause, because: answer.status, isWanted)
      tries += 1
    }
  }

  /// The status of an answer to a question that nothing hangs on, and its body. A server that is busy or not ready yet, as
  /// while it loads its model, is waited for. Throws `RemoteError` where there is no answer.
  func probe(
    _ request: ServerRequest, isWanted: () -> Bool = { true }
  ) throws -> (status: Int, document: JSONDocument?) {
    var tries = 0
    while true {
      var body: [UInt8] = []
      let answer = try exchange(request, isWanted) { _, piece in
        guard body.count + piece.count <= Self.probeLimit else {
          throw RemoteError.unreachable(server: name, .bodyTooLarge(limit: Self.probeLimit))
        }
        body += piece
      }
      guard [429, 502, 503, 504].contains(answer.status) else {
        if [401, 403].contains(answer.status) || (300..<400).contains(answer.status) {
          throw fault(answer, body)
        }
        return (answer.status, try? JSONDocument(body))
      }
      guard let pause = pause(answer, tries) else { throw fault(answer, body) }
      try wait(pause, because: answer.status, isWanted)
      tries += 1
    }
  }

  private func exchange(
    _ request: ServerRequest, _ isWanted: () -> Bool,
    _ receive: (Int, [UInt8]) throws -> Void
  ) throws -> ServerAnswer {
    do {
      return try transport.exchange(request, receive, isWanted)
    } catch TransportFault.cancelled {
      throw RemoteError.cancelled
    } catch let fault as TransportFault {
      throw RemoteError.unreachable(server: name, fault)
    }
  }

  private func document(_ body: [UInt8]) throws(RemoteError) -> JSONDocument {
    do { return try JSONDocument(body) } catch {
      throw .malformed(server: name, what: "\(error.problem), at byte \(error.position + 1)")
    }
  }

  /// An answer that lacks something.
  func lacks(_ what: String) -> RemoteError {
    .malformed(server: name, what: "it has no \(what)")
  }
}

// What is done where an answer is none.
extension Server {
  /// How long to wait before a request is sent again; nil where it is not.
  private func pause(_ answer: ServerAnswer, _ tries: Int) -> Double? {
    guard tries < Self.retries else { return nil }
    switch answer.status {
    case 429, 503:
      let pause = answer.retryAfter ?? backOff(tries)
      return pause <= Self.longestWait ? pause : nil
    case 500...599: return backOff(tries)
    default: return nil
    }
  }

  /// Half a second, then twice as long, each with up to half as much by chance.
  private func backOff(_ tries: Int) -> Double {
    0.5 * Double(1 << tries) * (1 + transport.chance() / 2)
  }

  private func wait(_ pause: Double, because status: Int, _ isWanted: () -> Bool) throws {
    defer { remark("") }
    var left = pause
    let reason = status == 429 ? "is busy" : "answers with status \(status)"
    while left > 0 {
      remark("\(name) \(reason): asking again in \(Int(left.rounded(.up))) s")
      guard transport.wait(min(left, 1), isWanted) else { throw RemoteError.cancelled }
      left -= 1
    }
  }

  private func fault(_ answer: ServerAnswer, _ body: [UInt8]) -> RemoteError {
    switch answer.status {
    case 300..<400: .redirected(server: name, to: answer.location ?? "nowhere")
    case 401, 403: .keyRefused(server: name, hadKey: hasKey)
    case 429, 500...599:
      .failing(
        server: name, status: answer.status, message: Self.message(body),
        retryAfter: answer.retryAfter)
    default: .refused(server: name, status: answer.status, message: Self.message(body))
    }
  }

  /// What the body of an error says: the message in it, or its beginning.
  static func message(_ body: [UInt8]) -> String {
    let root = (try? JSONDocument(body))?.root
    let message =
      root?["error"]?["message"]?.string ?? root?["error"]?.string ?? root?["message"]?.string
      ?? root?["detail"]?.string
    return message ?? String(decoding: body.prefix(200), as: UTF8.self)
  }
}
