import CKernels
import Computing

/// One token at a time, as in writing: bound by reading the weights, which are multiplied as they are
/// stored.
///
/// The token's features lie side by side, `[features]`, in the buffers that otherwise hold blocks. The
/// order of sums is another than in a batch, so that numbers differ in the last digits.
struct One {
  private let token: Int32
  let position: Int
  let model: Transformer

  init(_ token: Int32, after count: Int, in model: Transformer) {
    self.token = token
    position = count
    self.model = model
  }

  var sizes: Hyperparameters { model.sizes }
  var work: Workspace { model.work }
  var kernels: kernels { unsafe model.kernels }
}

extension One: Steps {
  func embed() {
    unsafe model.embed(
      token, at: position, to: work.stream.start, beside: work.scratch[0].panels)
    for (angles, rotary) in zip(work.angles, model.weights.rotaries) {
      unsafe rotary.fill(angles.cosines.start, angles.sines.start, position: position)
    }
  }

  func normalize(_ norm: Norm?) {
    if let norm {
      unsafe apply(norm, to: work.stream.start, sizes.width, work.normed.start)
    } else {
      unsafe work.normed.start.update(from: work.stream.start, count: sizes.stream.total)
    }
  }

  func addAttended(_ attention: Attention) {
    add(attention.output, of: work.attended, attention.outputNorm)
  }

  func feed(_ network: FeedForward) {
    if let router = network.router, let routed = work.routed {
      return feed(network, router, routed)
    }
    gate(network.experts[0], network.activation)
    add(network.experts[0].down, of: work.gated, network.outputNorm)
  }
}

// What the steps are made of.
extension One {
  /// The experts that the router chooses, one after the other.
  private func feed(_ network: FeedForward, _ router: Linear, _ routed: Workspace.Routed) {
    let x = model.features(work.normed, for: [router.matrix])
    unsafe product(router, 0..<sizes.experts, of: x, to: routed.logits.start)
    let logits = (0..<sizes.experts).map { unsafe routed.logits.start[$0] }
    for choice in ExpertChoice.best(sizes.expertsUsed, of: logits) {
      gate(network.experts[choice.expert], network.activation)
      for feature in 0..<sizes.inner.total {
        unsafe work.gated.start[feature] *= choice.share
      }
      add(network.experts[choice.expert].down, of: work.gated, nil)
    }
  }

  /// gated = activation(W₁ · normed) * (W₃ · normed)
  private func gate(_ expert: FeedForward.Expert, _ activation: kernels_activation) {
    let (gate, up) = (expert.bent, expert.factor)
    let x = model.features(work.normed, for: [gate, up].compactMap { $0?.matrix })
    model.share(rows: sizes.inner.total, step: 64) { rows, own in
      let gated = unsafe work.gated.start + rows.lowerBound
      unsafe product(gate, rows, of: x, to: gated)
      if let up { unsafe product(up, rows, of: x, to: own.rows) }
      unsafe kernels.gate(
        activation, gated, up == nil ? nil : own.rows, rows.count / model.lanes, gated)
    }
  }

  /// y = the norm of x; y may be x.
  func apply(
    _ norm: Norm, to x: UnsafeMutablePointer<Float>, _ features: Int,
    _ y: UnsafeMutablePointer<Float>
  ) {
    if let bias = norm.bias {
      unsafe kernels.standardize_one(x, norm.weight, bias, features, norm.epsilon, y)
    } else {
      unsafe kernels.normalize_one(x, norm.weight, features, norm.epsilon, y)
    }
  }

  /// y = W · x + b for some rows of W.
  func product(
    _ linear: Linear, _ rows: Range<Int>, of x: Transformer.Features,
    to y: UnsafeMutablePointer<Float>,
    adding: Bool = false
  ) {
    unsafe model.multiplyOne(linear.matrix, rows, of: x, to: y, adding: adding)
    guard let bias = linear.bias else { return }
    for (index, row) in rows.enumerated() { unsafe y[index] += bias[row] }
  }

  /// stream += matrix · x + bias, or the norm of that.
  private func add(_ linear: Linear, of x: Buffer, _ norm: Norm?) {
    let sum = norm == nil ? work.stream : work.normed
    let x = model.features(x, for: [linear.matrix])
    model.share(rows: linear.matrix.rows, step: 32) { rows, _ in
      unsafe product(linear, rows, of: x, to: sum.start + rows.lowerBound, adding: norm == nil)
    }
    guard let norm else { return }
    unsafe apply(norm, to: sum.start, sizes.width, sum.start)
    for feature in 0..<sizes.width {
      unsafe work.stream.start[feature] += sum.start[feature]
    }
  }
}
