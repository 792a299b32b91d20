import Basics
import CKernels
import TestSupport
import Testing

/// Attention of one head over a whole window, in float64, and its gradient as sums of formulas.
private struct WindowTwin {
  let (tokens, width): (Int, Int)
  // [token][feature]
  var queries: [[Double]], keys: [[Double]], values: [[Double]], through: [[Double]]

  init(tokens: Int, width: Int, seed: UInt64) {
    (self.tokens, self.width) = (tokens, width)
    var random = SeededGenerator(seed: seed)
    func rows(_ deviation: Double) -> [[Double]] {
      (0..<tokens).map { _ in random.normals(width, deviation: deviation).map(Double.init) }
    }
    (queries, keys, values, through) = (rows(0.3), rows(1), rows(1), rows(1))
  }

  private func dot(_ a: [Double], _ b: [Double]) -> Double {
    var sum = 0.0
    for index in a.indices { sum += a[index] * b[index] }
    return sum
  }

  private func softmax(_ token: Int) -> [Double] {
    let powers = (0...token).map { exp(dot(queries[token], keys[$0])) }
    let total = powers.reduce(0, +)
    return powers.map { $0 / total }
  }

  private func weighted(_ weights: [Double], _ rows: [[Double]]) -> [Double] {
    var sums = [Double](repeating: 0, count: width)
    for (row, weight) in weights.enumerated() {
      for feature in 0..<width { sums[feature] += weight * rows[row][feature] }
    }
    return sums
  }

  func out(_ token: Int) -> [Double] { weighted(softmax(token), values) }

  /// Σ out · through: what gradients are of.
  func loss(of tokens: Range<Int>) -> Double { tokens.reduce(0) { $0 + dot(out($1), through[$1]) } }

  /// The derivative by one number, by central differences: of a query only its own token depends on it.
  func derivative(_ path: WritableKeyPath<WindowTwin, [[Double]]>, _ token: Int, _ feature: Int)
    -> Double
  {
    let step = 1e-5
    let affected = path == \.queries ? token..<token + 1 : token..<tokens
    var (up, down) = (self, self)
    up[keyPath: path][token][feature] += step
    down[keyPath: path][token][feature] -= step
    return (up.loss(of: affected) - down.loss(of: affected)) / (2 * step)
  }
}

@Suite struct WindowAttentionTests {
  /// Rows as blocks that have other features beside them: `[block][2 * width][16]`, the second half.
  private func blocks(_ rows: [[Double]], _ width: Int) -> Floats {
    let out = Floats(count: rows.count * 2 * width, of: .nan)
    for (token, row) in rows.enumerated() {
      for (feature, value) in row.enumerated() {
        out[place(token, feature, width)] = Float(value)
      }
    }
    return out
  }

  private func place(_ token: Int, _ feature: Int, _ width: Int) -> Int {
    (token / lanes * 2 * width + width + feature) * lanes + token % lanes
  }

  @Test(arguments: InstructionSet.available, [32, 64, 96])
  func `attention over a window and its way back are the textbook's`(
    set: InstructionSet, tokens: Int
  ) {
    let width = tokens == 64 ? 64 : 32
    let twin = WindowTwin(tokens: tokens, width: width, seed: UInt64(tokens))
    let inputs = [twin.queries, twin.keys, twin.values, twin.through].map { blocks($0, width) }
    let outputs = (0..<4).map { _ in Floats(count: tokens * 2 * width, of: 7) }
    let weights = Floats(count: tokens * tokens)
    let scratch = Floats(count: 4 * tokens * width + 32 * tokens + 2 * tokens * tokens, of: .nan)
    let shift = width * lanes
    var attention = unsafe kernels_window_attention(
      queries: inputs[0].start + shift, keys: inputs[1].start + shift,
      values: inputs[2].start + shift, tokens: tokens, width: width, stride: 2 * width * lanes,
      weights: weights.start, out: outputs[3].start + shift, d_out: inputs[3].start + shift,
      d_queries: outputs[0].start + shift, d_keys: outputs[1].start + shift,
      d_values: outputs[2].start + shift, scratch: scratch.start)
    unsafe kernels_attend_window(set.table, &attention)
    unsafe kernels_attend_window_back(set.table, &attention)
    for floats in outputs + [weights, scratch] { #expect(floats.isIntact) }
    var worst = Worst()
    for token in 0..<tokens {
      for (feature, value) in twin.out(token).enumerated() {
        worst.note(outputs[3][place(token, feature, width)], value, tolerance: 3e-6)
        // What lies beside the head stays.
        #expect(outputs[3][place(token, feature - width, width)] == 7)
      }
    }
    let paths: [WritableKeyPath<WindowTwin, [[Double]]>] = [\.queries, \.keys, \.values]
    for (path, output) in zip(paths, outputs) {
      for token in stride(from: 0, to: tokens, by: 5) {
        for feature in stride(from: token % 3, to: width, by: 9) {
          worst.note(
            output[place(token, feature, width)], twin.derivative(path, token, feature),
            tolerance: 2e-5)
        }
      }
    }
    #expect(worst.isTolerable, "\(worst.error)")
  }
}
