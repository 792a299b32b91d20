import CHTTPServer

/// A server that listens, and hands its requests to a desk.
@safe struct Listening: @unchecked Sendable {
  private let server: OpaquePointer
  /// The port that it listens on.
  let port: UInt16

  /// Begins to listen. The desk has to live as long as it does.
  init(
    at address: Server.Address, _ limits: Server.Limits, _ desk: Desk
  ) throws(ServerError) {
    let limits = chttp_limits(
      body: limits.body, header: limits.header, connections: UInt32(limits.connections),
      patience: Int64(1_000 * limits.patience))
    var port = UInt16(clamping: address.port)
    var error: Int32 = 0
    let started = unsafe chttp_start(
      address.host, &port, limits,
      { context, exchange in
        guard let context = unsafe context, let exchange = unsafe exchange else { return }
        unsafe Unmanaged<Desk>.fromOpaque(context).takeUnretainedValue().take(Exchange(exchange))
      }, Unmanaged.passUnretained(desk).toOpaque(), &error)
    guard let started = unsafe started else { throw ServerError(address, code: error) }
    unsafe server = started
    self.port = port
  }

  /// Whether nobody but this machine can reach it.
  var isLoopback: Bool { unsafe chttp_is_loopback(server) }

  /// Closes the connections of clients that have taken too long.
  func sweep() { unsafe chttp_sweep(server) }

  /// Closes every connection, and waits for their threads.
  func stop() { unsafe chttp_stop(server) }

  /// Frees what was stopped, when nobody answers any more.
  func free() { unsafe chttp_free(server) }
}
