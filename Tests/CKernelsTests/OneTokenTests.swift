import CKernels
import TestSupport
import Testing
import Basics

/// The kernels for a single token, whose features lie side by side, against textbooks in float64.
@Suite struct OneTokenTests {
  private static let types: [(kernels_type, scales: Int)] = [
    (kernels_f32, 0), (kernels_f16, 0), (kernels_bf16, 0), (kernels_q8_0, 1), (kernels_q4_0, 1),
    (kernels_q4_1, 2),
  ]

  /// Random bytes of stored rows, whose exponents are kept small.
  private func storedRows(
    _ type: kernels_type, scales: Int, rows: Int, columns: Int,
    using random: inout SeededGenerator
  ) -> [UInt8] {
    let bytes = kernels_bytes(type, columns)
    var stored = (0..<rows * bytes).map { _ in UInt8.random(in: 0...255, using: &random) }
    let width = type == kernels_f32 ? 4 : 2
    let blockBytes = scales == 0 ? width : kernels_bytes(type, 32)
    for block in stride(from: 0, to: stored.count, by: blockBytes) {
      for number in 0..<max(scales, 1) {
        let top = block + number * 2 + width - 1  // sign and the high bits of the exponent
        stored[top] = (stored[top] & 0x80) | 0x3c
      }
    }
    return stored
  }

  @Test(arguments: InstructionSet.available)
  func `a product with stored weights is that of the unpacked ones`(set: InstructionSet) {
    var random = SeededGenerator(seed: 31)
    for (type, scales) in Self.types {
      for (rows, columns) in [(1, 32), (2, 64), (3, 96), (7, 576), (64, 128)] {
        let stored = storedRows(
          type, scales: scales, rows: rows, columns: columns, using: &random)
        let weights = set.unpack(type, stored, count: rows * columns)
        let x = Floats(random.normals(columns))
        for accumulates in [false, true] {
          let before = random.normals(rows)
          let y = Floats(before)
          unsafe stored.withUnsafeBytes { bytes in
            var product = unsafe kernels_vector_product(
              type: type, weights: bytes.baseAddress, rows: rows,
              row_bytes: kernels_bytes(type, columns), columns: columns, x: x.start, y: y.start,
              accumulates: accumulates)
            unsafe set.table.pointee.multiply_one(&product)
          }
          var worst = Worst()
          for row in 0..<rows {
            var (sum, size) = (accumulates ? Double(before[row]) : 0, 1.0)
            for column in 0..<columns {
              let term = Double(weights[row * columns + column]) * Double(x[column])
              sum += term
              size += abs(term)
            }
            worst.note(y[row], sum, tolerance: 1e-6 * size)
          }
          #expect(worst.isTolerable && y.isIntact, "\(type), \(rows) × \(columns): \(worst.error)")
        }
      }
    }
  }

  @Test(arguments: InstructionSet.available)
  func `normalize divides by the root of the mean square`(set: InstructionSet) {
    var random = SeededGenerator(seed: 32)
    for features in [32, 64, 576] {
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

  @Test(arguments: InstructionSet.all)
  func `attention is the textbook's, whatever lies behind the last key`(set: InstructionSet) {
    var random = SeededGenerator(seed: 33)
    for width in [32, 64] {
      for count in [1, 2, 16, 31, 32, 33, 200] {
        let query = Floats(random.normals(width, deviation: 2 / Double(width).squareRoot()))
        let room = (count + 31) / 32 * 32
        let (keys, values) = (
          Floats(count: room * width, of: 1e38), Floats(count: room * width, of: 1e38)
        )
        let (key, value) = (random.normals(count * width), random.normals(count * width))
        for position in 0..<count {
          let block = Floats(count: width * lanes)
          for (row, keep) in [(key, true), (value, false)] {
            for feature in 0..<width { block[feature * lanes] = row[position * width + feature] }
            if keep {
              unsafe set.table.pointee.keep_keys(block.start, width, position, 1, keys.start)
            } else {
              unsafe set.table.pointee.keep_values(block.start, width, position, 1, values.start)
            }
          }
        }
        let (scores, out) = (Floats(count: room), Floats(count: width))
        unsafe set.table.pointee.attend_one(
          query.start, keys.start, values.start, width, count, scores.start, out.start)
        let weights = (0..<count).map { position in
          exp(
            (0..<width).reduce(0.0) {
              $0 + Double(query[$1]) * Double(key[position * width + $1])
            })
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
