import Inference
import Synchronization
import Testing

@Suite struct WorkerPoolTests {
  @Test(arguments: [-1, 0, 1, 2, 3, 8])
  func `every task runs once, and a worker runs one at a time`(width: Int) {
    let pool = WorkerPool(width: width)
    #expect(pool.width == max(width, 1))
    for count in [0, 1, 2, 3, 7, 64, 1_000] {
      let runs = Mutex([Int](repeating: 0, count: count))
      let busy = Mutex<Set<Int>>([])
      let overlaps = Atomic<Int>(0)
      pool.run(count) { task, worker in
        let isFree = busy.withLock { $0.insert(worker).inserted }
        if !isFree || !(0..<pool.width).contains(worker) { overlaps.add(1, ordering: .relaxed) }
        runs.withLock { $0[task] += 1 }
        _ = busy.withLock { $0.remove(worker) }
      }
      #expect(runs.withLock { $0 } == [Int](repeating: 1, count: count))
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
    var wrong = 0
    for job in 0..<500 {
      let cells = Mutex([Int: Int]())
      pool.run(20) { task, _ in cells.withLock { $0[task] = job } }
      if cells.withLock({ $0.count != 20 || $0.values.contains { $0 != job } }) { wrong += 1 }
    }
    #expect(wrong == 0)
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
