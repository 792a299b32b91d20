import Basics
import CCurl
import Dispatch
import Synchronization

extension Transport {
  /// The network, by libcurl: no redirections, no proxies but one that is named, nothing from a server whose
  /// certificate does not hold.
  ///
  /// - Parameters:
  ///   - key: What the server wants to be shown; it goes only where `ServerAddress.keepsSecrets`.
  ///   - proxy: Through which machine requests go; nil for none, whatever the environment says.
  ///   - authorities: The path of a file with the authorities whose certificates hold; nil for those of this machine.
  public static func network(
    _ address: ServerAddress, key: String? = nil, proxy: String? = nil, authorities: String? = nil,
    limits: TransportLimits = TransportLimits()
  ) -> Transport {
    let clients = Clients()
    let way = Way(
      root: address.root, key: address.keepsSecrets ? key : nil, proxy: proxy,
      authorities: authorities, limits: limits)
    return Transport(
      exchange: { request, receive, isWanted in
        let client = try clients.take()
        defer { clients.giveBack(client) }
        return try client.exchange(request, by: way, receive, isWanted)
      },
      wait: wait, chance: { Double.random(in: 0...1) })
  }

  /// Waits in short pieces, so that nobody who stops waits on.
  private static func wait(_ seconds: Double, _ isWanted: () -> Bool) -> Bool {
    let (clock, piece) = (ContinuousClock(), DispatchSemaphore(value: 0))
    let end = clock.now + .seconds(seconds)
    while clock.now < end {
      guard isWanted() else { return false }
      _ = piece.wait(timeout: .now() + .milliseconds(50))
    }
    return isWanted()
  }
}

/// How requests get to a server, all alike.
private struct Way: Sendable {
  var root: String
  var key: String?, proxy: String?, authorities: String?
  var limits: TransportLimits
}

/// Clients with connections that are open, of which each thread takes one.
private final class Clients: Sendable {
  private let free = Mutex<[Client]>([])

  func take() throws(TransportFault) -> Client {
    if let client = free.withLock({ $0.popLast() }) { return client }
    return try Client()
  }

  func giveBack(_ client: Client) { free.withLock { $0.append(client) } }
}

/// A client of libcurl, which one thread uses at a time.
@safe private final class Client: @unchecked Sendable {
  private let client: OpaquePointer

  init() throws(TransportFault) {
    guard let client = unsafe http_client_new() else { throw .failed(reason: "no memory") }
    unsafe self.client = unsafe client
  }

  deinit { unsafe http_client_free(client) }

  func exchange(
    _ request: ServerRequest, by way: Way, _ receive: (Int, [UInt8]) throws -> Void,
    _ isWanted: () -> Bool
  ) throws -> ServerAnswer {
    var headers = ["Accept: application/json", "Content-Type: application/json"]
    if let key = way.key { headers.append("Authorization: Bearer \(key)") }
    return try withoutActuallyEscaping(receive) { receive in
      try withoutActuallyEscaping(isWanted) { isWanted in
        let listener = Listener(receive, isWanted)
        var answer = http_answer()
        unsafe withRequest(request, headers, way) { raw in
          unsafe http_exchange(
            client, raw, Listener.receive, Listener.isWanted,
            Unmanaged.passUnretained(listener).toOpaque(), &answer)
        }
        if let fault = listener.fault { throw fault }
        if let fault = TransportFault(answer, way.limits) { throw fault }
        return ServerAnswer(answer)
      }
    }
  }

