import CKernels
import TestSupport
import Testing
import Basics

/// The kernels for a single token, whose features lie side by side, against textbooks in float64.
@Suite struct OneTokenTests {
  @Test(arguments: InstructionSet.available, StoredFormat.all)
  func `a product with stored weights is that of the weights that they stand for`(
    set: InstructionSet, format: StoredFormat
  ) {
    var random = SeededGenerator(seed: 31)
    for (rows, blocks) in [(1, 1), (2, 2), (3, 3), (7, 18), (9, 65), (64, 4)] {
      let stored = format.randomBlocks(rows * blocks, exponents: 0x3c...0x3c, using: &random)
      let (weights, columns) = (format.values(stored), blocks * format.weights)
      let x = Floats(random.normals(columns))
      for accumulates in [false, true] {
        let before = random.normals(rows)
        let y = Floats(before)
        set.multiply(format, stored[...], rows: rows, x: x, y: y, accumulates: accumulates)
        var worst = Worst()
        for row in 0..<rows {
          var (sum, size) = (accumulates ? Double(before[row]) : 0, 1.0)
          for column in 0..<columns {
            let term = weights[row * columns + column] * Double(x[column])
            sum += term
            size += abs(term)
          }
          worst.note(y[row], sum, tolerance: 1e-6 * size)
        }
        #expect(worst.isTolerable, "\(rows) × \(columns): \(worst.error)")
      }
    }
  }

  @Test(arguments: InstructionSet.available, StoredFormat.all)
  func `a row's sum is the same, bit for bit, whatever rows are beside it`(
    set: InstructionSet, format: StoredFormat
  ) {
    var random = SeededGenerator(seed: 34)
    let (rows, blocks) = (11, 5)
    let stored = format.randomBlocks(rows * blocks, exponents: 0x3c...0x3c, using: &random)
    let x = Floats(random.normals(blocks * format.weights))
    let together = Floats(count: rows)
    set.multiply(format, stored[...], rows: rows, x: x, y: together)
    let rowBytes = blocks * format.bytes
    for first in 0..<rows {
      for count in 1...rows - first {
        let y = Floats(count: count)
        set.multiply(
          format, stored[first * rowBytes..<(first + count) * rowBytes], rows: count, x: x,
          y: y)
        #expect(y.array == Array(together.array[first..<first + count]))
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func `normalize divides by the root of the mean square`(set: InstructionSet) {
    var random = SeededGenerator(seed: 32)
    for features in [1, 15, 32, 40, 64, 576] {
      let x = Floats(random.normals(features, deviation: 3))
      let weight = random.normals(features)
      let y = Floats(count: features)
      unsafe set.table.pointee.normalize_one(x.start, weight, features, 1e-5, y.start)
      let squares = x.array.map { Double($0) * Double($0) }.reduce(0, +)
      let root = (squares / Double(features) + 1e-5).squareRoot()
      var worst = Worst()
      for feature in 0..<features {
        let expected = Double(x[feature]) / root * Double(weight[feature])
        worst.note(y[feature], expected, tolerance: 1e-6 * abs(expected) + 1e-12)
      }
      #expect(worst.isTolerable && y.isIntact, "\(features) features: \(worst.error)")
    }
  }

  @Test(arguments: InstructionSet.available)
  func `standardize takes the mean away and divides by the deviation`(set: InstructionSet) {
    var random = SeededGenerator(seed: 35)
    for features in [1, 15, 32, 40, 64, 576] {
      let x = Floats(random.normals(features, deviation: 3).map { $0 + 2 })
      let (weight, bias) = (random.normals(features), random.normals(features))
      let y = Floats(count: features)
      unsafe set.table.pointee.standardize_one(x.start, weight, bias, features, 1e-5, y.start)
      let mean = x.array.map { Double($0) }.reduce(0, +) / Double(features)
      let variance = x.array.map { pow(Double($0) - mean, 2) }.reduce(0, +) / Double(features)
      var worst = Worst()
      for feature in 0..<features {
        let scaled = (Double(x[feature]) - mean) / (variance + 1e-5).squareRoot()
        worst.note(
          y[feature], scaled * Double(weight[feature]) + Double(bias[feature]), tolerance: 3e-6)
      }
      #expect(worst.isTolerable && y.isIntact, "\(features) features: \(worst.error)")
    }
  }

  @Test(
    arguments: InstructionSet.all,
    [(0, 0), (1, 0), (31, 0), (32, 0), (33, 0), (100, 0), (0, 2), (40, 2)] as [(Int, Float)])
  func `attention is the textbook's, whatever lies behind the last key`(
    set: InstructionSet, limits: (window: Int, cap: Float)
  ) {
    var random = SeededGenerator(seed: 33)
    for width in [32, 48, 64] {
      for count in [1, 2, 16, 31, 32, 33, 200] {
        let keyWidth = (width + 31) / 32 * 32
        let query = Floats(
          random.normals(width, deviation: 2 / Double(width).squareRoot())
            + Array(repeating: 0, count: keyWidth - width))
        let room = (count + 31) / 32 * 32
        let (keys, values) = (
          Floats(count: room * keyWidth, of: 1e38), Floats(count: room * width, of: 1e38)
        )
        let (key, value) = (random.normals(count * width), random.normals(count * width))
        for position in 0..<count {
          let block = Floats(count: keyWidth * lanes)
          for (row, keep) in [(key, true), (value, false)] {
            for feature in 0..<width { block[feature * lanes] = row[position * width + feature] }
            if keep {
              unsafe set.table.pointee.keep_keys(block.start, keyWidth, 0, 1, position, keys.start)
            } else {
              unsafe set.table.pointee.keep_values(block.start, width, 0, 1, position, values.start)
            }
          }
        }
        let (scores, out) = (Floats(count: room), Floats(count: width))
        var attention = unsafe kernels_attention_of_one(
          query: query.start, keys: keys.start, values: values.start, key_width: keyWidth,
          width: width, count: count, scores: .init(window: limits.window, cap: limits.cap),
          scratch: scores.start, out: out.start)
        unsafe set.table.pointee.attend_one(&attention)
        let weights = (0..<count).map { position in
          let score = (0..<width).reduce(0.0) {
            $0 + Double(query[$1]) * Double(key[position * width + $1])
          }
          let cap = Double(limits.cap)
          let isSeen = limits.window == 0 || position >= count - limits.window
          return isSeen ? exp(cap > 0 ? cap * tanh(score / cap) : score) : 0
        }
        let total = weights.reduce(0, +)
        var worst = Worst()
        for feature in 0..<width {
          let expected = (0..<count).reduce(0.0) {
            $0 + weights[$1] / total * Double(value[$1 * width + feature])
          }
          worst.note(out[feature], expected, tolerance: set.splits ? 5e-5 : 2e-6)
        }
        #expect(worst.isTolerable, "\(count) keys of \(width): \(worst.error)")
        #expect(out.isIntact && scores.isIntact)
      }
    }
  }
}
