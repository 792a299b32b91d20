/// What `--model` says of a server: where it is, and, behind a prefix, which engine runs there.
public struct ServerReference: Hashable, Sendable {
  /// Where the server is.
  public var address: ServerAddress
  /// The prefix of the engine that is said to run there; nil where the server is asked.
  public var prefix: String?

  /// Whether a reference is to a server, rightly written or not.
  public static func isMeant(by text: String) -> Bool {
    text.hasPrefix("http://") || text.hasPrefix("https://") || engine(of: text) != nil
  }

  /// Reads `http://host:8000/v1#model`, `vllm:http://host:8000` or `vllm:host:8000`; nil where it is none.
  public init?(_ text: String) {
    let engine = Self.engine(of: text)
    prefix = engine?.prefix
    let rest = engine.map { text.dropFirst($0.prefix.count + 1) } ?? text[...]
    guard let address = ServerAddress(rest.contains("://") ? String(rest) : "http://" + rest) else {
      return nil
    }
    self.address = address
  }

  private static func engine(of text: String) -> RemoteEngine? {
    RemoteEngine.all.first { text.hasPrefix($0.prefix + ":") }
  }
}
