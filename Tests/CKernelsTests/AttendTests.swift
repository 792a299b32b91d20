import CKernels
import TestSupport
import Testing
import Basics

/// Four heads' queries for sixteen tokens, the keys and values before them, and the attention that the
/// textbook makes of these (Vaswani et al. 2017), in float64.
private struct AttentionTwin {
  static let heads = 4
  let (width, first): (Int, Int)
  /// The last keys that count, all where it is 0, and the cap of scores, none where it is 0.
  let (window, cap): (Int, Float)
  /// A key that no token attends to, and how many of the first keys lie apart.
  var (leftOut, apart) = (-1, 0)
  let queries: [Float]  // [head][feature][lane]
  let keys: [[Float]]  // [key][feature]
  let values: [[Float]]

  init(width: Int, first: Int, window: Int = 0, cap: Float = 0) {
    (self.width, self.first) = (width, first)
    (self.window, self.cap) = (window, cap)
    var random = SeededGenerator(seed: UInt64(1000 * width + first))
    queries = random.normals(
      Self.heads * width * lanes, deviation: 2 / Double(width).squareRoot())
    keys = (0..<first + lanes).map { _ in random.normals(width) }
    values = (0..<first + lanes).map { _ in random.normals(width) }
  }

  func attended(head: Int, lane: Int) -> [Double] {
    let query = (0..<width).map { Double(queries[(head * width + $0) * lanes + lane]) }
    let seen = ((window > 0 ? max(first + lane - window + 1, 0) : 0)...first + lane)
      .filter { $0 != leftOut }
    let weights = seen.map { key in
      var score = 0.0
      for feature in 0..<width { score += query[feature] * Double(keys[key][feature]) }
      return exp(cap > 0 ? Double(cap) * tanh(score / Double(cap)) : score)
    }
    let total = weights.reduce(0, +)
    var out = [Double](repeating: 0, count: width)
    for (key, weight) in zip(seen, weights) {
      for feature in 0..<width { out[feature] += weight / total * Double(values[key][feature]) }
    }
    return out
  }

  /// The rows of a block of sixteen keys or values, feature by feature, with `beyond` for keys that are
  /// not there yet.
  private func block(_ rows: [[Float]], from first: Int, beyond: Float, room: Int) -> Floats {
    let out = Floats(count: room * lanes, of: beyond)
    for (lane, row) in rows.dropFirst(first).prefix(lanes).enumerated() {
      for feature in 0..<room {
        out[feature * lanes + lane] = feature < width ? row[feature] : 0
      }
    }
    return out
  }

  /// The features of a key, filled up with nothing to whole pieces.
  var keyWidth: Int { (width + 31) / 32 * 32 }

  func run(on set: InstructionSet, heads: Int, beyond: Float = 3e38) -> Floats {
    let kernels = unsafe set.table.pointee
    let room = (keys.count + 31) / 32 * 32
    let (keys, values) = (Floats(count: room * keyWidth), Floats(count: room * width))
    for first in stride(from: 0, to: room, by: lanes) {
      let (keyBlock, valueBlock) = (
        block(self.keys, from: first, beyond: beyond, room: keyWidth),
        block(self.values, from: first, beyond: beyond, room: width)
      )
      unsafe kernels.keep_keys(keyBlock.start, keyWidth, 0, lanes, first, keys.start)
      unsafe kernels.keep_values(valueBlock.start, width, 0, lanes, first, values.start)
    }
    let queries = Floats(count: heads * keyWidth * lanes)
    for index in 0..<heads * width * lanes {
      let (row, lane) = (index / lanes, index % lanes)
      queries[(row / width * keyWidth + row % width) * lanes + lane] = self.queries[index]
    }
    let out = Floats(count: heads * width * lanes)
    // What lies apart is not where it would be otherwise.
    let earlier = (keys: Floats(count: apart * keyWidth), values: Floats(count: apart * width))
    for index in 0..<apart * keyWidth {
      (earlier.keys[index], keys[index]) = (keys[index], .infinity)
    }
    for index in 0..<apart * width {
      (earlier.values[index], values[index]) = (values[index], .infinity)
    }
    unsafe kernels.pack(queries.start, heads * keyWidth)
    let scratch = Floats(count: heads * 128 * lanes, of: .nan)
    var attention = unsafe kernels_attention(
      queries: queries.start, keys: keys.start + apart * keyWidth,
      values: values.start + apart * width,
      context: .init(
        keys: earlier.keys.start, values: earlier.values.start, count: apart, left_out: leftOut),
      heads: heads,
      key_width: keyWidth, width: width, first_position: first,
      scores: .init(window: window, cap: cap), scratch: scratch.start, out: out.start)
    unsafe kernels_attend(set.table, &attention)
    #expect(keys.isIntact && values.isIntact && out.isIntact && scratch.isIntact)
    return out
  }
}

@Suite struct AttendTests {
  @Test(arguments: [32, 64, 80, 96], [0, 1, 15, 16, 127, 128, 300])
  func `attention is the textbook's, and what is still to come has no part in it`(
    width: Int, first: Int
  ) {
    expectTextbook(AttentionTwin(width: width, first: first))
  }

  @Test(arguments: [1, 2, 15, 16, 17, 100, 127, 128, 129, 300], [0, 14, 127, 128, 255, 300])
  func `a window leaves out the keys before it`(window: Int, first: Int) {
    expectTextbook(AttentionTwin(width: 32, first: first, window: window))
  }

  @Test(arguments: [0.5, 2, 50] as [Float])
  func `scores are capped before anything is left out`(cap: Float) {
    expectTextbook(AttentionTwin(width: 64, first: 140, cap: cap))
    expectTextbook(AttentionTwin(width: 48, first: 200, window: 33, cap: cap))
  }

  @Test(arguments: [0, 5, 127, 128, 140, 299], [0, 50])
  func `a key that is left out has no part in it, whatever it is`(key: Int, window: Int) {
    for first in [key + 1, key + 17, 300] {
      var twin = AttentionTwin(width: 64, first: first, window: window)
      twin.leftOut = key
      expectTextbook(twin)
    }
  }

  @Test(arguments: [128, 256], [0, 100])
  func `keys that lie apart count as if they lay together, bit for bit`(apart: Int, window: Int) {
    for first in [256, 300] {
      for set in InstructionSet.all {
        var twin = AttentionTwin(width: 64, first: first, window: window)
        let together = twin.run(on: set, heads: 3).array
        twin.apart = apart
        #expect(twin.run(on: set, heads: 3).array == together)
      }
    }
  }

  private func expectTextbook(_ twin: AttentionTwin) {
    let width = twin.width
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
