import Basics
import CKernels
import TestSupport
import Testing

/// A function of many numbers in float64, and its gradient by central differences.
private func centralDifferences(_ x: [Double], _ f: ([Double]) -> Double) -> [Double] {
  x.indices.map { index in
    let step = 1e-5
    var (up, down) = (x, x)
    up[index] += step
    down[index] -= step
    return (f(up) - f(down)) / (2 * step)
  }
}

/// The kernels by which a model learns, each against its formula in float64 and central differences of it.
@Suite struct LearningTests {
  private func doubles(_ floats: [Float]) -> [Double] { floats.map(Double.init) }

  /// The numbers of one lane of a block.
  private func lane(_ lane: Int, of block: [Float]) -> [Double] {
    stride(from: lane, to: block.count, by: lanes).map { Double(block[$0]) }
  }

  private func check(
    _ found: [Float], _ expected: [Double], _ tolerance: Double, _ what: String
  ) {
    var worst = Worst()
    for (found, expected) in zip(found, expected) {
      worst.note(found, expected, tolerance: tolerance)
    }
    #expect(worst.isTolerable && found.count == expected.count, "\(what): \(worst.error)")
  }

  @Test(arguments: InstructionSet.available)
  func `a square's rows become columns`(set: InstructionSet) {
    let values = (0..<16 * 24).map { Float($0) }
    let (from, to) = (Floats(values), Floats(count: 16 * 32, of: -1))
    unsafe set.table.pointee.learning.transpose(from.start, 24 - 8, to.start, 32)
    for row in 0..<16 {
      for column in 0..<16 { #expect(to[column * 32 + row] == values[row * 16 + column]) }
      for column in 16..<32 { #expect(to[row * 32 + column] == -1) }
    }
  }

  @Test(arguments: InstructionSet.available)
  func `rows are looked up, and their gradients come to them in order`(set: InstructionSet) {
    let learning = unsafe set.table.pointee.learning
    var random = SeededGenerator(seed: 1)
    let rows: [Int32] = [3, 0, 3, -1, 7, 7, 7, 1, 0, 2, -1, 3, 5, 5, 6, 4]
    for features in [16, 32, 48] {
      let table = Floats(random.normals(8 * features))
      let out = Floats(count: features * lanes, of: 9)
      unsafe learning.look_up(table.start, rows, features, out.start)
      let dy = Floats(random.normals(features * lanes))
      let sums = Floats(count: 8 * features, of: 0.25)
      unsafe learning.look_up_back(dy.start, rows, features, sums.start)
      var expected = [Float](repeating: 0.25, count: 8 * features)
      for (lane, row) in rows.enumerated() {
        for feature in 0..<features {
          let value = row < 0 ? 0 : table[Int(row) * features + feature]
          #expect(out[feature * lanes + lane] == value)
          if row >= 0 { expected[Int(row) * features + feature] += dy[feature * lanes + lane] }
        }
      }
      #expect(sums.array == expected && sums.isIntact && out.isIntact)
    }
  }

  @Test(arguments: InstructionSet.available)
  func `the norm's way back is its derivative`(set: InstructionSet) {
    var random = SeededGenerator(seed: 2)
    for features in [1, 3, 4, 17, 32] {
      let (x, dy) = (
        Floats(random.normals(features * lanes)), Floats(random.normals(features * lanes))
      )
      let weight = random.normals(features)
      let dx = Floats(count: features * lanes, of: 0.5)
      let sums = Floats(count: features * lanes, of: 0.25)
      unsafe set.table.pointee.learning.normalize_back(
        x.start, weight, dy.start, features, 1e-2, dx.start, sums.start)
      for lane in [0, 5, 15] {
        let (values, through) = (self.lane(lane, of: x.array), self.lane(lane, of: dy.array))
        let loss = { (x: [Double], weight: [Double]) in
          let mean = x.reduce(0) { $0 + $1 * $1 } / Double(features) + 1e-2
          return x.indices.reduce(0) { $0 + x[$1] / mean.squareRoot() * weight[$1] * through[$1] }
        }
        check(
          self.lane(lane, of: dx.array).map { Float($0 - 0.5) },
          centralDifferences(values) { loss($0, doubles(weight)) }, 3e-5, "dx, \(features)")
        check(
          self.lane(lane, of: sums.array).map { Float($0 - 0.25) },
          centralDifferences(doubles(weight)) { loss(values, $0) }, 1e-5, "dw, \(features)")
      }
      #expect(dx.isIntact && sums.isIntact)
    }
  }

  @Test(arguments: InstructionSet.available)
  func `the gate's way back is its derivative, far out as well`(set: InstructionSet) {
    var random = SeededGenerator(seed: 3)
    var gates = random.normals(3 * lanes, deviation: 3)
    for (index, extreme) in [0, 30, -30, 90, -90, 1e4, -1e4].enumerated() {
      gates[index] = Float(extreme)
    }
    let (gate, up) = (Floats(gates), Floats(random.normals(3 * lanes)))
    let dy = Floats(random.normals(3 * lanes))
    let (dGate, dUp) = (Floats(count: 3 * lanes), Floats(count: 3 * lanes))
    unsafe set.table.pointee.learning.gate_back(
      gate.start, up.start, dy.start, 3, dGate.start, dUp.start)
    for index in gates.indices {
      let f = { (x: [Double]) in x[0] / (1 + exp(-x[0])) * x[1] * Double(dy[index]) }
      let expected = centralDifferences([Double(gates[index]), Double(up[index])], f)
      let tolerance = 1e-5 * max(1, abs(expected[1]))
      check([dGate[index], dUp[index]], expected, tolerance, "\(gates[index])")
    }
    #expect(dGate.isIntact && dUp.isIntact)
  }

  @Test(arguments: InstructionSet.available)
  func `the hyperbolic tangent and its way back are those of the formula`(set: InstructionSet) {
    var random = SeededGenerator(seed: 4)
    var values = random.normals(3 * lanes, deviation: 2)
    for (index, extreme) in [0, 1e-4, 20, -20, 100, -100, 1e30].enumerated() {
      values[index] = Float(extreme)
    }
    values[8] = .nan
    let (x, dy) = (Floats(values), Floats(random.normals(3 * lanes)))
    let before = dy.array
    unsafe set.table.pointee.learning.squash(x.start, 3)
    unsafe set.table.pointee.learning.squash_back(x.start, dy.start, 3)
    #expect(x[8].isNaN && x.isIntact && dy.isIntact)
    for index in values.indices where index != 8 {
      let expected = tanh(Double(values[index]))
      check([x[index]], [expected], 3e-7, "tanh \(values[index])")
      check([dy[index]], [Double(before[index]) * (1 - expected * expected)], 3e-6, "back")
    }
  }

  @Test(arguments: InstructionSet.available)
  func `cross-entropy is -ln of softmax, and leaves its derivative`(set: InstructionSet) {
    var random = SeededGenerator(seed: 5)
    for rows in [16, 64, 256] {
      let logits = random.normals(rows * lanes, deviation: 4)
      let targets = (0..<Int32(lanes)).map { $0 == 3 ? -1 : $0 * 37 % Int32(rows) }
      let (z, losses) = (Floats(logits), Floats(count: lanes, of: -1))
      unsafe set.table.pointee.learning.cross_entropy(
        z.start, rows, targets, 0.125, losses.start)
      for lane in 0..<lanes {
        let values = self.lane(lane, of: logits)
        let total = values.reduce(0) { $0 + exp($1) }
        let target = Int(targets[lane])
        let expected = values.indices.map { row in
          target < 0 ? 0 : (exp(values[row]) / total - (row == target ? 1 : 0)) / 8
        }
        check(self.lane(lane, of: z.array).map { Float($0) }, expected, 1e-7, "dz")
        check([losses[lane]], [target < 0 ? 0 : log(total) - values[target]], 4e-6, "loss")
      }
      #expect(z.isIntact && losses.isIntact)
    }
  }

  @Test(arguments: InstructionSet.available, [Float.nan, .infinity])
  func `a logit that is no number is no loss that looks like one`(set: InstructionSet, value: Float)
  {
    let (z, losses) = (Floats(count: 32 * lanes, of: value), Floats(count: lanes))
    unsafe set.table.pointee.learning.cross_entropy(
      z.start, 32, Array(repeating: 5, count: lanes), 1, losses.start)
    #expect(losses.array.allSatisfy { !$0.isFinite })
  }

  @Test(arguments: InstructionSet.available)
  func `parts and lanes are added up, and squares in double`(set: InstructionSet) {
    let learning = unsafe set.table.pointee.learning
    // Whole numbers, whose sums are exact in any order.
    let parts = Floats((0..<3 * 1024).map { Float($0 * 7 % 1000) })
    let out = Floats(count: 8 * 32)
    unsafe learning.sum_parts(parts.start, 3, 1024, 8, 32, 16, 24 * 16, out.start)
    for row in 0..<8 {
      for column in 0..<32 {
        let place = row * 16 + column / 16 * 24 * 16 + column % 16
        let expected = (0..<3).reduce(Float(0)) { $0 + parts[place + $1 * 1024] }
        #expect(out[row * 32 + column] == expected)
      }
    }
    let sums = Floats(count: 16)
    unsafe learning.sum_lanes(parts.start, 3, 1024, 16, sums.start)
    for row in 0..<16 {
      let expected = (0..<3).reduce(Float(0)) { sum, part in
        (0..<16).reduce(sum) { $0 + parts[part * 1024 + row * 16 + $1] }
      }
      #expect(sums[row] == expected)
    }
    let large = Floats((0..<48).map { Float($0) * 1e30 })
    let squares = unsafe learning.sum_of_squares(large.start, 48)
    #expect(abs(squares / ((0..<48).reduce(0.0) { $0 + Double($1 * $1) } * 1e60) - 1) < 1e-6)
    #expect(out.isIntact && sums.isIntact)
  }

  @Test(arguments: InstructionSet.available)
  func `the optimizers do what their formulas say`(set: InstructionSet) {
    let learning = unsafe set.table.pointee.learning
    var random = SeededGenerator(seed: 6)
    let (w, g) = (random.normals(32), random.normals(32))
    let (m, v) = (random.normals(32), random.normals(32).map { $0 * $0 })
    var step = kernels_step(
      scale: 0.5, rate: 0.25, decay: 0.125, beta1: 0.75, beta2: 0.875, epsilon: 0.0625, unbias1: 2,
      unbias2: 4)
    let gradient = Floats(g)
    let (weights, first, second) = (Floats(w), Floats(m), Floats(v))
    unsafe learning.adamw(&step, gradient.start, 32, weights.start, first.start, second.start)
    let (moved, momentum) = (Floats(w), Floats(m))
    unsafe learning.descend(&step, gradient.start, 32, moved.start, momentum.start)
    for index in w.indices {
      let (w, g) = (Double(w[index]), Double(g[index]) / 2)
      let mean = 0.75 * Double(m[index]) + 0.25 * g
      let square = 0.875 * Double(v[index]) + 0.125 * g * g
      let towards = 2 * mean / ((4 * square).squareRoot() + 0.0625) + 0.125 * w
      check([first[index], second[index]], [mean, square], 1e-6, "moments")
      check([weights[index]], [w - 0.25 * towards], 1e-6, "adamw")
      let speed = 0.75 * Double(m[index]) + g
      check([momentum[index]], [speed], 1e-6, "momentum")
      check([moved[index]], [w - 0.25 * (speed + 0.125 * w)], 1e-6, "descent")
    }
    #expect(weights.isIntact && first.isIntact && second.isIntact && moved.isIntact)
  }
}
