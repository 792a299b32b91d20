import CKernels
import Synchronization
import Basics

/// A few threads that share numbered tasks, and block when there are none.
///
/// Each has a portion of neighbouring tasks, and helps the others when that is done. The caller takes tasks
/// too, and waits only for those that have begun: a worker that is late, because something else runs on
/// its core, holds up nothing.
@safe package final class WorkerPool: @unchecked Sendable {
  /// The number of threads that run tasks, the caller's included. Tasks are told which they are on.
  package let width: Int

  /// How often a thread looks again before it asks the system for leave: some microseconds, which is
  /// longer than what lies between two jobs of one token, and shorter than a turn of the scheduler.
  private static let patience = 1_000

  // Written by the caller between jobs only; read by a worker that holds a task of the current job.
  private nonisolated(unsafe) var body: ((_ task: Int, _ worker: Int) -> Void)?
  private let portions: UnsafeMutablePointer<Portion>
  /// The number of the latest job, announced when its tasks are on offer.
  private let job = Atomic<Int>(0)
  private let completed = Atomic<Int>(0)
  private let sleepers = Atomic<Int>(0)
  private let isStopping = Atomic<Bool>(false)
  private let condition: UnsafeMutablePointer<pthread_cond_t>
  private let mutex: UnsafeMutablePointer<pthread_mutex_t>
  private var threads: [pthread_t] = []

  /// Starts a pool of so many threads, the caller's included.
  package init(width: Int) {
    self.width = max(width, 1)
    unsafe portions = .allocate(capacity: self.width)
    for worker in 0..<self.width { unsafe (portions + worker).initialize(to: Portion()) }
    unsafe condition = .allocate(capacity: 1)
    unsafe mutex = .allocate(capacity: 1)
    unsafe pthread_cond_init(condition, nil)
    unsafe pthread_mutex_init(mutex, nil)
    for worker in 1..<max(self.width, 1) { start(worker) }
  }

  deinit {
    isStopping.store(true, ordering: .sequentiallyConsistent)
    wake()
    for thread in threads { pthread_join(thread, nil) }
    unsafe portions.deinitialize(count: width)
    unsafe portions.deallocate()
    unsafe condition.deallocate()
    unsafe mutex.deallocate()
  }

  /// Runs `body` for every task from 0 to `count` − 1 and returns when all have ended.
  ///
  /// One job at a time: a pool belongs to one caller.
  package func run(_ count: Int, _ body: (_ task: Int, _ worker: Int) -> Void) {
    guard count > 1, width > 1 else {
      for task in 0..<count { body(task, 0) }
      return
    }
    withoutActuallyEscaping(body) { share(count, $0) }
  }

  private func share(_ count: Int, _ body: @escaping (_ task: Int, _ worker: Int) -> Void) {
    unsafe self.body = body
    defer { unsafe self.body = nil }
    completed.store(0, ordering: .relaxed)
    let next = currentJob + 1
    for worker in 0..<width {
      let tasks = worker * count / width..<(worker + 1) * count / width
      unsafe portions[worker].offer(tasks, ofJob: next)
    }
    job.store(next, ordering: .sequentiallyConsistent)
    if sleepers.load(ordering: .sequentiallyConsistent) > 0 { wake() }
    work(as: 0)
    var spins = 0
    while completed.load(ordering: .acquiring) < count {
      spins += 1
      if spins < Self.patience { kernels_pause() } else { sched_yield() }
    }
  }

  /// Runs tasks until none are left: the worker's own, then those of its neighbours.
  private func work(as worker: Int) {
    for distance in 0..<width {
      let portion = (worker + distance) % width
      while let task = unsafe portions[portion].claim(first: distance == 0) {
        unsafe body?(task, worker)
        completed.add(1, ordering: .releasing)
      }
    }
  }

  private func start(_ worker: Int) {
    // The thread must not keep the pool alive, or it would never stop: it ends in deinit.
    let context = unsafe Unmanaged.passRetained(Start(pool: self, worker: worker))
    var thread = pthread_t()
    let failed = unsafe pthread_create(
      &thread, nil,
      { argument in
        guard let argument = unsafe argument else { return nil }
        let start = unsafe Unmanaged<Start>.fromOpaque(argument).takeRetainedValue()
        _ = kernels_flush_subnormals()
        unsafe start.pool.serve(as: start.worker)
        return nil
      }, context.toOpaque())
    if failed == 0 { threads.append(thread) } else { unsafe context.release() }
  }

  @safe private final class Start {
    unowned(unsafe) let pool: WorkerPool
    let worker: Int
    init(pool: WorkerPool, worker: Int) {
      unsafe self.pool = pool
      self.worker = worker
    }
  }

  private var currentJob: Int { job.load(ordering: .sequentiallyConsistent) }

  /// A worker's life: work, look out for more for a moment, sleep.
  private func serve(as worker: Int) {
    var job = 0
    while !isStopping.load(ordering: .acquiring) {
      let seen = currentJob
      if seen != job {
        job = seen
        work(as: worker)
        continue
      }
      if !seesNewJob(after: job) { sleep(after: job) }
    }
  }

  private func seesNewJob(after job: Int) -> Bool {
    for spin in 0..<Self.patience + 300 {
      if currentJob != job { return true }
      if spin < Self.patience { kernels_pause() } else { sched_yield() }
    }
    return false
  }

  private func sleep(after job: Int) {
    unsafe pthread_mutex_lock(mutex)
    sleepers.add(1, ordering: .sequentiallyConsistent)
    while currentJob == job,
      !isStopping.load(ordering: .sequentiallyConsistent)
    {
      unsafe pthread_cond_wait(condition, mutex)
    }
    sleepers.subtract(1, ordering: .sequentiallyConsistent)
    unsafe pthread_mutex_unlock(mutex)
  }

  private func wake() {
    unsafe pthread_mutex_lock(mutex)
    unsafe pthread_cond_broadcast(condition)
    unsafe pthread_mutex_unlock(mutex)
  }
}
