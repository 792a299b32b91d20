import Basics
import Foundation
import TestSupport
import Testing

/// Servers over TLS whose certificates hold and do not hold, as OpenSSL makes them.
@Suite(
  .enabled(if: TLSServer.openSSL != nil, "no openssl: install Debian's package of that name"),
  .timeLimit(.minutes(2)))
struct `A server's certificate` {
  private static let usual = ("20200101000000Z", "21200101000000Z")

  private func score(
    at server: TLSServer, knowing authority: Bool
  ) throws -> ProgramRun {
    try ProgramRun(
      ["score", "text", "--model", "https://127.0.0.1:\(server.port)"]
        + (authority ? ["--ca-file", server.certificate] : []))
  }

  private func check(_ run: ProgramRun, _ words: String) {
    #expect(run.status == 69 && run.text.isEmpty, "\(run.errors)")
    #expect(run.errors.contains("cannot be trusted") && run.errors.contains(words), "\(run.errors)")
    #expect(run.errors.split(separator: "\n").count == 1)
  }

  @Test func `by an authority that nobody knows is refused, unless its authority is named`() throws
  {
    let server = try TLSServer(name: "IP:127.0.0.1", from: Self.usual.0, to: Self.usual.1)
    check(try score(at: server, knowing: false), "self-signed certificate")
    let known = try score(at: server, knowing: true)
    #expect(known.status != 0 && !known.errors.contains("cannot be trusted"), "\(known.errors)")
  }

  @Test func `of yesterday is refused`() throws {
    let server = try TLSServer(
      name: "IP:127.0.0.1", from: "20200101000000Z", to: "20210101000000Z")
    check(try score(at: server, knowing: true), "expired")
  }

  @Test func `of another name is refused`() throws {
    let server = try TLSServer(
      name: "DNS:elsewhere.example", from: Self.usual.0, to: Self.usual.1)
    check(try score(at: server, knowing: true), "127.0.0.1")
  }

  @Test func `is asked of a server that has none, and that is refused`() throws {
    try ServedProgram.run(["--model", "world"]) { server in
      _ = try server.client()
      let run = try ProgramRun(
        ["score", "text", "--model", "https://127.0.0.1:\(server.port)"])
      #expect(run.status == 69 && run.errors.contains("cannot be trusted"), "\(run.errors)")
    }
  }
}

/// A server that answers over TLS with a certificate of its own.
private final class TLSServer {
  static let openSSL: String? = {
    let folders = (ProcessInfo.processInfo.environment["PATH"] ?? "/usr/bin").split(separator: ":")
    return folders.map { "\($0)/openssl" }.first {
      FileManager.default.isExecutableFile(atPath: $0)
    }
  }()

  let port: Int
  /// The file with its certificate.
  var certificate: String { folder.path("certificate") }
  private let folder: TemporaryFolder
  private let process = Process()

  /// - Parameters:
  ///   - name: Whom the certificate is for.
  ///   - first: When it begins to hold, and when it ends.
  init(name: String, from first: String, to last: String) throws {
    folder = try TemporaryFolder()
    port = try ServedProgram.freePort()
    let settings = """
      [ca]
      default_ca = own
      [own]
      database = index
      serial = serial
      new_certs_dir = .
      default_md = sha256
      policy = any
      x509_extensions = names
      [any]
      commonName = supplied
      [names]
      subjectAltName = \(name)
      """
    try folder.write(Array(settings.utf8), to: "settings")
    try folder.write([], to: "index")
    try folder.write(Array("01\n".utf8), to: "serial")
    try openSSL(
      "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes",
      "-keyout", "key", "-out", "request", "-subj", "/CN=test"
    ).waitUntilExit()
    try openSSL(
      "ca", "-batch", "-config", "settings", "-selfsign", "-in", "request", "-keyfile", "key",
      "-startdate", first, "-enddate", last, "-notext", "-out", "certificate"
    ).waitUntilExit()
    try start(
      process,
      [
        "s_server", "-accept", "127.0.0.1:\(port)", "-cert", "certificate", "-key", "key", "-www",
        "-quiet",
      ])
    while LoopbackClient(port: port) == nil {
      try #require(process.isRunning)
      usleep(20_000)
    }
  }

  deinit {
    kill(process.processIdentifier, SIGKILL)
    process.waitUntilExit()
  }

  private func openSSL(_ arguments: String...) throws -> Process {
    let process = Process()
    try start(process, arguments)
    return process
  }

  private func start(_ process: Process, _ arguments: [String]) throws {
    process.executableURL = URL(filePath: try #require(Self.openSSL))
    process.arguments = arguments
    process.currentDirectoryURL = URL(filePath: folder.path("."))
    process.standardInput = FileHandle.nullDevice
    process.standardOutput = FileHandle.nullDevice
    process.standardError = FileHandle.nullDevice
    try process.run()
  }
}
