#if canImport(Glibc)
  import Glibc
#else
  import Darwin
#endif

/// Another engine, by a command that measures itself.
struct PeerBenchmarks {
  /// Run by the shell with lengths as arguments and the model as SURPRISAL_MODEL; prints lines of what
  /// it did (`score` or `generate`), tokens, and seconds.
  var command: String
  var model: String

  var all: [Measurement] {
    get throws {
      unsafe setenv("SURPRISAL_MODEL", model, 1)
      guard let pipe = unsafe popen("\(command) 32 128 512 2048", "r") else {
        throw BenchmarkError.processFailed(command)
      }
      var rates: [String: [Double]] = [:]
      while let line = unsafe readLine(from: pipe) {
        let words = line.split(separator: " ")
        guard words.count == 3, let tokens = Int(words[1]), let seconds = Double(words[2]) else {
          throw BenchmarkError.badPeerLine(line)
        }
        rates["peer: \(words[0]) \(tokens) tokens", default: []].append(Double(tokens) / seconds)
      }
      guard unsafe pclose(pipe) == 0 else { throw BenchmarkError.processFailed(command) }
      return rates.sorted { $0.key < $1.key }.map {
        Measurement($0.key, $0.value, unit: "tokens/s")
      }
    }
  }

  private func readLine(from pipe: UnsafeMutablePointer<FILE>) -> String? {
    var line: UnsafeMutablePointer<CChar>?
    var capacity = 0
    defer { unsafe free(line) }
    let length = unsafe getline(&line, &capacity, pipe)
    guard length > 0, let line = unsafe line else { return nil }
    return unsafe String(cString: line).trimmingSuffix(while: \.isNewline)
  }
}

extension String {
  /// The string without the characters at its end that meet a condition.
  fileprivate func trimmingSuffix(while condition: (Character) -> Bool) -> String {
    String(reversed().drop(while: condition).reversed())
  }
}
