import ShownText

/// How much memory can be had.
enum FreeMemory {
  /// The bytes that a program can take before others have to give way; nil where the system does not say.
  static var bytes: Int? {
    let text = smallFile("/proc/meminfo", limit: 1 << 16).map {
      String(decoding: $0, as: UTF8.self)
    }
    let line = text?.split(separator: "\n").first { $0.hasPrefix("MemAvailable:") }
    return line?.split(separator: " ").dropFirst().first.flatMap { Int($0) }.map { $0 << 10 }
  }
}
