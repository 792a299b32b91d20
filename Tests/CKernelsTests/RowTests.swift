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
      unsafe set.table.pointee.gate(kernels_silu, gate.start, up.start, rows, gate.start)
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
  func `standardize takes the mean away and divides by the deviation`(set: InstructionSet) {
    var random = SeededGenerator(seed: 7)
    for features in Array(1...19) + [576] {
      let x = Floats(random.normals(features * lanes, deviation: 3).map { $0 + 2 })
      for feature in 0..<features { x[feature * lanes + 3] = 5 }  // a lane that does not vary
      let (weight, bias) = (random.normals(features), random.normals(features))
      let y = Floats(count: features * lanes)
      unsafe set.table.pointee.standardize(x.start, weight, bias, features, 1e-5, y.start)
      var worst = Worst()
      for lane in 0..<lanes {
        let values = (0..<features).map { Double(x[$0 * lanes + lane]) }
        let mean = values.reduce(0, +) / Double(features)
        let variance = values.map { pow($0 - mean, 2) }.reduce(0, +) / Double(features)
        for feature in 0..<features {
          let scaled = (values[feature] - mean) / (variance + 1e-5).squareRoot()
          worst.note(
            y[feature * lanes + lane], scaled * Double(weight[feature]) + Double(bias[feature]),
            tolerance: 3e-6 * max(abs(scaled), 1))
        }
      }
      #expect(worst.isTolerable && y.isIntact, "\(features) features: \(worst.error)")
    }
  }

  @Test(
    arguments: InstructionSet.available,
    [(kernels_silu, 1e-6), (kernels_gelu, 3e-7), (kernels_gelu_tanh, 3e-7)])
  func `an activation is its formula, with a factor and without`(
    set: InstructionSet, activation: (kind: kernels_activation, tolerance: Double)
  ) {
    var random = SeededGenerator(seed: 8)
    let extremes: [Float] = [0, -0.0, 100, -100, 1e4, -1e4, 9, -9, 1e-8, -1e-8, 3e18, -3e18]
    let values = extremes + random.normals(9 * lanes - extremes.count, deviation: 3)
    let (x, up) = (Floats(values), Floats(random.normals(9 * lanes)))
    let (gated, plain) = (Floats(count: 9 * lanes), Floats(count: 9 * lanes))
    unsafe set.table.pointee.gate(activation.kind, x.start, up.start, 9, gated.start)
    unsafe set.table.pointee.gate(activation.kind, x.start, nil, 9, plain.start)
    var worst = Worst()
    for index in values.indices {
      let value = Double(values[index])
      let expected =
        switch activation.kind {
        case kernels_gelu: value * erfc(-value / 2.0.squareRoot()) / 2
        case kernels_gelu_tanh:
          value / 2 * (1 + tanh(0.7978845608028654 * (value + 0.044715 * value * value * value)))
        default: value / (1 + exp(-value))
        }
      let tolerance = activation.tolerance * max(abs(value), 1)
      worst.note(plain[index], expected, tolerance: tolerance)
      worst.note(
        gated[index], expected * Double(up[index]),
        tolerance: tolerance * max(abs(Double(up[index])), 1))
    }
    #expect(worst.isTolerable && gated.isIntact && plain.isIntact, "\(worst.error)")
  }

  @Test(arguments: InstructionSet.available)
  func `a cap bends numbers to within it`(set: InstructionSet) {
    var random = SeededGenerator(seed: 9)
    let values = [0, -0.0, 1e30, -1e30] + random.normals(5 * lanes - 4, deviation: 40)
    let x = Floats(values)
    unsafe set.table.pointee.cap(x.start, 5, 30)
    var worst = Worst()
    for (index, value) in values.enumerated() {
      worst.note(x[index], 30 * tanh(Double(value) / 30), tolerance: 6e-6)
    }
    #expect(worst.isTolerable && x.isIntact, "\(worst.error)")
    let wrong = Floats([.infinity, -.infinity, .nan] + Array(repeating: 1, count: lanes - 3))
    unsafe set.table.pointee.cap(wrong.start, 1, 30)
    #expect(wrong.array.prefix(3).allSatisfy(\.isNaN) && wrong[3].isFinite)
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
      // The same numbers with the second ones behind the first ones come to the same bits.
      let halves = Floats(count: values.count)
      func place(_ row: Int) -> Int { row % 2 * pairs + row / 2 }
      for (index, value) in values.enumerated() {
        halves[place(index / lanes) * lanes + index % lanes] = value
      }
      unsafe set.table.pointee.rotate_halves(
        halves.start, cosines.start, sines.start, pairs, 0.125)
      let isEqual = values.indices.allSatisfy {
        halves[place($0 / lanes) * lanes + $0 % lanes] == x[$0]
      }
      #expect(isEqual && halves.isIntact)
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
      for (lane, count) in [(0, 1), (0, 2), (0, 15), (0, 16), (1, 15), (6, 4), (15, 1)] {
        // Rows of keys, and rows of values for each feature and 32 keys.
        var keyRows = [[Float]](repeating: Array(repeating: 0, count: width), count: 64)
        var valueRows = [[Float]](repeating: Array(repeating: 0, count: 32), count: 2 * width)
        for index in 0..<count {
          for feature in 0..<width {
            let (key, value) = (first + index, block[feature * lanes + lane + index])
            keyRows[key][feature] = value
            valueRows[key / 32 * width + feature][key % 32] = value
          }
        }
        let (keys, values) = (Floats(count: 64 * width), Floats(count: 64 * width))
        unsafe kernels.keep_keys(block.start, width, lane, count, first, keys.start)
        unsafe kernels.keep_values(block.start, width, lane, count, first, values.start)
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
