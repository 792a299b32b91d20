import FoundationEssentials
import Inference

/// What the figures were measured on, with what, and when.
struct Machine: Codable, CustomStringConvertible {
  var processor: String
  var cores: Int
  var memoryGiB: Int
  var system: String
  var compiler: String
  var instructionSets: [String]
  /// The model's file, without its folder.
  var model: String
  /// The day and the time, in UTC.
  var date: String
  /// Processes that wanted to run in the minute before; others than this disturb the figures.
  var load: Double?

  /// This machine, now, with a model's file.
  init(model: String) {
    processor = Self.value(of: "model name", separator: ":", in: "/proc/cpuinfo") ?? "unknown"
    cores = ProcessInfo.processInfo.activeProcessorCount
    memoryGiB = Int((Double(ProcessInfo.processInfo.physicalMemory) / 0x1p30).rounded())
    system =
      Self.value(of: "PRETTY_NAME", separator: "=", in: "/etc/os-release")
      ?? ProcessInfo.processInfo.operatingSystemVersionString
    #if compiler(>=6.4)
      compiler = "Swift 6.4 or newer"
    #elseif compiler(>=6.3)
      compiler = "Swift 6.3"
    #else
      compiler = "Swift 6.2"
    #endif
    instructionSets = Engine.availableInstructionSets
    self.model = URL(filePath: model).lastPathComponent
    date = Date.now.formatted(.iso8601)
    load = Self.lines(of: "/proc/loadavg").first?.split(separator: " ").first.flatMap { Double($0) }
  }

  var description: String {
    """
    \(processor), \(cores) cores, \(memoryGiB) GiB, \(instructionSets.joined(separator: " "))
    \(system), \(compiler); \(date), load before \(load.map { "\($0)" } ?? "unknown")
    \(model)
    """
  }

  private static func lines(of path: String) -> [Substring] {
    ((try? String(contentsOfFile: path, encoding: .utf8)) ?? "").split(separator: "\n")
  }

  /// What stands behind a name in a file of names and values.
  private static func value(of name: String, separator: Character, in path: String) -> String? {
    let line = lines(of: path).first { $0.hasPrefix(name) }
    let value = line?.split(separator: separator, maxSplits: 1).last
    return value.map { String($0.filter { $0 != "\"" }.trimmingPrefix(while: \.isWhitespace)) }
  }
}
