import ArgumentParser
import RemoteScoring

/// The options of models that run on a server.
struct ServerOptions: ParsableArguments {
  @Option(
    help: ArgumentHelp(
      "How many candidates a server is asked for, or full. (default: up to 32)",
      discussion:
        "full asks for the whole vocabulary, where the server gives it: all numbers are exact then.",
      valueName: "count"))
  var k: CandidateWish?

  @Option(
    help: ArgumentHelp("The environment's variable with the server's key.", valueName: "name"))
  var keyEnv: String?

  @Option(
    help: ArgumentHelp(
      "A file with the server's key, readable by nobody else.", valueName: "file"),
    completion: .file())
  var keyFile: String?

  @Option(
    help: ArgumentHelp(
      "Requests that a server gets at once, 1 to 64. (default: as it has slots)",
      valueName: "count"))
  var parallel: Int?

  @Option(
    help: ArgumentHelp(
      "How long a server may say nothing.",
      discussion: "One request may take sixty times as long in all.", valueName: "seconds"))
  var timeout = 30

  @Option(help: ArgumentHelp("How long connecting to a server may take.", valueName: "seconds"))
  var connectTimeout = 3

  @Option(
    help: ArgumentHelp(
      "A proxy that leads to the server. (default: none, whatever the environment says)",
      valueName: "URL"))
  var proxy: String?

  @Option(
    help: ArgumentHelp(
      "A file with the authorities whose certificates hold. (default: those of this machine)",
      valueName: "file"),
    completion: .file())
  var caFile: String?

  /// Whether a model is asked only to go on with a text.
  var generates = false

  private enum CodingKeys: CodingKey {
    case k, keyEnv, keyFile, parallel, timeout, connectTimeout, proxy, caFile
  }

  func validate() throws {
    if let parallel, !(1...64).contains(parallel) {
      throw ValidationError("--parallel \(parallel) is out of range: it must be 1 to 64.")
    }
    for (name, seconds) in [("timeout", timeout), ("connect-timeout", connectTimeout)]
    where !(1...86_400).contains(seconds) {
      throw ValidationError("--\(name) \(seconds) is out of range: it must be 1 to 86400 seconds.")
    }
    if keyEnv != nil && keyFile != nil {
      throw ValidationError("Name the key by --key-env or by --key-file, not both.")
    }
  }
}

/// What `--k` says.
enum CandidateWish: ExpressibleByArgument, Codable {
  case count(Int)
  case full

  init?(argument: String) {
    if argument == "full" {
      self = .full
    } else if let count = Int(argument), (1...1_000_000).contains(count) {
      self = .count(count)
    } else {
      return nil
    }
  }
}

extension ServerOptions {
  /// Connects to a server: the one place where the program meets one.
  func connection(to reference: String) throws -> RemoteConnection {
    guard let server = ServerReference(reference) else {
      // Before an @ there may be a password, and a key behind a question mark.
      let secret = reference.first { $0 == "@" || $0 == "?" }
      let name = secret.map { "an address with \($0)" } ?? reference
      throw CommandError(
        .usage,
        "\(name) is no server: write http://HOST:PORT, with #MODEL behind it where it has several"
      )
    }
    let key = try key()
    do {
      return try RemoteConnection(
        server,
        over: .network(
          server.address, key: key, proxy: proxy, authorities: caFile,
          limits: TransportLimits(connectSeconds: connectTimeout, idleSeconds: timeout)),
        hasKey: key != nil, wishes: wishes, remark: { ServerRemarks.shared.say($0) })
    } catch let error as RemoteError {
      throw CommandError(error)
    }
  }

  private var wishes: RemoteWishes {
    let candidates: RemoteWishes.Candidates =
      switch k {
      case nil: .usual
      case .full: .all
      case .count(let count): .count(count)
      }
    return RemoteWishes(candidates: candidates, parallel: parallel, generates: generates)
  }

  /// The key, from where it is named; never from the command line, where everybody sees it.
  private func key() throws(CommandError) -> String? {
    let key: String
    switch (keyEnv, keyFile) {
    case (let name?, _):
      guard let value = environmentVariable(name) else {
        throw CommandError(.usage, "--key-env names \(name), which the environment does not have")
      }
      key = value
    case (_, let path?): key = try secret(inFile: path)
    default: return nil
    }
    guard !key.isEmpty, key.utf8.allSatisfy({ (0x21...0x7E).contains($0) }) else {
      throw CommandError(.usage, "the server's key is empty, or has characters that no key has")
    }
    return key
  }
}

extension CommandError {
  /// How a command ends whose model runs on a server that does not do what was asked.
  init(_ error: RemoteError) {
    let status: Status =
      switch error.kind {
      case .unavailable: .unavailable
      case .protocolFault: .protocolFault
      case .permission: .noPermission
      case .usage: .usage
      case .data: .badData
      }
    self.init(status, "\(error)")
  }
}
