import CKernels
import TestSupport
import Testing
import Basics

/// The kernels between the products, which treat each lane alone.
@Suite struct RowTests {
  @Test(arguments: InstructionSet.available)
  func `normalize divides by the root of the mean square`(set: InstructionSet) {
    var random = SeededGenerator(seed: 4)
    for features in Array(1...67) + [576] {
      let x = Floats(random.normals(features * lanes, deviation: 3))
      for feature in 0..<features { x[feature * lanes + 3] = 0 }  // a lane of nothing
      let weight = random.normals(features)
      let y = Floats(count: features * lanes)
      unsafe set.table.pointee.normalize(x.start, weight, features, 1e-5, y.start)
      var worst = Worst()
      for lane in 0..<lanes {
        let squares = (0..<features).map { pow(Double(x[$0 * lanes + lane]), 2) }
        let root = (squares.reduce(0, +) / Double(features) + 1e-5).squareRoot()
        for feature in 0..<features {
          let expected = Double(x[feature * lanes + lane]) / root * Double(weight[feature])
          worst.note(
            y[feature * lanes + lane], expected, tolerance: 1e-6 * abs(expected) + 1e-12)
        }
      }
      #expect(worst.isTolerable && y.isIntact, "\(features) features: \(worst.error)")
    }
  }

  @Test(arguments: InstructionSet.available)
  func `gate is x times the logistic function of x, far out as well`(set: InstructionSet) {
    var random = SeededGenerator(seed: 5)
    let extremes: [Float] = [0, -0.0, 100, -100, 1e4, -1e4, 87, -87, 88.5, -88.5, 1e-8, -1e-8]
    for rows in 1...9 {
      var values = random.normals(rows * lanes, deviation: 6)
      for (index, extreme) in extremes.enumerated() { values[index] = extreme }
      let (gate, up) = (Floats(values), Floats(random.normals(rows * lanes)))
      unsafe set.table.pointee.gate(gate.start, up.start, rows, gate.start)
      var worst = Worst()
      for index in values.indices {
        let x = Double(values[index])
        let expected = x / (1 + exp(-x)) * Double(up[index])
        worst.note(gate[index], expected, tolerance: 1e-6 * abs(expected) + 1e-30)
      }
      #expect(worst.isTolerable && gate.isIntact, "\(rows) rows: \(worst.error)")
    }
  }

  @Test(arguments: InstructionSet.available)
  func `rotate turns each pair as a complex number, and scales`(set: InstructionSet) {
    var random = SeededGenerator(seed: 6)
    for pairs in 1...33 {
      let values = random.normals(2 * pairs * lanes)
      let angles = random.normals(pairs * lanes, deviation: 2)
      let x = Floats(values)
      let (cosines, sines) = (Floats(angles.map { cos($0) }), Floats(angles.map { sin($0) }))
      unsafe set.table.pointee.rotate(x.start, cosines.start, sines.start, pairs, 0.125)
      var worst = Worst()
      for index in angles.indices {
        let (even, odd) = (index + index / lanes * lanes, index + (index / lanes + 1) * lanes)
        let (a, b, angle) = (Double(values[even]), Double(values[odd]), Double(angles[index]))
        worst.note(x[even], (a * cos(angle) - b * sin(angle)) / 8, tolerance: 1e-7 * 2)
        worst.note(x[odd], (a * sin(angle) + b * cos(angle)) / 8, tolerance: 1e-7 * 2)
      }
      #expect(worst.isTolerable && x.isIntact, "\(pairs) pairs: \(worst.error)")
    }
  }
}

/// The plain moves between tokens and lanes.
@Suite struct LayoutTests {
  @Test func `a token's features are placed in its lane`() {
    let row = Floats((0..<67).map { Float($0 + 1) })
    for lane in 0..<lanes {
      let out = Floats(count: 67 * lanes)
      unsafe kernels_place(row.start, 67, lane, out.start)
      #expect(
        out.array == (0..<67 * lanes).map { $0 % lanes == lane ? Float($0 / lanes + 1) : 0 })
      #expect(out.isIntact)
    }
  }

  @Test(arguments: InstructionSet.all, [32, 64, 96])
  func `keys and values are kept as the weights of a product`(set: InstructionSet, width: Int) {
    let kernels = unsafe set.table.pointee
    let block = Floats((0..<width * lanes).map { Float($0 + 1) / 7 })
    for first in [0, 1, 7, 8, 15, 31, 32, 40] {
      for count in [1, 2, 15, 16] {
        // Rows of keys, and rows of values for each feature and 32 keys.
        var keyRows = [[Float]](repeating: Array(repeating: 0, count: width), count: 64)
        var valueRows = [[Float]](repeating: Array(repeating: 0, count: 32), count: 2 * width)
        for lane in 0..<count {
          for feature in 0..<width {
            let (key, value) = (first + lane, block[feature * lanes + lane])
            keyRows[key][feature] = value
            valueRows[key / 32 * width + feature][key % 32] = value
          }
        }
        let (keys, values) = (Floats(count: 64 * width), Floats(count: 64 * width))
        unsafe kernels.keep_keys(block.start, width, first, count, keys.start)
        unsafe kernels.keep_values(block.start, width, first, count, values.start)
        let (keyShape, valueShape) = (
          Shape(blocks: 1, panels: 4, pieces: width / 32),
          Shape(blocks: 1, panels: width / 8, pieces: 1)
        )
        #expect(keys.array == set.panels(keyRows, keyShape).array)
        #expect(values.array == set.panels(valueRows, valueShape).array)
        #expect(keys.isIntact && values.isIntact)
      }
    }
  }
}
