import FoundationEssentials
import Basics

/// A process that the benchmarks started, timed from its start. It is to be awaited once.
struct ChildProcess {
  /// When it was started.
  let start = ContinuousClock.now
  private let process: pid_t
  private let name: String

  /// Where its standard output goes.
  enum Destination {
    /// To `/dev/null`.
    case nowhere
    /// To an open file.
    case descriptor(CInt)
    /// To a terminal that becomes its own, together with its input and its messages.
    case terminal(path: String)
  }

  /// Starts a program, with changes to this process's environment.
  init(
    _ arguments: [String], environment changes: [String: String] = [:],
    to destination: Destination = .nowhere
  ) throws {
    name = arguments.joined(separator: " ")
    let environment = ProcessInfo.processInfo.environment.merging(changes) { $1 }
    var actions = unsafe posix_spawn_file_actions_t()
    var attributes = posix_spawnattr_t()
    unsafe posix_spawn_file_actions_init(&actions)
    unsafe posix_spawnattr_init(&attributes)
    var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
    var envp = unsafe environment.map { unsafe strdup("\($0.key)=\($0.value)") } + [nil]
    defer {
      unsafe (argv + envp).forEach { unsafe free($0) }
      unsafe posix_spawn_file_actions_destroy(&actions)
      unsafe posix_spawnattr_destroy(&attributes)
    }
    switch destination {
    case .nowhere:
      unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
    case .descriptor(let descriptor):
      unsafe posix_spawn_file_actions_adddup2(&actions, descriptor, 1)
    case .terminal(let path):
      unsafe posix_spawn_file_actions_addopen(&actions, 0, path, O_RDWR, 0)
      unsafe posix_spawn_file_actions_adddup2(&actions, 0, 1)
      unsafe posix_spawn_file_actions_adddup2(&actions, 0, 2)
      let POSIX_SPAWN_SETSID: Int16 = 0x80  // hidden from Swift by the C library's feature macros
      unsafe posix_spawnattr_setflags(&attributes, POSIX_SPAWN_SETSID)
    }
    var process = pid_t()
    let failure = unsafe posix_spawn(&process, arguments[0], &actions, &attributes, &argv, &envp)
    guard failure == 0 else { throw BenchmarkError.processFailed(name) }
    self.process = process
  }

  /// Waits for its end: the seconds since its start, and the most memory that it, or a process of its
  /// own, held at once. Throws when it failed.
  func wait() throws -> (seconds: Double, mebibytes: Double) {
    var usage = rusage()
    var status: CInt = 0
    while unsafe wait4(process, &status, 0, &usage) < 0 {
      guard errno == EINTR else { throw BenchmarkError.processFailed(name) }
    }
    let elapsed = (ContinuousClock.now - start).seconds
    guard status == 0 else { throw BenchmarkError.processFailed(name) }
    return (elapsed, Double(usage.ru_maxrss) / 1024)
  }

  /// Ends it at once, so that it is not left behind.
  func kill() {
    Basics.kill(process, SIGKILL)
    _ = try? wait()
  }

  /// The most memory that it has held so far; nil where the system does not say.
  var peakMebibytes: Double? { Self.mebibytes("VmHWM", of: "\(process)") }

  /// A figure in KiB of a process's status.
  static func mebibytes(_ key: String, of process: String) -> Double? {
    let status = try? String(contentsOfFile: "/proc/\(process)/status", encoding: .utf8)
    let line = status?.split(separator: "\n").first { $0.hasPrefix(key + ":") }
    return line?.split(whereSeparator: \.isWhitespace).dropFirst().first
      .flatMap { Double($0) }.map { $0 / 1024 }
  }

  /// Runs a program to its end and collects what it writes.
  static func output(
    of arguments: [String], environment: [String: String] = [:]
  ) throws -> (text: String, seconds: Double, mebibytes: Double) {
    var ends: [CInt] = [0, 0]
    guard unsafe pipe(&ends) == 0 else {
      throw BenchmarkError.processFailed(arguments.joined(separator: " "))
    }
    defer { close(ends[0]) }
    _ = fcntl(ends[0], F_SETFD, FD_CLOEXEC)
    let child: ChildProcess
    do {
      defer { close(ends[1]) }
      child = try ChildProcess(arguments, environment: environment, to: .descriptor(ends[1]))
    }
    var text: [UInt8] = []
    var buffer = [UInt8](repeating: 0, count: 4096)
    while true {
      let count = unsafe read(ends[0], &buffer, buffer.count)
      guard count > 0 else { break }
      text += buffer[..<count]
    }
    let end = try child.wait()
    return (String(decoding: text, as: UTF8.self), end.seconds, end.mebibytes)
  }
}

/// Why a benchmark could not run.
enum BenchmarkError: Error, CustomStringConvertible {
  case processFailed(String)
  case badPeerLine(String)
  case noTerminal
  case noReference(String)
  case noHead(String)
  case notOnScreen(String)

  var description: String {
    switch self {
    case .processFailed(let command): "the command “\(command)” failed"
    case .badPeerLine(let line): "the peer printed “\(line)”, not WHAT TOKENS SECONDS"
    case .noTerminal: "the system gives no pseudo-terminal: leave out the group with --only"
    case .noHead(let path): "the model “\(path)” has no matrix that makes logits"
    case .noReference(let folder):
      "the folder “\(folder)” has no reference scores of this model: name another with --reference"
    case .notOnScreen(let text): "“\(text)” did not appear on the explorer's screen"
    }
  }
}
