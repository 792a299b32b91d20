import CHTTPServer

/// A request that came over a connection, and the way to its answer. Its functions can be called from any thread;
/// it ends once, and nothing of it is touched then.
@safe struct Exchange: @unchecked Sendable {
  private let exchange: OpaquePointer

  init(_ exchange: OpaquePointer) { unsafe self.exchange = exchange }

  /// What was asked. O(*n*).
  var request: ServedRequest {
    var count = 0
    let body = unsafe chttp_body(exchange, &count)
    return unsafe ServedRequest(
      method: String(cString: chttp_method(exchange)), path: String(cString: chttp_path(exchange)),
      host: String(cString: chttp_host(exchange)),
      contentType: String(cString: chttp_content_type(exchange)),
      body: Array(UnsafeBufferPointer(start: body, count: count)),
      isTooLarge: chttp_is_too_large(exchange))
  }

  /// The address that it came from.
  var peer: String { unsafe String(cString: chttp_peer(exchange)) }

  /// Whether somebody still waits for the answer.
  var isAwaited: Bool { unsafe chttp_is_awaited(exchange) }

  /// Says what the answer is.
  func begin(_ status: Int, _ contentType: String, allowed: String = "") {
    unsafe chttp_begin(exchange, UInt32(status), contentType, allowed)
  }

  /// Sends bytes, and waits while the client takes none; false where nobody waits for them any more.
  func send(_ bytes: [UInt8]) -> Bool { unsafe chttp_write(exchange, bytes, bytes.count) }

  /// Sends the last bytes; where the answer is not complete, the connection is cut.
  func end(_ bytes: [UInt8] = [], isComplete: Bool) {
    unsafe chttp_end(exchange, bytes, bytes.count, isComplete)
  }
}

extension Exchange {
  /// Sends an answer whole.
  func send(_ answer: ServedAnswer) {
    begin(answer.status, answer.contentType, allowed: answer.allowedMethods)
    end(answer.body, isComplete: true)
  }
}
