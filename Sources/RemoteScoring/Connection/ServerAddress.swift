/// Where a server is, and which of its models is meant.
public struct ServerAddress: Hashable, Sendable {
  /// Whether it is spoken to over TLS.
  public var isSecure: Bool
  /// The name or number of the machine, as it is written; an address of IPv6 without brackets.
  public var host: String
  /// The port; nil for that of the scheme.
  public var port: Int?
  /// What stands before every path, without a slash at its end; an ending `/v1` is left out.
  public var folder: String
  /// The model that is meant; nil where the server has one.
  public var model: String?

  /// Reads `http://host:8000/v1#model`; nil where it is no address that a request can go to.
  ///
  /// A name and a password before the host, and a question mark, are refused: keys do not belong there.
  public init?(_ text: String) {
    let parts = text.split(separator: "#", maxSplits: 1, omittingEmptySubsequences: false)
    guard let address = parts.first, let scheme = address.firstRange(of: "://") else { return nil }
    switch address[..<scheme.lowerBound].lowercased() {
    case "http": isSecure = false
    case "https": isSecure = true
    default: return nil
    }
    let rest = address[scheme.upperBound...]
    let end = rest.firstIndex(of: "/") ?? rest.endIndex
    guard let (host, port) = Self.machine(rest[..<end]), let folder = Self.folder(rest[end...])
    else { return nil }
    (self.host, self.port, self.folder) = (host, port, folder)
    model = parts.count > 1 && !parts[1].isEmpty ? String(parts[1]) : nil
  }

  private static func machine(_ text: Substring) -> (host: String, port: Int?)? {
    var (host, rest) = (text, Substring())
    if text.hasPrefix("[") {
      guard let end = text.firstIndex(of: "]") else { return nil }
      (host, rest) = (
        text[text.index(after: text.startIndex)..<end], text[text.index(after: end)...]
      )
    } else if let colon = text.firstIndex(of: ":") {
      (host, rest) = (text[..<colon], text[colon...])
    }
    let allowed = text.hasPrefix("[") ? "0123456789abcdefABCDEF:." : letters
    guard !host.isEmpty, host.allSatisfy({ allowed.contains($0) }) else { return nil }
    guard !rest.isEmpty else { return (String(host), nil) }
    guard rest.hasPrefix(":"), let port = Int(rest.dropFirst()), (1...65_535).contains(port) else {
      return nil
    }
    return (String(host), port)
  }

  private static let letters =
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789.-_"

  private static func folder(_ text: Substring) -> String? {
    guard text.allSatisfy({ letters.contains($0) || "/~%+".contains($0) }) else { return nil }
    var folder = text
    while folder.hasSuffix("/") { folder.removeLast() }
    if folder.hasSuffix("/v1") { folder.removeLast(3) }
    return String(folder)
  }

  /// The machine and its port, as messages name it.
  public var place: String {
    let host = host.contains(":") ? "[\(host)]" : host
    return port.map { "\(host):\($0)" } ?? host
  }

  /// What stands before the path of a request.
  public var root: String { (isSecure ? "https://" : "http://") + place + folder }

  /// Whether it is this machine, so that nobody can listen.
  public var isLoopback: Bool {
    host == "::1" || host.lowercased() == "localhost" || isLoopbackNumber
  }

  private var isLoopbackNumber: Bool {
    let numbers = host.split(separator: ".", omittingEmptySubsequences: false).map { Int($0) }
    return numbers.count == 4 && numbers[0] == 127
      && numbers.allSatisfy { $0.map { (0...255).contains($0) } ?? false }
  }

  /// Whether a key may be sent there.
  public var keepsSecrets: Bool { isSecure || isLoopback }
}
