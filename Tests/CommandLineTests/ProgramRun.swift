import FoundationEssentials
import Testing
import Basics

/// One run of the built program, to its end, without a terminal.
struct ProgramRun {
  /// The exit status; 128 and the signal's number when it was killed.
  let status: Int32
  let output: [UInt8]
  let errors: String

  var text: String { String(decoding: output, as: UTF8.self) }
  var lines: [Substring] { text.split(separator: "\n", omittingEmptySubsequences: false) }

  /// Where its standard output goes.
  enum Destination {
    /// Into `output`.
    case here
    /// A file such as `/dev/full`.
    case path(String)
    /// A pipe that nobody reads any more.
    case closedPipe
  }

  /// Runs the program (or another one) with arguments, an environment and bytes on standard input.
  ///
  /// - Parameter meanwhile: What is done while it runs.
  init(
    _ arguments: [String], of program: String = programPath, input: [UInt8] = [],
    environment: [String: String] = [:],
    to destination: Destination = .here, meanwhile: (_ process: pid_t) -> Void = { _ in }
  ) throws {
    let folder = try TemporaryFolder()
    for (name, bytes) in [("in", input), ("out", []), ("err", [])] {
      try folder.write(bytes, to: name)
    }
    let out: FileAction =
      switch destination {
      case .here: .open(1, folder.path("out"), O_WRONLY)
      case .path(let path): .open(1, path, O_WRONLY)
      case .closedPipe: .copy(1, of: try Self.closedPipe())
      }
    defer { if case .copy(_, let descriptor) = out { close(descriptor) } }
    status = try Self.spawn(
      [program] + arguments, environment.map { "\($0.key)=\($0.value)" },
      [.open(0, folder.path("in"), O_RDONLY), out, .open(2, folder.path("err"), O_WRONLY)],
      meanwhile)
    output = try folder.read("out")
    errors = String(decoding: try folder.read("err"), as: UTF8.self)
  }

  /// The program stands beside the tests.
  static var programPath: String {
    let arguments = CommandLine.arguments
    let bundle = arguments.firstIndex(of: "--test-bundle-path").map { arguments[$0 + 1] }
    return URL(filePath: bundle ?? arguments[0])
      .deletingLastPathComponent().appending(path: "surprisal").path
  }

  private enum FileAction {
    case open(Int32, String, Int32)
    case copy(Int32, of: Int32)

    func add(to actions: inout posix_spawn_file_actions_t) {
      switch self {
      case .open(let number, let path, let flags):
        unsafe posix_spawn_file_actions_addopen(&actions, number, path, flags, 0)
      case .copy(let number, let source):
        unsafe posix_spawn_file_actions_adddup2(&actions, source, number)
      }
    }
  }

  /// The end to write to of a pipe whose other end is closed.
  private static func closedPipe() throws -> Int32 {
    var ends: [Int32] = [0, 0]
    let result = unsafe pipe(&ends)
    try #require(result == 0)
    close(ends[0])
    return ends[1]
  }

  private static func spawn(
    _ arguments: [String], _ environment: [String], _ fileActions: [FileAction],
    _ meanwhile: (pid_t) -> Void
  ) throws -> Int32 {
    var actions = unsafe posix_spawn_file_actions_t()
    unsafe posix_spawn_file_actions_init(&actions)
    defer { unsafe posix_spawn_file_actions_destroy(&actions) }
    for action in fileActions { unsafe action.add(to: &actions) }
    // The threads of tests hold signals off, and a program would inherit that.
    var attributes = posix_spawnattr_t()
    unsafe posix_spawnattr_init(&attributes)
    defer { unsafe posix_spawnattr_destroy(&attributes) }
    var none = sigset_t()
    unsafe sigemptyset(&none)
    unsafe posix_spawnattr_setflags(&attributes, Int16(POSIX_SPAWN_SETSIGMASK))
    unsafe posix_spawnattr_setsigmask(&attributes, &none)
    var process: pid_t = 0
    let error = unsafe withCStrings(arguments) { argv in
      unsafe withCStrings(environment) { environ in
        unsafe posix_spawn(&process, arguments[0], &actions, &attributes, argv, environ)
      }
    }
    try #require(error == 0, "cannot run \(arguments[0])")
    meanwhile(process)
    var status: Int32 = 0
    while unsafe waitpid(process, &status, 0) < 0 && errno == EINTR {}
    return status & 0x7F == 0 ? (status >> 8) & 0xFF : 128 + status & 0x7F
  }

