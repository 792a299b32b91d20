import Synchronization

/// The tasks of a job that one worker takes in their order, and from whose end others take when they have
/// none left.
///
/// Neighbouring tasks read neighbouring memory, which is read ahead: what a worker is about to take
/// should not be taken by another.
struct Portion: ~Copyable {
  /// The job's number and the tasks that nobody has claimed, changed as one. A claim for an earlier job
  /// finds another number, and fails.
  private let word = Atomic<UInt64>(0)
  // A line of the cache for each, or workers would wait for each other's claims. (Processors fetch lines
  // in pairs.)
  private let room: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) = (0, 0, 0, 0, 0, 0, 0)
  private let more: (UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64, UInt64) =
    (0, 0, 0, 0, 0, 0, 0, 0)

  /// Offers tasks of a job. Those of the one before have all been claimed.
  func offer(_ tasks: Range<Int>, ofJob job: Int) {
    word.store(Unclaimed(job: job, tasks: tasks).word, ordering: .releasing)
  }

  /// Claims the first task for the worker whose portion it is, or the last one for another; nil when none
  /// is left.
  func claim(first isOwner: Bool) -> Int? {
    var seen = word.load(ordering: .acquiring)
    while true {
      var left = Unclaimed(word: seen)
      guard let task = isOwner ? left.tasks.popFirst() : left.tasks.popLast() else { return nil }
      let (claimed, now) = word.weakCompareExchange(
        expected: seen, desired: left.word, ordering: .acquiringAndReleasing)
      if claimed { return task }
      seen = now
    }
  }
}

/// What a portion's word says.
private struct Unclaimed {
  var job: Int
  var tasks: Range<Int>

  init(job: Int, tasks: Range<Int>) {
    precondition(tasks.upperBound < 1 << 20, "a job has less than a million tasks")
    self.job = job & 0xff_ffff
    self.tasks = tasks
  }

  init(word: UInt64) {
    job = Int(word >> 40)
    tasks = Int(word >> 20) & 0xf_ffff..<Int(word & 0xf_ffff)
  }

  var word: UInt64 { UInt64(job) << 40 | UInt64(tasks.lowerBound) << 20 | UInt64(tasks.upperBound) }
}
