import Computing
import Testing

@Suite struct `Free memory` {
  private func bytes(_ files: [String: String]) -> Int? { FreeMemory.bytes { files[$0] } }

  private let machine = "MemTotal:  16000 kB\nMemAvailable:   8000 kB\n"

  @Test func `is what the machine has left, where nothing else is said`() {
    #expect(bytes(["/proc/meminfo": machine]) == 8_000 << 10)
    #expect(bytes([:]) == nil)
    #expect(bytes(["/proc/meminfo": "MemTotal: 1 kB"]) == nil)
  }

  @Test func `is what the group of this process leaves, files in memory given up`() {
    let group = "/sys/fs/cgroup/user/me"
    var files = [
      "/proc/meminfo": machine, "/proc/self/cgroup": "0::/user/me\n",
      "\(group)/memory.max": "3000000\n", "\(group)/memory.current": "2500000\n",
      "\(group)/memory.stat": "anon 500000\nactive_file 1\ninactive_file 1000000\n",
    ]
    #expect(bytes(files) == 1_500_000)
    files["\(group)/memory.max"] = "max\n"
    #expect(bytes(files) == 8_000 << 10)
    // A group above it has less.
    files["/sys/fs/cgroup/user/memory.max"] = "1000000"
    files["/sys/fs/cgroup/user/memory.current"] = "900000"
    #expect(bytes(files) == 100_000)
    files["/sys/fs/cgroup/user/memory.current"] = "1900000"
    #expect(bytes(files) == 0)
  }

  @Test func `is that of the root of a container, which sees no group above it`() {
    #expect(
      bytes([
        "/proc/meminfo": machine, "/proc/self/cgroup": "0::/\n",
        "/sys/fs/cgroup/memory.max": "2000000", "/sys/fs/cgroup/memory.current": "0",
      ]) == 2_000_000)
  }

  @Test func `is read in the older layout, too, whose largest number is no limit`() {
    let group = "/sys/fs/cgroup/memory/box"
    var files = [
      "/proc/meminfo": machine, "/proc/self/cgroup": "5:cpu,cpuacct:/\n4:memory:/box\n0::/\n",
      "\(group)/memory.limit_in_bytes": "4000000\n", "\(group)/memory.usage_in_bytes": "3000000\n",
      "\(group)/memory.stat": "cache 2\ntotal_inactive_file 500000\n",
    ]
    #expect(bytes(files) == 1_500_000)
    files["\(group)/memory.limit_in_bytes"] = "9223372036854771712\n"
    #expect(bytes(files) == 8_000 << 10)
  }
}
