import Basics

/// The built program, which lies beside the test bundle.
enum Program {
  static let path: String = {
    let bundle = environmentPath("/proc/self/exe") ?? CommandLine.arguments[0]
    return bundle.split(separator: "/", omittingEmptySubsequences: false).dropLast()
      .joined(separator: "/") + "/surprisal"
  }()

  /// What the program sees of the environment: a common terminal, and where the model is.
  static func environment(_ changes: [String: String?] = [:]) -> [String: String] {
    var result = ["TERM": "xterm-256color", "LANG": "C.UTF-8", "SWIFT_BACKTRACE": "enable=no"]
    // Nobody's settings, and no folder to remember anything in.
    result.merge(["XDG_CONFIG_HOME": "/dev/null", "XDG_STATE_HOME": "/dev/null"]) { $1 }
    for name in ["PATH", "HOME", "XDG_DATA_HOME", "SURPRISAL_MODEL"] {
      result[name] = unsafe getenv(name).map { unsafe String(cString: $0) }
    }
    for (name, value) in changes { result[name] = value }
    return result
  }

  static var hasModel: Bool { unsafe getenv("SURPRISAL_MODEL") != nil }

  /// The program in a terminal.
  static func inTerminal(
    _ arguments: [String] = ["The capital of France is Paris."],
    environment changes: [String: String?] = [:], rows: Int = 24, columns: Int = 80
  ) throws -> PseudoTerminal {
    try PseudoTerminal(
      [path] + arguments, environment: environment(changes), rows: rows, columns: columns)
  }

  /// A line of shell in a terminal, in which `$0` is the program.
  static func inShell(
    _ line: String, environment changes: [String: String?] = [:]
  ) throws -> PseudoTerminal {
    try PseudoTerminal(["/bin/sh", "-c", line, path], environment: environment(changes))
  }

  private static func environmentPath(_ link: String) -> String? {
    var buffer = [UInt8](repeating: 0, count: 4096)
    let count = unsafe buffer.withUnsafeMutableBytes { bytes in
      unsafe bytes.withMemoryRebound(to: CChar.self) { characters in
        unsafe characters.baseAddress.map { unsafe readlink(link, $0, characters.count) } ?? 0
      }
    }
    return count > 0 ? String(decoding: buffer[..<count], as: UTF8.self) : nil
  }
}

extension PseudoTerminal {
  /// The temperature that the slider shows, such as `1.00`.
  var temperature: String? {
    guard let start = screen.text.firstRange(of: "T ", followedByDigit: true) else { return nil }
    return String(screen.text[start...].prefix { $0.isNumber || $0 == "." })
  }

  /// Nothing of the full screen is left, and nothing was written that a terminal would not expect.
  var isRestored: Bool {
    isCooked && screen.leftovers.isEmpty && screen.faults.isEmpty
  }
}

extension String {
  /// Where the digits begin that follow a word.
  fileprivate func firstRange(of word: String, followedByDigit: Bool) -> Index? {
    var rest = self[...]
    while let found = rest.firstIndex(of: word.first ?? " ") {
      rest = rest[found...]
      let after = rest.dropFirst(word.count)
      if rest.hasPrefix(word), after.first?.isNumber == true { return after.startIndex }
      rest = rest.dropFirst()
    }
    return nil
  }
}
