import Basics
import Dispatch
import Synchronization

/// A server on this machine that answers each request with bytes and pauses, right or wrong.
public final class LoopbackServer: Sendable {
  /// What it does one after the other; then it hangs up.
  public enum Step: Sendable {
    /// Sends a text.
    case send(String)
    /// Sends bytes.
    case sendBytes([UInt8])
    /// Says nothing for a while.
    case pause(seconds: Double)
    /// Sends so many bytes of a body without end, as long as somebody reads them.
    case flood(Int)

    /// Sends a document, with what stands before one.
    public static func document(_ text: String) -> Step {
      .send("HTTP/1.1 200 OK\r\nContent-Length: \(text.utf8.count)\r\n\r\n\(text)")
    }
  }

  /// Where it listens.
  public let port: Int
  private let listener: Int32
  private let heads = Mutex<[String]>([])
  private let sent = Mutex(0)

  /// The heads of the requests that came.
  public var requests: [String] { heads.withLock { $0 } }
  /// The bytes that went out.
  public var sentCount: Int { sent.withLock { $0 } }
  /// Its address.
  public var address: String { "http://127.0.0.1:\(port)" }

  /// Serves, on a port that is free, what an answer to the first line of a request is.
  public init(_ answer: @escaping @Sendable (_ line: String) -> [Step]) {
    listener = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    var size = socklen_t(MemoryLayout<sockaddr_in>.size)
    let listener = listener
    unsafe withUnsafeMutablePointer(to: &address) { pointer in
      unsafe pointer.withMemoryRebound(to: sockaddr.self, capacity: 1) { pointer in
        _ = unsafe bind(listener, pointer, size)
        _ = listen(listener, 16)
        _ = unsafe getsockname(listener, pointer, &size)
      }
    }
    port = Int(UInt16(bigEndian: address.sin_port))
    // A queue that is concurrent has no more threads than the machine has cores.
    DispatchQueue(label: "loopback").async { [self] in
      while case let client = accept(listener, nil, nil), client >= 0 {
        DispatchQueue(label: "client").async { self.serve(client, answer) }
      }
    }
  }

  /// Listens no longer.
  public func stop() {
    shutdown(listener, Int32(SHUT_RDWR))
    close(listener)
  }

  private func serve(_ client: Int32, _ answer: (String) -> [Step]) {
    defer { close(client) }
    let head = readHead(client)
    heads.withLock { $0.append(head) }
    for step in answer(String(head.prefix { $0 != "\r\n" && $0 != "\r" })) {
      switch step {
      case .send(let text): guard write(Array(text.utf8), to: client) else { return }
      case .sendBytes(let bytes): guard write(bytes, to: client) else { return }
      case .pause(let seconds): usleep(UInt32(seconds * 1e6))
      case .flood(let count):
        let piece = [UInt8](repeating: 0x20, count: 1 << 16)
        for _ in 0..<count / piece.count { guard write(piece, to: client) else { return } }
      }
    }
    shutdown(client, Int32(SHUT_WR))
    usleep(100_000)
  }

  /// The head of a request, and what of its body comes with it.
  private func readHead(_ client: Int32) -> String {
    var bytes: [UInt8] = []
    var piece = [UInt8](repeating: 0, count: 1 << 16)
    while bytes.firstRange(of: Array("\r\n\r\n".utf8)) == nil {
      let count = unsafe piece.withUnsafeMutableBytes {
        unsafe recv(client, $0.baseAddress, $0.count, 0)
      }
      guard count > 0 else { break }
      bytes += piece[..<count]
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  private func write(_ bytes: [UInt8], to client: Int32) -> Bool {
    var place = 0
    while place < bytes.count {
      let count = unsafe bytes.withUnsafeBytes { all in
        unsafe Basics.send(
          client, all.baseAddress.map { unsafe $0 + place }, all.count - place,
          Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return false }
      place += count
    }
    sent.withLock { $0 += bytes.count }
    return true
  }
}
