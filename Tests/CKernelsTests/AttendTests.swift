import CKernels
import TestSupport
import Testing
import Basics

/// Four heads' queries for sixteen tokens, the keys and values before them, and the attention that the
/// textbook makes of these (Vaswani et al. 2017), in float64.
private struct AttentionTwin {
  static let heads = 4
  let (width, first): (Int, Int)
  let queries: [Float]  // [head][feature][lane]
  let keys: [[Float]]  // [key][feature]
  let values: [[Float]]

  init(width: Int, first: Int) {
    (self.width, self.first) = (width, first)
    var random = SeededGenerator(seed: UInt64(1000 * width + first))
    queries = random.normals(
      Self.heads * width * lanes, deviation: 2 / Double(width).squareRoot())
    keys = (0..<first + lanes).map { _ in random.normals(width) }
    values = (0..<first + lanes).map { _ in random.normals(width) }
  }

  func attended(head: Int, lane: Int) -> [Double] {
    let query = (0..<width).map { Double(queries[(head * width + $0) * lanes + lane]) }
    let seen = 0...first + lane
    let scores = seen.map { key in
      var score = 0.0
      for feature in 0..<width { score += query[feature] * Double(keys[key][feature]) }
      return exp(score)
    }
    let total = scores.reduce(0, +)
    var out = [Double](repeating: 0, count: width)
    for key in seen {
      let weight = scores[key] / total
      for feature in 0..<width { out[feature] += weight * Double(values[key][feature]) }
    }
    return out
  }

  /// The rows of a block of sixteen keys or values, feature by feature, with `beyond` for keys that are
  /// not there yet.
  private func block(_ rows: [[Float]], from first: Int, beyond: Float) -> Floats {
    let out = Floats(count: width * lanes, of: beyond)
    for (lane, row) in rows.dropFirst(first).prefix(lanes).enumerated() {
      for (feature, value) in row.enumerated() { out[feature * lanes + lane] = value }
    }
    return out
  }

  func run(on set: InstructionSet, heads: Int, beyond: Float = 3e38) -> Floats {
    let kernels = unsafe set.table.pointee
    let room = (keys.count + 31) / 32 * 32
    let (keys, values) = (Floats(count: room * width), Floats(count: room * width))
    for first in stride(from: 0, to: room, by: lanes) {
      let (keyBlock, valueBlock) = (
        block(self.keys, from: first, beyond: beyond),
        block(self.values, from: first, beyond: beyond)
      )
      unsafe kernels.keep_keys(keyBlock.start, width, first, lanes, keys.start)
      unsafe kernels.keep_values(valueBlock.start, width, first, lanes, values.start)
    }
    let (queries, out) = (Floats(queries), Floats(count: heads * width * lanes))
    unsafe kernels.pack(queries.start, heads * width)
    let scratch = Floats(count: heads * 128 * lanes, of: .nan)
    var attention = unsafe kernels_attention(
      queries: queries.start, keys: keys.start, values: values.start, heads: heads, width: width,
      first_position: first, scratch: scratch.start, out: out.start)
    unsafe kernels_attend(set.table, &attention)
    #expect(keys.isIntact && values.isIntact && out.isIntact && scratch.isIntact)
    return out
  }
}

@Suite struct AttendTests {
  @Test(arguments: [32, 64, 96], [0, 1, 15, 16, 127, 128, 300])
  func `attention is the textbook's, and what is still to come has no part in it`(
    width: Int, first: Int
  ) {
    let twin = AttentionTwin(width: width, first: first)
    let expected = (0..<AttentionTwin.heads).map { head in
      (0..<lanes).map { twin.attended(head: head, lane: $0) }
    }
    for set in InstructionSet.all {
      for heads in 1...AttentionTwin.heads {
        let out = twin.run(on: set, heads: heads)
        var worst = Worst()
        for index in 0..<out.count {
          let (row, lane) = (index / lanes, index % lanes)
          worst.note(
            out[index], expected[row / width][lane][row % width],
            tolerance: set.splits ? 1e-4 : 1e-5)
        }
        #expect(worst.isTolerable, "\(set.name), \(heads) heads: \(worst.error)")
      }
    }
  }

  @Test(arguments: InstructionSet.all)
  func `what lies beyond the causal limit changes no bit`(set: InstructionSet) {
    for first in [0, 100, 127, 300] {
      let twin = AttentionTwin(width: 64, first: first)
      let zero = twin.run(on: set, heads: 3, beyond: 0)
      let huge = twin.run(on: set, heads: 3, beyond: -3e38)
      #expect(zero.array == huge.array)
    }
  }
}
