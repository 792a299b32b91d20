import Basics

/// A client of HTTP that asks a server on this machine, over a connection of its own that lasts as long as it does.
public final class LoopbackClient: Sendable {
  private let descriptor: Int32

  /// Connects; nil where nobody listens.
  public init?(port: Int) {
    descriptor = socket(AF_INET, Int32(SOCK_STREAM.rawValue), 0)
    var address = sockaddr_in()
    address.sin_family = sa_family_t(AF_INET)
    address.sin_port = UInt16(port).bigEndian
    address.sin_addr.s_addr = UInt32(0x7F00_0001).bigEndian
    let result = unsafe withUnsafePointer(to: &address) {
      unsafe $0.withMemoryRebound(to: sockaddr.self, capacity: 1) {
        unsafe connect(descriptor, $0, socklen_t(MemoryLayout<sockaddr_in>.size))
      }
    }
    if result != 0 { return nil }
  }

  deinit { close(descriptor) }

  /// Sends bytes as they are.
  public func send(_ text: String) {
    var bytes = Array(text.utf8)[...]
    while !bytes.isEmpty {
      let count = unsafe bytes.withUnsafeBytes {
        unsafe Basics.send(descriptor, $0.baseAddress, $0.count, Int32(MSG_NOSIGNAL))
      }
      guard count > 0 else { return }
      bytes = bytes.dropFirst(count)
    }
  }

  /// Sends a request.
  public func send(
    _ method: String, _ path: String, _ body: String = "", fields: [String] = [],
    closes: Bool = true
  ) {
    let all =
      [
        "\(method) \(path) HTTP/1.1", "Host: 127.0.0.1", "Content-Type: application/json",
        "Content-Length: \(body.utf8.count)",
      ] + (closes ? ["Connection: close"] : []) + fields
    send(all.joined(separator: "\r\n") + "\r\n\r\n" + body)
  }

  /// Some bytes that came; none at the end.
  public func receive(_ most: Int = 1 << 16) -> [UInt8] {
    unsafe [UInt8](unsafeUninitializedCapacity: most) { bytes, count in
      count = max(unsafe recv(descriptor, bytes.baseAddress, most, 0), 0)
    }
  }

  /// The answer, to the end of the connection; nil where none came.
  public func answer() -> LoopbackAnswer? {
    var bytes: [UInt8] = []
    while case let more = receive(), !more.isEmpty { bytes += more }
    return LoopbackAnswer(bytes)
  }
}

/// What a server answered.
public struct LoopbackAnswer {
  /// The status, the fields by their names in small letters, and the body, put together from its parts.
  public var status: Int, fields: [String: String] = [:], body: [UInt8]
  /// Whether all of it came.
  public var isComplete: Bool

  /// The body as text.
  public var text: String { String(decoding: body, as: UTF8.self) }

  /// Reads what came over a connection.
  init?(_ bytes: [UInt8]) {
    let end = Array("\r\n\r\n".utf8)
    guard let place = bytes.indices.first(where: { bytes[$0...].starts(with: end) }) else {
      return nil
    }
    let lines = String(decoding: bytes[..<place], as: UTF8.self).split(separator: "\r\n")
    let words = lines.first?.split(separator: " ") ?? []
    guard words.count > 1, let status = Int(words[1]) else { return nil }
    self.status = status
    for line in lines.dropFirst() {
      let parts = line.split(separator: ":", maxSplits: 1)
      fields[parts[0].lowercased()] = parts.count > 1 ? String(parts[1].dropFirst()) : ""
    }
    body = Array(bytes[(place + 4)...])
    isComplete = fields["content-length"].flatMap { Int($0) } == body.count
    if fields["transfer-encoding"] == "chunked" { joinChunks() }
  }

  private mutating func joinChunks() {
    var rest = body[...]
    body = []
    isComplete = false
    while let line = rest.firstIndex(of: UInt8(ascii: "\n")) {
      let digits = String(decoding: rest[..<line], as: UTF8.self).prefix { $0.isHexDigit }
      guard let count = Int(digits, radix: 16), rest.count >= line - rest.startIndex + count else {
        return
      }
      if count == 0 { isComplete = true }
      body += rest[(line + 1)...].prefix(count)
      rest = rest[(line + 1)...].dropFirst(count + 2)
    }
  }
}
