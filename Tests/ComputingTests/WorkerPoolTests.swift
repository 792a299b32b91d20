import Computing
import Synchronization
import Testing
import Basics

/// Integers that threads write without a lock: only the pool keeps their accesses apart, which a thread
/// sanitizer checks.
@safe private final class Cells: @unchecked Sendable {
  private let count: Int
  private let start: UnsafeMutablePointer<Int>

  init(_ count: Int) {
    self.count = count
    unsafe start = .allocate(capacity: max(count, 1))
    unsafe start.initialize(repeating: 0, count: max(count, 1))
  }

  deinit { unsafe start.deallocate() }

  subscript(index: Int) -> Int {
    get {
      precondition((0..<count).contains(index), "no cell \(index)")
      return unsafe start[index]
    }
    set {
      precondition((0..<count).contains(index), "no cell \(index)")
      unsafe start[index] = newValue
    }
  }
}

@Suite struct WorkerPoolTests {
  @Test(arguments: [-1, 0, 1, 2, 3, 8])
  func `every task runs once, and a worker runs one at a time`(width: Int) {
    let pool = WorkerPool(width: width)
    #expect(pool.width == max(width, 1))
    for count in [0, 1, 2, 3, 7, 64, 1_000] {
      let (runs, busy) = (Cells(count), Cells(pool.width))
      let overlaps = Atomic<Int>(0)
      pool.run(count) { task, worker in
        busy[worker] += 1
        if busy[worker] != 1 { overlaps.add(1, ordering: .relaxed) }
        runs[task] += 1
        busy[worker] -= 1
      }
      #expect((0..<count).allSatisfy { runs[$0] == 1 })
      #expect(overlaps.load(ordering: .relaxed) == 0)
    }
  }

  @Test(arguments: [2, 5])
  func `ten thousand small jobs end, each with all of its tasks`(width: Int) {
    let pool = WorkerPool(width: width)
    let total = Atomic<Int>(0)
    var wrong = 0
    for job in 0..<10_000 {
      total.store(0, ordering: .relaxed)
      let count = job % 7 + 1
      pool.run(count) { task, _ in total.add(1 << (8 * task), ordering: .relaxed) }
      let expected = (0..<count).reduce(0) { $0 + 1 << (8 * $1) }
      if total.load(ordering: .relaxed) != expected { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test func `what tasks wrote is there for the caller when the job ends`() {
    let pool = WorkerPool(width: 4)
    let cells = Cells(20)
    var wrong = 0
    for job in 1...500 {
      pool.run(20) { task, _ in cells[task] = job }
      if (0..<20).contains(where: { cells[$0] != job }) { wrong += 1 }
    }
    #expect(wrong == 0)
  }

  @Test
  func `a worker takes neighbouring tasks from its first on, and another helps from its last`() {
    let count = 60
    let pool = WorkerPool(width: 2)
    let (workers, places) = (Cells(count), Cells(count))
    let clock = Atomic<Int>(0)
    let helped = Atomic<Int>(0)
    pool.run(count) { task, worker in
      workers[task] = worker
      places[task] = clock.add(1, ordering: .relaxed).newValue
      if task < count / 2, worker == 1 { helped.add(1, ordering: .relaxed) }
      // The caller's first task takes until the other has run its own and some of the caller's.
      while task == 0, helped.load(ordering: .relaxed) < 3 { sched_yield() }
    }
    #expect(workers[0] == 0)
    for owner in 0..<2 {
      let portion = owner * count / 2..<(owner + 1) * count / 2
      let own = portion.filter { workers[$0] == owner }
      let others = portion.filter { workers[$0] != owner }
      #expect(own == Array(portion.prefix(own.count)))
      #expect(own.map { places[$0] } == own.map { places[$0] }.sorted())
      #expect(others.map { places[$0] } == others.map { places[$0] }.sorted(by: >))
    }
  }

  @Test func `pools end whether they worked, slept or never began`() {
    for round in 0..<200 {
      let pool = WorkerPool(width: 4)
      if round % 3 == 0 { continue }
      let total = Atomic<Int>(0)
      for _ in 0..<round % 5 { pool.run(9) { _, _ in total.add(1, ordering: .relaxed) } }
      #expect(total.load(ordering: .relaxed) == 9 * (round % 5))
    }
  }
}
