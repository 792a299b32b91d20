import CKernels
import Computing
import Scoring

/// A network with its weights, and what computes losses and gradients, by some threads.
///
/// Windows are shared out to a fixed number of parts, whose gradients are added in their order: the
/// threads choose which parts they compute, so that their number does not show in any bit.
@safe package final class Learner {
  package let network: Network
  let instructions: InstructionSet
  package let weights: PackedWeights
  /// The gradient of the mean loss, laid out as the weights.
  package let gradient: Buffer
  private let pool: WorkerPool
  private let benches: [Bench]  // one a thread
  private let parts: Buffer  // [partLimit][layout.gradientCount]
  private let stripes: [Stripe]

  /// The most parts that windows are shared out to, and so the most threads that have work.
  private static let partLimit = 6

  /// What one thread computes with.
  private struct Bench {
    let worker: any Worker
    let room: PassRoom
    private let memory: WindowRoom

    init(_ network: Network, tokens: Int) throws {
      memory = WindowRoom(tokens: tokens)
      worker = try network.worker(memory)
      let widest = network.layout.spans.map { max($0.rows, $0.columns) }.max() ?? 0
      room = try PassRoom(memory, widest: widest)
    }
  }

  /// A network whose weights are yet to be filled in.
  package init(
    _ network: Network, windowLength: Int, threads: Int, _ instructions: InstructionSet
  ) throws {
    let layout = network.layout
    self.network = network
    self.instructions = instructions
    weights = try PackedWeights(layout, instructions)
    gradient = try Buffer(count: layout.count)
    parts = try Buffer(count: Self.partLimit * layout.gradientCount)
    pool = WorkerPool(width: min(threads, Self.partLimit))
    benches = try (0..<pool.width).map { _ in try Bench(network, tokens: windowLength) }
    stripes = layout.stripes
  }

  /// The losses of each window's bytes, in nats; 0 where nobody asks.
  package func losses(of windows: [Excerpt]) -> [[Float]] {
    gather(windows) { bench, pass in
      bench.worker.forward(pass)
      return pass.crossEntropy(bench.worker.logits, scale: 0)
    }
  }

  /// The logits after each byte of each window: `[bytes][256]`.
  package func logits(of windows: [Excerpt]) -> [[[Float]]] {
    gather(windows) { bench, pass in
      bench.worker.forward(pass)
      return pass.logits(bench.worker.logits)
    }
  }

  /// Leaves the gradient of the mean loss of all bytes of the windows in `gradient`, and returns that
  /// loss in nats and the gradient's norm.
  package func differentiate(_ windows: [Excerpt]) -> (loss: Double, norm: Double) {
    let count = windows.map(\.targetCount).reduce(0, +)
    let partCount = min(windows.count, Self.partLimit)
    let size = weights.layout.gradientCount
    let losses = results(of: partCount) { [self] part, worker in
      let sums = unsafe parts.start + part * size
      unsafe sums.update(repeating: 0, count: size)
      let own = part * windows.count / partCount..<(part + 1) * windows.count / partCount
      return windows[own].map { window in
        let bench = benches[worker]
        let pass = unsafe pass(window, bench, sums)
        bench.worker.forward(pass)
        let losses = pass.crossEntropy(bench.worker.logits, scale: 1 / Float(count))
        bench.worker.backward(pass)
        return losses.reduce(0.0) { $0 + Double($1) }
      }
    }
    return (losses.joined().reduce(0, +) / Double(count), addParts(partCount).squareRoot())
  }

  /// Adds up the parts' gradients, and returns the square of the norm of the whole.
  private func addParts(_ count: Int) -> Double {
    let size = weights.layout.gradientCount
    let squares = results(of: stripes.count) { [self] index, _ in
      let stripe = stripes[index]
      let (span, learning) = unsafe (stripe.span, instructions.kernels.pointee.learning)
      let out = unsafe gradient.start + stripe.start
      let first = unsafe parts.start + span.gradientStart
      switch span.kind {
      case .vector: unsafe learning.sum_lanes(first, count, size, span.rows, out)
      case .table:
        unsafe learning.sum_parts(
          first + stripe.firstRow * span.columns, count, size, stripe.rows, span.columns,
          span.columns, 16, out)
      case .matrix:
        unsafe learning.sum_parts(
          first + stripe.firstRow * 16, count, size, stripe.rows, span.columns, 16,
          span.rows * 16, out)
      }
      return unsafe learning.sum_of_squares(out, stripe.count)
    }
    return squares.reduce(0, +)
  }

  /// Changes all weights, sixteen rows at a time, and packs them anew.
  package func update(_ change: (_ stripe: Stripe) -> Void) {
    let state = kernels_flush_subnormals()
    defer { kernels_restore_subnormals(state) }
    pool.run(stripes.count) { [self] index, _ in
      change(stripes[index])
      weights.pack(stripes[index])
    }
  }

  private func gather<Result>(
    _ windows: [Excerpt], _ body: (Bench, Pass) -> [Result]
  ) -> [[Result]] {
    results(of: windows.count) { [self] index, worker in
      body(benches[worker], unsafe pass(windows[index], benches[worker], parts.start))
    }
  }

  private func pass(
    _ window: Excerpt, _ bench: Bench, _ gradients: UnsafeMutablePointer<Float>
  ) -> Pass {
    unsafe Pass(
      instructions: instructions, weights: weights, gradients: gradients, room: bench.room,
      window: window)
  }

  /// Runs tasks on the threads, and returns what each came to, in their order.
  private func results<Result>(
    of count: Int, _ body: (_ task: Int, _ worker: Int) -> Result
  ) -> [Result] {
    let state = kernels_flush_subnormals()
    defer { kernels_restore_subnormals(state) }
    return unsafe [Result](unsafeUninitializedCapacity: count) { results, initialized in
      guard let start = results.baseAddress else { return }
      pool.run(count) { unsafe (start + $0).initialize(to: body($0, $1)) }
      initialized = count
    }
  }
}

extension Pass {
  /// The logits after each byte that has one after it or not: `[bytes][256]`.
  func logits(_ logits: Activation) -> [[Float]] {
    (0..<tokens).map { token in
      let start = place(token / lanes, logits) + token % lanes
      return (0..<logits.features).map { unsafe logits.value[start + $0 * lanes] }
    }
  }
}
