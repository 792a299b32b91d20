import Basics

/// Serves a model over HTTP. Connections have threads of their own; what the model has to work for waits in a
/// queue, and is dropped where the client goes away.
public final class Server: Sendable {
  /// What a server puts up with.
  public struct Limits: Sendable {
    /// Bytes of a request's body, and of its first line and fields.
    public var body = 8 << 20, header = 64 << 10
    /// Connections at once.
    public var connections = 32
    /// Seconds for a request to come whole, and for a client to take a part of an answer.
    public var patience = 60.0

    /// The usual limits.
    public init() {}
  }

  /// Where it listens.
  public struct Address: Sendable {
    /// A name or number of a host, and a port: 0 for any that is free.
    public var host: String, port: Int

    /// A place.
    public init(host: String, port: Int) {
      self.host = host
      self.port = port
    }
  }

  /// The port that it listens on.
  public var port: Int { Int(listening.port) }
  /// Whether nobody but this machine can reach it.
  public var isLoopback: Bool { listening.isLoopback }

  private let listening: Listening
  private let desk: Desk

  /// Begins to serve.
  ///
  /// - Parameters:
  ///   - service: What it serves, for a server that only this machine reaches, or others too.
  ///   - log: Takes a line for each request that was answered.
  public init(
    at address: Address, limits: Limits = .init(),
    log: @escaping @Sendable (RequestRecord) -> Void,
    serving service: (_ isLoopback: Bool) -> Service
  ) throws(ServerError) {
    let desk = Desk(log: log)
    var listening: Listening?
    try desk.open { () throws(ServerError) in
      let started = try Listening(at: address, limits, desk)
      listening = started
      return service(started.isLoopback)
    }
    guard let listening else { throw ServerError(address, code: ENOMEM) }
    self.listening = listening
    self.desk = desk
  }

  /// Closes the connections of clients that have taken too long; to be called every now and then.
  public func sweep() { listening.sweep() }

  /// Closes all connections, and waits until nothing is worked for any more.
  public func stop() {
    listening.stop()
    desk.close()
    listening.free()
  }
}

/// Why nothing is served.
public struct ServerError: Error, Hashable, CustomStringConvertible {
  /// Where it was to listen, and why it does not.
  public var host: String, port: Int, reason: String

  init(_ address: Server.Address, code: Int32) {
    (host, port) = (address.host, address.port)
    let text = unsafe code < 0 ? UnsafePointer(gai_strerror(code)) : UnsafePointer(strerror(code))
    reason = unsafe text.map { unsafe String(cString: $0) } ?? "error \(code)"
  }

  /// A sentence for the user.
  public var description: String {
    "cannot listen at \(host), port \(port): \(reason); choose another --port or --host"
  }
}
