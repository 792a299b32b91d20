/// How much memory can be had: what the machine has left, and what the groups leave in which this process is
/// held, as containers are.
public enum FreeMemory {
  /// The bytes that a program can take before others have to give way, or it is ended; nil where the system
  /// does not say.
  ///
  /// - Parameter read: The text of a file of `/proc` or `/sys`; nil where there is none.
  public static func bytes(reading read: (_ path: String) -> String?) -> Int? {
    let machine = read("/proc/meminfo").flatMap { value(of: "MemAvailable:", in: $0) }
    let groups = limits(of: read("/proc/self/cgroup") ?? "").compactMap { $0.free(read) }
    return ([machine.map { $0 << 10 }] + groups).compactMap { $0 }.min()
  }

  /// A group of processes that share a limit, by the files that tell of it.
  private struct Group {
    var limit: String, used: String, statistics: String

    /// What is left of its limit, files that are only kept in memory given up; nil without a limit.
    func free(_ read: (String) -> String?) -> Int? {
      func number(_ path: String) -> Int? {
        read(path).flatMap { Int($0.prefix { $0.isNumber }) }
      }
      guard let limit = number(limit), let used = number(used) else { return nil }
      let kept =
        read(statistics).flatMap {
          FreeMemory.value(of: "inactive_file", in: $0)
            ?? FreeMemory.value(of: "total_inactive_file", in: $0)
        } ?? 0
      return max(limit - max(used - kept, 0), 0)
    }
  }

  /// The groups of a process and those above them, in both layouts that Linux has.
  private static func limits(of list: String) -> [Group] {
    list.split(separator: "\n").flatMap { line -> [Group] in
      let parts = line.split(separator: ":", maxSplits: 2, omittingEmptySubsequences: false)
      guard parts.count == 3 else { return [] }
      let isUnified = parts[0] == "0" && parts[1].isEmpty
      guard isUnified || parts[1].split(separator: ",").contains("memory") else { return [] }
      let root = "/sys/fs/cgroup" + (isUnified ? "" : "/memory")
      let names =
        isUnified
        ? (limit: "memory.max", used: "memory.current")
        : (limit: "memory.limit_in_bytes", used: "memory.usage_in_bytes")
      return foldersUp(parts[2]).map { folder in
        Group(
          limit: "\(root)\(folder)/\(names.limit)", used: "\(root)\(folder)/\(names.used)",
          statistics: "\(root)\(folder)/memory.stat")
      }
    }
  }

  /// A path and those of the folders above it, the root as an empty one.
  private static func foldersUp(_ path: Substring) -> [String] {
    let names = path.split(separator: "/")
    return (0...names.count).reversed().map { count in
      names.prefix(count).map { "/" + $0 }.joined()
    }
  }

  /// The number that stands behind a name at the beginning of a line.
  private static func value(of name: String, in text: String) -> Int? {
    for line in text.split(separator: "\n") {
      let words = line.split(whereSeparator: \.isWhitespace)
      if words.first.map({ $0 == name }) == true, words.count > 1 { return Int(words[1]) }
    }
    return nil
  }
}
