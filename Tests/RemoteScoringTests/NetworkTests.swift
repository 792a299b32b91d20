import Basics
import FoundationEssentials
import RemoteScoring
import Synchronization
import TestSupport
import Testing

@Suite(.serialized) struct `The network` {
  /// Asks a server on this machine, and returns the body.
  private func ask(
    _ address: String, path: String = "/x", key: String? = nil,
    limits: TransportLimits = TransportLimits(idleSeconds: 5), isWanted: () -> Bool = { true }
  ) throws -> (answer: ServerAnswer, body: String) {
    let address = try #require(ServerAddress(address))
    var body: [UInt8] = []
    let answer = try Transport.network(address, key: key, limits: limits)
      .exchange(ServerRequest(path, body: Array("{}".utf8)), { body += $1 }, isWanted)
    return (answer, String(decoding: body, as: UTF8.self))
  }

  private static let ok = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\n{}"

  /// What becomes of a server's answer.
  private func fault(
    of steps: [LoopbackServer.Step], _ limits: TransportLimits = TransportLimits(idleSeconds: 5)
  ) -> TransportFault? {
    let server = LoopbackServer { _ in steps }
    defer { server.stop() }
    do {
      _ = try ask(server.address, limits: limits)
      return nil
    } catch {
      return error as? TransportFault
    }
  }

  @Test func `sends a document and the key, and hands the answer on`() throws {
    let server = LoopbackServer { _ in [.send(Self.ok)] }
    defer { server.stop() }
    let (answer, body) = try ask(server.address, key: "secret")
    #expect(answer == ServerAnswer(status: 200) && body == "{}")
    let head = try #require(server.requests.first)
    #expect(head.hasPrefix("POST /x HTTP/1.1\r\n") && head.hasSuffix("\r\n\r\n{}"))
    #expect(head.contains("Authorization: Bearer secret\r\n"))
    #expect(head.contains("Content-Type: application/json\r\n") && !head.contains("Expect"))
  }

  @Test func `keeps a key from a network where others can read it`() throws {
    let address = try #require(ServerAddress("http://192.0.2.1:1"))
    #expect(throws: RemoteError.keyInTheClear(server: "http://192.0.2.1:1")) {
      try RemoteConnection(
        #require(ServerReference("http://192.0.2.1:1")), over: .network(address, key: "k"),
        hasKey: true)
    }
  }

  @Test func `follows no redirection, and takes no key elsewhere`() throws {
    let other = LoopbackServer { _ in [.send(Self.ok)] }
    let server = LoopbackServer { _ in
      [.send("HTTP/1.1 307 x\r\nLocation: \(other.address)/y\r\nContent-Length: 0\r\n\r\n")]
    }
    defer {
      server.stop()
      other.stop()
    }
    let (answer, _) = try ask(server.address, key: "secret")
    #expect(answer.status == 307 && answer.location == "\(other.address)/y")
    #expect(other.requests.isEmpty)
  }

  @Test func `says when a server wants to be asked again, in seconds or by the clock`() throws {
    for (value, range) in [("7", 7.0...7), ("Fri, 31 Dec 2100 23:59:59 GMT", 1e6...1e10)] {
      let server = LoopbackServer { _ in
        [.send("HTTP/1.1 429 x\r\nRetry-After: \(value)\r\nContent-Length: 0\r\n\r\n")]
      }
      defer { server.stop() }
      let answer = try ask(server.address).answer
      #expect(answer.status == 429 && range.contains(answer.retryAfter ?? 0))
    }
  }

  @Test func `knows a machine that is not there, and a port that nobody listens at`() throws {
    #expect(throws: TransportFault.noSuchHost) { try ask("http://no-such-host.invalid") }
    let server = LoopbackServer { _ in [] }
    server.stop()
    #expect(throws: TransportFault.unreachable) { try ask(server.address) }
  }

  @Test func `waits for a silent server no longer than it may`() {
    var limits = TransportLimits()
    (limits.idleSeconds, limits.totalSeconds) = (1, 60)
    #expect(fault(of: [.pause(seconds: 4)], limits) == .silent(seconds: 1))
    let head = "HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\n"
    #expect(fault(of: [.send(head), .pause(seconds: 4)], limits) == .silent(seconds: 1))
    // What came before counts for nothing, however much it was.
    let much = LoopbackServer.Step.send(
      "HTTP/1.1 200 OK\r\nContent-Length: 200000\r\n\r\n" + String(repeating: "x", count: 100_000))
    #expect(fault(of: [much, .pause(seconds: 4)], limits) == .silent(seconds: 1))
    let drip = (0..<60).flatMap { _ in [LoopbackServer.Step.send("x"), .pause(seconds: 0.1)] }
    (limits.idleSeconds, limits.totalSeconds) = (5, 1)
    #expect(fault(of: [.send(head)] + drip, limits) == .tookTooLong(seconds: 1))
  }

  @Test func `notices an answer that ends in the middle`() {
    #expect(fault(of: [.send("HTTP/1.1 200 OK\r\nContent-Length: 1000\r\n\r\n{")]) == .cutOff)
    let chunk = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"
    #expect(fault(of: [.send(chunk)]) == .cutOff)
    #expect(fault(of: []) == .cutOff)
  }

  @Test func `takes no more than it may, unpacked, and reads no on`() throws {
    var limits = TransportLimits(idleSeconds: 5)
    limits.body = 100_000
    let head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: identity\r\n\r\n"
    let server = LoopbackServer { _ in [.send(head), .flood(64 << 20)] }
    defer { server.stop() }
    #expect(throws: TransportFault.bodyTooLarge(limit: 100_000)) {
      try ask(server.address, limits: limits)
    }
    #expect(server.sentCount < 32 << 20)
    let bomb = try #require(Data(base64Encoded: Self.bomb))
    let packed =
      "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: \(bomb.count)\r\n\r\n"
    #expect(
      fault(of: [.send(packed), .sendBytes(Array(bomb))], limits) == .bodyTooLarge(limit: 100_000))
    for count in [70_000, 200_000] {
      let long = "HTTP/1.1 200 OK\r\nX: \(String(repeating: "a", count: count))\r\n\r\n"
      #expect(fault(of: [.send(long)]) == .headerTooLarge)
    }
    #expect(RemoteError.unreachable(server: "", .headerTooLarge).kind == .protocolFault)
  }

  @Test func `ends at once where nobody wants the answer any more`() throws {
    let server = LoopbackServer { _ in [.pause(seconds: 20)] }
    defer { server.stop() }
    var asked = 0
    #expect(throws: TransportFault.cancelled) {
      try ask(server.address) {
        asked += 1
        return asked < 3
      }
    }
    #expect(asked == 3)
  }

  @Test func `goes through no proxy that the environment names`() throws {
    unsafe setenv("http_proxy", "http://127.0.0.1:9", 1)
    defer { unsafe unsetenv("http_proxy") }
    let server = LoopbackServer { _ in [.send(Self.ok)] }
    defer { server.stop() }
    #expect(try ask(server.address).answer.status == 200)
  }

  /// A million zeros, packed.
  private static let bomb =
    "H4sIAAAAAAACA+3BAQEAAACCIP+vbkhAAQAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAArwaey3kSQEIPAA=="
}
