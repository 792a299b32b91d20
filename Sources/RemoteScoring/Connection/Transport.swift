/// A request to a server.
public struct ServerRequest: Hashable, Sendable {
  /// The path behind the server's root, such as `/v1/models`.
  public var path: String
  /// The document that is sent, as JSON; nil asks without one.
  public var body: [UInt8]?

  /// A request.
  public init(_ path: String, body: [UInt8]? = nil) {
    self.path = path
    self.body = body
  }
}

/// What came back from a server, besides the body, which is handed on as it comes.
public struct ServerAnswer: Hashable, Sendable {
  /// The status of HTTP.
  public var status: Int
  /// The seconds after which the server wants to be asked again; nil where it did not say.
  public var retryAfter: Double?
  /// Where a redirection leads.
  public var location: String?

  /// An answer.
  public init(status: Int, retryAfter: Double? = nil, location: String? = nil) {
    self.status = status
    self.retryAfter = retryAfter
    self.location = location
  }
}

/// Why no answer came, or not all of it.
public enum TransportFault: Error, Hashable, Sendable {
  /// No machine has the name.
  case noSuchHost
  /// Nothing listens there, or the network does not lead there.
  case unreachable
  /// Nobody answered the attempt to connect in time.
  case connectingTookTooLong
  /// The server said nothing for so long.
  case silent(seconds: Int)
  /// All together took too long.
  case tookTooLong(seconds: Int)
  /// The connection ended in the middle of an answer.
  case cutOff
  /// The answer is larger than it may be.
  case headerTooLarge, bodyTooLarge(limit: Int)
  /// The certificate is not one that can be trusted.
  case untrusted(reason: String)
  /// Nobody wants the answer any more.
  case cancelled
  /// Something else, in the words of the library.
  case failed(reason: String)
}

/// How requests get to a server: over the network, or in a test from a script.
public struct Transport: Sendable {
  /// Carries out a request on the calling thread.
  ///
  /// `receive` takes the body piece by piece, with the status; what it throws ends the request and is thrown on.
  /// `isWanted` is asked again and again while nothing comes. Throws `TransportFault`.
  public typealias Exchange =
    @Sendable (
      _ request: ServerRequest, _ receive: (_ status: Int, _ piece: [UInt8]) throws -> Void,
      _ isWanted: () -> Bool
    ) throws -> ServerAnswer

  /// Carries out a request.
  public var exchange: Exchange
  /// Waits for some seconds; whether it is still wanted then.
  public var wait: @Sendable (_ seconds: Double, _ isWanted: () -> Bool) -> Bool
  /// A number from 0 to 1, by chance: two clients that were sent away do not come back at the same moment.
  public var chance: @Sendable () -> Double

  /// A way to a server.
  public init(
    exchange: @escaping Exchange, wait: @escaping @Sendable (Double, () -> Bool) -> Bool,
    chance: @escaping @Sendable () -> Double
  ) {
    self.exchange = exchange
    self.wait = wait
    self.chance = chance
  }
}

/// How long a server may take, and how much it may send.
public struct TransportLimits: Hashable, Sendable {
  /// How long connecting may take.
  public var connectSeconds: Int
  /// How long the server may say nothing.
  public var idleSeconds: Int
  /// How long one request may take in all.
  public var totalSeconds: Int
  /// The most bytes of the header of an answer, and of its body, unpacked.
  public var header = 64 << 10, body = 16 << 30

  /// The limits where a server may say nothing for so long: sixty times as long for all of an answer.
  public init(connectSeconds: Int = 3, idleSeconds: Int = 30) {
    self.connectSeconds = connectSeconds
    self.idleSeconds = idleSeconds
    totalSeconds = 60 * idleSeconds
  }
}