  private func withRequest(
    _ request: ServerRequest, _ headers: [String], _ way: Way,
    _ body: (UnsafePointer<http_request>) -> Void
  ) {
    let limits = way.limits
    var lines: [UnsafeMutablePointer<CChar>?] = unsafe headers.map { unsafe strdup($0) } + [nil]
    defer { unsafe lines.forEach { unsafe free($0) } }
    var raw = unsafe http_request()
    unsafe raw.connect_milliseconds = limits.connectSeconds * 1_000
    unsafe raw.idle_seconds = limits.idleSeconds
    unsafe raw.total_seconds = limits.totalSeconds
    unsafe raw.header_limit = limits.header
    unsafe raw.body_limit = limits.body
    let document = request.body ?? []
    let words = [
      way.root + request.path, request.body == nil ? "GET" : "POST", way.proxy, way.authorities,
    ]
    let strings = unsafe words.map { unsafe $0.flatMap { unsafe strdup($0) } }
    defer { unsafe strings.forEach { unsafe free($0) } }
    unsafe lines.withUnsafeMutableBytes { headers in
      unsafe document.withUnsafeBufferPointer { document in
        unsafe raw.url = UnsafePointer(strings[0])
        unsafe raw.method = UnsafePointer(strings[1])
        unsafe raw.proxy = UnsafePointer(strings[2])
        unsafe raw.authorities = UnsafePointer(strings[3])
        unsafe raw.headers = UnsafePointer(
          headers.assumingMemoryBound(to: UnsafePointer<CChar>?.self).baseAddress)
        unsafe raw.body = request.body == nil ? nil : document.baseAddress
        unsafe raw.body_size = document.count
        unsafe body(&raw)
      }
    }
  }
}

/// What a request's callbacks reach.
private final class Listener {
  private let receive: (Int, [UInt8]) throws -> Void
  private let isWanted: () -> Bool
  /// What `receive` threw.
  private(set) var fault: (any Error)?

  init(_ receive: @escaping (Int, [UInt8]) throws -> Void, _ isWanted: @escaping () -> Bool) {
    self.receive = receive
    self.isWanted = isWanted
  }

  static let receive: http_receiver = { context, status, bytes, count in
    guard let context = unsafe context else { return 1 }
    let listener = unsafe Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue()
    do {
      try listener.receive(
        Int(status), unsafe Array(UnsafeBufferPointer(start: bytes, count: count)))
      return 0
    } catch {
      listener.fault = error
      return 1
    }
  }

  static let isWanted: http_wanted = { context in
    guard let context = unsafe context else { return 0 }
    return unsafe Unmanaged<Listener>.fromOpaque(context).takeUnretainedValue().isWanted() ? 1 : 0
  }
}

extension TransportFault {
  /// Why a request has no answer; nil where it has one.
  fileprivate init?(_ answer: http_answer, _ limits: TransportLimits) {
    switch answer.end {
    case HTTP_ANSWERED: return nil
    case HTTP_NO_SUCH_HOST: self = .noSuchHost
    case HTTP_UNREACHABLE: self = .unreachable
    case HTTP_CONNECTING_TOOK_TOO_LONG: self = .connectingTookTooLong
    case HTTP_SILENT: self = .silent(seconds: limits.idleSeconds)
    case HTTP_TOOK_TOO_LONG: self = .tookTooLong(seconds: limits.totalSeconds)
    case HTTP_CUT_OFF: self = .cutOff
    case HTTP_HEADER_TOO_LARGE: self = .headerTooLarge
    case HTTP_BODY_TOO_LARGE: self = .bodyTooLarge(limit: limits.body)
    case HTTP_UNTRUSTED: self = .untrusted(reason: text(of: answer.reason))
    case HTTP_CANCELLED: self = .cancelled
    default: self = .failed(reason: text(of: answer.reason))
    }
  }
}

extension ServerAnswer {
  fileprivate init(_ answer: http_answer) {
    let location = text(of: answer.location)
    self.init(
      status: Int(answer.status), retryAfter: answer.retry_after < 0 ? nil : answer.retry_after,
      location: location.isEmpty ? nil : location)
  }
}

/// The text of an array of C, up to its zero.
private func text<T>(of array: T) -> String {
  unsafe withUnsafeBytes(of: array) {
    unsafe String(decoding: $0.prefix { $0 != 0 }, as: UTF8.self)
  }
}
