import FoundationEssentials

#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Whole processes, from start to exit, as a user waits for them.
struct ProcessBenchmarks {
  var program: String
  var model: String
  var runs: Int

  /// Thirty words.
  private static let sentence = """
    The old lighthouse keeper counted the ships every evening, wrote their names in a small blue \
    book, and wondered which of them would still remember the harbour when the winter came.
    """

  var all: [Measurement] {
    get throws {
      let long = Array(repeating: Self.sentence, count: 14).joined(separator: " ")
      let short = try (0...runs).map { _ in try run([Self.sentence]) }.dropFirst()
      let longer = try (0...runs).map { _ in try run([long]) }.dropFirst()
      return [
        Measurement("process: score 30 words", short.map { $0.seconds * 1e3 }, unit: "ms"),
        Measurement("process: score 450 words", longer.map { $0.seconds * 1e3 }, unit: "ms"),
        Measurement("peak memory: score 450 words", longer.map(\.mebibytes), unit: "MiB"),
      ]
    }
  }

  /// One run of `score`: the time on the wall and the most memory that was resident.
  private func run(_ text: [String]) throws -> (seconds: Double, mebibytes: Double) {
    let arguments = [program, "score", "--model", model, "--format", "json"] + text
    var usage = rusage()
    var failed = false
    let elapsed = ContinuousClock().measure {
      var child = pid_t()
      var argv = unsafe arguments.map { unsafe strdup($0) } + [nil]
      defer { unsafe argv.forEach { unsafe free($0) } }
      var actions = unsafe posix_spawn_file_actions_t()
      unsafe posix_spawn_file_actions_init(&actions)
      unsafe posix_spawn_file_actions_addopen(&actions, 1, "/dev/null", O_WRONLY, 0)
      failed = unsafe posix_spawn(&child, program, &actions, nil, &argv, environ) != 0
      unsafe posix_spawn_file_actions_destroy(&actions)
      var status: Int32 = 0
      if !failed { failed = unsafe wait4(child, &status, 0, &usage) < 0 || status != 0 }
    }
    guard !failed else { throw BenchmarkError.processFailed(program) }
    return (elapsed.seconds, Double(usage.ru_maxrss) / 1024)
  }
}

/// Why a benchmark could not run.
enum BenchmarkError: Error, CustomStringConvertible {
  case processFailed(String)
  case badPeerLine(String)

  var description: String {
    switch self {
    case .processFailed(let command): "the command “\(command)” failed"
    case .badPeerLine(let line): "the peer printed “\(line)”, not WHAT TOKENS SECONDS"
    }
  }
}