  private static func withCStrings<R>(
    _ strings: [String], _ body: ([UnsafeMutablePointer<CChar>?]) -> R
  ) -> R {
    let copies = unsafe strings.map { unsafe strdup($0) }
    defer { unsafe copies.forEach { unsafe free($0) } }
    return unsafe body(copies + [nil])
  }
}

/// A folder that goes when the last reference to it does.
final class TemporaryFolder {
  private let root: URL

  init() throws {
    let name = "surprisal-tests-\(UInt64.random(in: .min ... .max))"
    root = FileManager.default.temporaryDirectory.appending(path: name)
    try FileManager.default.createDirectory(at: root, withIntermediateDirectories: true)
  }

  deinit { try? FileManager.default.removeItem(at: root) }

  func path(_ name: String) -> String { root.appending(path: name).path }

  func read(_ name: String) throws -> [UInt8] {
    Array(try Data(contentsOf: root.appending(path: name)))
  }

  /// Writes a file, making the folders on the way to it.
  func write(_ bytes: [UInt8], to name: String) throws {
    let file = root.appending(path: name)
    try FileManager.default.createDirectory(
      at: file.deletingLastPathComponent(), withIntermediateDirectories: true)
    try Data(bytes).write(to: file)
  }

  /// Writes a shell script that can be run. Another process writes it: a program that a test starts meanwhile
  /// would for a moment hold it open, and what is open for writing cannot be run.
  func writeScript(_ text: String, to name: String) throws {
    try write(Array(text.utf8), to: name + ".text")
    let (from, to) = (path(name + ".text"), path(name))
    _ = try ProgramRun(
      ["-c", "cp '\(from)' '\(to)' && chmod 755 '\(to)' && rm '\(from)'"], of: "/bin/sh")
  }

  /// All that is in a folder, hidden files too.
  func contents(of name: String) throws -> [String] {
    try FileManager.default.contentsOfDirectory(atPath: path(name)).sorted()
  }
}

/// Where the project is, also when it is built through links as by `make check`.
enum Project {
  static let root = URL(filePath: #filePath).resolvingSymlinksInPath()
    .deletingLastPathComponent().deletingLastPathComponent().deletingLastPathComponent()

  static func text(_ path: String) throws -> String {
    String(decoding: try Data(contentsOf: root.appending(path: path)), as: UTF8.self)
  }
}

/// The model for tests that need a real one.
enum TestModel {
  /// From `SURPRISAL_MODEL`, or else where the set-up puts it; nil when there is none.
  static let path: String? = {
    let environment = ProcessInfo.processInfo.environment
    func absolute(_ name: String) -> String? {
      environment[name].flatMap { $0.hasPrefix("/") ? $0 : nil }
    }
    let data = absolute("XDG_DATA_HOME") ?? absolute("HOME").map { $0 + "/.local/share" }
    let file = "/surprisal/models/SmolLM2-135M-Instruct.Q4_1.gguf"
    return [absolute("SURPRISAL_MODEL"), data.map { $0 + file }].compactMap { $0 }
      .first { FileManager.default.fileExists(atPath: $0) }
  }()

  static var isAbsent: Bool { path == nil }

  /// Said when a test is skipped.
  static let advice: Comment = "there is no model: run `make model`, or set SURPRISAL_MODEL"

  static var environment: [String: String] { ["SURPRISAL_MODEL": path ?? "", "HOME": "/dev/null"] }
}
