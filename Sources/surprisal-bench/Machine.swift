import FoundationEssentials
import Inference
import Scoring

/// What the figures were measured on.
struct Machine: Codable, CustomStringConvertible {
  var processor: String
  var cores: Int
  var memoryGiB: Int
  var instructionSets: [String]

  init() {
    let lines = (try? String(contentsOfFile: "/proc/cpuinfo", encoding: .utf8)) ?? ""
    let model = lines.split(separator: "\n").first { $0.hasPrefix("model name") }
    processor =
      model?.split(separator: ":").last.map { $0.trimmingPrefix(while: \.isWhitespace) }
      .map(String.init) ?? "unknown"
    cores = ProcessInfo.processInfo.activeProcessorCount
    memoryGiB = Int(ProcessInfo.processInfo.physicalMemory >> 30)
    instructionSets = Engine.availableInstructionSets
  }

  var description: String {
    "\(processor), \(cores) cores, \(memoryGiB) GiB, \(instructionSets.joined(separator: " "))"
  }
}
